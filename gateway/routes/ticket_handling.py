"""Who has a request, and its ends: assignment, transitions."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from gateway.bodies import command_id, expected_version
from gateway.routes.respond import describes, json_bytes, parts_of
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


@router.delete("/{number}/assignment", operation_id="unassign", responses=describes(words.TicketRef))
async def unassign(request: Request, number: Number) -> Response:
    """Take the consultant off; needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.UnassignTicket(
        command_id=command_id(request, required=False), number=number, expected_version=expected_version(request)
    )
    return json_bytes(await parts.services.send(call, "tickets", "unassign", command))


@router.post(
    "/{number}/transitions",
    operation_id="transition",
    responses=describes(words.TicketRef),
    openapi_extra=takes(words.TransitionTicket, "number", "expected_version"),
)
async def transition(request: Request, number: Number) -> Response:
    """Accept a resolution, withdraw, or close with a reason; needs If-Match."""
    return await change(request, "transition", words.TransitionTicket, number)
