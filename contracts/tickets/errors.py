"""How tickets refuse; a class's docstring is its sentence to a human."""

from __future__ import annotations

from contracts.errors import DomainError


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
