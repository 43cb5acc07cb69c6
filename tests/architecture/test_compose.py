"""What one may set for docker compose is told in the table of docs/operations.md, with the same default."""

from __future__ import annotations

import re

from devstack.bootstrap import ROOT


def test_every_setting_of_compose_is_in_the_table() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \| `?([^ |`]+)`? \|", page, re.MULTILINE)
    taken = {(name, default or "none") for name, default in re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", compose)}
    assert taken == set(told)
