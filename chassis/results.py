"""Results that are JSON already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raw:
    """A result that the database made as JSON; it goes out untouched."""

    json: bytes
