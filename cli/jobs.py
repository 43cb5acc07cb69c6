"""`solicitari jobs`: run what normally runs by itself, once, at a time of your choice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from chassis import jobs as runner
from chassis import log
from cli.moments import moment

app = typer.Typer(no_args_is_help=True, help="The timed jobs of a service (needs its settings in the environment).")

Service = Annotated[str, typer.Argument(help="auth, tickets or files")]


@app.command("list")
def list_jobs(service: Service) -> None:
    """Name a service's jobs and how often they run."""
    _, engine, jobs = runner.load(service)
    engine.dispose()
    for job in jobs:
        typer.echo(f"{job.name}\t" + (f"every {job.every_seconds:g} s" if job.every_seconds else "on demand"))


@app.command("run")
def run_job(
    service: Service,
    name: Annotated[str, typer.Argument(help="the job's name, see `jobs list`")],
    now: Annotated[str | None, typer.Option(help="the moment to act as if it were, RFC 3339; default: now")] = None,
) -> None:
    """Run one job once and print how many things it did."""
    log.configure(f"{service}-jobs", "WARNING")
    at = moment(now, "--now") if now else datetime.now(UTC)
    try:
        typer.echo(runner.run_once(service, name, at))
    except KeyError as error:
        raise typer.BadParameter(str(error.args[0])) from None
