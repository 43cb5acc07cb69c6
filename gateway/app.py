"""The application: its parts, its middleware, its routes."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_hex
from typing import Any
from uuid import uuid4

import aiohttp
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis import log
from chassis.pointers import named
from chassis.wire import REVOCATIONS_EXCHANGE
from contracts.errors import DomainError, Internal, InvalidCommand
from gateway import shortcuts
from gateway.bus import BusClient
from gateway.calls import Services
from gateway.composing import USER_EVENTS, Composer
from gateway.identity import Identity
from gateway.problems import http_problem, problem_of, respond
from gateway.routes import (
    companies,
    documents,
    drafts,
    files,
    health,
    invitations,
    me,
    sessions,
    static,
    ticket_entries,
    ticket_handling,
    ticket_history,
    ticket_timer,
    ticket_work,
    tickets,
    tokens,
    users,
)
from gateway.settings import GatewaySettings
from gateway.transfers import STALL_SECONDS

_SAFE_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
_TRACEPARENT = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_API_CSP = b"default-src 'none'; frame-ancestors 'none'"


class Parts:
    """What the routes work with, at `request.app.state.parts`."""

    def __init__(self, settings: GatewaySettings) -> None:
        self.settings = settings
        self.bus = BusClient(settings.amqp_uri, heartbeat=settings.heartbeat)
        self.services = Services(self.bus)
        self.identity = Identity(settings, self.bus, self.services)
        self.composer = Composer(self.services)
        self.registry = CollectorRegistry()
        self.readiness = health.Readiness(self.bus, self.services, self.registry)
        self.store: aiohttp.ClientSession | None = None
        self.requests = Counter(
            "http_requests", "Requests by route and status", ["route", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "http_request_seconds", "Time to the end of the answer", ["route"], registry=self.registry
        )
        self.bus.subscribe(REVOCATIONS_EXCHANGE, ("",), self.identity.revoked)
        self.bus.subscribe("auth.events", USER_EVENTS, self.composer.user_changed)
        self.bus.subscribe("auth.events", USER_EVENTS, self.identity.user_changed)
        self.bus.on_up = self.identity.connected
        self.bus.on_down = self._down

    def _down(self) -> None:
        self.identity.lost()
        self.composer.forget_people()


def create_app(settings: GatewaySettings) -> FastAPI:
    """The application for one set of settings."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        parts = Parts(settings)
        app.state.parts = parts
        timeout = aiohttp.ClientTimeout(total=None, connect=3, sock_read=STALL_SECONDS)
        parts.store = aiohttp.ClientSession(timeout=timeout, read_bufsize=262_144, auto_decompress=False)
        await parts.bus.start()
        try:
            yield
        finally:
            await parts.store.close()
            await parts.bus.stop()

    app = FastAPI(
        title="Solicitări",
        version="1",
        summary="Service requests of partner companies, their answers and files.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    of_tickets = (tickets, ticket_entries, ticket_handling, ticket_history, ticket_work, ticket_timer)
    for resource in (sessions, tokens, me, companies, users, invitations, *of_tickets, drafts, files, documents):
        app.include_router(resource.router, prefix="/api/v1")
    app.include_router(health.router)
    app.router.default = static.Portal(settings.portal_folder)
    app.add_exception_handler(DomainError, _domain_error)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]
    app.add_exception_handler(ClientDisconnect, _client_gone)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _validation_error)  # type: ignore[arg-type]
    app.add_middleware(Edge)
    return app


async def _domain_error(request: Request, error: DomainError) -> Response:
    return respond(error, request_id=request.state.request_id, path=request.url.path)


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        problem: DomainError = problem_of("unknown-address")
    elif error.status_code == 405:
        problem = problem_of("method-not-allowed", allow=_allowed(request))
    else:
        problem = http_problem(error.status_code, "http-error", "The request could not be understood.")
    return respond(problem, request_id=request.state.request_id, path=request.url.path)


async def _client_gone(request: Request, _error: ClientDisconnect) -> Response:
    """The body broke off, or was none: nobody hears this, and nothing is wrong with us."""
    return respond(problem_of("malformed-http"), request_id=request.state.request_id, path=request.url.path)


def _allowed(request: Request) -> str:
    """The methods that an address takes; the router itself names those of one route alone."""

    def takes(method: str) -> bool:
        scope = dict(request.scope) | {"method": method}
        return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)

    return ", ".join(method for method in METHODS if takes(method))


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    """A path or query parameter is not as it must be."""
    problem = InvalidCommand(errors=named(error.errors()))
    return respond(problem, request_id=request.state.request_id, path=request.url.path)


class Edge:
    """The outermost layer: request id, trace, headers of every answer, one log line, and the last resort."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = log.get_logger("http")
        self._meters: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = {name: value.decode("latin-1") for name, value in scope["headers"]}
        request_id = given.get(b"x-request-id", "")
        if not _SAFE_ID.match(request_id):
            request_id = str(uuid4())
        traceparent = given.get(b"traceparent", "")
        if not _TRACEPARENT.match(traceparent):
            traceparent = f"00-{token_hex(16)}-{token_hex(8)}-01"
        state: dict[str, Any] = scope.setdefault("state", {})
        state.update(request_id=request_id, traceparent=traceparent)
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _complete(message["headers"], scope["path"], request_id)
            await send(message)

        try:
            short = shortcuts.shortcut(scope)
            if short is None:
                await self.app(scope, receive, send_with_headers)
            else:
                await shortcuts.serve(short, scope, receive, send_with_headers)
        except Exception as error:  # the last resort: an opaque answer, and the trace in our log
            bare = RuntimeError(f"{type(error).__module__}.{type(error).__name__}")
            self.log.error("request_failed", request_id=request_id, exc_info=(type(bare), bare, error.__traceback__))
            if not status:
                response = respond(Internal(), request_id=request_id, path=scope["path"])
                await response(scope, receive, send_with_headers)
        finally:
            self._record(scope, status, request_id, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, request_id: str, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "-")
        parts: Parts = scope["app"].state.parts
        key = (route, scope["method"], status)
        if (
            key not in self._meters
        ):  # as many as there are routes: asking for them by label each time costs more than counting
            self._meters[key] = parts.requests.labels(*key), parts.seconds.labels(route)
        counter, histogram = self._meters[key]
        counter.inc()
        histogram.observe(seconds)
        milliseconds = round(seconds * 1000, 1)
        facts = {"method": scope["method"], "route": route, "status": status, "ms": milliseconds}
        self.log.info("request", request_id=request_id, **facts)


def _complete(headers: list[tuple[bytes, bytes]], path: str, request_id: str) -> None:
    """Headers that every answer has, unless the route set its own."""
    present = {name.lower() for name, _ in headers}
    defaults = [
        (b"x-request-id", request_id.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]
    if path.startswith("/api/"):
        defaults += [(b"cache-control", b"no-store"), (b"content-security-policy", _API_CSP)]
    headers.extend(header for header in defaults if header[0] not in present)
