"""Tells the story through the contracts: every command has an id made from its place in the story, so telling it twice,
or again after a kill half-way, leaves the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import urllib3

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
    StartSession,
)
from contracts.tickets import (
    AddNote,
    AddUpdate,
    AnswerTicket,
    AssignTicket,
    GetTicket,
    LogWork,
    OpenTicket,
    Status,
    TicketsApi,
    TransitionTicket,
)
from demo.cast import ADMINISTRATOR, COMPANIES, PEOPLE, Person
from demo.requests import REQUESTS, Attachment, Request, Step

_STORY = uuid5(NAMESPACE_URL, "solicitari:demo")


def story_id(*path: str) -> str:
    """The command id of a place in the story."""
    return str(uuid5(_STORY, "/".join(path)))


@dataclass
class Teller:
    """Plays everybody's part. `password`: everybody's; `gateway_url`: where files are uploaded."""

    bus: BlockingBus
    gateway_url: str
    bootstrap_code: str
    password: str
    ids: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    companies: dict[str, UUID] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.auth: AuthApi = client(AuthApi, self.bus, "auth")
        self.tickets: TicketsApi = client(TicketsApi, self.bus, "tickets")

    def tell(self) -> None:
        """Tell the whole story, from the first administrator to the last answer."""
        self.first_administrator()
        for name in COMPANIES:
            command = CreateCompany(command_id=story_id("company", name), name=name)
            self.companies[name] = self.auth.create_company(self.call("admin"), command).id
        for person in PEOPLE:
            self.join(person)
        for request in REQUESTS:
            self.record(request)

    # --- people ------------------------------------------------------------------------------------------------------

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

    # --- requests ----------------------------------------------------------------------------------------------------

    def record(self, request: Request) -> None:
        """Record a request and everything that follows."""
        by = request.recorded_by or request.author
        opened = self.tickets.open_ticket(
            self.call(by),
            OpenTicket(
                command_id=story_id(request.key, "open"),
                subject=request.subject,
                body_html=request.text,
                file_ids=self.upload(by, request.files, request.key),
                priority=request.priority,
                category=request.category,
                on_behalf_of=self.ids[request.author] if request.recorded_by else None,
            ),
        )
        for index, step in enumerate(request.steps):
            self.play(opened.number, step, (request.key, str(index)))

    def play(self, number: int, step: Step, path: tuple[str, ...]) -> None:
        """Play one step of a request."""
        call, command_id = self.call(step.who), story_id(*path)
        match step.what:
            case "answer":
                files = self.upload(step.who, step.files, *path)
                self.tickets.answer(
                    call,
                    AnswerTicket(
                        command_id=command_id,
                        number=number,
                        kind=step.kind,
                        body_html=step.text,
                        info_items=list(step.items),
                        file_ids=files,
                    ),
                )
            case "update":
                update = AddUpdate(
                    command_id=command_id, number=number, body_html=step.text, still_open=step.still_open
                )
                self.tickets.add_update(call, update)
            case "note":
                self.tickets.add_note(call, AddNote(command_id=command_id, number=number, body_html=step.text))
            case "work":
                created_at = self.tickets.get_ticket(call, GetTicket(number=number)).ticket.created_at
                started_at = created_at - timedelta(minutes=step.minutes)
                work = LogWork(
                    command_id=command_id,
                    number=number,
                    started_at=started_at,
                    ended_at=created_at,
                    activity=step.text,
                )
                self.tickets.log_work(call, work)
            case "take":
                self.tickets.assign(call, AssignTicket(command_id=command_id, number=number, expected_version=1))
            case "transition":
                ticket = self.tickets.get_ticket(call, GetTicket(number=number)).ticket
                if ticket.status is Status.CLOSED:  # told before
                    return
                transition = TransitionTicket(
                    command_id=command_id, number=number, action=step.action, expected_version=ticket.version
                )
                self.tickets.transition(call, transition)

    def upload(self, who: str, files: tuple[Attachment, ...], *path: str) -> list[UUID]:
        """Upload a step's files over HTTP; bytes never travel on the bus."""
        return [self._upload(who, file, story_id(*path, "file", file.name)) for file in files]

    def _upload(self, who: str, file: Attachment, key: str) -> UUID:
        headers = {"authorization": f"Bearer {self.tokens[who]}", "idempotency-key": key}
        url = f"{self.gateway_url}/api/v1/files?{urlencode({'name': file.name})}"
        answer = urllib3.request("POST", url, body=file.text.encode(), headers=headers, timeout=30.0)
        if answer.status != 201:
            raise RuntimeError(f"uploading {file.name} was answered {answer.status}: {answer.json().get('detail')}")
        return UUID(answer.json()["id"])
