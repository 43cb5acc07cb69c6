"""The words of tickets: requests, their entries, states, work, durations, events."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Protocol
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.auth import TimeZone
from contracts.errors import DomainError
from contracts.files import FileIds
from contracts.model import Audience, Command, Context, Cursor, Event, Line, Moment, Page, Text, View, WritingCommand

MAX_SUBJECT = 200
MAX_TEXT = 20_000
MAX_HTML = 100_000
MAX_DRAFTS = 20

Subject = Annotated[Line, StringConstraints(min_length=1, max_length=MAX_SUBJECT)]
BodyHtml = Annotated[Text, StringConstraints(max_length=200_000)]  # before sanitising; the limits hold after it
Category = Annotated[Line, StringConstraints(min_length=1, max_length=60)]
Reason = Annotated[Line, StringConstraints(max_length=500)]
Activity = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
WorkNote = Annotated[Text, StringConstraints(max_length=2000)]
Query = Annotated[
    Text,
    StringConstraints(min_length=1, max_length=200),
    Field(description="beginnings of words of subject, entries or number; case and diacritics do not matter"),
]
ExternalRef = Annotated[Line, StringConstraints(min_length=1, max_length=120)]
Number = Annotated[int, Field(ge=1, le=9_223_372_036_854_775_807)]


class Status(StrEnum):
    """Where a request stands."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"


ACTIVE = frozenset({Status.NEW, Status.IN_PROGRESS, Status.WAITING_CUSTOMER, Status.RESOLVED})


class Priority(StrEnum):
    """How pressing the author finds it."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class EntryKind(StrEnum):
    """What an entry is."""

    DESCRIPTION = "description"
    UPDATE = "update"
    INFO_REQUEST = "info_request"
    REPLY = "reply"
    RESOLUTION = "resolution"
    INTERNAL_NOTE = "internal_note"
    SYSTEM = "system"


class AnswerKind(StrEnum):
    """What a consultant can answer (P9)."""

    REPLY = "reply"
    INFO_REQUEST = "info_request"
    RESOLUTION = "resolution"


class DraftKind(StrEnum):
    """What a draft is going to be: a new request, or something about one (each its own draft)."""

    TICKET = "ticket"
    FOLLOW_UP = "follow_up"
    UPDATE = "update"
    REPLY = "reply"
    INFO_REQUEST = "info_request"
    RESOLUTION = "resolution"
    NOTE = "note"


class TransitionAction(StrEnum):
    """Transitions that are not the effect of a text."""

    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class ListType(StrEnum):
    """P3: all requests, or active ones alone."""

    ALL = "all"
    ACTIVE = "active"


class Sort(StrEnum):
    """By creation or last change, `-` is newest first; `waiting_since`: who waits for us longest comes first."""

    CREATED = "created_at"
    CREATED_DESC = "-created_at"
    UPDATED_DESC = "-updated_at"
    WAITING = "waiting_since"


class HistoryKind(StrEnum):
    """What a row of the history tells."""

    ENTRY = "entry"
    ASSIGNED = "assigned"
    STATUS_CHANGED = "status_changed"
    INFO_ITEM_CHANGED = "info_item_changed"
    WORK_LOGGED = "work_logged"
    WORK_CORRECTED = "work_corrected"
    REMINDED = "reminded"


class InfoItemState(StrEnum):
    """What became of one item of an information request."""

    OPEN = "open"
    SATISFIED = "satisfied"
    WAIVED = "waived"


class SystemFact(StrEnum):
    """What an entry of kind `system` says."""

    TAKEN = "taken"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    REMINDED = "reminded"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    AUTO_CLOSED = "auto_closed"


class UpdateScope(StrEnum):
    """Who updates a company's requests: any of its people, or the author alone."""

    COMPANY = "company"
    AUTHOR = "author"


class Action(StrEnum):
    """What a caller may do with a ticket now."""

    UPDATE = "update"
    FOLLOW_UP = "follow_up"
    ACCEPT = "accept"
    WITHDRAW = "withdraw"
    ANSWER = "answer"
    TAKE = "take"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    CLOSE = "close"
    CHANGE_INFO_ITEM = "change_info_item"
    LOG_WORK = "log_work"
    CORRECT_WORK = "correct_work"
    NOTE = "note"


# --- commands ---------------------------------------------------------------------------------------------------------


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
    """Older entries of a request: those before `before_seq`, newest first in the answer's order of `seq`."""

    number: Number
    before_seq: int | None = Field(default=None, ge=1)
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


class MarkSeen(Command):
    """The caller has seen the entries up to `seq`. A mark never goes back, so a repeat changes nothing."""

    number: Number
    seq: int = Field(ge=1, le=2_147_483_647)


class CountTickets(Command):
    """How many requests the caller's views hold."""


class CountByPerson(Command):
    """How many active requests each person of a company has (as author), or of the vendor (no company: as consultant)."""

    company_id: UUID | None = None


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


class ListDrafts(Command):
    """The own drafts, last changed first."""

    kind: DraftKind | None = None
    number: Number | None = None
    limit: int = Field(default=50, ge=1, le=200)
    cursor: Cursor | None = None


class GetDraft(Command):
    """One own draft."""

    draft_id: UUID


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


class GetDeskSettings(Command):
    """How the desk treats a company's requests."""

    company_id: UUID


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


