"""What can be asked of auth without changing anything: lists are paged."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.auth.values import Role, Secret, UserState
from contracts.model import Command, Cursor, Line


class ExchangeSession(Command):
    """The gateway turns a browser's session secret into a short token."""

    session_secret: Secret


class ListSessions(Command):
    """The caller's own browser sessions and token families, newest first."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class PublicKeys(Command):
    """Ask for the rotating key set, signed by the root key."""


class RevocationsAfter(Command):
    """Ask for what was revoked after a position (0: all that still matters)."""

    position: int = Field(ge=0, default=0)


class GetUsers(Command):
    """Ask for people by id; ids the caller may not see are left out."""

    ids: list[UUID] = Field(max_length=200)


class UsersFilter(Command):
    """Which accounts, by name. `q`: part of a name, an address or a company's name, whatever its case and diacritics."""

    q: Annotated[Line, StringConstraints(max_length=100)] | None = None
    role: list[Role] | None = Field(default=None, max_length=6)
    state: UserState | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class ListUsers(UsersFilter):
    """The people of a company (`company_id`), or the vendor's own people (none)."""

    company_id: UUID | None = None


class FindUsers(UsersFilter):
    """People of every company and of the vendor (staff, administrators, internal systems with users:read)."""


class GetUser(Command):
    """One person."""

    user_id: UUID


class GetProfile(Command):
    """The caller's own profile."""


class GetInvitation(Command):
    """Look at an invitation by its one-time token."""

    token: Secret


class GetCompany(Command):
    """One company."""

    company_id: UUID


class ListCompanies(Command):
    """All companies, by name (administrators and staff); a customer gets the own one. `q`: part of a name."""

    q: Annotated[Line, StringConstraints(max_length=100)] | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class ListAudit(Command):
    """What was done with accounts and companies, newest first (administrators).

    `vendor_roles`: only lines that gave somebody a vendor role; `user_id`: only lines about this person.
    """

    vendor_roles: bool = False
    user_id: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class ListServiceAccounts(Command):
    """The accounts of internal systems, by name (administrators)."""

    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None
