"""Files of a draft: held by the files service, so that they outlive the 24 hours of an upload that nobody attached."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from chassis import log
from chassis.call import Call
from contracts.errors import DomainError
from contracts.files import HoldFiles
from services.tickets.domain.desk import Desk
from services.tickets.settings import DRAFT_DAYS

LIFE = timedelta(days=DRAFT_DAYS + 1)  # a day more: a draft that is saved often is held anew once a day


def hold(desk: Desk, call: Call, draft_id: UUID, file_ids: list[UUID]) -> None:
    """Hold these in place of those before; raises `FileNotUsable` unless all are the caller's own and attached to nothing.

    No transaction is open meanwhile.
    """
    desk.files.hold(call, HoldFiles(draft_id=draft_id, file_ids=file_ids, until=call.now + LIFE))


def let_go(desk: Desk, call: Call, draft_id: UUID) -> None:
    """Best effort: what fails here ends by itself, a month later."""
    try:
        hold(desk, call, draft_id, [])
    except DomainError as error:
        log.get_logger("tickets").warning("not_let_go", draft_id=str(draft_id), error=error.code)
