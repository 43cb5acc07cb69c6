"""The API against its own description: schemathesis sends what the OpenAPI document allows, and what it forbids."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.auth import Role
from tests.support.stack import RunningStack
from tests.support.world import World

CHECKS = "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"
ENDS_THE_TOKEN = ("end_tokens", "end_session", "end_own_session", "change_password")  # the others go on with it
SIGNS_IN = ("start_session", "issue_token")
SECONDS = 45


@pytest.mark.timeout(300)
@pytest.mark.parametrize("role", ["customer", "consultant"])
def test_no_answer_is_a_500_or_outside_its_schema(stack: RunningStack, world: World, tmp_path: Path, role: str) -> None:
    # Somebody of the test's own: addresses read in answers are tried with guessed passwords, and locked out by it.
    left_out = [*ENDS_THE_TOKEN]
    if role == "customer":
        person = world.person(world.company())
        person.api.opened()
    else:
        person = world.person(None, Role.CONSULTANT)
        left_out += SIGNS_IN  # a consultant reads the addresses of the others too
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{stack.gateway_url}/api/v1/openapi.json"]
    command += ["-H", f"Authorization: Bearer {person.token}", "--checks", CHECKS, "--phases", "coverage,fuzzing"]
    command += [
        "--max-examples",
        "4",
        "--max-time",
        str(SECONDS),
        "--suppress-health-check",
        "all",
        "--warnings",
        "off",
    ]
    command += [part for name in left_out for part in ("--exclude-operation-id", name)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
    assert "Tested:" in done.stdout
    assert person.api.get("/me").status_code == 200, "the token ended on the way: what came after was refused"
