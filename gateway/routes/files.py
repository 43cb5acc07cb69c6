"""Files: bytes stream between the client and the store; the files service says where, and who may."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import PersonView
from contracts.files import AuthorizeRead, DiscardFile, FileReadsView, FileView, GetFile, ListReads, ReadView
from contracts.model import Cursor
from gateway import transfers
from gateway.bodies import command_id
from gateway.routes.respond import UNCHANGED, created, describes, json_bytes, no_content, parts_of, with_next
from gateway.routes.schemas import Limit

router = APIRouter(prefix="/files", tags=["files"])
MAX_NAME = 2000  # as it is sent; what is kept of it is shorter

BYTES = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
        },
    }
}


class FileReadsList(FileReadsView):
    """A page of reads with the people that it names."""

    people: dict[UUID, PersonView]
    missing: list[str]


@router.post("", operation_id="upload_file", responses=describes(FileView, 201), status_code=201, openapi_extra=BYTES)
async def upload_file(request: Request, name: Annotated[str, Query(max_length=MAX_NAME)] = "") -> Response:
    """Upload a file of at most 25 MiB (P5), raw with `?name=`, or as the field `file` of a form."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    key = command_id(request)
    view = await transfers.upload(parts, request, call, name=name, key=key)
    return created(view.model_dump_json().encode(), f"/api/v1/files/{view.id}")


@router.get("/{file_id}", operation_id="get_file", responses=describes(FileView))
async def get_file(request: Request, file_id: UUID) -> Response:
    """What is known of a file that the caller may read."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    return json_bytes(await parts.services.send(call, "files", "get_file", GetFile(file_id=file_id)))


@router.delete("/{file_id}", operation_id="discard_file", responses=describes(None, 204), status_code=204)
async def discard_file(request: Request, file_id: UUID) -> Response:
    """Remove an own file that is not attached."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = DiscardFile(command_id=command_id(request, required=False), file_id=file_id)
    await parts.services.send(call, "files", "discard", command)
    return no_content()


@router.get(
    "/{file_id}/content",
    operation_id="read_file",
    responses={
        **describes(FileView),
        200: {"description": "The bytes", "content": {"*/*": {}}},
        206: {"description": "A part of the bytes"},
        304: {"description": "Unchanged"},
    },
)
@router.head("/{file_id}/content", operation_id="head_file", include_in_schema=False)
async def read_file(request: Request, file_id: UUID) -> Response:
    """A file's bytes (P13), checked at every read; with Range."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = AuthorizeRead(file_id=file_id, head=request.method == "HEAD")
    leave = await parts.services.ask(call, "files", "authorize_read", command, ReadView)
    return await transfers.download(parts, request, leave)


@router.get("/{file_id}/reads", operation_id="list_reads", responses=describes(FileReadsList) | UNCHANGED)
async def list_reads(
    request: Request,
    file_id: UUID,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """Who read an own file and when, by the hour; and who was refused (P13)."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = ListReads(file_id=file_id, cursor=cursor, limit=limit)
    answer = await parts.services.send(call, "files", "list_reads", command)
    page = orjson.loads(answer)
    people = [item["reader_id"] for item in page["items"]]
    content = await parts.composer.listed(call, answer, people)
    return with_next(request, content, cursor=page["page"]["next_cursor"])
