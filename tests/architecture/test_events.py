"""`docs/events.md` lists every event of the contracts, with its audience and its data."""

from __future__ import annotations

from contracts.model import Event
from tests.architecture.imports import ROOT
from tests.architecture.test_contracts import APIS, models

PAGE = ROOT / "docs" / "events.md"


def tables() -> str:
    """One table per service, in the order of the contracts."""
    parts = []
    for service in APIS:
        events = [m for m in models(service).values() if issubclass(m, Event) and hasattr(m, "name")]
        rows = [
            f"| `{event.name}` | {event.audience} | {(event.__doc__ or '').strip()} | "
            f"{', '.join(f'`{field}`' for field in event.model_fields)} |"
            for event in events
        ]
        head = ["| name | audience | when | data |", "|---|---|---|---|"]
        parts.append("\n".join([f"## {service}", "", *head, *rows, ""]))
    return "\n".join(parts)


def test_the_page_of_events_says_what_the_contracts_say() -> None:
    """After an intended change: `python -m tests.architecture.test_events` writes the tables anew."""
    _, _, written = PAGE.read_text(encoding="utf-8").partition("\n## ")
    assert "## " + written == tables()


def test_events_carry_no_texts() -> None:
    texts = {"subject", "body_html", "body_text", "text", "note", "email", "telephone", "name"}
    wrong = {
        model.__name__: found
        for service in APIS
        for model in models(service).values()
        if issubclass(model, Event) and (found := texts & set(model.model_fields))
    }
    assert not wrong


if __name__ == "__main__":
    kept, _, _ = PAGE.read_text(encoding="utf-8").partition("\n## ")
    PAGE.write_text(f"{kept.rstrip()}\n\n{tables()}", encoding="utf-8")
