"""The answers of auth."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from contracts.auth.values import Role, Scope
from contracts.model import Moment, Page, View


class PersonView(View):
    """A person as others see them. Telephone and e-mail are there for staff and for the own company's administrators."""

    id: UUID
    name: str
    role: Role
    company_id: UUID | None = None
    company_name: str | None = None
    email: str | None = None
    telephone: str | None = None
    is_active: bool = True


class UserView(View):
    """A person's account."""

    id: UUID
    email: str
    name: str
    role: Role
    company_id: UUID | None
    company_name: str | None
    telephone: str
    language: str
    time_zone: str
    state: str = Field(description="invited | active | disabled")
    version: int
    created_at: Moment
    last_signed_in_at: Moment | None = None


class UsersView(View):
    """A page of accounts."""

    items: list[UserView]
    page: Page


class PeopleView(View):
    """People by id."""

    people: dict[UUID, PersonView]


class CompanyView(View):
    """A partner company."""

    id: UUID
    name: str
    time_zone: str
    version: int
    created_at: Moment


class CompaniesView(View):
    """A page of companies."""

    items: list[CompanyView]
    page: Page


class InvitedView(View):
    """A fresh invitation. `token` is shown to the inviter once: a repeated command does not show it again."""

    user: UserView
    token: str | None
    expires_at: Moment


class InvitationView(View):
    """What an invited person sees before accepting."""

    email: str
    name: str | None
    company_name: str | None
    role: Role
    expires_at: Moment


class SessionStarted(View):
    """A browser session. The secret goes into the cookie and nowhere else."""

    session_secret: str
    user: UserView
    expires_at: Moment


class SessionView(View):
    """A browser session, or a family of tokens of an API client. `last_seen_at` is right to a few minutes."""

    id: UUID
    kind: str = Field(description="browser | api")
    user_agent: str
    created_at: Moment
    last_seen_at: Moment
    expires_at: Moment
    is_current: bool


class SessionsView(View):
    """A page of sessions."""

    items: list[SessionView]
    page: Page


class TokenView(View):
    """A short token for a session, with when the session itself ends."""

    access_token: str
    expires_in: int = Field(description="seconds")
    user: UserView
    session_expires_at: Moment


class TokensView(View):
    """An API client's tokens."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - the scheme (RFC 6750), no secret
    expires_in: int = Field(description="seconds")
    refresh_token: str


class KeySetView(View):
    """A JWT signed by the root key, whose claim `keys` holds the JWKS; and the same keys plainly."""

    signed: str
    keys: list[dict[str, Any]]


class RevocationView(View):
    """One revocation: tokens of `user_id` below `generation`, or of `session_id`, are refused."""

    position: int
    user_id: UUID | None = None
    generation: int | None = None
    session_id: UUID | None = None


class RevocationsView(View):
    """What was revoked, in order, and the last position."""

    items: list[RevocationView]
    position: int


class ServiceAccountView(View):
    """A service account; `client_secret` is shown once."""

    client_id: UUID
    name: str
    scopes: list[Scope]
    company_ids: list[UUID] | None
    client_secret: str | None
    is_active: bool = True


class ServiceAccountsView(View):
    """A page of accounts of internal systems, without their secrets."""

    items: list[ServiceAccountView]
    page: Page


class AuditLineView(View):
    """Who did what to whom. `actor_id` is none for what an operator did with `solicitari migrate`."""

    id: int
    at: Moment
    action: str
    actor_id: UUID | None
    actor_name: str | None
    subject_id: UUID
    subject_name: str | None
    details: dict[str, Any]


class AuditView(View):
    """A page of the audit."""

    items: list[AuditLineView]
    page: Page
