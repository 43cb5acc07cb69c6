"""A world of named people: each test makes its own company; the vendor's people are shared by the session."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from contracts.auth import AcceptInvitation, AuthApi, CreateCompany, InviteUser, IssueToken, Role
from tests.support.api import Api

TOKEN_SECONDS = 200.0  # access tokens live five minutes
PASSWORD = "parola-lungă-de-probă-7"


@dataclass
class Actor:
    """Somebody signed in, at the HTTP API (`api`) and on the bus (`call()`)."""

    id: UUID
    email: str
    role: Role
    token: str
    api: Api
    company_id: UUID | None = None
    renew_at: float = field(default_factory=lambda: time.monotonic() + TOKEN_SECONDS)

    def call(self) -> Call:
        """A fresh call context of this person."""
        return Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms(), token=self.token)


class World:
    """Makes companies and people through the contracts."""

    def __init__(self, bus: BlockingBus, gateway_url: str, bootstrap_code: str) -> None:
        self.bus = bus
        self.gateway_url = gateway_url
        self.auth: AuthApi = client(AuthApi, bus, "auth")
        self._staff = {"admin": self._administrator(bootstrap_code)}

    def stranger(self) -> Call:
        """A call of nobody."""
        return Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms())

    def company(self, name: str | None = None) -> UUID:
        """A new company."""
        name = f"{name or 'Companie'} {uuid4().hex[:8]}"
        command = CreateCompany(command_id=str(uuid4()), name=name)
        return self.auth.create_company(self.admin.call(), command).id

    def person(self, company_id: UUID | None, role: Role = Role.CUSTOMER, name: str = "Ana Pop") -> Actor:
        """A new person who accepted the invitation and signed in; of a company, or of the vendor (none)."""
        email = f"p{uuid4().hex[:12]}@example.org"
        invited = self.auth.invite_user(
            self.admin.call(),
            InviteUser(command_id=str(uuid4()), email=email, role=role, company_id=company_id, name=name),
        )
        accept = AcceptInvitation(token=invited.token, name=name, password=PASSWORD, telephone="+40 700 000 000")
        self.auth.accept_invitation(self.stranger(), accept)
        return self.signed_in(email, invited.user.id, role, company_id)

    def signed_in(
        self, email: str, user_id: UUID, role: Role, company_id: UUID | None, password: str = PASSWORD
    ) -> Actor:
        """Sign in and return the person."""
        tokens = self.auth.issue_token(self.stranger(), IssueToken(email=email, password=password))
        api = Api(self.gateway_url, tokens.access_token)
        return Actor(user_id, email, role, tokens.access_token, api, company_id)

    @property
    def admin(self) -> Actor:
        """The session's administrator."""
        return self._shared("admin", Role.ADMIN, "Ruxandra Pop")

    @property
    def consultant(self) -> Actor:
        """The session's consultant."""
        return self._shared("consultant", Role.CONSULTANT, "Elena Vasiliu")

    @property
    def other_consultant(self) -> Actor:
        """Another consultant."""
        return self._shared("other_consultant", Role.CONSULTANT, "Ștefan Țurcanu")

    @property
    def dispatcher(self) -> Actor:
        """The session's dispatcher."""
        return self._shared("dispatcher", Role.DISPATCHER, "Mihai Dobre")

    def _shared(self, key: str, role: Role, name: str) -> Actor:
        known = self._staff.get(key)
        if known is None:
            known = self._staff[key] = self.person(None, role, name)
        elif time.monotonic() > known.renew_at:
            known = self._staff[key] = self.signed_in(known.email, known.id, role, None)
        return known

    def _administrator(self, code: str) -> Actor:
        from contracts.auth import GetInvitation, InvitationGone

        stranger = self.stranger()
        email = "admin@example.org"
        try:
            email = self.auth.get_invitation(stranger, GetInvitation(token=code)).email
            accept = AcceptInvitation(token=code, name="Ruxandra Pop", password=PASSWORD)
            user_id = self.auth.accept_invitation(stranger, accept).id
        except InvitationGone:
            from contracts.auth import StartSession

            user_id = self.auth.start_session(stranger, StartSession(email=email, password=PASSWORD)).user.id
        return self.signed_in(email, user_id, Role.ADMIN, None)
