"""Entries are committed without their fate: who gives claims back cannot know that they came to be."""

from __future__ import annotations

from tests.reliability import without


def take_out() -> None:
    """Decide nothing."""
    from services.tickets.domain import attaching

    attaching.decide_open = lambda *_: None


if __name__ == "__main__":
    without.run(take_out)
