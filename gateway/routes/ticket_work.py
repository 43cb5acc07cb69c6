"""Records of work on a request (P10)."""

from __future__ import annotations

from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from contracts.auth import PersonView
from contracts.model import Cursor
from gateway.routes.respond import UNCHANGED, describes, parts_of, with_next
from gateway.routes.schemas import Limit, takes
from gateway.routes.ticket_commands import Number, change, make

router = APIRouter(prefix="/tickets", tags=["tickets"])


class WorkPage(words.WorkView):
    """Records of work with the people that they name."""

    people: dict[UUID, PersonView]
    missing: list[str]


@router.get("/{number}/work-entries", operation_id="list_work", responses=describes(WorkPage) | UNCHANGED)
async def list_work(
    request: Request,
    number: Number,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """The records of work, by their beginning, and what all of them come to (P10)."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.ListWork(number=number, limit=limit, cursor=cursor)
    answer = await parts.services.send(call, "tickets", "list_work", command)
    page = orjson.loads(answer)
    people = [row["consultant_id"] for row in (*page["items"], *page["per_consultant"])]
    people += [row["corrected_by"] for row in page["items"]]
    content = await parts.composer.listed(call, answer, people)
    return with_next(request, content, cursor=page["page"]["next_cursor"])


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
