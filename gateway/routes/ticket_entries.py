"""What is said on a request: older entries, updates, answers, notes, and a linked request."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts import tickets as words
from contracts.auth import PersonView
from contracts.files import FileView
from gateway.composing import files_of, people_of_entry
from gateway.routes.respond import UNCHANGED, describes, parts_of, with_next
from gateway.routes.schemas import Limit, takes
from gateway.routes.ticket_commands import Number, make

router = APIRouter(prefix="/tickets", tags=["tickets"])


class EntryPage(words.EntriesView):
    """Older entries with the people and files that they name."""

    people: dict[UUID, PersonView]
    files: dict[UUID, FileView]
    missing: list[str]


@router.get("/{number}/entries", operation_id="list_entries", responses=describes(EntryPage) | UNCHANGED)
async def list_entries(
    request: Request,
    number: Number,
    before_seq: Annotated[int | None, Query(ge=1, le=2_147_483_647)] = None,
    limit: Limit = 50,
) -> Response:
    """Entries before `before_seq`, in order."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.ListEntries(number=number, before_seq=before_seq, limit=limit)
    answer = await parts.services.send(call, "tickets", "list_entries", command)
    page = orjson.loads(answer)
    entries = page["items"]
    people = [person for entry in entries for person in people_of_entry(entry) if person]
    content, _ = await parts.composer.page(call, answer, people, files_of(entries))
    return with_next(request, content, before_seq=entries[0]["seq"] if page["has_older_entries"] else None)


@router.post(
    "/{number}/updates",
    operation_id="add_update",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.AddUpdate, "number"),
)
async def add_update(request: Request, number: Number) -> Response:
    """Reactualizare cerere (P7); on a closed one 409 with where to record a linked request."""
    return await make(request, "add_update", words.AddUpdate, number=number)


@router.post(
    "/{number}/follow-ups",
    operation_id="open_follow_up",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.OpenFollowUp, "number"),
)
async def open_follow_up(request: Request, number: Number) -> Response:
    """A request linked to a closed one (P7)."""
    return await make(request, "open_follow_up", words.OpenFollowUp, number=number)


@router.post(
    "/{number}/answers",
    operation_id="answer",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.AnswerTicket, "number"),
)
async def answer(request: Request, number: Number) -> Response:
    """A consultant's reply, information request or resolution (P9)."""
    return await make(request, "answer", words.AnswerTicket, number=number)


@router.post(
    "/{number}/notes",
    operation_id="add_note",
    responses=describes(words.TicketRef, 201),
    status_code=201,
    openapi_extra=takes(words.AddNote, "number"),
)
async def add_note(request: Request, number: Number) -> Response:
    """A note that staff alone see."""
    return await make(request, "add_note", words.AddNote, number=number)
