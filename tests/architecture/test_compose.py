"""The compose files: settings are told in docs/operations.md, secrets go to their readers, nothing waits for what is elsewhere."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML

from devstack.bootstrap import ROOT

SERVERS = {"postgres", "rabbitmq", "s3"}


def services_of(file: str) -> dict[str, Any]:
    """The services of a compose file."""
    found: dict[str, Any] = YAML().load(ROOT / file)["services"]
    return found


def test_every_setting_of_compose_is_in_the_table() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `([A-Z_]+)` \| `?([^ |`]+)`? \|", page, re.MULTILINE)
    taken = {(name, default or "none") for name, default in re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", compose)}
    assert taken == set(told)


def test_every_part_sees_its_own_secrets_alone() -> None:
    parts = services_of("docker-compose.yml")
    makes_them = parts.pop("secrets")
    assert len(makes_them["volumes"]) == 9
    for name, part in parts.items():
        seen = [volume for volume in part["volumes"] if volume.startswith("secrets-")]
        assert seen == [f"secrets-{name.removesuffix('-jobs')}:/run/secrets:ro"], name


def test_beyond_one_machine_no_part_waits_for_a_container_that_is_left_out() -> None:
    ours, changed = services_of("docker-compose.yml"), services_of("docker-compose.clusters.yml")
    assert {name for name, change in changed.items() if not isinstance(change, dict)} == SERVERS
    waiting = {name for name, part in ours.items() if SERVERS & set(part.get("depends_on", {}))}
    assert waiting
    for name in waiting:
        assert not SERVERS & set(changed[name]["depends_on"]), name


def test_beyond_one_machine_every_part_finds_broker_and_database() -> None:
    ours, changed = services_of("docker-compose.yml"), services_of("docker-compose.clusters.yml")
    reaching = {name for name, part in ours.items() if "back" in part.get("networks", ())} - SERVERS
    hosts = {name: {line.split(":")[0] for line in changed[name]["extra_hosts"]} for name in reaching}
    assert hosts == {name: {"postgres", "rabbitmq"} for name in reaching}
    taken = set(re.findall(r"\$\{([A-Z0-9_]+):\?", (ROOT / "docker-compose.clusters.yml").read_text(encoding="utf-8")))
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in taken if f"\n{name}=" not in page} == set()
