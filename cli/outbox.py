"""`solicitari outbox`: what waits to be published."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import text

from chassis import jobs

app = typer.Typer(no_args_is_help=True, help="The events of a service that wait for the relay.")


@app.command("status")
def status(service: Annotated[str, typer.Argument(help="auth, tickets or files")]) -> None:
    """Print how many events wait, since when, and the last position that was given out."""
    _, engine, _ = jobs.load(service)
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT count(*) FILTER (WHERE published_at IS NULL) AS waiting, "
                "min(created_at) FILTER (WHERE published_at IS NULL) AS oldest, max(position) AS position FROM outbox"
            )
        ).one()
    engine.dispose()
    typer.echo(f"waiting {row.waiting}, oldest {row.oldest or '-'}, last position {row.position or 0}")
