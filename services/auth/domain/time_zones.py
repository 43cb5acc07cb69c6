"""Time zones of people and companies."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.errors import InvalidCommand


def require_time_zone(name: str) -> None:
    """Raise `InvalidCommand` for a time zone that does not exist."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        where = [{"pointer": "/time_zone", "detail": "There is no such time zone."}]
        raise InvalidCommand("Use the name of a time zone such as Europe/Bucharest.", errors=where) from None
