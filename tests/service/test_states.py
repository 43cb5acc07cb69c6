"""Whatever anybody does in whatever order, a request is where the table says, and tells so.

The table stands here a second time, as the agreement writes it: what the code's own table says is what is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chassis.blocking import BlockingBus
from chassis.client import client
from contracts.errors import DomainError, Forbidden, NotFound, StaleVersion
from contracts.tickets import (
    Action,
    AddNote,
    AddUpdate,
    AnswerKind,
    AnswerTicket,
    AssignTicket,
    ChangeInfoItem,
    GetTicket,
    InfoItemState,
    LogWork,
    OpenTicket,
    TicketAlreadyClosed,
    TicketsApi,
    TransitionAction,
    TransitionNotAllowed,
    TransitionTicket,
    UnassignTicket,
)
from tests.support.world import Actor, World

STATES = ["new", "in_progress", "waiting_customer", "resolved"]
TABLE: dict[str, list[str | None]] = {
    "assign": ["in_progress", "in_progress", "waiting_customer", "resolved"],
    "reply": ["in_progress", "in_progress", "waiting_customer", "resolved"],
    "info_request": ["waiting_customer"] * 4,
    "update": ["new", "in_progress", "in_progress", "in_progress"],
    "thanks": ["new", "in_progress", "in_progress", "resolved"],
    "resolution": ["resolved"] * 4,
    "accept": [None, None, None, "closed"],
    "close": ["closed"] * 4,
    "withdraw": ["closed"] * 4,
}
CUSTOMERS, STAFF = ["author", "colleague"], ["elena", "stefan", "mihai"]
EVERYBODY = st.sampled_from([*CUSTOMERS, "foreigner", *STAFF, "admin"])
MOSTLY_STAFF = st.sampled_from([*STAFF, *STAFF, "author", "foreigner", "admin"])
LIVES = 5  # nobody ends a request before it has lived so long, or most would end at once
NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Cast:
    """Who plays, and the service they play with."""

    tickets: TicketsApi
    actors: dict[str, Actor]


def cast_into(machine: type[Requests], cast: Cast) -> type[Requests]:
    """The machine with its world: hypothesis makes it without arguments."""

    class Played(machine):  # type: ignore[misc,valid-type]
        def __init__(self) -> None:
            super().__init__(cast)

    return Played


class Requests(RuleBasedStateMachine):
    """One request, everybody, and what it should be."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.tickets, self.actors = cast.tickets, cast.actors
        self.number, self.status, self.version = 0, "new", 1
        self.assignee: str | None = None
        self.is_answered = False
        self.kinds = ["description"]
        self.items: list[str] = []
        self.minutes: set[tuple[str, int]] = set()

    @initialize()
    def open(self) -> None:
        """Begin."""
        command = OpenTicket(command_id=str(uuid4()), subject="Stare", body_html="<p>x</p>")
        self.number = self.tickets.open_ticket(self.actors["author"].call(), command).number

    # --- what people do ---------------------------------------------------------------------------------------------

    @rule(who=EVERYBODY, still_open=st.booleans())
    def update(self, who: str, still_open: bool) -> None:
        """P7."""
        refusal = self.unseen(who) or (Forbidden if who in STAFF else None) or self.closed()
        following = self.after("update" if still_open else "thanks")
        if self.did("add_update", who, refusal, AddUpdate, body_html="<p>x</p>", still_open=still_open):
            self.moved(following, "update")

    @rule(who=MOSTLY_STAFF, kind=st.sampled_from(AnswerKind))
    def answer(self, who: str, kind: AnswerKind) -> None:
        """P9."""
        items = ["copia", "jurnalul"] if kind is AnswerKind.INFO_REQUEST else []
        refusal = self.no_staff(who) or self.closed()
        following = self.after(kind.value)
        if self.did("answer", who, refusal, AnswerTicket, kind=kind, body_html="<p>x</p>", info_items=items):
            self.items += ["open"] * len(items)
            self.is_answered = True
            self.assignee = self.assignee or who
            self.moved(following, kind.value)

    @rule(who=st.sampled_from(STAFF))
    def ask(self, who: str) -> None:
        """As often as anything else, so that waiting is not rare."""
        self.answer(who, AnswerKind.INFO_REQUEST)

    @rule(who=st.sampled_from(STAFF))
    def reply(self, who: str) -> None:
        """As often as anything else."""
        self.answer(who, AnswerKind.REPLY)

    @rule(who=st.sampled_from(CUSTOMERS), still_open=st.booleans())
    def go_on(self, who: str, still_open: bool) -> None:
        """Customers answer as often."""
        self.update(who, still_open)

    @rule(who=MOSTLY_STAFF)
    def note(self, who: str) -> None:
        """Staff among themselves."""
        if self.did("add_note", who, self.no_staff(who) or self.closed(), AddNote, body_html="<p>x</p>"):
            self.moved(self.status, "internal_note")

    @rule(who=MOSTLY_STAFF, to=st.sampled_from([None, *STAFF]))
    def assign(self, who: str, to: str | None) -> None:
        """Take or give."""
        whom = to or who
        gives = who not in (whom, "mihai")
        refusal = self.no_staff(who) or (Forbidden if gives else None) or self.closed()
        following = self.after("assign")
        given = {"assignee_id": self.actors[to].id} if to else {}
        if self.did("assign", who, refusal, AssignTicket, **self.read(), **given):
            changed, self.assignee = self.assignee != whom, whom
            self.moved(following, *(["system"] if changed else []))

    @precondition(lambda self: self.assignee is not None or self.version % 4 == 0)
    @rule(who=MOSTLY_STAFF)
    def unassign(self, who: str) -> None:
        """Give back."""
        refusal = self.no_staff(who) or self.closed() or (TransitionNotAllowed if self.assignee is None else None)
        refusal = refusal or (Forbidden if who not in ("mihai", self.assignee) else None)
        if self.did("unassign", who, refusal, UnassignTicket, **self.read()):
            back = self.status == "in_progress" and not self.is_answered
            self.assignee = None
            self.moved("new" if back else self.status, "system")

    @precondition(lambda self: self.status == "resolved" or self.version > LIVES)
    @rule(who=EVERYBODY, action=st.sampled_from(TransitionAction))
    def transition(self, who: str, action: TransitionAction) -> None:
        """The ends."""
        allowed = who in STAFF if action is TransitionAction.CLOSE else who == "author"
        following = self.after(action.value)
        refusal = self.unseen(who) or (None if allowed else Forbidden) or self.closed()
        refusal = refusal or (TransitionNotAllowed if following is None else None)
        if self.did("transition", who, refusal, TransitionTicket, **self.read(), action=action, reason="Motiv"):
            self.moved("closed", "system")

    @precondition(lambda self: self.version % 2 == 0)
    @rule(who=MOSTLY_STAFF, begin=st.integers(0, 60), length=st.integers(1, 30))
    def work(self, who: str, begin: int, length: int) -> None:
        """P10: overlapping as it comes."""
        start, end = (NOW - timedelta(minutes=120 - m) for m in (begin, begin + length))
        facts = {"started_at": start, "ended_at": end, "activity": "Analiză"}
        if self.did("log_work", who, self.no_staff(who) or self.closed(), LogWork, **facts):
            self.minutes |= {(who, minute) for minute in range(begin, begin + length)}
            self.moved(self.status)

    @precondition(lambda self: self.items or self.version % 4 == 0)
    @rule(who=MOSTLY_STAFF, place=st.integers(0, 3), state=st.sampled_from(InfoItemState))
    def tick(self, who: str, place: int, state: InfoItemState) -> None:
        """The checklist moves nothing else."""
        ids = self.item_ids()
        item_id = ids[place] if place < len(ids) else uuid4()
        missing = NotFound if place >= len(ids) else None
        refusal = self.no_staff(who) or self.closed() or missing
        if self.did("change_info_item", who, refusal, ChangeInfoItem, **self.read(), item_id=item_id, state=state):
            self.items[place] = state.value
            self.moved(self.status)

    @precondition(lambda self: self.version % 4 == 0)
    @rule(who=st.sampled_from(STAFF))
    def from_a_stale_page(self, who: str) -> None:
        """Whoever has not seen the newest version changes nothing."""
        refusal = self.closed() or StaleVersion
        self.did("assign", who, refusal, AssignTicket, expected_version=self.version - 1)

    # --- what must be so ---------------------------------------------------------------------------------------------

    @invariant()
    def staff_read_what_should_be(self) -> None:
        """The page after every step."""
        if self.number:
            self.check_page(of="elena", kinds=self.kinds)

    def teardown(self) -> None:
        """At the end the author's page, without what is for staff."""
        if self.number:
            self.check_page(of="author", kinds=[k for k in self.kinds if k != "internal_note"])

    def check_page(self, *, of: str, kinds: list[str]) -> None:
        """What somebody reads."""
        page = self.tickets.get_ticket(self.actors[of].call(), GetTicket(number=self.number))
        ticket = page.ticket
        assignee_id = self.actors[self.assignee].id if self.assignee else None
        assert (ticket.status, ticket.assignee_id, ticket.version) == (self.status, assignee_id, self.version)
        assert [e.kind for e in page.entries] == kinds[-50:]
        assert [i.state for e in page.entries for i in e.info_items] == self.items
        assert page.durations.effort_seconds == ticket.effort_seconds == 60 * len(self.minutes)
        assert (ticket.closed_at is not None) == (self.status == "closed")
        assert (ticket.resolved_at is not None) == (self.status == "resolved") or self.status == "closed"
        if kinds is self.kinds:
            assert [e.seq for e in page.entries] == list(range(1, len(kinds) + 1))[-50:]
        if self.status == "closed":
            assert set(page.actions) <= {Action.FOLLOW_UP, Action.CORRECT_WORK}

    # --- how it is told ----------------------------------------------------------------------------------------------

    def did(
        self,
        operation: str,
        who: str,
        refusal: type[DomainError] | None,
        command_type: Callable[..., Any],
        **fields: Any,
    ) -> bool:
        """Try it; whether it was done. It must be refused just as expected."""
        command = command_type(command_id=str(uuid4()), number=self.number, **fields)
        attempt = getattr(self.tickets, operation)
        if refusal is not None:
            with pytest.raises(refusal):
                attempt(self.actors[who].call(), command)
            return False
        attempt(self.actors[who].call(), command)
        return True

    def moved(self, following: str | None, *kinds: str) -> None:
        """It was done: another version, another state perhaps, and entries."""
        assert following is not None
        self.status = following
        self.version += 1
        self.kinds += kinds

    def after(self, happening: str) -> str | None:
        """What the table says; none when it says that it cannot be."""
        return TABLE[happening][STATES.index(self.status)] if self.status != "closed" else None

    def read(self) -> dict[str, int]:
        """The version as everybody sees it."""
        return {"expected_version": self.version}

    def item_ids(self) -> list[UUID]:
        """What was asked for, in order."""
        page = self.tickets.get_ticket(self.actors["elena"].call(), GetTicket(number=self.number))
        return [item.id for entry in page.entries for item in entry.info_items]

    def closed(self) -> type[DomainError] | None:
        """Terminal, for everybody."""
        return TicketAlreadyClosed if self.status == "closed" else None

    def unseen(self, who: str) -> type[DomainError] | None:
        """Who may not know that the request exists."""
        return NotFound if who in ("foreigner", "admin") else None

    def no_staff(self, who: str) -> type[DomainError] | None:
        """What is for consultants: customers may not, and administrators see no requests."""
        return None if who in STAFF else NotFound if who == "admin" else Forbidden


