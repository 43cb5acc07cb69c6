"""Records of work on a request (P10)."""

from __future__ import annotations

from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from contracts.model import View
from gateway.routes.respond import describes, json_bytes, parts_of
from gateway.routes.schemas import takes
from gateway.routes.ticket_commands import Number, change, make

router = APIRouter(prefix="/tickets", tags=["tickets"])


class WorkList(View):
    """The records of work of a request, and their sum."""

    items: list[words.WorkEntryView]
    effort_seconds: int


@router.get("/{number}/work-entries", operation_id="list_work", responses=describes(WorkList))
async def list_work(request: Request, number: Number) -> Response:
    """The records of work (P10)."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    page = await parts.services.ask(call, "tickets", "get_ticket", words.GetTicket(number=number), None)
    return json_bytes(orjson.dumps({"items": page["work"], "effort_seconds": page["durations"]["effort_seconds"]}))


@router.post(
    "/{number}/work-entries",
    operation_id="log_work",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.LogWork, "number"),
)
async def log_work(request: Request, number: Number) -> Response:
    """Record an interval of work (P10)."""
    return await make(request, "log_work", words.LogWork, number=number)


@router.patch(
    "/{number}/work-entries/{work_entry_id}",
    operation_id="correct_work",
    responses=describes(words.TicketRef),
    openapi_extra=takes(words.CorrectWork, "number", "work_entry_id", "expected_version"),
)
async def correct_work(request: Request, number: Number, work_entry_id: UUID) -> Response:
    """Correct a record of work, also within 30 days after closing; needs If-Match."""
    return await change(request, "correct_work", words.CorrectWork, number, work_entry_id=work_entry_id)
