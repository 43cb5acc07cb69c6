"""What tickets tell the others, in the order of a request's life."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from contracts.model import Audience, Event, Moment
from contracts.tickets.values import AnswerKind, InfoItemState, Priority, Status
from contracts.tickets.views import ConsultantEffort


class TicketEvent(Event):
    """What every event about a ticket says."""

    audience: ClassVar[Audience] = Audience.COMPANY
    number: int


class TicketOpened(TicketEvent):
    """A request was recorded."""

    name = "ticket_opened_v1"
    entry_id: UUID
    company_id: UUID
    author_id: UUID
    recorded_by: UUID
    category: str | None
    priority: Priority
    status: Status
    file_ids: list[UUID]
    follow_up_of: int | None
    external_ref: str | None
    channel: str
    created_at: Moment


class TicketUpdated(TicketEvent):
    """A customer updated a request."""

    name = "ticket_updated_v1"
    entry_id: UUID
    seq: int
    author_id: UUID
    file_ids: list[UUID]
    status_before: Status
    status_after: Status


class TicketAnswered(TicketEvent):
    """A consultant answered."""

    name = "ticket_answered_v1"
    entry_id: UUID
    seq: int
    kind: AnswerKind
    consultant_id: UUID
    file_ids: list[UUID]
    info_items: list[UUID]


class NoteAdded(TicketEvent):
    """Staff wrote a note."""

    name = "note_added_v1"
    audience: ClassVar[Audience] = Audience.STAFF
    entry_id: UUID


class InfoItemChanged(TicketEvent):
    """One thing that was asked for is received, no longer needed, or open again."""

    name = "info_item_changed_v1"
    item_id: UUID
    state: InfoItemState
    by: UUID


class TicketReminded(TicketEvent):
    """The customer was reminded that the request waits for an answer."""

    name = "ticket_reminded_v1"
    entry_id: UUID
    waiting_since: Moment


class TicketAssigned(TicketEvent):
    """Another consultant, or none, has the request."""

    name = "ticket_assigned_v1"
    assignee_before: UUID | None
    assignee_after: UUID | None
    by: UUID


class TicketStatusChanged(TicketEvent):
    """The state changed."""

    name = "ticket_status_changed_v1"
    status_before: Status
    status_after: Status
    by: UUID | None
    reason: str


class TicketResolved(TicketEvent):
    """A resolution was given."""

    name = "ticket_resolved_v1"
    consultant_id: UUID
    effort_seconds: int
    elapsed_seconds: int
    waiting_seconds: int


class TicketClosed(TicketEvent):
    """A request is closed for good."""

    name = "ticket_closed_v1"
    consultant_id: UUID | None
    effort_seconds: int
    elapsed_seconds: int
    waiting_seconds: int
    reason: str
    closed_by: UUID | None
    per_consultant: list[ConsultantEffort]


class WorkLogged(TicketEvent):
    """A consultant recorded work."""

    name = "work_logged_v1"
    work_entry_id: UUID
    consultant_id: UUID
    started_at: Moment
    ended_at: Moment
    seconds: int
    activity: str
    billable: bool


class WorkCorrected(TicketEvent):
    """A record of work holds something else now; `seconds` 0: nothing was worked."""

    name = "work_corrected_v1"
    work_entry_id: UUID
    consultant_id: UUID
    started_at: Moment
    ended_at: Moment
    seconds: int
    activity: str
    billable: bool
