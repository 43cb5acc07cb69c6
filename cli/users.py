"""`solicitari users`: people's accounts. An administrator signs in for each command."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from chassis.blocking import BlockingBus
from chassis.client import client
from cli.signing_in import Desk, SignInSettings, administrator, command_id, user_id_of
from contracts.auth import (
    ChangeRole,
    DisableUser,
    EnableUser,
    FindUsers,
    GetUser,
    InviteUser,
    ListUsers,
    Role,
    SuccessorMissing,
    UserState,
    UsersView,
    UserView,
)
from contracts.errors import InvalidCommand
from contracts.tickets import HandOver, TicketsApi

app = typer.Typer(no_args_is_help=True, help="People's accounts (over RPC, as an administrator).")

Who = Annotated[str, typer.Argument(help="the account's id or e-mail address")]
Company = Annotated[UUID | None, typer.Option(help="a company's id; without it the vendor's own people")]


@app.command("list")
def list_users(
    company: Company = None,
    everybody: Annotated[bool, typer.Option("--all", help="people of all companies and of the vendor")] = False,
    search: Annotated[str | None, typer.Option(help="part of a name, an address or a company's name")] = None,
    state: Annotated[UserState | None, typer.Option(help="only these accounts")] = None,
) -> None:
    """Print id, state, role, e-mail, name, company and last sign-in, by name."""
    with administrator() as desk:
        cursor = None
        while True:
            page: UsersView
            if everybody:
                page = desk.auth.find_users(desk.call(), FindUsers(q=search, state=state, limit=200, cursor=cursor))
            else:
                wanted = ListUsers(company_id=company, q=search, state=state, limit=200, cursor=cursor)
                page = desk.auth.list_users(desk.call(), wanted)
            for user in page.items:
                seen = user.last_signed_in_at.isoformat(timespec="seconds") if user.last_signed_in_at else "never"
                facts = (user.id, user.state, user.role, user.email, user.name, user.company_name or "-", seen)
                typer.echo("\t".join(str(fact) for fact in facts))
            cursor = page.page.next_cursor
            if cursor is None:
                return


@app.command("invite")
def invite(
    email: Annotated[str, typer.Argument(help="the person's address")],
    role: Annotated[Role, typer.Option(help="customer or company_admin with --company; else a role at the vendor")],
    company: Company = None,
    name: Annotated[str | None, typer.Option(help="the person's name; it can be changed when accepting")] = None,
) -> None:
    """Invite somebody; prints the one-time code, which cannot be shown again."""
    with administrator() as desk:
        command = InviteUser(command_id=command_id(), email=email, role=role, company_id=company, name=name)
        invited = desk.auth.invite_user(desk.call(), command)
    typer.echo(f"Accept the invitation at PUBLIC_URL/invitations/<code> until {invited.expires_at:%Y-%m-%d %H:%M %Z}.")
    typer.echo(f"code: {invited.token}")


@app.command("disable")
def disable(
    who: Who,
    successor: Annotated[str | None, typer.Option(help="who takes over a consultant's active requests")] = None,
) -> None:
    """Disable an account, at once and everywhere. A consultant's active requests go to --successor."""
    with administrator() as desk:
        user_id = user_id_of(desk, who)
        command = DisableUser(command_id=command_id(), user_id=user_id)
        if not _needs_successor(desk.auth.get_user(desk.call(), GetUser(user_id=user_id)), successor):
            user = desk.auth.disable_user(desk.call(), command)
            typer.echo(f"{user.email}: {user.state}")
            return
        heir = user_id_of(desk, successor or "")
        bus = BlockingBus(SignInSettings.from_environment().amqp_uri)
        tickets = client(TicketsApi, bus, "tickets")
        try:
            moved = _hand_over(desk, tickets, user_id, heir)
            user = desk.auth.disable_user(desk.call(), command)
            moved += _hand_over(desk, tickets, user_id, heir)  # what was assigned meanwhile; from now on nothing can be
        finally:
            bus.close()
        typer.echo(f"{user.email}: {user.state}\n{moved} requests handed over")


def _needs_successor(user: UserView, successor: str | None) -> bool:
    """Whether requests are to be handed over, as the gateway decides it; raises what must be known before any is."""
    if not user.role.is_staff or user.state == UserState.INVITED:
        if successor is not None:
            raise InvalidCommand("This person has no requests to hand over. Leave out --successor.")
        return False
    if successor is None:
        raise SuccessorMissing("Name with --successor the consultant who takes over this person's active requests.")
    return True


def _hand_over(desk: Desk, tickets: TicketsApi, from_id: UUID, to_id: UUID) -> int:
    order = HandOver(command_id=command_id(), from_id=from_id, to_id=to_id)
    return tickets.hand_over(desk.call(), order).moved


@app.command("enable")
def enable(who: Who) -> None:
    """Undo a disablement."""
    with administrator() as desk:
        command = EnableUser(command_id=command_id(), user_id=user_id_of(desk, who))
        user = desk.auth.enable_user(desk.call(), command)
        typer.echo(f"{user.email}: {user.state}")


@app.command("role")
def change_role(who: Who, role: Annotated[Role, typer.Argument(help="the new role")]) -> None:
    """Give another role, at once and everywhere; roles at the vendor are shown to all administrators."""
    with administrator() as desk:
        command = ChangeRole(command_id=command_id(), user_id=user_id_of(desk, who), role=role)
        user = desk.auth.change_role(desk.call(), command)
        typer.echo(f"{user.email}: {user.role}")
