"""`python -m tests.support.compose <project> <file>`: describe a running compose deployment, for `STACK_JSON`.

The tests then come through the published port; the broker is reached at its container's address, as the host may.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

OURS = ("auth", "auth-jobs", "tickets", "tickets-jobs", "files", "files-jobs", "gateway")


def docker(*arguments: str) -> str:
    """Run docker and return what it prints."""
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def container(project: str, service: str) -> dict[str, Any]:
    """A service's container, as docker inspects it."""
    labels = [f"label=com.docker.compose.project={project}", f"label=com.docker.compose.service={service}"]
    found = docker("ps", "-q", "--filter", labels[0], "--filter", labels[1]).split()
    inspected: dict[str, Any] = json.loads(docker("inspect", found[0]))[0]
    return inspected


def address(inspected: dict[str, Any]) -> str:
    """A container's address on one of its networks."""
    networks = inspected["NetworkSettings"]["Networks"].values()
    return str(next(n["IPAddress"] for n in networks if n["IPAddress"]))


def read_secret(project: str, volume: str, name: str) -> str:
    """A file of a secrets volume."""
    mountpoint = docker("volume", "inspect", "-f", "{{.Mountpoint}}", f"{project}_secrets-{volume}")
    return Path(mountpoint, name).read_text(encoding="utf-8").strip()


def describe(project: str) -> dict[str, Any]:
    """What the tests need to know."""
    broker = address(container(project, "rabbitmq"))
    gateway = container(project, "gateway")
    port = gateway["NetworkSettings"]["Ports"]["8080/tcp"][0]["HostPort"]
    users = {"gateway": "gateway", "internal_demo": "demo"}
    amqp = {u: read_secret(project, v, "amqp_uri").replace("@rabbitmq:", f"@{broker}:") for u, v in users.items()}
    parts = {name: {"pid": container(project, name)["State"]["Pid"], "starts": 1, "log": "-"} for name in OURS}
    return {
        "gateway_url": f"http://127.0.0.1:{port}",
        "parts": parts,
        "amqp": amqp,
        "bootstrap_code": read_secret(project, "demo", "bootstrap_code"),
    }


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(describe(sys.argv[1])), encoding="utf-8")
