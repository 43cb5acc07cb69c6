"""`solicitari accounts`: accounts of internal systems, each with a user of the broker."""

from __future__ import annotations

import json
import re
import secrets
import shlex
import subprocess
import sys
import unicodedata
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import typer

from chassis.rights import permissions, topic_permissions, user_entry
from chassis.settings import Settings
from cli.signing_in import Desk, administrator, command_id
from contracts.auth import (
    CreateServiceAccount,
    ListServiceAccounts,
    RevokeServiceAccount,
    Scope,
    ServiceAccountView,
)

app = typer.Typer(no_args_is_help=True, help="Accounts of internal systems (over RPC, as an administrator).")

CALLS = ("auth", "tickets")
EVENTS = ("tickets", "files")


class BrokerSettings(Settings):
    """The broker as others reach it, and the command that administers it, such as `rabbitmqctl`."""

    amqp_uri: str
    broker_command: str | None = None


@app.command("list")
def list_accounts() -> None:
    """Print id, state, name, broker user, scopes and companies, by name."""
    with administrator() as desk:
        for account in _all(desk):
            scopes = ",".join(account.scopes)
            companies = "all" if account.company_ids is None else ",".join(str(c) for c in account.company_ids)
            state = "active" if account.is_active else "revoked"
            broker_user = _broker_user(account.name)
            typer.echo("\t".join((str(account.client_id), state, account.name, broker_user, scopes, companies)))


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="the system's name; its broker user is called internal_<name>")],
    scope: Annotated[list[Scope], typer.Option(help="what it may do; repeat for more")],
    company: Annotated[list[UUID] | None, typer.Option(help="limit it to companies; repeat for more")] = None,
    events: Annotated[bool, typer.Option("--events", help="let it receive events, which are of all companies")] = False,
    definitions: Annotated[
        bool, typer.Option("--definitions", help="print the broker's definitions to stdout, the secrets to stderr")
    ] = False,
) -> None:
    """Make an account and its broker user with just the rights it needs; prints id, secret and AMQP URI once.

    The broker user is made with BROKER_COMMAND (such as `rabbitmqctl`), or with --definitions piped to
    `rabbitmqctl import_definitions`.
    """
    settings = BrokerSettings.from_environment()
    if settings.broker_command is None and not definitions:
        raise typer.BadParameter("set BROKER_COMMAND, or pipe --definitions into `rabbitmqctl import_definitions`")
    if events and company:
        raise typer.BadParameter("events are of all companies: leave out --events or --company")
    user, password = _broker_user(name), secrets.token_urlsafe(24)
    rights = json.dumps(_definitions(user, password, EVENTS if events else ()))
    with administrator() as desk:
        if user == "internal_demo" or any(_broker_user(a.name) == user for a in _all(desk) if a.is_active):
            sys.exit(f"There is an account whose broker user is {user}. Choose another name, or revoke that one.")
        if not definitions:  # before the account: a broker user alone can do nothing that needs an account
            _broker(settings, "import_definitions", given=rights)
        command = CreateServiceAccount(command_id=command_id(), name=name, scopes=scope, company_ids=company or None)
        account = desk.auth.create_service_account(desk.call(), command)
    if definitions:
        typer.echo(rights)
    server = urlsplit(settings.amqp_uri)
    uri = f"amqp://{user}:{password}@{server.hostname}:{server.port or 5672}{server.path}"
    for what, value in (("client_id", account.client_id), ("client_secret", account.client_secret), ("amqp_uri", uri)):
        typer.echo(f"{what}: {value}", err=definitions)


@app.command("revoke")
def revoke(client_id: Annotated[UUID, typer.Argument(help="the account's id, see `accounts list`")]) -> None:
    """End an account for good: its tokens are refused at once, and its broker user is deleted (BROKER_COMMAND)."""
    settings = BrokerSettings.from_environment()
    with administrator() as desk:
        command = RevokeServiceAccount(command_id=command_id(), client_id=client_id)
        account = desk.auth.revoke_service_account(desk.call(), command)
        user = _broker_user(account.name)
        in_use = any(_broker_user(a.name) == user for a in _all(desk) if a.is_active)
    typer.echo(f"{account.name}: revoked")
    if in_use:
        typer.echo(f"{user} stays: another account uses it")
    elif settings.broker_command is None:
        typer.echo(f"now run: rabbitmqctl delete_user {user}")
    else:
        _broker(settings, "delete_user", user)
        typer.echo(f"{user}: deleted")


def _all(desk: Desk) -> list[ServiceAccountView]:
    found: list[ServiceAccountView] = []
    cursor = None
    while True:
        page = desk.auth.list_service_accounts(desk.call(), ListServiceAccounts(limit=200, cursor=cursor))
        found += page.items
        cursor = page.page.next_cursor
        if cursor is None:
            return found


def _broker_user(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "internal_" + (re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "system")


def _definitions(user: str, password: str, consumes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "users": [user_entry(user, password)],
        "permissions": [permissions(user, consumes)],
        "topic_permissions": [topic_permissions(user, CALLS)],
    }


def _broker(settings: BrokerSettings, *arguments: str, given: str | None = None) -> None:
    command = [*shlex.split(settings.broker_command or ""), *arguments]
    try:
        done = subprocess.run(command, input=given or "", capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        sys.exit(f"The broker's command could not be run ({type(error).__name__}): {command[0]}")
    if done.returncode:
        sys.exit(f"The broker refused ({arguments[0]}): {(done.stderr or done.stdout).strip()[-400:]}")
