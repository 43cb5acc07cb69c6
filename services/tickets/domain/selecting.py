"""What a list asks for, as conditions: those that an index holds together with the order, and the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.identity import Principal
from contracts.errors import InvalidCommand
from contracts.tickets import ListTickets, ListType, Sort, Status
from services.tickets.domain import policy, search
from services.tickets.queries import (
    IS_UNREAD,
    MARK,
    PUBLIC_DOCUMENTS,
    STAFF_DOCUMENTS,
    found_by_words_sql,
    holds_words_sql,
    says_words_sql,
)

CREATION, UPDATE = "t.created_at", "t.updated_at"
WAITING = "coalesce(t.customer_waits_since, 'infinity'::timestamptz)"

# The order of each sort: what it goes by (then by number), and whether downwards.
ORDERS: dict[Sort, tuple[str, bool]] = {
    Sort.CREATED: (CREATION, False),
    Sort.CREATED_DESC: (CREATION, True),
    Sort.UPDATED_DESC: (UPDATE, True),
    Sort.WAITING: (WAITING, False),
}
# Filters that have an index with the order behind them (models.py), the narrowest first.
LEADS = {
    CREATION: ("author", "assignee", "unassigned", "company", "category"),
    UPDATE: ("assignee", "unassigned", "company"),
    WAITING: ("assignee", "unassigned", "company"),
}
ACTIVE = "t.status <> 'closed'"


@dataclass
class Selection:
    """`equal`: filters by name, each to one value; `others`: the further ones; `narrow`: type and states; `days`: interval."""

    parameters: dict[str, Any]
    equal: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    narrow: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    holds_closed: bool = False
    joins: str = ""
    documents: str | None = None

    @property
    def joins_by_either(self) -> str:
        """Joins that leave it to the planner whether it begins with the documents."""
        return self.joins + (f" {holds_words_sql(self.documents)}" if self.documents else "")

    @property
    def joins_by_words(self) -> str:
        """Joins that begin with the documents that hold the words."""
        return self.joins + (f" {found_by_words_sql(self.documents)}" if self.documents else "")

    def wide(self) -> list[str]:
        """Without interval, type, states and words."""
        return [*self.equal.values(), *self.others]

    def conditions(self) -> list[str]:
        """All but words."""
        return [*self.wide(), *self.narrow, *self.days]

    def along(self, key: str) -> tuple[list[str], list[str]]:
        """What an index has beside the order by `key`, and the rest."""
        lead = self._lead(key)
        inner = [self.equal[lead]] if lead else []
        if ACTIVE in self.narrow and (lead is None or (lead == "company" and key == CREATION)):
            inner.append(ACTIVE)
        if self.holds_closed:
            inner += self.narrow  # what is not closed is little: nothing to walk past
        if key == CREATION:
            inner += self.days
        rest = [condition for condition in self.conditions() if condition not in inner]
        return inner, rest + ([says_words_sql(self.documents)] if self.documents else [])

    def along_documents(self, key: str) -> list[str] | None:
        """What the documents' own key has beside the order of creation; none where an index of requests is narrower, as that of
        active ones is.
        """
        if key != CREATION or self.documents is None or ACTIVE in self.along(key)[0]:
            return None
        lead = self._lead(key)
        if lead is None and self.documents == STAFF_DOCUMENTS:
            return self.days
        if lead == "company" and self.documents == PUBLIC_DOCUMENTS:
            return [self.equal[lead], *self.days]
        return None

    def _lead(self, key: str) -> str | None:
        return next((name for name in LEADS[key] if name in self.equal), None)


def select(actor: Principal, command: ListTickets, begin: datetime | None, end: datetime | None) -> Selection | None:
    """The conditions of a list; none when nothing can be found. Values are bound, never part of a text."""
    visible, parameters = policy.visibility(actor)
    parameters |= {"reader": policy.reader(actor), "internal": policy.sees_internal(actor)}
    found = Selection(parameters)
    if actor.is_partner:
        found.equal["company"] = visible
    elif visible != "TRUE":
        found.others.append(visible)
    _people_and_places(found, command)
    _state(found, command)
    if begin is not None:
        found.days.append("t.created_at >= :begin")
        found.beyond.append("t.created_at < :begin")
        parameters["begin"] = begin
    if end is not None:
        found.days.append("t.created_at < :end")
        found.beyond.append("t.created_at >= :end")
        parameters["end"] = end
    if command.unread:
        found.joins += f" {MARK}"
        found.others.append(IS_UNREAD)
    return found if command.q is None or _words(found, actor, command) else None


def _people_and_places(found: Selection, command: ListTickets) -> None:
    for name, column in (
        ("author", "author_id"),
        ("assignee", "assignee_id"),
        ("company", "company_id"),
        ("category", "category"),
        ("number", "number"),
    ):
        value = getattr(command, name)
        if value is None:
            continue
        condition = f"t.{column} = :{name}"
        found.parameters[name] = value
        if name in found.equal:
            found.others.append(condition)
        else:
            found.equal[name] = condition
    if command.unassigned:
        found.equal["unassigned"] = "t.assignee_id IS NULL"
    if command.priority:
        found.others.append("t.priority = ANY(:priority)")
        found.parameters["priority"] = [p.value for p in command.priority]


def _state(found: Selection, command: ListTickets) -> None:
    if command.type is ListType.ACTIVE or (command.status and Status.CLOSED not in command.status):
        found.narrow.append(ACTIVE)  # said so, it leads to the indexes of active ones
    if command.status:
        found.narrow.append("t.status = ANY(:status)")
        found.parameters["status"] = [s.value for s in command.status]
        found.holds_closed = Status.CLOSED in command.status and command.type is ListType.ALL


def _words(found: Selection, actor: Principal, command: ListTickets) -> bool:
    """Ask for words; false when there is none in `q`."""
    query = search.query(command.q or "", _searched(actor, command))
    if query is None:
        return False
    found.documents = STAFF_DOCUMENTS if policy.sees_internal(actor) else PUBLIC_DOCUMENTS
    found.parameters["query"] = query
    return True


def _searched(actor: Principal, command: ListTickets) -> list[UUID] | None:
    """The companies whose public documents are searched; none for staff, who search their own documents."""
    if policy.sees_internal(actor):
        return None
    if actor.is_partner and actor.company_id is not None:
        return [actor.company_id]
    if command.company is not None:
        return [command.company]
    if actor.company_ids is None:
        raise InvalidCommand(
            "Name the company in which to search.", errors=[{"pointer": "/company", "detail": "Missing"}]
        )
    return sorted(actor.company_ids)
