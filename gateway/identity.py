"""Whose request it is: a bearer token, or a browser's session cookie exchanged for one."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from starlette.requests import Request

from chassis import log
from chassis.call import Call
from chassis.identity import Principal, Verifier
from contracts.auth import ExchangeSession, PublicKeys, RevocationsAfter, RevocationsView, RevocationView, TokenView
from contracts.errors import Unauthenticated
from gateway.bus import BusClient, deadline_ms
from gateway.calls import Services
from gateway.problems import problem_of
from gateway.settings import DEADLINE_SECONDS, GatewaySettings

MOST_SESSIONS = 10_000
RENEW_SECONDS = 60.0
REREAD_SECONDS = 30.0
SYNC_SECONDS = 1.5
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Remembered:
    """A session's token, until it has to be renewed."""

    view: TokenView
    principal: Principal
    renew_at: float


class Identity:
    """Verifies bearer tokens, exchanges cookies, and forgets at once what was revoked."""

    def __init__(self, settings: GatewaySettings, bus: BusClient, services: Services) -> None:
        self.verifier = Verifier(settings.root_public_key)
        self.cookie = "__Host-session" if settings.is_https else "session"
        self._origin = settings.public_url.rstrip("/")
        self._bus = bus
        self._services = services
        self._sessions: OrderedDict[bytes, Remembered] = OrderedDict()
        self._log = log.get_logger("identity")
        self._task: asyncio.Task[None] | None = None
        self._synced = asyncio.Event()

    async def revoked(self, message: Any) -> None:
        """A revocation arrives."""
        try:
            self.verifier.revoke(RevocationView.model_validate(json.loads(message.body)))
        except ValueError:
            self._log.error("bad_revocation", size=len(message.body))

    async def user_changed(self, message: Any) -> None:
        """An event of auth about a person: what browsers are told of the person is read again."""
        try:
            self.forget(UUID(json.loads(message.body)["data"]["user_id"]))
        except (ValueError, KeyError, TypeError):
            self._sessions.clear()

    def forget(self, user_id: UUID) -> None:
        """Exchange the sessions of a person again at their next request."""
        for key in [k for k, remembered in self._sessions.items() if remembered.principal.id == user_id]:
            del self._sessions[key]

    def connected(self) -> None:
        """The queue of revocations is bound: read keys and revocations."""
        self._task = asyncio.create_task(self._keep_synced(), name="identity")

    def lost(self) -> None:
        """The connection is gone: what is revoked now would be missed."""
        if self._task:
            self._task.cancel()
        self.verifier.lose_sync()
        self._synced.clear()

    async def call_of(self, request: Request) -> Call:
        """The call context of a request that needs a signed-in caller; raises `Unauthenticated`."""
        call = anonymous(request)
        bearer = bearer_of(request)
        secret = request.cookies.get(self.cookie)
        if bearer is not None and secret:
            raise problem_of("ambiguous-credentials")
        if bearer is not None:
            await self._until_synced(call)
            call.token, call.caller = bearer, self.verifier.verify(bearer)
            return call
        if not secret:
            raise Unauthenticated()
        self.require_same_origin(request)
        remembered = await self.session(request, secret)
        call.token, call.caller = remembered.view.access_token, remembered.principal
        return call

    async def session(self, request: Request, secret: str) -> Remembered:
        """A browser session's token; raises `SessionEnded`."""
        call = anonymous(request)
        await self._until_synced(call)
        key = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
        known = self._sessions.get(key)
        if known is not None and known.renew_at > time.monotonic():
            try:
                self.verifier.verify(known.view.access_token)
                return known
            except Unauthenticated:
                self._sessions.pop(key, None)
        command = ExchangeSession(session_secret=secret)
        view = await self._services.ask(call, "auth", "exchange_session", command, TokenView)
        principal = self.verifier.verify(view.access_token)
        fresh = Remembered(view, principal, time.monotonic() + view.expires_in - RENEW_SECONDS)
        self._sessions[key] = fresh
        while len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return fresh

    def require_same_origin(self, request: Request) -> None:
        """Raise for an unsafe request by cookie that another site may have caused."""
        if request.method in SAFE:
            return
        site = request.headers.get("sec-fetch-site")
        origin = request.headers.get("origin")
        if site in ("same-origin", "none") or (site is None and origin == self._origin):
            return
        raise problem_of("cross-site-request")

    async def _until_synced(self, call: Call) -> None:
        """Give what was missed while the broker was away a moment to be read; if that is too short, `verify` says so."""
        if not self.verifier.is_synced:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._synced.wait(), min(SYNC_SECONDS, call.remaining()))

    async def _keep_synced(self) -> None:
        pause, read_at = 0.2, 0.0
        while True:
            due = time.monotonic() - read_at > REREAD_SECONDS or self.verifier.wants_keys
            if not self.verifier.is_synced or due:
                try:
                    call = Call(request_id=f"identity-{uuid4()}", deadline_ms=deadline_ms(3))
                    keys = await self._services.ask(call, "auth", "public_keys", PublicKeys(), None)
                    revocations = await self._revocations(call)
                    self.verifier.install_keys(keys["signed"])
                    self.verifier.reset_revocations(revocations.items, revocations.position)
                    self._synced.set()
                    pause, read_at = 0.2, time.monotonic()
                except Exception as error:
                    self._log.warning("identity_not_read", error=type(error).__name__)
                    pause = min(pause * 1.6, 2.0)
            await asyncio.sleep(pause if not self.verifier.is_synced else 0.5)

    async def _revocations(self, call: Call) -> RevocationsView:
        """Every revocation that still matters, page by page until one is empty."""
        entries: list[RevocationView] = []
        position = 0
        while True:
            wanted = RevocationsAfter(position=position)
            page = await self._services.ask(call, "auth", "revocations_after", wanted, RevocationsView)
            if not page.items:
                return RevocationsView(items=entries, position=page.position)
            entries += page.items
            position = page.position


def anonymous(request: Request) -> Call:
    """The call context of a request from anybody."""
    state = request.state
    seconds = getattr(state, "deadline_seconds", DEADLINE_SECONDS)
    return Call(request_id=state.request_id, deadline_ms=deadline_ms(seconds), traceparent=state.traceparent)


def bearer_of(request: Request) -> str | None:
    """The token of an Authorization header, if it is a bearer's."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
