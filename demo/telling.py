"""Brings the people of the story in, through the contracts: every command has an id made from its place in the story, so
telling it twice, or again after a kill half-way, leaves the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from contracts.auth import (
    AcceptInvitation,
    AuthApi,
    CreateCompany,
    EmailTaken,
    InvalidCredentials,
    InvitationGone,
    InviteUser,
    IssueToken,
    ListCompanies,
    StartSession,
)
from demo.cast import ADMINISTRATOR, COMPANIES, PEOPLE, Person

_STORY = uuid5(NAMESPACE_URL, "solicitari:demo")


def story_id(*path: str) -> str:
    """The command id of a place in the story."""
    return str(uuid5(_STORY, "/".join(path)))


@dataclass
class Teller:
    """Lets everybody speak. `password`: everybody's."""

    bus: BlockingBus
    bootstrap_code: str
    password: str
    ids: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    companies: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.auth: AuthApi = client(AuthApi, self.bus, "auth")

    def gather(self) -> None:
        """Have everybody there: the first administrator, the companies, their people."""
        self.first_administrator()
        self.companies = {c.name: c.id for c in self.auth.list_companies(self.call("admin"), ListCompanies()).items}
        for name in COMPANIES:
            if name not in self.companies:
                command = CreateCompany(command_id=story_id("company", name), name=name)
                self.companies[name] = self.auth.create_company(self.call("admin"), command).id
        for person in PEOPLE:
            self.join(person)

    def call(self, who: str | None) -> Call:
        """A fresh call of somebody, or of nobody."""
        token = self.tokens[who] if who else None
        return Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms(), token=token)

    def first_administrator(self) -> None:
        """Accept the bootstrap invitation, unless that was done before."""
        person = ADMINISTRATOR
        try:
            accept = AcceptInvitation(
                token=self.bootstrap_code, name=person.name, password=self.password, telephone=person.telephone
            )
            self.auth.accept_invitation(self.call(None), accept)
        except InvitationGone:
            pass  # told before: signing in proves it
        self.sign_in(person)

    def join(self, person: Person) -> None:
        """Invite a person and accept, or sign in when that was done before."""
        try:
            self.sign_in(person)
            return
        except InvalidCredentials:
            pass
        invited = self._invite(person, story_id("invite", person.email))
        token = invited or self._invite(person, str(uuid4()))  # a repeated command does not show its link again
        if token is not None:
            accept = AcceptInvitation(token=token, name=person.name, password=self.password, telephone=person.telephone)
            self.auth.accept_invitation(self.call(None), accept)
        self.sign_in(person)

    def _invite(self, person: Person, command_id: str) -> str | None:
        company_id = self.companies[person.company] if person.company else None
        command = InviteUser(
            command_id=command_id, email=person.email, role=person.role, company_id=company_id, name=person.name
        )
        try:
            return self.auth.invite_user(self.call("admin"), command).token
        except EmailTaken:
            return None

    def sign_in(self, person: Person) -> None:
        """Get a token and the person's id; raises `InvalidCredentials`."""
        email = person.email
        tokens = self.auth.issue_token(self.call(None), IssueToken(email=email, password=self.password))
        self.tokens[person.key] = tokens.access_token
        self.ids[person.key] = self.auth.start_session(
            self.call(None), StartSession(email=email, password=self.password)
        ).user.id
