"""`solicitari desk`: how the desk treats each company's requests. An administrator signs in for each command."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from chassis.blocking import BlockingBus
from chassis.client import client
from cli.signing_in import Desk, SignInSettings, administrator, command_id
from contracts.model import Command
from contracts.tickets import ChangeDeskSettings, DeskSettingsView, GetDeskSettings, TicketsApi, UpdateScope

app = typer.Typer(no_args_is_help=True, help="The desk's settings per company (over RPC, as an administrator).")

Company = Annotated[UUID, typer.Argument(help="the company's id, see `companies list`")]


@app.command("show")
def show(company: Company) -> None:
    """Print after how many working days a resolved request closes by itself, and who updates requests."""
    with administrator() as desk:
        _tell(_ask(desk, "get_desk_settings", GetDeskSettings(company_id=company)))


@app.command("set")
def change(
    company: Company,
    auto_close: Annotated[
        int | None, typer.Option(min=0, max=60, help="working days after the resolution; 0 closes with it")
    ] = None,
    update_scope: Annotated[
        UpdateScope | None, typer.Option(help="who updates a request: all its company, or its author alone")
    ] = None,
) -> None:
    """Change what is named; it holds at once, for open requests too."""
    with administrator() as desk:
        command = ChangeDeskSettings(
            command_id=command_id(),
            company_id=company,
            auto_close_working_days=auto_close,
            update_scope=update_scope,
        )
        _tell(_ask(desk, "change_desk_settings", command))


def _ask(desk: Desk, operation: str, command: Command) -> DeskSettingsView:
    bus = BlockingBus(SignInSettings.from_environment().amqp_uri)
    try:
        view: DeskSettingsView = getattr(client(TicketsApi, bus, "tickets"), operation)(desk.call(), command)
    finally:
        bus.close()
    return view


def _tell(settings: DeskSettingsView) -> None:
    typer.echo(f"auto-close: {settings.auto_close_working_days} working days\nupdate-scope: {settings.update_scope}")
