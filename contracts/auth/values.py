"""Values of auth: names, roles, states of accounts, scopes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from contracts.model import Line, Text

PersonName = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
CompanyName = Annotated[Line, StringConstraints(min_length=1, max_length=160)]
Telephone = Annotated[Line, StringConstraints(max_length=40, pattern=r"^$|^\+?[0-9][0-9 ()./-]{3,}$")]
Language = Annotated[str, StringConstraints(pattern="^(ro|en)$")]
TimeZone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
Secret = Annotated[Text, StringConstraints(min_length=1, max_length=1024)]


class Role(StrEnum):
    """What somebody is; what each may do stands in every service's policy."""

    CUSTOMER = "customer"
    COMPANY_ADMIN = "company_admin"
    CONSULTANT = "consultant"
    DISPATCHER = "dispatcher"
    ADMIN = "admin"
    SERVICE = "service"

    @property
    def is_partner(self) -> bool:
        """An authorised user of a partner company."""
        return self in CUSTOMERS

    @property
    def is_staff(self) -> bool:
        """One of the vendor's people who handle requests."""
        return self in STAFF


CUSTOMERS = frozenset({Role.CUSTOMER, Role.COMPANY_ADMIN})
STAFF = frozenset({Role.CONSULTANT, Role.DISPATCHER})


class UserState(StrEnum):
    """Where an account is in its life."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Scope(StrEnum):
    """What a service account was given."""

    TICKETS_OPEN = "tickets:open"
    TICKETS_READ = "tickets:read"
    TICKETS_UPDATE = "tickets:update"
    WORK_READ = "work:read"
    USERS_READ = "users:read"
    FILES_RECONCILE = "files:reconcile"  # the tickets service's own account alone; never granted to others
