"""`solicitari files`: whether the store still has what the rows say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from chassis import jobs as runner
from chassis import log

app = typer.Typer(no_args_is_help=True, help="Files and their store (needs the settings of files in the environment).")


@app.command("verify")
def verify(
    hashes: Annotated[bool, typer.Option("--hashes", help="read every byte and compare SHA-256; slow")] = False,
) -> None:
    """Compare every file with the store: there, its size, its ETag. Each fault is a log line; exit code 1 if there is one."""
    log.configure("files-jobs", "WARNING")
    faults = runner.run_once("files", "verify-bytes" if hashes else "verify-store", datetime.now(UTC))
    typer.echo(f"{faults} damaged")
    raise typer.Exit(1 if faults else 0)


@app.command("sweep")
def sweep() -> None:
    """Report objects without rows, which are removed after a day, and rows without objects."""
    log.configure("files-jobs", "WARNING")
    typer.echo(f"{runner.run_once('files', 'sweep', datetime.now(UTC))} found")