@pytest.fixture
def cast(world: World, bus: BlockingBus) -> Cast:
    """A company of the test's own."""
    author = world.person(world.company())
    actors = {
        "author": author,
        "colleague": world.person(author.company_id),
        "foreigner": world.person(world.company()),
        "elena": world.consultant,
        "stefan": world.other_consultant,
        "mihai": world.dispatcher,
        "admin": world.admin,
    }
    return Cast(client(TicketsApi, bus, "tickets"), actors)


WAY_TO = {
    "new": [],
    "in_progress": ["assign"],
    "waiting_customer": ["info_request"],
    "resolved": ["resolution"],
    "closed": ["withdraw"],
}


@pytest.mark.parametrize("state", WAY_TO)
def test_every_cell_of_the_table(cast: Cast, state: str) -> None:
    for happening in TABLE:
        play = Requests(cast)
        play.open()
        for step in [*WAY_TO[state], happening]:
            happen(play, step)
            play.staff_read_what_should_be()
        play.teardown()


def happen(play: Requests, happening: str) -> None:
    """Let it happen by somebody who may."""
    match happening:
        case "update" | "thanks":
            play.update("author", happening == "update")
        case "assign":
            play.assign("elena", None)
        case "close" | "accept" | "withdraw":
            play.transition("elena" if happening == "close" else "author", TransitionAction(happening))
        case _:
            play.answer("elena", AnswerKind(happening))


@pytest.mark.timeout(600)
def test_any_order_of_anybodys_operations_ends_where_the_table_says(cast: Cast) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        cast_into(Requests, cast),
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=slow
        ),
    )
