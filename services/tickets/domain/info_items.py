"""The checklist of an information request, ticked by staff. The request's state stays: a text moves it, not a tick."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from chassis.call import Call
from chassis.writes import Write, Writes, write
from contracts.tickets import ChangeInfoItem, InfoItemChanged, InfoItemState, Status, TicketRef
from services.tickets.domain import policy, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk
from services.tickets.domain.versioned import on_version

_TICK = Write("UPDATE info_items SET state = :state, changed_by = :changed_by, changed_at = :changed_at WHERE id = :id")


def change_info_item(desk: Desk, call: Call, command: ChangeInfoItem) -> TicketRef:
    """Received, no longer needed, or open again. Ticking what is so already tells nobody."""
    actor = call.actor
    policy.require_staff_or_missing(actor)

    def effect(writes: Writes, ticket: Row[Any]) -> Status:
        refuse_closed(ticket)
        item = policy.info_item_of(writes.connection, ticket, command.item_id)
        status = Status(ticket.status)
        writing.change(writes, ticket, status, call.now)
        if item.state == command.state:
            return status
        is_open = command.state is InfoItemState.OPEN
        done = {"changed_by": None if is_open else actor.id, "changed_at": None if is_open else call.now}
        values = {"state": command.state.value, **done}
        write(writes, _TICK, {"id": item.id, **values})
        event = InfoItemChanged(number=ticket.number, item_id=item.id, state=command.state, by=actor.id)
        writing.tell(writes, call, ticket, [event])
        return status

    return on_version(desk, call, "change_info_item", command, effect)
