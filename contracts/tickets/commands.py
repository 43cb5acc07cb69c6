"""What changes a ticket, its work, a draft or the desk's settings."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.files import FileIds
from contracts.model import Command, Line, Moment, WritingCommand
from contracts.tickets.values import (
    MAX_SUBJECT,
    Activity,
    AnswerKind,
    BodyHtml,
    Category,
    DraftKind,
    ExternalRef,
    InfoItemState,
    Number,
    Priority,
    Reason,
    Subject,
    TransitionAction,
    UpdateScope,
    WorkNote,
)


class SendingCommand(WritingCommand):
    """A command that can send what a draft holds."""

    draft_id: UUID | None = Field(default=None, description="the own draft that this sends; it is deleted with it")


class OpenTicket(SendingCommand):
    """Record a request (P4, P5). Staff and services record it `on_behalf_of` a customer."""

    subject: Subject
    body_html: BodyHtml
    file_ids: FileIds = []
    priority: Priority = Priority.NORMAL
    category: Category | None = None
    on_behalf_of: UUID | None = None
    external_ref: ExternalRef | None = None


class OpenFollowUp(SendingCommand):
    """Record a request linked to a closed one (P7)."""

    number: Number
    subject: Subject | None = Field(default=None, description="default: the first one's subject")
    body_html: BodyHtml
    file_ids: FileIds = []
    priority: Priority | None = None
    category: Category | None = None


class MarkSeen(Command):
    """The caller has seen the entries up to `seq`. A mark never goes back, so a repeat changes nothing."""

    number: Number
    seq: int = Field(ge=1, le=2_147_483_647)


class AddUpdate(SendingCommand):
    """Reactualizare cerere (P7). On a resolved request `still_open: false` says thank you without reopening it."""

    number: Number
    body_html: BodyHtml
    file_ids: FileIds = []
    still_open: bool = True


class AnswerTicket(SendingCommand):
    """A consultant answers: a reply, a request for information with a checklist, or the resolution (P9)."""

    number: Number
    kind: AnswerKind
    body_html: BodyHtml
    file_ids: FileIds = []
    info_items: list[Annotated[Line, StringConstraints(min_length=1, max_length=300)]] = Field(
        default=[], max_length=20
    )
    in_reply_to: UUID | None = Field(default=None, description="the customer's entry that this answers")


class AddNote(SendingCommand):
    """A note that only staff see."""

    number: Number
    body_html: BodyHtml
    file_ids: FileIds = []


class AssignTicket(WritingCommand):
    """Take a request (no `assignee_id`), or give it to a consultant (dispatcher)."""

    number: Number
    assignee_id: UUID | None = None
    expected_version: int


class UnassignTicket(WritingCommand):
    """Take the consultant off a request."""

    number: Number
    expected_version: int


class HandOver(WritingCommand):
    """Give all active requests of a consultant to another one, who must be active (administrators, dispatchers)."""

    from_id: UUID
    to_id: UUID


class TransitionTicket(WritingCommand):
    """Accept a resolution, withdraw a request, or close it with a reason."""

    number: Number
    action: TransitionAction
    reason: Reason = ""
    expected_version: int


class DraftContent(Command):
    """What is being written. Everything may still be empty, and nothing is public."""

    kind: DraftKind = DraftKind.TICKET
    number: Number | None = Field(default=None, description="the request it is about; none for a new request")
    subject: Annotated[Line, StringConstraints(max_length=MAX_SUBJECT)] = ""
    body_html: BodyHtml = ""
    category: Category | None = None
    priority: Priority | None = None
    on_behalf_of: UUID | None = None
    info_items: list[Annotated[Line, StringConstraints(max_length=300)]] = Field(default=[], max_length=20)
    file_ids: FileIds = Field(default=[], description="own uploads, kept as long as the draft")


class CreateDraft(DraftContent, WritingCommand):
    """Begin a draft; at most 20 a user, each kept for 30 days after its last change."""


class SaveDraft(DraftContent):
    """Put a draft's content in place of the one before (autosave); a repeat of what is saved already changes nothing."""

    draft_id: UUID
    expected_version: int


class DiscardDraft(WritingCommand):
    """Delete an own draft and let go of its files."""

    draft_id: UUID
    expected_version: int | None = None


class ChangeInfoItem(WritingCommand):
    """Tick one thing that was asked for as received, as no longer needed, or as open again (staff)."""

    number: Number
    item_id: UUID
    state: InfoItemState
    expected_version: int


class ChangeDeskSettings(WritingCommand):
    """Change how the desk treats a company's requests (administrators); what is left out stays."""

    company_id: UUID
    auto_close_working_days: int | None = Field(
        default=None, ge=0, le=60, description="working days after the resolution; 0 closes with it"
    )
    update_scope: UpdateScope | None = None
    expected_version: int | None = None


class LogWork(WritingCommand):
    """Record an interval of work (P10)."""

    number: Number
    started_at: Moment
    ended_at: Moment
    activity: Activity
    billable: bool = True
    note: WorkNote = ""


class CorrectWork(WritingCommand):
    """Correct a record of work, also within 30 days after closing (then with a reason); what is left out stays.

    An interval without length says that nothing was worked. What was recorded first is kept.
    """

    number: Number
    work_entry_id: UUID
    started_at: Moment | None = None
    ended_at: Moment | None = None
    activity: Activity | None = None
    billable: bool | None = None
    note: WorkNote | None = None
    reason: Reason = ""
    expected_version: int


class StartTimer(WritingCommand):
    """Start the caller's timer on a request; one runs per consultant, over all requests."""

    number: Number


class StopTimer(WritingCommand):
    """Stop the caller's timer. With an `activity` its interval is recorded as work; without, it is only told."""

    number: Number
    activity: Activity | None = None
    billable: bool = True