class GetTimer(Command):
    """The caller's running timer, if any, whichever request it runs on. `number`: the request that it is asked at."""

    number: Number | None = None


# --- views ------------------------------------------------------------------------------------------------------------


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


# --- events -----------------------------------------------------------------------------------------------------------


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


# --- errors -----------------------------------------------------------------------------------------------------------


class TicketAlreadyClosed(DomainError, kind="conflict", code="ticket-closed"):
    """This request is closed. Record a new one linked to it: your text and files are kept."""


class TicketStillActive(DomainError, kind="conflict"):
    """This request is still active. Add an update to it instead of a follow-up."""


class TransitionNotAllowed(DomainError, kind="conflict"):
    """This cannot be done in the request's present state. Load it again to see what can."""


class InvalidInterval(DomainError, kind="invalid"):
    """The first day lies after the last one. Swap them, or leave one out."""


class UnknownTimeZone(DomainError, kind="invalid"):
    """This time zone does not exist. Use a name such as Europe/Bucharest."""


class TooManyPictures(DomainError, kind="invalid"):
    """At most 10 pictures can stand in one text. Put the others into an update."""


class TooManyFiles(DomainError, kind="invalid"):
    """At most 3 files can be attached at once. Put the others into an update."""


class TextMissing(DomainError, kind="invalid"):
    """Write some text first."""


class TextTooLong(DomainError, kind="invalid"):
    """The text is longer than 20,000 characters. Shorten it, or attach it as a file."""


class InfoItemsMissing(DomainError, kind="invalid"):
    """Name at least one thing that you need from the customer."""


class InvalidWorkInterval(DomainError, kind="invalid"):
    """Work ends after it starts, lies in the past and takes at most 24 hours."""


class CorrectionTooLate(DomainError, kind="conflict"):
    """Work is corrected until 30 days after the request was closed."""


class TimerRunning(DomainError, kind="conflict"):
    """Your timer runs on another request. Stop it there first."""


class PersonNotUsable(DomainError, kind="invalid"):
    """This person cannot be chosen here. Choose an active person with the right role."""


class ReasonMissing(DomainError, kind="invalid"):
    """Give a reason for closing the request."""


class EntryVoided(DomainError, kind="conflict"):
    """This attempt took too long and was undone; nothing was recorded. Send it again as a new request."""


class TooManyDrafts(DomainError, kind="conflict"):
    """You have 20 drafts already. Send or delete one of them first."""


class ExternalRefTaken(DomainError, kind="conflict"):
    """A request with this external reference exists already."""


# --- the RPC surface --------------------------------------------------------------------------------------------------


class TicketsApi(Protocol):
    """What tickets can be asked."""

    def open_ticket(self, call: Context, command: OpenTicket) -> TicketRef: ...
    def open_follow_up(self, call: Context, command: OpenFollowUp) -> TicketRef: ...
    def list_tickets(self, call: Context, command: ListTickets) -> TicketsView: ...
    def get_ticket(self, call: Context, command: GetTicket) -> TicketDetail: ...
    def list_entries(self, call: Context, command: ListEntries) -> EntriesView: ...
    def list_history(self, call: Context, command: ListHistory) -> HistoryView: ...
    def list_work(self, call: Context, command: ListWork) -> WorkView: ...
    def count_tickets(self, call: Context, command: CountTickets) -> CountsView: ...
    def count_by_person(self, call: Context, command: CountByPerson) -> PeopleCountsView: ...
    def mark_seen(self, call: Context, command: MarkSeen) -> None: ...
    def add_update(self, call: Context, command: AddUpdate) -> TicketRef: ...
    def answer(self, call: Context, command: AnswerTicket) -> TicketRef: ...
    def add_note(self, call: Context, command: AddNote) -> TicketRef: ...
    def assign(self, call: Context, command: AssignTicket) -> TicketRef: ...
    def unassign(self, call: Context, command: UnassignTicket) -> TicketRef: ...
    def hand_over(self, call: Context, command: HandOver) -> HandedOverView: ...
    def transition(self, call: Context, command: TransitionTicket) -> TicketRef: ...
    def create_draft(self, call: Context, command: CreateDraft) -> DraftView: ...
    def save_draft(self, call: Context, command: SaveDraft) -> DraftView: ...
    def list_drafts(self, call: Context, command: ListDrafts) -> DraftsView: ...
    def get_draft(self, call: Context, command: GetDraft) -> DraftView: ...
    def discard_draft(self, call: Context, command: DiscardDraft) -> None: ...
    def change_info_item(self, call: Context, command: ChangeInfoItem) -> TicketRef: ...
    def get_desk_settings(self, call: Context, command: GetDeskSettings) -> DeskSettingsView: ...
    def change_desk_settings(self, call: Context, command: ChangeDeskSettings) -> DeskSettingsView: ...
    def log_work(self, call: Context, command: LogWork) -> TicketRef: ...
    def correct_work(self, call: Context, command: CorrectWork) -> TicketRef: ...
    def start_timer(self, call: Context, command: StartTimer) -> TimerView: ...
    def stop_timer(self, call: Context, command: StopTimer) -> StoppedTimerView: ...
    def get_timer(self, call: Context, command: GetTimer) -> TimerView: ...
