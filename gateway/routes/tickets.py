"""Requests: list and page (P2, P3, P8), and everything that is done to one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from contracts.auth import PersonView
from contracts.files import FileView
from contracts.model import Cursor, View, WritingCommand
from gateway.bodies import build, command_from, command_id, expected_version, json_object
from gateway.routes.respond import created, describes, json_bytes, parts_of, with_etag
from gateway.routes.schemas import takes

router = APIRouter(prefix="/tickets", tags=["tickets"])

Number = Annotated[int, Path(ge=1, le=9_223_372_036_854_775_807, description="the request's number")]


class TicketPage(words.TicketDetail):
    """A request with the people and files that it names; `missing` says which of the two could not be had in time."""

    people: dict[UUID, PersonView]
    files: dict[UUID, FileView]
    missing: list[str]


class TicketList(words.TicketsView):
    """A page of requests with the people that it names."""

    people: dict[UUID, PersonView]
    missing: list[str]


class EntryPage(words.EntriesView):
    """Older entries with the people and files that they name."""

    people: dict[UUID, PersonView]
    files: dict[UUID, FileView]
    missing: list[str]


class WorkList(View):
    """The records of work of a request, and their sum."""

    items: list[words.WorkEntryView]
    effort_seconds: int


@router.get("", operation_id="list_tickets", responses=describes(TicketList))
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
    number: Annotated[int | None, Query(ge=1, le=9_223_372_036_854_775_807)] = None,
    sort: words.Sort = words.Sort.CREATED_DESC,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Cursor | None = None,
) -> Response:
    """Requests by day of recording, both days inclusive in `tz`; all or active ones alone."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
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
        "number": number,
        "sort": sort,
        "limit": limit,
        "cursor": cursor,
    }
    answer = await parts.services.send(call, "tickets", "list_tickets", build(words.ListTickets, filters))
    data = orjson.loads(answer)
    people = [row[role] for row in data["items"] for role in ("author_id", "assignee_id")]
    response = json_bytes(await parts.composer.listed(call, answer, people))
    if following := data["page"]["next_cursor"]:
        query = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
        response.headers["link"] = f'<{request.url.path}?{urlencode([*query, ("cursor", following)])}>; rel="next"'
    return response


@router.post(
    "",
    operation_id="open_ticket",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.OpenTicket),
)
async def open_ticket(request: Request) -> Response:
    """Record a request (P4, P5)."""
    return await _make(request, "open_ticket", words.OpenTicket)


@router.get(
    "/{number}", operation_id="get_ticket", responses={**describes(TicketPage), 304: {"description": "Unchanged"}}
)
async def get_ticket(request: Request, number: Number) -> Response:
    """The standard form (P8): the request, its last 50 entries, work, durations, people, files."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    answer = await parts.services.send(call, "tickets", "get_ticket", words.GetTicket(number=number))
    page = orjson.loads(answer)
    content, is_whole = await parts.composer.page(call, answer, _people(page), _files(page["entries"]))
    if not is_whole:
        return json_bytes(content)
    return with_etag(request, content, page["ticket"]["version"])


@router.get("/{number}/entries", operation_id="list_entries", responses=describes(EntryPage))
async def list_entries(
    request: Request,
    number: Number,
    before_seq: Annotated[int | None, Query(ge=1, le=2_147_483_647)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Entries before `before_seq`, in order."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.ListEntries(number=number, before_seq=before_seq, limit=limit)
    answer = await parts.services.send(call, "tickets", "list_entries", command)
    entries = orjson.loads(answer)["items"]
    people = [entry["author_id"] for entry in entries]
    content, _ = await parts.composer.page(call, answer, people, _files(entries))
    return json_bytes(content)


@router.post(
    "/{number}/updates",
    operation_id="add_update",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.AddUpdate, "number"),
)
async def add_update(request: Request, number: Number) -> Response:
    """Reactualizare cerere (P7); on a closed one 409 with where to record a linked request."""
    return await _make(request, "add_update", words.AddUpdate, number=number)


@router.post(
    "/{number}/follow-ups",
    operation_id="open_follow_up",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.OpenFollowUp, "number"),
)
async def open_follow_up(request: Request, number: Number) -> Response:
    """A request linked to a closed one (P7)."""
    return await _make(request, "open_follow_up", words.OpenFollowUp, number=number)


@router.post(
    "/{number}/answers",
    operation_id="answer",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.AnswerTicket, "number"),
)
async def answer(request: Request, number: Number) -> Response:
    """A consultant's reply, information request or resolution (P9)."""
    return await _make(request, "answer", words.AnswerTicket, number=number)


@router.post(
    "/{number}/notes",
    operation_id="add_note",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.AddNote, "number"),
)
async def add_note(request: Request, number: Number) -> Response:
    """A note that staff alone see."""
    return await _make(request, "add_note", words.AddNote, number=number)


@router.put(
    "/{number}/assignment",
    operation_id="assign",
    responses=describes(words.TicketRef),
    openapi_extra=takes(words.AssignTicket, "number", "expected_version"),
)
async def assign(request: Request, number: Number) -> Response:
    """Take the request, or give it to a consultant (dispatcher); needs If-Match."""
    return await _change(request, "assign", words.AssignTicket, number)


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
    return await _change(request, "transition", words.TransitionTicket, number)


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
    return await _make(request, "log_work", words.LogWork, number=number)


async def _make(request: Request, operation: str, command_type: type[WritingCommand], **given: Any) -> Response:
    """An operation that adds something: 201 with where the request is."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, command_type, **given, command_id=command_id(request))
    content = await parts.services.send(call, "tickets", operation, command)
    return created(content, f"/api/v1/tickets/{orjson.loads(content)['number']}")


async def _change(request: Request, operation: str, command_type: type[WritingCommand], number: int) -> Response:
    """An operation on the version that the caller has read: 200."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    key = command_id(request, required=request.method == "POST")
    version = expected_version(request)
    data = await json_object(request) if await _has_body(request) else {}
    command = build(command_type, data, number=number, expected_version=version, command_id=key)
    return json_bytes(await parts.services.send(call, "tickets", operation, command))


async def _has_body(request: Request) -> bool:
    return request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers


def _people(page: dict[str, Any]) -> list[str]:
    """Everybody whom a request's page names."""
    ticket = page["ticket"]
    named = [ticket["author_id"], ticket["recorded_by"], ticket["assignee_id"]]
    named += [entry["author_id"] for entry in page["entries"]]
    return [person for person in [*named, *(work["consultant_id"] for work in page["work"])] if person]


def _files(entries: list[dict[str, Any]]) -> list[str]:
    """The files of entries."""
    return [file_id for entry in entries for file_id in entry["file_ids"]]
