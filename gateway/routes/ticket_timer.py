"""The caller's timer on a request: one runs per consultant, over all requests. `/me` names it too, for the top bar."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from gateway.bodies import build, command_id
from gateway.routes.respond import describes, json_bytes, parts_of
from gateway.routes.ticket_commands import Number

router = APIRouter(prefix="/tickets", tags=["tickets"])


@router.get("/{number}/timer", operation_id="get_timer", responses=describes(words.TimerView))
async def get_timer(request: Request, number: Number) -> Response:
    """The caller's running timer, on this request or on another (staff)."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    return json_bytes(await parts.services.send(call, "tickets", "get_timer", words.GetTimer(number=number)))


@router.put("/{number}/timer", operation_id="start_timer", responses=describes(words.TimerView))
async def start_timer(request: Request, number: Number) -> Response:
    """Start it here; 409 `timer-running`, with the `number`, while it runs on another request."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.StartTimer(command_id=command_id(request, required=False), number=number)
    return json_bytes(await parts.services.send(call, "tickets", "start_timer", command))


@router.delete("/{number}/timer", operation_id="stop_timer", responses=describes(words.StoppedTimerView))
async def stop_timer(
    request: Request,
    number: Number,
    activity: Annotated[str | None, Query(min_length=1, max_length=200)] = None,
    billable: bool = True,
) -> Response:
    """Stop it and tell the interval; with an `activity` it is recorded as work."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    given = {"activity": activity, "billable": billable}
    key = command_id(request, required=False)
    command = build(words.StopTimer, given, number=number, command_id=key)
    return json_bytes(await parts.services.send(call, "tickets", "stop_timer", command))
