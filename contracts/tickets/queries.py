"""What can be asked of tickets without changing anything: lists are paged."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from contracts.auth import TimeZone
from contracts.model import Command, Cursor
from contracts.tickets.values import Category, DraftKind, ListType, Number, Priority, Query, Sort, Status


class ListTickets(Command):
    """A page of requests (P2, P3). Both days of the interval of creation are inclusive, in the time zone `tz`."""

    created_from: date | None = None
    created_to: date | None = None
    tz: TimeZone = "Europe/Bucharest"
    type: ListType = ListType.ALL
    status: list[Status] = Field(default=[], max_length=5)
    assignee: UUID | None = None
    unassigned: bool = False
    author: UUID | None = None
    company: UUID | None = None
    priority: list[Priority] = Field(default=[], max_length=4)
    category: Category | None = None
    unread: bool = Field(default=False, description="with entries of others that the caller has not seen")
    q: Query | None = None
    number: Number | None = None
    sort: Sort = Sort.CREATED_DESC
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class GetTicket(Command):
    """One request with its last 50 entries (P8)."""

    number: Number


class ListEntries(Command):
    """Older entries of a request: the newest of those before `before_seq`, in order of `seq`."""

    number: Number
    before_seq: int | None = Field(default=None, ge=1, le=2_147_483_647)
    limit: int = Field(default=50, ge=1, le=200)


class ListHistory(Command):
    """Who did what on a request, newest first."""

    number: Number
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class ListWork(Command):
    """The records of work of a request, by their beginning (P10)."""

    number: Number
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class CountTickets(Command):
    """How many requests the caller's views hold."""


class CountByPerson(Command):
    """How many active requests each person of a company has (as author), or of the vendor (no company: as consultant)."""

    company_id: UUID | None = None


class ListDrafts(Command):
    """The own drafts, last changed first."""

    kind: DraftKind | None = None
    number: Number | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class GetDraft(Command):
    """One own draft."""

    draft_id: UUID


class GetDeskSettings(Command):
    """How the desk treats a company's requests."""

    company_id: UUID


class GetTimer(Command):
    """The caller's running timer, if any, whichever request it runs on. `number`: the request that it is asked at."""

    number: Number | None = None
