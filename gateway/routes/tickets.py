"""Requests: list and page (P2, P3, P8), and recording one (P4, P5)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from contracts.auth import PersonView
from contracts.files import FileView
from contracts.model import Cursor
from gateway.bodies import build
from gateway.composing import files_of, people_of
from gateway.routes.respond import UNCHANGED, describes, json_bytes, parts_of, with_etag, with_next
from gateway.routes.schemas import Limit, takes
from gateway.routes.ticket_commands import Number, make

router = APIRouter(prefix="/tickets", tags=["tickets"])


class TicketPage(words.TicketDetail):
    """A request with the people and files that it names; `missing` says which of the two could not be had in time."""

    people: dict[UUID, PersonView]
    files: dict[UUID, FileView]
    missing: list[str]


class TicketList(words.TicketsView):
    """A page of requests with the people that it names."""

    people: dict[UUID, PersonView]
    missing: list[str]


class TicketCounts(words.CountsView):
    """Counts with the people that they name."""

    people: dict[UUID, PersonView]
    missing: list[str]


@router.get("", operation_id="list_tickets", responses=describes(TicketList) | UNCHANGED)
async def list_tickets(
    request: Request,
    created_from: date | None = None,
    created_to: date | None = None,
    tz: str = "Europe/Bucharest",
    type: words.ListType = words.ListType.ALL,  # noqa: A002 - the procedure's word
    status: Annotated[list[words.Status] | None, Query()] = None,
    assignee: UUID | None = None,
    unassigned: bool = False,
    author: UUID | None = None,
    company: UUID | None = None,
    priority: Annotated[list[words.Priority] | None, Query()] = None,
    category: words.Category | None = None,
    unread: bool = False,
    q: words.Query | None = None,
    number: Annotated[int | None, Query(ge=1, le=9_223_372_036_854_775_807)] = None,
    sort: words.Sort = words.Sort.CREATED_DESC,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """Requests by day of recording, both days inclusive in `tz`; all or active ones alone; with words in `q`."""
    filters: dict[str, Any] = {
        "created_from": created_from,
        "created_to": created_to,
        "tz": tz,
        "type": type,
        "status": status or [],
        "assignee": assignee,
        "unassigned": unassigned,
        "author": author,
        "company": company,
        "priority": priority or [],
        "category": category,
        "unread": unread,
        "q": q,
        "number": number,
        "sort": sort,
        "limit": limit,
        "cursor": cursor,
    }
    return await listed(request, build(words.ListTickets, filters))


async def listed(request: Request, command: words.ListTickets) -> Response:
    """A page of the list, with the people that it names."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    answer = await parts.services.send(call, "tickets", "list_tickets", command)
    data = orjson.loads(answer)
    people = [row[role] for row in data["items"] for role in ("author_id", "assignee_id")]
    content = await parts.composer.listed(call, answer, people)
    return with_next(request, content, cursor=data["page"]["next_cursor"])


@router.get("/counts", operation_id="count_tickets", responses=describes(TicketCounts) | UNCHANGED)
async def count_tickets(request: Request) -> Response:
    """How many requests the caller's views hold; for dispatchers also by consultant."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    answer = await parts.services.send(call, "tickets", "count_tickets", words.CountTickets())
    people = [row["consultant_id"] for row in orjson.loads(answer)["per_consultant"] or []]
    return with_etag(request, await parts.composer.listed(call, answer, people), 0)


@router.post(
    "",
    operation_id="open_ticket",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.OpenTicket),
)
async def open_ticket(request: Request) -> Response:
    """Record a request (P4, P5)."""
    return await make(request, "open_ticket", words.OpenTicket)


@router.get("/{number}", operation_id="get_ticket", responses=describes(TicketPage) | UNCHANGED)
async def get_ticket(request: Request, number: Number) -> Response:
    """The standard form (P8): the request, its last 50 entries, work, durations, people, files."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    answer = await parts.services.send(call, "tickets", "get_ticket", words.GetTicket(number=number))
    page = orjson.loads(answer)
    content, is_whole = await parts.composer.page(call, answer, people_of(page), files_of(page["entries"]))
    if not is_whole:
        return json_bytes(content)
    return with_etag(request, content, page["ticket"]["version"])
