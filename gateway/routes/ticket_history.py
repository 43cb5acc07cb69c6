"""Who did what on a request, and what the caller has seen of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from contracts.auth import PersonView
from contracts.model import Cursor
from gateway.bodies import command_from
from gateway.routes.respond import UNCHANGED, describes, no_content, parts_of, with_next
from gateway.routes.schemas import Limit, takes
from gateway.routes.ticket_commands import Number

router = APIRouter(prefix="/tickets", tags=["tickets"])

PEOPLE_IN_FACTS = ("assignee_before", "assignee_after", "consultant_id")


class HistoryPage(words.HistoryView):
    """A page of the history with the people that it names."""

    people: dict[UUID, PersonView]
    missing: list[str]


@router.get("/{number}/history", operation_id="list_history", responses=describes(HistoryPage) | UNCHANGED)
async def list_history(
    request: Request,
    number: Number,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """Entries, assignments, states, information items and work, newest first."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.ListHistory(number=number, limit=limit, cursor=cursor)
    answer = await parts.services.send(call, "tickets", "list_history", command)
    page = orjson.loads(answer)
    people = [person for item in page["items"] for person in _people(item)]
    content = await parts.composer.listed(call, answer, people)
    return with_next(request, content, cursor=page["page"]["next_cursor"])


@router.put(
    "/{number}/seen",
    operation_id="mark_seen",
    responses=describes(None, 204),
    status_code=204,
    openapi_extra=takes(words.MarkSeen, "number"),
)
async def mark_seen(request: Request, number: Number) -> Response:
    """The caller has seen the entries up to `seq`; a mark never goes back."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, words.MarkSeen, number=number)
    await parts.services.send(call, "tickets", "mark_seen", command)
    return no_content()


def _people(item: dict[str, Any]) -> list[str]:
    facts = item["facts"] or {}
    return [item["by"], *(facts.get(name) for name in PEOPLE_IN_FACTS)]
