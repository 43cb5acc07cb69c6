"""`python -m demo`: tell the story once and say who can sign in."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field

from chassis import log
from chassis.blocking import BlockingBus
from chassis.settings import Settings
from demo import ageing
from demo.cast import ADMINISTRATOR, PEOPLE
from demo.recording import Recorder
from demo.requests import STORY
from demo.telling import Teller


class DemoSettings(Settings):
    """What the demo needs; without `demo_password` one is made, and without `demo_file` the accounts are printed alone."""

    amqp_uri: str
    gateway_url: str
    bootstrap_code: str
    tickets_database_url: str = Field(description="of the owner of tickets' tables; for `demo.ageing` alone")
    demo_password: str = Field(default_factory=lambda: f"demo-{secrets.token_urlsafe(9)}")
    demo_file: str | None = None


def main() -> int:
    """Tell the story; the exit code is 0 when it was told to the end."""
    settings = DemoSettings.from_environment()
    log.configure("demo", "WARNING")
    password = _told_before(settings) or settings.demo_password
    if settings.demo_file:  # first, so that a story killed half-way is told on with the same password
        _write(settings.demo_file, {"password": password, "accounts": []})
    bus = BlockingBus(settings.amqp_uri)
    try:
        teller = Teller(bus, settings.bootstrap_code, password)
        teller.gather()
        told = Recorder(teller, settings.gateway_url).record_all(STORY)
        ageing.move(settings.tickets_database_url, told, datetime.now(UTC))
    finally:
        bus.close()
    accounts = [
        {"name": p.name, "email": p.email, "role": p.role.value, "company": p.company} for p in (ADMINISTRATOR, *PEOPLE)
    ]
    if settings.demo_file:
        _write(settings.demo_file, {"password": password, "accounts": accounts})
    else:
        for account in accounts:
            print(f"{account['role']:14} {account['email']:42} {account['company'] or 'Meridian Soft'}")
        print(f"password of all: {password}")
    return 0


def _told_before(settings: DemoSettings) -> str | None:
    if settings.demo_file and Path(settings.demo_file).exists():
        return str(json.loads(Path(settings.demo_file).read_text(encoding="utf-8"))["password"])
    return None


def _write(path: str, body: dict[str, object]) -> None:
    file = Path(path)
    file.touch(mode=0o600)
    file.write_text(json.dumps(body, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
