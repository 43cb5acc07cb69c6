"""`solicitari outbox`: what waits to be published, and publishing once more what a lost broker swallowed."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import text

from chassis import jobs
from cli.moments import moment

app = typer.Typer(no_args_is_help=True, help="The events of a service that wait for the relay.")

Service = Annotated[str, typer.Argument(help="auth, tickets or files")]

_AGAIN = text("UPDATE outbox SET published_at = NULL WHERE published_at >= :since")


@app.command("status")
def status(service: Service) -> None:
    """Print how many events wait, since when, and the last position that was given out."""
    _, engine, _ = jobs.load(service)
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "SELECT count(*) AS waiting, min(created_at) AS oldest, "
                "(SELECT last_position FROM outbox_position) AS position FROM outbox WHERE published_at IS NULL"
            )
        ).one()
    engine.dispose()
    typer.echo(f"waiting {row.waiting}, oldest {row.oldest or '-'}, last position {row.position or 0}")


@app.command("publish-again")
def publish_again(
    service: Service,
    since: Annotated[str, typer.Option(help="events published at or after this moment, RFC 3339")],
) -> None:
    """Let the relay publish events once more, under the same ids and positions; consumers pass over what they had."""
    _, engine, _ = jobs.load(service)
    with engine.begin() as connection:
        count = connection.execute(_AGAIN, {"since": moment(since, "--since")}).rowcount
    engine.dispose()
    typer.echo(f"{count} events will be published again")
