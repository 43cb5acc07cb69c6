"""The words in which the story is written: a request as its author records it, and what happens to it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from contracts.tickets import AnswerKind, Priority, TransitionAction

LOW, NORMAL, HIGH, URGENT = Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT


class What(StrEnum):
    """What a step does."""

    ASSIGN = "assign"
    ANSWER = "answer"
    UPDATE = "update"
    NOTE = "note"
    WORK = "work"
    TICK = "tick"
    TRANSITION = "transition"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the story; `demo.papers` makes its bytes of the text, by the ending of the name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens to a request, `after` so many working minutes since the step before it."""

    who: str
    after: int
    what: What
    text: str = ""
    files: tuple[Attachment, ...] = ()
    kind: AnswerKind = AnswerKind.REPLY
    items: tuple[str, ...] = ()
    to: str | None = None
    minutes: int = 0
    item: int = 0
    action: TransitionAction = TransitionAction.ACCEPT
    still_open: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A request, recorded `days` working days (of ten hours) before the story is told."""

    key: str
    days: float
    author: str
    subject: str
    text: str
    category: str
    priority: Priority = NORMAL
    files: tuple[Attachment, ...] = ()
    steps: tuple[Step, ...] = ()
    recorded_by: str | None = None
    follow_up_of: str | None = None


def take(who: str, after: int) -> Step:
    """A consultant takes it."""
    return Step(who, after, What.ASSIGN)


def give(who: str, after: int, to: str) -> Step:
    """A dispatcher gives it to a consultant."""
    return Step(who, after, What.ASSIGN, to=to)


def reply(who: str, after: int, text: str, *files: Attachment) -> Step:
    """A consultant answers."""
    return Step(who, after, What.ANSWER, text, files)


def ask(who: str, after: int, text: str, *items: str) -> Step:
    """A consultant asks for things; the request waits for the customer."""
    return Step(who, after, What.ANSWER, text, kind=AnswerKind.INFO_REQUEST, items=items)


def resolve(who: str, after: int, text: str, *files: Attachment) -> Step:
    """A consultant gives the resolution."""
    return Step(who, after, What.ANSWER, text, files, kind=AnswerKind.RESOLUTION)


def update(who: str, after: int, text: str, *files: Attachment) -> Step:
    """A customer adds something."""
    return Step(who, after, What.UPDATE, text, files)


def thank(who: str, after: int, text: str) -> Step:
    """A customer says that it is solved."""
    return Step(who, after, What.UPDATE, text, still_open=False)


def note(who: str, after: int, text: str) -> Step:
    """Staff note something for themselves."""
    return Step(who, after, What.NOTE, text)


def work(who: str, after: int, minutes: int, text: str) -> Step:
    """A consultant records work that has just ended; `after` is at least `minutes`."""
    return Step(who, after, What.WORK, text, minutes=minutes)


def tick(who: str, after: int, item: int) -> Step:
    """A consultant marks the n-th thing asked for as received."""
    return Step(who, after, What.TICK, item=item)


def accept(who: str, after: int) -> Step:
    """The author accepts the resolution."""
    return Step(who, after, What.TRANSITION, action=TransitionAction.ACCEPT)


def withdraw(who: str, after: int, reason: str = "") -> Step:
    """The author withdraws it."""
    return Step(who, after, What.TRANSITION, reason, action=TransitionAction.WITHDRAW)


def close(who: str, after: int, reason: str) -> Step:
    """Staff close it with a reason."""
    return Step(who, after, What.TRANSITION, reason, action=TransitionAction.CLOSE)
