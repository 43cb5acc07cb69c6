"""Browser sessions: an opaque cookie, no token in any body."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import EndSession, SessionStarted, StartSession, UserView
from contracts.errors import DomainError, Unauthenticated
from contracts.model import Moment, View
from gateway.bodies import command_from
from gateway.identity import anonymous
from gateway.problems import HttpProblem, respond
from gateway.routes.respond import describes, json_view, no_content, parts_of
from gateway.routes.schemas import takes

router = APIRouter(prefix="/sessions", tags=["sessions"])


class BrowserSession(View):
    """Who is signed in, and until when at most."""

    user: UserView
    expires_at: Moment


@router.post(
    "",
    operation_id="start_session",
    responses=describes(BrowserSession, 201),
    status_code=201,
    openapi_extra=takes(StartSession, "network", "user_agent"),
)
async def start_session(request: Request) -> Response:
    """Sign in with e-mail and password (P1). The session is in the cookie alone."""
    parts = parts_of(request)
    given = {"network": client_network(request), "user_agent": user_agent(request)}
    command = await command_from(request, StartSession, **given)
    started = await parts.services.ask(anonymous(request), "auth", "start_session", command, SessionStarted)
    response = json_view(BrowserSession(user=started.user, expires_at=started.expires_at), 201)
    response.headers["location"] = "/api/v1/sessions/current"
    response.set_cookie(
        parts.identity.cookie,
        started.session_secret,
        max_age=round((started.expires_at - datetime.now(UTC)).total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=parts.settings.is_https,
    )
    return response


@router.get("/current", operation_id="get_session", responses=describes(BrowserSession))
async def get_session(request: Request) -> Response:
    """Who this browser is signed in as."""
    parts = parts_of(request)
    secret = request.cookies.get(parts.identity.cookie)
    if not secret:
        raise Unauthenticated()
    remembered = await parts.identity.session(request, secret)
    view = remembered.view
    return json_view(BrowserSession(user=view.user, expires_at=view.session_expires_at))


@router.delete("/current", operation_id="end_session", responses=describes(None, 204), status_code=204)
async def end_session(request: Request) -> Response:
    """Sign this browser out, at once and everywhere."""
    parts = parts_of(request)
    try:
        await parts.services.send(await parts.identity.call_of(request), "auth", "end_session", EndSession())
        response = no_content()
    except HttpProblem:  # of another site, for one: it signs nobody out
        raise
    except DomainError as error:  # the session may live on, but not in this browser
        response = respond(error, request_id=request.state.request_id, path=request.url.path)
    response.delete_cookie(
        parts.identity.cookie, path="/", httponly=True, samesite="lax", secure=parts.settings.is_https
    )
    return response


def user_agent(request: Request) -> str:
    """What the caller's program calls itself, fit for a list of sessions."""
    return "".join(c for c in request.headers.get("user-agent", "") if c.isprintable())[:300]


def client_network(request: Request) -> str:
    """The caller's address; X-Forwarded-For is believed from trusted proxies alone."""
    peer = request.client.host if request.client else ""
    settings = parts_of(request).settings
    headers = ",".join(request.headers.getlist("x-forwarded-for"))  # some proxies append a line of their own
    forwarded = [p.strip() for p in headers.split(",") if p.strip()]
    while forwarded and settings.trusts(peer):
        peer = forwarded.pop()
    return peer[:64]
