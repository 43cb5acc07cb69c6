"""`solicitari migrate`: bring the databases to the newest revision."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Annotated

import typer

from chassis import log
from chassis.migrations import upgrade
from chassis.settings import MigrationSettings

SERVICES = ("auth", "tickets", "files")


def migrate(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(SERVICES)}.")],
) -> None:
    """Bring a service's database to the newest revision, as the role that owns it (DATABASE_OWNER_URL)."""
    if service not in SERVICES:
        raise typer.BadParameter(f"there is no service {service!r}; there are {', '.join(SERVICES)}")
    settings = MigrationSettings.from_environment()
    log.configure("migrate", settings.log_level)
    engine = upgrade(service, settings.database_owner_url)
    try:
        if service == "auth":
            code = import_module("services.auth.bootstrap").after_migration(engine, os.environ)
            if code:
                typer.echo(f"There is no administrator yet. Accept the invitation with this code: {code}")
    finally:
        engine.dispose()
    typer.echo(f"{service}: the database is up to date")
