"""How many connections a scaled service opens, beside what its role and the server allow and docs/operations.md says."""

from __future__ import annotations

import re

from chassis.settings import ServiceSettings
from devstack.bootstrap import ROOT
from devstack.databases import RUNNING_CONNECTIONS, SERVICES

JOBS = 3 * 5  # the engine's pool, and as many for the relay and for the domain (`chassis/direct.py`)
PROCESS = 2 * ServiceSettings.model_fields["max_workers"].default
TWO = 2 * PROCESS + JOBS


def test_two_processes_of_a_service_and_its_jobs_stay_within_its_role() -> None:
    assert TWO <= RUNNING_CONNECTIONS


def test_two_processes_of_every_service_stay_within_the_server() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    server = int(re.findall(r"max_connections=(\d+)", compose)[0]) - 3  # superuser_reserved_connections
    assert server > RUNNING_CONNECTIONS  # so no service alone can shut the others out
    assert len(SERVICES) * TWO < server


def test_the_page_for_operators_says_the_same() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert f"A service may have {RUNNING_CONNECTIONS} " in page
    assert f"{len(SERVICES)} × {TWO} = {len(SERVICES) * TWO}" in page
