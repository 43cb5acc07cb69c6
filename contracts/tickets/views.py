"""The answers of tickets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import Field

from contracts.model import Moment, Page, View
from contracts.tickets.values import (
    Action,
    DraftKind,
    EntryKind,
    HistoryKind,
    InfoItemState,
    Priority,
    Status,
    SystemFact,
    UpdateScope,
)


class TicketRef(View):
    """Which request, in which version, after a command; and the entry or work entry that the command made."""

    number: int
    version: int
    status: Status
    entry_id: UUID | None = None
    work_entry_id: UUID | None = None


class HandedOverView(View):
    """How many requests changed hands."""

    moved: int


class TicketSummary(View):
    """A row of the list."""

    number: int
    subject: str
    status: Status
    priority: Priority
    category: str | None
    company_id: UUID
    author_id: UUID
    assignee_id: UUID | None
    created_at: Moment
    updated_at: Moment
    effort_seconds: int = Field(description="durata intervenției (P10), seconds")
    waiting_since: Moment | None = Field(
        description="for staff: since when the customer waits for us; none while we wait for the customer"
    )
    unread_count: int = Field(description="entries of others since the caller's mark; for staff notes too")
    version: int


class TicketsView(View):
    """A page of requests; `active_outside` (first page with an interval): active requests outside it, counted to 1,000."""

    items: list[TicketSummary]
    page: Page
    active_outside: int | None = None


class TicketView(TicketSummary):
    """The facts of the standard form (P8)."""

    id: UUID
    recorded_by: UUID
    follow_up_of: int | None
    followed_up_by: list[int]
    external_ref: str | None
    resolved_at: Moment | None
    auto_close_at: Moment | None = Field(description="when it closes by itself, if nothing happens; while resolved")
    closed_at: Moment | None
    close_reason: str | None


class InfoItemView(View):
    """One thing that a consultant asked for."""

    id: UUID
    text: str
    state: InfoItemState
    changed_by: UUID | None = None
    changed_at: Moment | None = None


class FactView(View):
    """What a system entry says, for the reader's language: who it is about, why, after how many working days."""

    what: SystemFact
    person_id: UUID | None = None
    reason: str | None = None
    working_days: int | None = None


class EntryView(View):
    """One entry, immutable."""

    id: UUID
    seq: int
    kind: EntryKind
    author_id: UUID | None
    body_html: str
    body_text: str
    file_ids: list[UUID]
    info_items: list[InfoItemView]
    fact: FactView | None = Field(default=None, description="of system entries, whose text is empty")
    in_reply_to: UUID | None
    created_at: Moment


class WorkEntryView(View):
    """An interval of work as it was last corrected; note and reason are for staff (none for customers)."""

    id: UUID
    consultant_id: UUID
    started_at: Moment
    ended_at: Moment
    seconds: int
    activity: str
    billable: bool
    note: str | None
    corrected_at: Moment | None = None
    corrected_by: UUID | None = None
    correction_reason: str | None = None


class RunningTimer(View):
    """On which request a timer runs, and since when."""

    number: int
    started_at: Moment


class TimerView(View):
    """The caller's timer; none when it does not run."""

    running: RunningTimer | None


class StoppedTimerView(View):
    """The interval that was measured, and the record of work that was made of it, if any."""

    number: int
    started_at: Moment
    ended_at: Moment
    seconds: int
    work_entry_id: UUID | None


class ConsultantEffort(View):
    """What one consultant worked on a ticket."""

    consultant_id: UUID
    effort_seconds: int


class DurationsView(View):
    """Durations in seconds. `effort_seconds` is *durata intervenției*: merged intervals of work, never message times."""

    effort_seconds: int
    elapsed_seconds: int = Field(description="from recording to closing, or to now")
    waiting_seconds: int = Field(description="of it, waiting for the customer")
    first_response_seconds: int | None = Field(description="from recording to the first answer of a consultant")
    per_consultant: list[ConsultantEffort]


class TicketDetail(View):
    """A request as one page needs it."""

    ticket: TicketView
    entries: list[EntryView]
    has_older_entries: bool
    work: list[WorkEntryView]
    durations: DurationsView
    actions: list[Action]
    seen_seq: int = Field(description="up to which entry the caller has seen it; 0: not yet")


class DeskSettingsView(View):
    """How the desk treats a company's requests; `version` 0: nobody has changed it yet."""

    company_id: UUID
    auto_close_working_days: int
    update_scope: UpdateScope
    version: int


class DraftSummary(View):
    """A row of the list of drafts; `excerpt`: the beginning of its text."""

    id: UUID
    kind: DraftKind
    number: int | None
    subject: str
    excerpt: str
    file_ids: list[UUID]
    created_at: Moment
    updated_at: Moment
    expires_at: Moment
    version: int


class DraftView(DraftSummary):
    """A draft."""

    body_html: str
    category: str | None
    priority: Priority | None
    on_behalf_of: UUID | None
    info_items: list[str]


class DraftsView(View):
    """A page of the own drafts."""

    items: list[DraftSummary]
    page: Page


class EntriesView(View):
    """Older entries, in order of `seq`."""

    items: list[EntryView]
    has_older_entries: bool


class HistoryItem(View):
    """Somebody did something; `by` none: it happened by itself."""

    at: Moment
    by: UUID | None
    what: HistoryKind
    entry_id: UUID | None = Field(description="of an entry, as are `seq` and `kind`")
    seq: int | None
    kind: EntryKind | None
    facts: dict[str, Any] | None = Field(description="of everything else: what its event said")


class HistoryView(View):
    """A page of the history, newest first."""

    items: list[HistoryItem]
    page: Page


class WorkView(View):
    """A page of records of work, by their beginning, and what they all come to."""

    items: list[WorkEntryView]
    page: Page
    effort_seconds: int
    per_consultant: list[ConsultantEffort]


class ConsultantLoad(View):
    """How much one consultant has."""

    consultant_id: UUID
    active: int
    urgent: int


class CountsView(View):
    """Requests by view. For staff: all four views of the queue; per consultant for dispatchers. For customers: `unread`
    and `active`, each counted to 1,000.
    """

    active: int
    unread: int | None = None
    mine: int | None = None
    unassigned: int | None = None
    waiting_customer: int | None = None
    per_consultant: list[ConsultantLoad] | None = None


class PeopleCountsView(View):
    """Active requests by person; who has none is left out."""

    active: dict[UUID, int]
