"""Each row of docs/procedure.md has a test of its name."""

from __future__ import annotations

import re

from devstack.bootstrap import ROOT


def test_every_row_of_the_procedure_has_a_test_and_no_test_names_another() -> None:
    page = (ROOT / "docs" / "procedure.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| P(\d+) \|", page, re.MULTILINE))
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"^def test_((?:p\d+_)+)", tests, re.MULTILINE)
    assert len(rows) == 13
    assert rows == set(re.findall(r"p(\d+)_", "".join(named)))
