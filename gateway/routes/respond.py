"""Answers as the routes give them."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from contracts.model import View

JSON = "application/json"

PROBLEM = {
    "description": "A problem (RFC 9457): code, sentence, request id",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
PROBLEMS: dict[int | str, dict[str, Any]] = {"4XX": PROBLEM, "5XX": PROBLEM, 422: PROBLEM}


def parts_of(request: Request) -> Any:
    """What the application made at its start (`gateway.app.Parts`)."""
    return request.app.state.parts


def json_bytes(content: bytes, status: int = 200, **headers: str) -> Response:
    """JSON that is made already."""
    return Response(content, status, {k.replace("_", "-"): v for k, v in headers.items()}, media_type=JSON)


def json_view(view: View, status: int = 200, **headers: str) -> Response:
    """A view as JSON."""
    return json_bytes(view.model_dump_json().encode(), status, **headers)


def created(content: bytes, location: str) -> Response:
    """201 with where the new thing is."""
    return json_bytes(content, 201, location=location)


def no_content() -> Response:
    """204."""
    return Response(status_code=204)


def etag_of(version: int, content: bytes) -> str:
    """`"<version>.<hash of body>"`: GET compares all of it, If-Match the version alone."""
    return f'"{version}.{hashlib.blake2b(content, digest_size=9).hexdigest()}"'


def with_etag(request: Request, content: bytes, version: int) -> Response:
    """200 with an ETag, or 304 when the caller has just this."""
    etag = etag_of(version, content)
    if etag in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers={"etag": etag})
    return json_bytes(content, etag=etag)


def with_next(request: Request, content: bytes, **following: Any) -> Response:
    """A page of a list, or 304; `Link` says where the next one is: the same address with the parameter `following`, if any."""
    response = with_etag(request, content, 0)
    if all(following.values()):
        kept = [(k, v) for k, v in request.query_params.multi_items() if k not in following]
        query = urlencode([*kept, *following.items()])
        response.headers["link"] = f'<{request.url.path}?{query}>; rel="next"'
    return response


UNCHANGED: dict[int | str, dict[str, Any]] = {304: {"description": "Unchanged"}}


def describes(model: type[View] | None, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of an answer, and of problems; answers themselves are not validated per request."""
    answer: dict[str, Any] = {"description": "Done"} if model is None else {"model": model}
    return {status: answer, **PROBLEMS}
