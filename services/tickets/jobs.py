"""What tickets does by itself: close what stays resolved, give back claims of entries that never came to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import Engine, text

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from chassis.commands import CommandLog
from chassis.db import read_engine
from chassis.jobs import Job
from contracts.auth import AuthApi, IssueToken
from contracts.files import FilesApi, ReleaseFiles, UnconfirmedClaims
from services.tickets.domain import attaching, durations, handling
from services.tickets.domain.desk import Desk
from services.tickets.queries import statement, ticket_sql
from services.tickets.settings import CLAIM_GRACE_SECONDS, TicketsSettings

SETTINGS = TicketsSettings
ACCOUNT = uuid5(NAMESPACE_URL, "solicitari:service:tickets")
BATCH = 200

_RESOLVED = text(
    "SELECT t.number, t.resolved_at, coalesce(s.auto_close_working_days, 5) AS days FROM tickets t "
    "LEFT JOIN desk_settings s ON s.company_id = t.company_id "
    "WHERE t.status = 'resolved' AND t.resolved_at < :now ORDER BY t.resolved_at LIMIT :batch"
)


def jobs(settings: TicketsSettings, engine: Engine) -> list[Job]:
    """All jobs of tickets."""
    bus = BlockingBus(settings.amqp_uri)
    desk = Desk(
        engine, read_engine(engine), CommandLog(settings.command_hmac_key), client(FilesApi, bus, "files"), None
    )
    found = [Job("auto-close", 300, auto_close(desk))]
    if settings.tickets_client_secret:
        secret = settings.tickets_client_secret
        auth: AuthApi = client(AuthApi, bus, "auth")
        found.append(Job("reconcile-claims", 30, reconcile_claims(desk, auth, secret)))
    return found


def auto_close(desk: Desk) -> Callable[[datetime], int]:
    """Close requests that stayed resolved for as many working days as their company wants."""

    def run(now: datetime) -> int:
        with desk.reads.connect() as connection:
            rows = connection.execute(_RESOLVED, {"now": now, "batch": BATCH}).all()
        due = [r.number for r in rows if durations.after_working_days(r.resolved_at, r.days) <= now]
        for number in due:
            with desk.engine.begin() as connection:
                ticket = connection.execute(statement(ticket_sql("TRUE", lock=True)), {"number": number}).one()
                over = ticket.resolved_at and durations.after_working_days(
                    ticket.resolved_at, ticket.auto_close_working_days
                )
                if ticket.status == "resolved" and over <= now:
                    handling.close(connection, None, ticket, now, reason="auto")
        return len(due)

    return run


def reconcile_claims(desk: Desk, auth: AuthApi, secret: str) -> Callable[[datetime], int]:
    """Give back claims whose entry never came to be. The fate decides, never a time-out alone."""

    def run(now: datetime) -> int:
        sign_in = IssueToken(client_id=str(ACCOUNT), client_secret=secret)
        token = auth.issue_token(_call(None), sign_in).access_token
        ahead = (now - datetime.now(UTC)).total_seconds()  # `now` may be moved, the clock of files is not
        question = UnconfirmedClaims(older_than_seconds=max(0, round(CLAIM_GRACE_SECONDS - ahead)), limit=BATCH)
        released = 0
        for claim in desk.files.unconfirmed_claims(_call(token), question).items:
            if attaching.void(desk, claim.entry_id) or attaching.is_void(desk, claim.entry_id):
                desk.files.release(_call(token), ReleaseFiles(entry_id=claim.entry_id))
                released += 1
        return released

    return run


def _call(token: str | None) -> Call:
    return Call(request_id=f"tickets-jobs-{uuid4()}", deadline_ms=default_deadline_ms(), token=token)
