"""pydantic's findings as JSON pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

MOST = 50


def pointers(error: ValidationError) -> list[dict[str, str]]:
    """A pointer and a sentence for each finding; input values are left out."""
    return named(error.errors(include_url=False, include_input=False, include_context=False))


def named(findings: Sequence[Any]) -> list[dict[str, str]]:
    """The same for findings that were read already."""
    return [{"pointer": pointer(*e["loc"]), "detail": str(e["msg"])} for e in findings[:MOST]]


def pointer(*path: str | int) -> str:
    """A JSON pointer."""
    return "".join("/" + str(part)[:100].replace("~", "~0").replace("/", "~1") for part in path)
