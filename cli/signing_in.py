"""Commands that an administrator runs over RPC: who signs in, and how trouble is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

import typer

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from chassis.settings import Settings
from contracts.auth import AuthApi, EndSession, FindUsers, IssueToken, TokensView
from contracts.errors import DomainError


class SignInSettings(Settings):
    """Where the broker is, with an account that may call auth (the gateway's); and who signs in, unless asked."""

    amqp_uri: str
    solicitari_email: str | None = None
    solicitari_password: str | None = None


@dataclass
class Desk:
    """Auth, and calls of whoever signed in."""

    auth: AuthApi
    token: str | None = None

    def call(self) -> Call:
        """A fresh call."""
        return Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms(), token=self.token)


@contextmanager
def administrator() -> Iterator[Desk]:
    """Sign in for the time of a command: SOLICITARI_EMAIL and SOLICITARI_PASSWORD, or asked at the terminal."""
    settings = SignInSettings.from_environment()
    email = settings.solicitari_email or typer.prompt("E-mail", err=True)
    password = settings.solicitari_password or typer.prompt("Password", hide_input=True, err=True)
    bus = BlockingBus(settings.amqp_uri)
    desk = Desk(client(AuthApi, bus, "auth"))
    try:
        command = IssueToken(email=email, password=password, user_agent="solicitari (command line)")
        tokens: TokensView = desk.auth.issue_token(desk.call(), command)
        desk.token = tokens.access_token
        try:
            yield desk
        finally:
            with suppress(DomainError):  # a one-time secret that was made is still to be printed
                desk.auth.end_session(desk.call(), EndSession())
    except DomainError as error:
        where = ", ".join(f"{e['pointer']} {e['detail']}" for e in error.extra.get("errors", []))
        sys.exit(f"{error.code}: {error.detail}" + (f" ({where})" if where else ""))
    finally:
        bus.close()


def command_id() -> str:
    """A command of its own for every run."""
    return str(uuid4())


def user_id_of(desk: Desk, who: str) -> UUID:
    """An account's id, given its id or address; ends the program when there is none."""
    try:
        return UUID(who)
    except ValueError:
        pass
    for user in desk.auth.find_users(desk.call(), FindUsers(q=who, limit=200)).items:
        if user.email.casefold() == who.casefold():
            return user.id
    sys.exit(f"There is no account with the id or address {who!r}.")
