"""What changes a session, an account, a company or a service account."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints

from contracts.auth.values import CompanyName, Language, PersonName, Role, Scope, Secret, Telephone, TimeZone
from contracts.model import Command, Line, WritingCommand


class StartSession(Command):
    """A browser signs in (P1). `network` is the caller's address, for throttling alone."""

    email: Annotated[Line, StringConstraints(max_length=320)]
    password: Secret
    network: Annotated[Line, StringConstraints(max_length=64)] = ""
    user_agent: Annotated[Line, StringConstraints(max_length=300)] = ""


class EndSession(Command):
    """End one of the caller's own sessions or token families; without an id that of the caller's own token."""

    session_id: UUID | None = None


class IssueToken(Command):
    """An API client signs in: a person by e-mail and password, an internal system by client id and secret."""

    email: Annotated[Line, StringConstraints(max_length=320)] | None = None
    password: Secret | None = None
    client_id: Annotated[Line, StringConstraints(max_length=64)] | None = None
    client_secret: Secret | None = None
    network: Annotated[Line, StringConstraints(max_length=64)] = ""
    user_agent: Annotated[Line, StringConstraints(max_length=300)] = ""


class RefreshToken(Command):
    """Exchange a refresh token for new ones. Reuse within 30 s returns the same successor, later it ends the family."""

    refresh_token: Secret


class ChangeProfile(WritingCommand):
    """Change the caller's own name, telephone, language or time zone; what is not given stays."""

    name: PersonName | None = None
    telephone: Telephone | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    expected_version: int


class ChangePassword(Command):
    """Set a new password. Every other session and token family of the caller ends at once."""

    current_password: Secret
    new_password: Secret


class InviteUser(WritingCommand):
    """Invite a person: into a company (customer, company_admin) or into the vendor's staff (no company)."""

    email: EmailStr
    role: Role
    company_id: UUID | None = None
    name: PersonName | None = None
    telephone: Telephone = ""
    language: Language = "ro"


class AcceptInvitation(Command):
    """The invited person sets name and password, once."""

    token: Secret
    name: PersonName
    password: Secret
    telephone: Telephone | None = None
    time_zone: TimeZone | None = None


class DisableUser(WritingCommand):
    """Disable a person; effective at once, everywhere."""

    user_id: UUID
    expected_version: int | None = None


class EnableUser(WritingCommand):
    """Undo a disablement."""

    user_id: UUID
    expected_version: int | None = None


class ChangeRole(WritingCommand):
    """Give a person another role. Vendor roles are granted by administrators alone, and audited."""

    user_id: UUID
    role: Role
    expected_version: int | None = None


class CreateCompany(WritingCommand):
    """Register a partner company."""

    name: CompanyName
    time_zone: TimeZone = "Europe/Bucharest"


class ChangeCompany(WritingCommand):
    """Change a company's name or time zone."""

    company_id: UUID
    name: CompanyName | None = None
    time_zone: TimeZone | None = None
    expected_version: int


class CreateServiceAccount(WritingCommand):
    """Make an account for an internal system; the secret is in the answer once."""

    name: PersonName
    scopes: list[Scope] = Field(min_length=1)
    company_ids: list[UUID] | None = None


class RevokeServiceAccount(WritingCommand):
    """End an internal system's account for good: its tokens are refused at once."""

    client_id: UUID
