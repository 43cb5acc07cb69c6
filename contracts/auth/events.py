"""What auth tells the others."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from contracts.auth.values import Role
from contracts.model import Audience, Event


class UserEvent(Event):
    """What every event about a person says."""

    audience: ClassVar[Audience] = Audience.ADMIN
    user_id: UUID
    company_id: UUID | None
    by: UUID | None


class UserInvited(UserEvent):
    """Somebody was invited."""

    name = "user_invited_v1"
    role: Role


class UserActivated(UserEvent):
    """An invitation was accepted."""

    name = "user_activated_v1"
    role: Role


class UserChanged(UserEvent):
    """Name, telephone, language or time zone changed."""

    name = "user_changed_v1"
    changed: list[str]


class UserDisabled(UserEvent):
    """A person was disabled."""

    name = "user_disabled_v1"


class UserEnabled(UserEvent):
    """A disablement was undone."""

    name = "user_enabled_v1"


class RoleChanged(UserEvent):
    """A person has another role."""

    name = "role_changed_v1"
    role_before: Role
    role_after: Role


class SessionRevoked(UserEvent):
    """A session was ended."""

    name = "session_revoked_v1"
    session_id: UUID


class CompanyChanged(Event):
    """A company was made or changed."""

    name = "company_changed_v1"
    audience: ClassVar[Audience] = Audience.ADMIN
    company_id: UUID
    by: UUID | None
    changed: list[str]
