"""Drafts of the caller: what is being written, safe from a lost session."""

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
from contracts.model import Cursor
from gateway.bodies import build, command_from, command_id, expected_version
from gateway.composing import files_of
from gateway.routes.respond import (
    UNCHANGED,
    created,
    describes,
    etag_of,
    json_bytes,
    no_content,
    parts_of,
    with_etag,
    with_next,
)
from gateway.routes.schemas import Limit, takes

router = APIRouter(prefix="/drafts", tags=["drafts"])


class DraftPage(words.DraftView):
    """A draft with its files; `missing` says which part could not be had in time."""

    people: dict[UUID, PersonView]
    files: dict[UUID, FileView]
    missing: list[str]


@router.get("", operation_id="list_drafts", responses=describes(words.DraftsView) | UNCHANGED)
async def list_drafts(
    request: Request,
    kind: words.DraftKind | None = None,
    number: Annotated[int | None, Query(ge=1, le=9_223_372_036_854_775_807)] = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """The own drafts, last changed first; of one kind, or about one request."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    filters = {"kind": kind, "number": number, "limit": limit, "cursor": cursor}
    answer = await parts.services.send(call, "tickets", "list_drafts", build(words.ListDrafts, filters))
    return with_next(request, answer, cursor=orjson.loads(answer)["page"]["next_cursor"])


@router.post(
    "",
    operation_id="create_draft",
    responses=describes(words.DraftView, 201),
    status_code=201,
    openapi_extra=takes(words.CreateDraft),
)
async def create_draft(request: Request) -> Response:
    """Begin a draft; at most 20."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, words.CreateDraft, command_id=command_id(request))
    view = await parts.services.ask(call, "tickets", "create_draft", command, words.DraftView)
    content = view.model_dump_json().encode()
    response = created(content, f"/api/v1/drafts/{view.id}")
    response.headers["etag"] = etag_of(view.version, content)
    return response


@router.get("/{draft_id}", operation_id="get_draft", responses=describes(DraftPage))
async def get_draft(request: Request, draft_id: UUID) -> Response:
    """One own draft, with its files."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    answer = await parts.services.send(call, "tickets", "get_draft", words.GetDraft(draft_id=draft_id))
    draft = orjson.loads(answer)
    content, is_whole = await parts.composer.page(call, answer, [], files_of([draft]))
    return with_etag(request, content, draft["version"]) if is_whole else json_bytes(content)


@router.put(
    "/{draft_id}",
    operation_id="save_draft",
    responses=describes(words.DraftView),
    openapi_extra=takes(words.SaveDraft, "draft_id", "expected_version"),
)
async def save_draft(request: Request, draft_id: UUID) -> Response:
    """Put the new content in place of the old (autosave); needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    given = {"draft_id": str(draft_id), "expected_version": expected_version(request)}
    command = await command_from(request, words.SaveDraft, **given)
    view = await parts.services.ask(call, "tickets", "save_draft", command, words.DraftView)
    content = view.model_dump_json().encode()
    return json_bytes(content, etag=etag_of(view.version, content))


@router.delete("/{draft_id}", operation_id="discard_draft", responses=describes(None, 204), status_code=204)
async def discard_draft(request: Request, draft_id: UUID) -> Response:
    """Delete an own draft; with If-Match only if nobody has changed it meanwhile."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = words.DiscardDraft(
        command_id=command_id(request, required=False),
        draft_id=draft_id,
        expected_version=expected_version(request) if "if-match" in request.headers else None,
    )
    await parts.services.send(call, "tickets", "discard_draft", command)
    return no_content()
