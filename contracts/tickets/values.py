"""Values of tickets: limits, texts, states, kinds, sorts, and what a caller may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.model import Line, Text

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
