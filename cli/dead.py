"""`solicitari dead`: messages that were parked since they could not be worked off. Prints envelopes, never content."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import amqp
import typer

from chassis.parking import NotAllowed, Parked, ParkingLot
from chassis.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Messages of a service that were parked (needs its AMQP_URI).")

Service = Annotated[str, typer.Argument(help="auth, tickets or files")]
MessageId = Annotated[str, typer.Argument(help="the message's id, see `dead list`")]


class BusSettings(Settings):
    """Where the broker is, with the account of the service."""

    amqp_uri: str


@app.command("list")
def list_parked(
    service: Service,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="at most so many, oldest first")] = 50,
) -> None:
    """Print what is parked: id, what it is, why, since when, and whether it can be replayed."""
    with _lot(service) as lot:
        found, total = lot.look(limit)
    for one in found:
        typer.echo("\t".join((one.id, one.what, one.why, one.parked_at, _fate(one))))
    typer.echo(f"{total} parked" + (f", the oldest {len(found)} are shown" if total > len(found) else ""), err=True)


@app.command("show")
def show(service: Service, message_id: MessageId) -> None:
    """Print the envelope of a message: where from, when, why, its hash, size and headers."""
    with _lot(service) as lot:
        found = lot.find(message_id)
    if found is None:
        sys.exit(_no_such(service, message_id))
    head = {"id": found.id, "what": found.what, "why": found.why, "parked_at": found.parked_at, "fate": _fate(found)}
    typer.echo(json.dumps(head | found.facts, indent=2, default=str, ensure_ascii=False))


@app.command("replay")
def replay(
    service: Service,
    message_id: Annotated[str | None, typer.Argument(help="the message's id, see `dead list`")] = None,
    everything: Annotated[bool, typer.Option("--all", help="all that can be replayed, oldest first")] = False,
) -> None:
    """Give an event (or all) back to its consumer, with all attempts before it. Mend the cause first."""
    if (message_id is None) is not everything:
        raise typer.BadParameter("name one message, or say --all")
    with _lot(service) as lot:
        if message_id is not None:
            found = lot.find(message_id)
            if found is None:
                sys.exit(_no_such(service, message_id))
            if not found.can_be_replayed:
                sys.exit("Only an envelope of this message was kept: have its sender send it again, then drop it.")
        done = lot.replay(message_id)
    typer.echo(f"{done} replayed")


@app.command("drop")
def drop(service: Service, message_id: MessageId) -> None:
    """Remove a message for good. An event that is dropped is never applied, and later ones of its subject wait for it."""
    with _lot(service) as lot:
        done = lot.drop(message_id)
    if not done:
        sys.exit(_no_such(service, message_id))
    typer.echo(f"{done} dropped")


@contextmanager
def _lot(service: str) -> Iterator[ParkingLot]:
    """The parked messages of a service; trouble with the broker ends with a sentence."""
    try:
        yield ParkingLot(BusSettings.from_environment().amqp_uri, service)
    except NotAllowed as error:
        sys.exit(f"Not allowed: {error}. Run this with the AMQP_URI of {service}.")
    except amqp.NotFound:
        sys.exit(f"There is no queue of parked messages for {service!r}; there are auth, tickets and files.")
    except (OSError, amqp.AMQPError) as error:
        sys.exit(
            f"The broker did not do it ({type(error).__name__}); what was not confirmed is still parked. Try again."
        )


def _fate(found: Parked) -> str:
    return f"replay to {found.from_queue}" if found.can_be_replayed else "envelope only"


def _no_such(service: str, message_id: str) -> str:
    return f"{service} has no parked message {message_id!r}; `dead list {service}` shows all."
