"""Moments on the command line."""

from __future__ import annotations

from datetime import datetime

import typer


def moment(given: str, option: str) -> datetime:
    """An RFC 3339 moment with its zone; raises `typer.BadParameter` that names the option."""
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter(f"{option} is a moment such as 2026-11-24T10:00:00Z") from None
    if found.tzinfo is None:
        raise typer.BadParameter(f"{option} needs a time zone, such as a trailing Z")
    return found
