"""OpenAPI of request bodies: a command without what the address and the headers say."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from contracts.model import Command
from gateway.routes.examples import EXAMPLES

Limit = Annotated[int, Query(ge=1, le=200)]  # of a page

DEFINITIONS: dict[str, Any] = {}
_REF = "#/components/schemas/{model}"


def takes(command: type[Command], *given: str) -> dict[str, Any]:
    """`openapi_extra` of a route whose body is `command` without the fields `given` (and without command_id)."""
    schema = command.model_json_schema(ref_template=_REF)
    DEFINITIONS.update(schema.pop("$defs", {}))
    for name in (*given, "command_id"):
        schema["properties"].pop(name, None)
        if name in schema.get("required", []):
            schema["required"].remove(name)
    schema["title"] = f"{command.__name__}Body"
    media: dict[str, Any] = {"schema": schema}
    if command.__name__ in EXAMPLES:
        media["example"] = EXAMPLES[command.__name__]
    content = {"application/json": media}
    extra: dict[str, Any] = {"requestBody": {"required": True, "content": content}}
    if "command_id" in command.model_fields:
        extra["parameters"] = [IDEMPOTENCY_KEY]
    return extra


IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Your id for this request; a repeat with the same key runs once. Required on POST.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 200},
}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457. `code` is stable; /api/v1/problems/{code} says what it means and what to do.",
    "required": ["type", "title", "status", "detail", "instance", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
}
