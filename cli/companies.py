"""`solicitari companies`: the partner companies. An administrator signs in for each command."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.signing_in import administrator, command_id
from contracts.auth import CreateCompany, ListCompanies

app = typer.Typer(no_args_is_help=True, help="Partner companies (over RPC, as an administrator).")


@app.command("list")
def list_companies() -> None:
    """Print id, name and time zone of every company, by name."""
    with administrator() as desk:
        cursor = None
        while True:
            page = desk.auth.list_companies(desk.call(), ListCompanies(limit=200, cursor=cursor))
            for company in page.items:
                typer.echo("\t".join((str(company.id), company.name, company.time_zone)))
            cursor = page.page.next_cursor
            if cursor is None:
                return


@app.command("create")
def create_company(
    name: Annotated[str, typer.Argument(help="the company's name")],
    time_zone: Annotated[str, typer.Option(help="for its days and working hours")] = "Europe/Bucharest",
) -> None:
    """Register a company; prints its id."""
    with administrator() as desk:
        command = CreateCompany(command_id=command_id(), name=name, time_zone=time_zone)
        typer.echo(desk.auth.create_company(desk.call(), command).id)
