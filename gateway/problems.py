"""Errors as problem documents (RFC 9457): the one table from kind to status."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.responses import Response

from contracts.errors import DomainError

STATUS = {
    "malformed": 400,
    "invalid": 422,
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "gone": 410,
    "stale": 412,
    "too_large": 413,
    "unsupported": 415,
    "throttled": 429,
    "internal": 500,
    "unavailable": 503,
    "deadline": 504,
}
TITLES = {
    400: "Bad request",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    409: "Not possible now",
    410: "Gone",
    411: "Length required",
    412: "Changed meanwhile",
    413: "Too large",
    415: "Unsupported type",
    416: "Range not satisfiable",
    422: "Not valid",
    428: "Precondition required",
    429: "Too many attempts",
    431: "Headers too large",
    500: "Our fault",
    503: "Away for a moment",
    504: "No answer in time",
}
RETRY_AFTER_SECONDS = 2


class HttpProblem(DomainError):
    """A problem of HTTP itself."""

    status = 400


def http_problem(status: int, code: str, detail: str, **extra: Any) -> HttpProblem:
    """A problem that no service declares, with its own status and code."""
    problem = HttpProblem(detail, **extra)
    problem.status = status
    problem.code = code  # type: ignore[misc]
    return problem


# What the gateway itself answers: code → (status, sentence). docs/errors.md has a paragraph for each.
GATEWAY_CODES: dict[str, tuple[int, str]] = {
    "malformed-http": (400, "This is not an HTTP request as we understand it. Check its headers and its length."),
    "malformed-form": (400, "Send the file in the field `file` of the form, or as the whole body with ?name=."),
    "malformed-json": (400, "The body is not the JSON object that is expected. Check quotes, commas and encoding."),
    "idempotency-key-required": (400, "Send an Idempotency-Key header: an id of your own for this request."),
    "ambiguous-credentials": (400, "Send either the session cookie or a bearer token, not both."),
    "cross-site-request": (403, "This request came from another site. Repeat it from our own page."),
    "unknown-address": (404, "There is nothing at this address. The addresses are listed at /api/v1/docs."),
    "method-not-allowed": (405, "This address does not take this method. The Allow header lists those it takes."),
    "request-timeout": (408, "The request did not come to its end in time. Send it again."),
    "length-required": (411, "Send the file with a Content-Length header."),
    "body-too-large": (413, "The request is larger than 256 kB. Send files to /api/v1/files."),
    "range-not-satisfiable": (416, "The file has no such range. Ask for bytes within its size."),
    "unsupported-media-type": (415, "Send this as application/json."),
    "headers-too-large": (431, "At most 100 headers, 32 kB together with the address. Send less."),
    "if-match-required": (428, "Send If-Match with the ETag you read, so that nobody's change is lost."),
}


def problem_of(code: str, **extra: Any) -> HttpProblem:
    """One of the gateway's own problems."""
    status, detail = GATEWAY_CODES[code]
    return http_problem(status, code, detail, **extra)


def respond(error: DomainError, *, request_id: str, path: str) -> Response:
    """The problem document of an error."""
    status = error.status if isinstance(error, HttpProblem) else STATUS[error.kind]
    extra = dict(error.extra)
    retry_after = extra.get("retry_after_seconds", RETRY_AFTER_SECONDS)
    body: dict[str, Any] = {
        "type": f"/api/v1/problems/{error.code}",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": error.detail,
        "instance": path,
        "code": error.code,
        "request_id": request_id,
        "errors": extra.pop("errors", []),
    }
    extra.pop("request_id", None)
    body |= {name: value for name, value in extra.items() if name not in body}
    headers = {}
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    if status in (429, 503):
        headers["retry-after"] = str(retry_after)
    if allow := body.pop("allow", None):
        headers["allow"] = str(allow)
    content = orjson.dumps(body, default=str)
    return Response(content, status, headers, media_type="application/problem+json")
