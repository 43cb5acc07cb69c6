"""Nothing acknowledged is lost or doubled when processes end, hard or in order."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from devstack.bootstrap import ROOT
from tests.support.stack import RunningStack, eventually
from tests.support.world import Actor, World


def create(ana: Actor, subject: str) -> int:
    """Record a request the way docs/api.md tells a client to: repeat with the same key until there is an answer."""
    key = str(uuid4())
    body = {"subject": subject, "body_html": "<p>x</p>"}

    def attempt() -> int:
        try:
            answer = ana.api.post("/tickets", body, key=key)
        except httpx.HTTPError:
            return 0
        assert answer.status_code in (201, 409, 503, 504), answer.text
        return int(answer.json()["number"]) if answer.status_code == 201 else 0

    return eventually(attempt, within=60)


def listed(ana: Actor) -> dict[int, str]:
    """All requests of the company, by number."""
    return {row["number"]: row["subject"] for row in ana.api.tickets()}


@pytest.mark.timeout(240)
def test_kill_9_of_tickets_in_a_loop_of_creates_loses_and_doubles_nothing(stack: RunningStack, world: World) -> None:
    ana = world.person(world.company())
    acknowledged: dict[int, str] = {}
    kills = 0
    for count in range(100):
        if count % 20 == 10:
            pid = stack.send("tickets", signal.SIGKILL)
            eventually(lambda pid=pid: stack.pid("tickets") != pid, within=40)  # type: ignore[misc]
            kills += 1
        subject = f"Cererea {count}"
        acknowledged[create(ana, subject)] = subject
    stack.wait_ready()
    assert kills == 5
    assert listed(ana) == acknowledged
    assert len(acknowledged) == 100


@pytest.mark.timeout(120)
@pytest.mark.parametrize("module", ["chassis.runner tickets", "chassis.jobs tickets", "gateway"])
def test_sigterm_while_a_process_only_starts_ends_it_with_0(stack: RunningStack, tmp_path: Path, module: str) -> None:
    settings = stack.facts["environments"]["tickets"]
    own = {"HEALTH_FILE": str(tmp_path / "health.json"), "GATEWAY_PORT": "0", "LOG_LEVEL": "ERROR"}
    process = subprocess.Popen([sys.executable, "-m", *module.split()], env=settings | own, cwd=ROOT)
    try:
        imported = Path(f"/proc/{process.pid}/maps")
        eventually(lambda: "pydantic_core" in imported.read_text(encoding="utf-8"), within=60)  # and more to come
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
