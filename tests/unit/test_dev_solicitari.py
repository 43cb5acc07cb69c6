"""`./dev solicitari <group> …` runs each group with the account on the broker that may do what the group does."""

from __future__ import annotations

import json
import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from cli.app import app
from devstack import __main__ as dev
from devstack import up

GROUPS = sorted(str(group.name) for group in app.registered_groups)


@pytest.mark.parametrize("group", GROUPS)
def test_who_signs_in_calls_as_the_gateway_and_others_as_their_service(
    group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environments = {f"{service}-jobs": {"AMQP_URI": service} for service in ("auth", "tickets", "files")}
    stack = {"amqp": {"gateway": "gateway"}, "broker_command": None, "environments": environments}
    (tmp_path / "stack.json").write_text(json.dumps(stack), encoding="utf-8")
    monkeypatch.setattr(up, "DATA", tmp_path)
    addresses: list[str] = []

    def run(command: list[str], *, env: dict[str, str], **_: object) -> subprocess.CompletedProcess[str]:
        addresses.append(env["AMQP_URI"])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    signs_in = hasattr(import_module(f"cli.{group}"), "administrator")
    assert dev.main(["solicitari", group, "list", "files"]) == 0
    assert addresses == ["gateway" if signs_in else "files"]
