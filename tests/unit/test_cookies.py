"""The session's cookie: bound to the host and to TLS wherever people come over https."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contracts.auth import Role, SessionStarted, UserView
from devstack import secret
from gateway.identity import Identity
from gateway.routes.sessions import end_session, start_session
from gateway.settings import GatewaySettings

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ANA = UserView(
    id=UUID(int=1),
    email="ana@example.org",
    name="Ana",
    role=Role.CUSTOMER,
    company_id=UUID(int=2),
    company_name="Brutăria",
    telephone="",
    language="ro",
    time_zone="Europe/Bucharest",
    state="active",
    version=1,
    created_at=NOW,
)


class Auth:
    """Answers for auth."""

    async def ask(self, *_: object) -> SessionStarted:
        """Signing in succeeds."""
        return SessionStarted(session_secret="kept", user=ANA, expires_at=NOW)

    async def send(self, *_: object) -> None:
        """Signing out succeeds."""


def cookies_for(public_url: str) -> list[str]:
    """The cookies that signing in and signing out set."""
    key = secret.make()["root_public_key"]
    environment = {"AMQP_URI": "amqp://", "ROOT_PUBLIC_KEY": key, "PUBLIC_URL": public_url}
    settings = GatewaySettings.from_environment(environment)
    services = cast("Any", Auth())
    identity = Identity(settings, cast("Any", None), services)

    async def call_of(request: Request) -> None:
        """Whoever it is may."""

    identity.call_of = call_of  # type: ignore[assignment,method-assign]

    def known(endpoint: Any) -> Any:
        async def run(request: Request) -> Response:
            request.state.request_id, request.state.traceparent = "r", None
            answer: Response = await endpoint(request)
            return answer

        return run

    app = Starlette(
        routes=[
            Route("/", known(start_session), methods=["POST"]),
            Route("/", known(end_session), methods=["DELETE"]),
        ]
    )
    app.state.parts = SimpleNamespace(settings=settings, services=services, identity=identity)

    async def ask() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=public_url) as client:
            begun = await client.post("/", json={"email": ANA.email, "password": "o parolă lungă"})
            ended = await client.delete("/")
        return [answer.headers["set-cookie"] for answer in (begun, ended)]

    with ThreadPoolExecutor(1) as thread:  # the browser tests leave an event loop in the main one
        return thread.submit(asyncio.run, ask()).result()


def parts(cookie: str) -> set[str]:
    """What a cookie says, in lower case."""
    return {part.strip().lower() for part in cookie.split(";")}


def test_over_https_the_cookie_is_of_this_host_and_of_tls_alone() -> None:
    begun, ended = cookies_for("https://desk.example")
    assert begun.startswith("__Host-session=kept;")
    assert ended.startswith('__Host-session="";')
    for cookie in (begun, ended):
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts(cookie)
        assert not any(part.startswith("domain") for part in parts(cookie))


def test_without_tls_browsers_would_refuse_such_a_cookie() -> None:
    for cookie in cookies_for("http://127.0.0.1:8080"):
        assert cookie.startswith("session=")
        assert "secure" not in parts(cookie)
        assert "httponly" in parts(cookie)
