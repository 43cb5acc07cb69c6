"""The short way of what is asked for most: a request's page, the list, recording and updating, a file's bytes up and down.

The routes' own way goes through six layers, tries one route after the other and reads parameters one by one: a quarter of the
gateway's time for these. Here the address alone decides. Whatever is not plain (another method, an address or parameter that
is not valid) goes the long way, which knows how to refuse it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from pydantic import ValidationError
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from contracts.errors import DomainError
from contracts.tickets import ListTickets
from gateway.problems import problem_of, respond
from gateway.routes.files import MAX_NAME, read_file, upload_file
from gateway.routes.ticket_entries import add_update
from gateway.routes.tickets import get_ticket, listed, open_ticket

_TICKETS, _FILES = "/api/v1/tickets", "/api/v1/files"
_TICKET = re.compile(r"/api/v1/tickets/([1-9][0-9]{0,17})")
_UPDATES = re.compile(_TICKET.pattern + "/updates")
_BYTES = re.compile(r"/api/v1/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/content")
_SEVERAL = ("status", "priority")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What answers, and the `path` of the route whose place it takes, for metrics and the log."""

    path: str
    answer: Callable[[Request], Awaitable[Response]]


def shortcut(scope: Scope) -> Shortcut | None:
    """The short way of a request, if it has one."""
    path = scope["path"]
    if scope["method"] == "POST":
        return _sending(path, scope)
    if scope["method"] != "GET":
        return None
    if match := _TICKET.fullmatch(path):
        return Shortcut("/tickets/{number}", partial(get_ticket, number=int(match[1])))
    if path == _TICKETS:
        command = _list_command(QueryParams(scope["query_string"]))
        return Shortcut("/tickets", partial(listed, command=command)) if command else None
    if match := _BYTES.fullmatch(path):
        return Shortcut("/files/{file_id}/content", partial(read_file, file_id=UUID(match[1])))
    return None


async def serve(short: Shortcut, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer by a short way; errors that are declared become problem documents, as on the long one."""
    scope["route"] = short
    request = Request(scope, receive, send)
    try:
        response = await short.answer(request)
    except (DomainError, ClientDisconnect) as error:
        problem = error if isinstance(error, DomainError) else problem_of("malformed-http")  # the body broke off
        response = respond(problem, request_id=request.state.request_id, path=scope["path"])
    await response(scope, receive, send)


def _sending(path: str, scope: Scope) -> Shortcut | None:
    if path == _TICKETS:
        return Shortcut("/tickets", open_ticket)
    if match := _UPDATES.fullmatch(path):
        return Shortcut("/tickets/{number}/updates", partial(add_update, number=int(match[1])))
    return _uploading(scope) if path == _FILES else None


def _uploading(scope: Scope) -> Shortcut | None:
    """A file as the whole body; a form may be malformed in many ways."""
    is_form = any(name == b"content-type" and b"multipart" in value.lower() for name, value in scope["headers"])
    name = QueryParams(scope["query_string"]).get("name", "")
    if is_form or len(name) > MAX_NAME:
        return None
    return Shortcut("/files", partial(upload_file, name=name))


def _list_command(asked: QueryParams) -> ListTickets | None:
    """The command of a list, or none when a parameter is not valid. Of a single one that is repeated the last counts."""
    known = {name: value for name, value in asked.items() if name in ListTickets.model_fields}
    several = {name: asked.getlist(name) for name in _SEVERAL if name in known}
    try:
        return ListTickets.model_validate(known | several)
    except ValidationError:
        return None
