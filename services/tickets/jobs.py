"""What tickets does by itself: close what stays resolved, remind who is waited for, give back claims of entries that
never came to be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlalchemy import Engine

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from chassis.jobs import Job
from contracts.auth import AuthApi, IssueToken
from contracts.files import FilesApi, ReleaseFiles, UnconfirmedClaims
from services.tickets.domain import attaching, drafts, waiting
from services.tickets.domain.desk import Desk
from services.tickets.settings import CLAIM_GRACE_SECONDS, TicketsSettings

SETTINGS = TicketsSettings
ACCOUNT = uuid5(NAMESPACE_URL, "solicitari:service:tickets")
BATCH = 200


def jobs(settings: TicketsSettings, engine: Engine) -> list[Job]:
    """All jobs of tickets."""
    bus = BlockingBus(settings.amqp_uri)
    desk = Desk.of(engine, settings.command_hmac_key, files=client(FilesApi, bus, "files"), auth=None)
    found = [
        Job("auto-close", 300, partial(waiting.auto_close, desk)),
        Job("remind-waiting", 600, partial(waiting.remind, desk)),
        Job("purge-drafts", 3600, partial(_purge_drafts, engine)),
    ]
    if settings.tickets_client_secret:
        secret = settings.tickets_client_secret
        auth: AuthApi = client(AuthApi, bus, "auth")
        found.append(Job("reconcile-claims", 30, reconcile_claims(desk, auth, secret)))
    return found


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


def _purge_drafts(engine: Engine, now: datetime) -> int:
    with engine.begin() as connection:
        return drafts.purge(connection, now)


def _call(token: str | None) -> Call:
    return Call(request_id=f"tickets-jobs-{uuid4()}", deadline_ms=default_deadline_ms(), token=token)
