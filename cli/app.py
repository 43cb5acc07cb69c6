"""The commands of `solicitari`; each group has a file of its own."""

from __future__ import annotations

import typer

from cli import accounts, companies, dead, desk, files, jobs, migrate, outbox, users

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Administer and operate Solicitări.")
app.command("migrate")(migrate.migrate)
app.add_typer(jobs.app, name="jobs")
app.add_typer(outbox.app, name="outbox")
app.add_typer(dead.app, name="dead")
app.add_typer(companies.app, name="companies")
app.add_typer(users.app, name="users")
app.add_typer(accounts.app, name="accounts")
app.add_typer(files.app, name="files")
app.add_typer(desk.app, name="desk")
