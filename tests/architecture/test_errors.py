"""docs/errors.md has a paragraph for every code, and no other; each begins with the status that the table gives it."""

from __future__ import annotations

import contracts.auth
import contracts.files
import contracts.tickets
from contracts.errors import DomainError
from gateway.problems import GATEWAY_CODES, STATUS, TITLES, HttpProblem
from gateway.routes.documents import paragraphs

assert contracts.auth and contracts.files and contracts.tickets  # imported for the errors that they declare


def statuses() -> dict[str, int | None]:
    """Every code that an answer can have, with its status (none: that of HTTP itself)."""
    declared = {c: STATUS[e.kind] for c, e in DomainError.registry.items() if e is not HttpProblem}
    return declared | {code: status for code, (status, _) in GATEWAY_CODES.items()} | {"http-error": None}


def test_every_code_has_a_paragraph_and_every_paragraph_a_code() -> None:
    assert set(paragraphs()) == set(statuses())


def test_paragraphs_name_the_status() -> None:
    texts = paragraphs()
    wrong = [c for c, status in statuses().items() if status and not texts[c].startswith(f"{status}. ")]
    assert not wrong


def test_every_status_has_a_title() -> None:
    assert {status for status in statuses().values() if status} <= set(TITLES)
