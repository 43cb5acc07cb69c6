"""Who has a request, its ends, and the checklist of what was asked for: assignment, transitions, information items."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from gateway.bodies import command_id, expected_version
from gateway.routes.respond import describes, no_content, parts_of
from gateway.routes.schemas import takes
from gateway.routes.ticket_commands import Number, change

router = APIRouter(prefix="/tickets", tags=["tickets"])


@router.put(
    "/{number}/assignment",
    operation_id="assign",
    responses=describes(words.TicketRef),
    openapi_extra=takes(words.AssignTicket, "number", "expected_version"),
)
async def assign(request: Request, number: Number) -> Response:
    """Take the request, or give it to a consultant (dispatcher); needs If-Match."""
    return await change(request, "assign", words.AssignTicket, number)


@router.delete("/{number}/assignment", operation_id="unassign", responses=describes(None, 204), status_code=204)
async def unassign(request: Request, number: Number) -> Response:
    """Take the consultant off; needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.UnassignTicket(
        command_id=command_id(request, required=False), number=number, expected_version=expected_version(request)
    )
    await parts.services.send(call, "tickets", "unassign", command)
    return no_content()


@router.post(
    "/{number}/transitions",
    operation_id="transition",
    responses=describes(words.TicketRef),
    openapi_extra=takes(words.TransitionTicket, "number", "expected_version"),
)
async def transition(request: Request, number: Number) -> Response:
    """Accept a resolution, withdraw, or close with a reason; needs If-Match."""
    return await change(request, "transition", words.TransitionTicket, number)


@router.patch(
    "/{number}/info-items/{item_id}",
    operation_id="change_info_item",
    responses=describes(words.TicketRef),
    openapi_extra=takes(words.ChangeInfoItem, "number", "item_id", "expected_version"),
)
async def change_info_item(request: Request, number: Number, item_id: UUID) -> Response:
    """Tick what was asked for as received, no longer needed, or open again (staff); needs If-Match."""
    return await change(request, "change_info_item", words.ChangeInfoItem, number, item_id=item_id)
