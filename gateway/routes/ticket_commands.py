"""What the routes of a request share: its number in the address, and the two shapes of a command."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Path
from starlette.requests import Request
from starlette.responses import Response

from contracts.model import WritingCommand
from gateway.bodies import build, command_from, command_id, expected_version, optional_object
from gateway.routes.respond import created, json_bytes, parts_of

Number = Annotated[int, Path(ge=1, le=9_223_372_036_854_775_807, description="the request's number")]


async def make(request: Request, operation: str, command_type: type[WritingCommand], **given: Any) -> Response:
    """An operation that adds something: 201 with where the request is."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, command_type, **given, command_id=command_id(request))
    content = await parts.services.send(call, "tickets", operation, command)
    return created(content, f"/api/v1/tickets/{orjson.loads(content)['number']}")


async def change(
    request: Request, operation: str, command_type: type[WritingCommand], number: int, **given: Any
) -> Response:
    """An operation on the version that the caller has read: 200."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    key = command_id(request, required=request.method == "POST")
    version = expected_version(request)
    data = await optional_object(request)
    command = build(command_type, data, number=number, expected_version=version, command_id=key, **given)
    return json_bytes(await parts.services.send(call, "tickets", operation, command))
