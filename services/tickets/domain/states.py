"""The states of a request, as one table (DESIGN section 2). What is not in it is not allowed."""

from __future__ import annotations

from enum import StrEnum

from contracts.tickets import Status, TicketAlreadyClosed, TransitionNotAllowed

NEW, IN_PROGRESS, WAITING = Status.NEW, Status.IN_PROGRESS, Status.WAITING_CUSTOMER
RESOLVED, CLOSED = Status.RESOLVED, Status.CLOSED


class Happening(StrEnum):
    """What can happen to a request."""

    ASSIGN = "assign"
    REPLY = "reply"
    INFO_REQUEST = "info_request"
    UPDATE = "update"
    THANKS = "thanks"  # an update that says that it is solved
    RESOLUTION = "resolution"
    ACCEPT = "accept"
    CLOSE = "close"
    WITHDRAW = "withdraw"


H = Happening
TABLE: dict[Happening, dict[Status, Status]] = {
    H.ASSIGN: {NEW: IN_PROGRESS, IN_PROGRESS: IN_PROGRESS, WAITING: WAITING, RESOLVED: RESOLVED},
    H.REPLY: {NEW: IN_PROGRESS, IN_PROGRESS: IN_PROGRESS, WAITING: WAITING, RESOLVED: RESOLVED},
    H.INFO_REQUEST: {NEW: WAITING, IN_PROGRESS: WAITING, WAITING: WAITING, RESOLVED: WAITING},
    H.UPDATE: {NEW: NEW, IN_PROGRESS: IN_PROGRESS, WAITING: IN_PROGRESS, RESOLVED: IN_PROGRESS},
    H.THANKS: {NEW: NEW, IN_PROGRESS: IN_PROGRESS, WAITING: IN_PROGRESS, RESOLVED: RESOLVED},
    H.RESOLUTION: {NEW: RESOLVED, IN_PROGRESS: RESOLVED, WAITING: RESOLVED, RESOLVED: RESOLVED},
    H.ACCEPT: {RESOLVED: CLOSED},
    H.CLOSE: {NEW: CLOSED, IN_PROGRESS: CLOSED, WAITING: CLOSED, RESOLVED: CLOSED},
    H.WITHDRAW: {NEW: CLOSED, IN_PROGRESS: CLOSED, WAITING: CLOSED, RESOLVED: CLOSED},
}


def after(status: Status, happening: Happening) -> Status:
    """The state that follows; raises `TicketAlreadyClosed` or `TransitionNotAllowed`."""
    if status is CLOSED:
        raise TicketAlreadyClosed()
    following = TABLE[happening].get(status)
    if following is None:
        raise TransitionNotAllowed()
    return following
