"""Requests into contract commands: strict JSON, then the command's own model, errors as JSON pointers."""

from __future__ import annotations

import asyncio
import json
import math
import re
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import ValidationError
from starlette.requests import Request

from chassis.pointers import pointers
from contracts.errors import InvalidCommand
from contracts.model import Command, WritingCommand
from gateway.problems import problem_of
from gateway.settings import JSON_SECONDS, MAX_JSON_BYTES, MAX_JSON_DEPTH

C = TypeVar("C", bound=Command)
_VERSION = re.compile(r"[0-9]{1,9}")


class _Duplicate(ValueError):
    """A JSON object names a member twice."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Duplicate
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):  # 1e400
        raise ValueError(digits)
    return number


def _parsed(raw: bytes) -> Any:
    """Strict JSON; raises `ValueError` for duplicate members, NaN, numbers without end and unpaired surrogates."""
    found = json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
    if b"\\u" in raw:
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # raises for a lone surrogate, in names too
    return found


async def read_body(request: Request, most: int = MAX_JSON_BYTES) -> bytes:
    """The body, up to its limit; raises `body-too-large`, `request-timeout`."""
    announced = request.headers.get("content-length")
    if announced is not None and announced.isdigit() and int(announced) > most:
        raise problem_of("body-too-large")
    pieces, size = [], 0
    try:
        async with asyncio.timeout(JSON_SECONDS):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise problem_of("body-too-large")
                pieces.append(piece)
    except TimeoutError:
        raise problem_of("request-timeout") from None
    return b"".join(pieces)


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object of a request; raises `unsupported-media-type`, `body-too-large`, `malformed-json`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise problem_of("unsupported-media-type")
    raw = await read_body(request)
    if _depth(raw) > MAX_JSON_DEPTH:
        raise problem_of("malformed-json")
    try:
        found = _parsed(raw)
    except (ValueError, RecursionError):
        raise problem_of("malformed-json") from None
    if not isinstance(found, dict):
        raise problem_of("malformed-json")
    return found


async def optional_object(request: Request) -> dict[str, Any]:
    """The JSON object of a request that may come without a body."""
    announced = request.headers.get("content-length", "0")
    has_body = announced != "0" or "transfer-encoding" in request.headers
    return await json_object(request) if has_body else {}


async def command_from(request: Request, command_type: type[C], **given: Any) -> C:
    """The command in a request's body; what the address and headers say comes in `given` and may not be in the body."""
    data = await json_object(request)
    return build(command_type, data, **given)


def build(command_type: type[C], data: dict[str, Any], **given: Any) -> C:
    """A command from plain data; raises `InvalidCommand` with a pointer per field, never with its value."""
    errors = [
        {"pointer": f"/{name}", "detail": "This field is not set in the body."}
        for name in [*given, "command_id"]
        if name in data
    ]
    if not errors:
        try:
            return command_type.model_validate(data | {k: v for k, v in given.items() if v is not None})
        except ValidationError as error:
            errors = pointers(error)
    raise InvalidCommand(errors=errors)


def command_id(request: Request, *, required: bool = True) -> str:
    """The Idempotency-Key; for PUT, PATCH and DELETE one is made when it is missing."""
    key = request.headers.get("idempotency-key")
    if key is None:
        if required:
            raise problem_of("idempotency-key-required")
        return str(uuid4())
    key = key.strip().strip('"')
    probe = {"command_id": key}
    try:
        return WritingCommand.model_validate(probe).command_id
    except ValidationError:
        raise InvalidCommand(
            "An Idempotency-Key has 8 to 200 letters, digits or . _ : ~ - characters.",
            errors=[{"pointer": "", "detail": "Idempotency-Key"}],
        ) from None


def expected_version(request: Request) -> int:
    """The version in If-Match, whose ETag is `"<version>.<hash>"`; raises 428 when absent, 412 when it is none."""
    header = request.headers.get("if-match")
    if header is None:
        raise problem_of("if-match-required")
    digits = header.strip().removeprefix("W/").strip('"').partition(".")[0]
    return int(digits) if _VERSION.fullmatch(digits) else 0


def _depth(raw: bytes) -> int:
    """How deep brackets nest outside strings; cheap, and before any parser recurses."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_JSON_DEPTH:
        return 0
    deepest = depth = 0
    in_string = escaped = False
    for byte in raw:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in (0x7B, 0x5B):
            depth += 1
            deepest = max(deepest, depth)
        elif byte in (0x7D, 0x5D):
            depth -= 1
    return deepest
