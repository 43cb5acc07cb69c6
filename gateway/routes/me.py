"""The caller's own account, and its sessions."""

from __future__ import annotations

from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import (
    ChangePassword,
    ChangeProfile,
    EndSession,
    GetProfile,
    ListSessions,
    SessionsView,
    UserView,
)
from contracts.errors import DomainError
from contracts.model import Cursor
from contracts.tickets import GetTimer, RunningTimer
from gateway.bodies import command_from, command_id, expected_version
from gateway.composing import optional
from gateway.routes.respond import describes, etag_of, json_bytes, no_content, parts_of, with_etag
from gateway.routes.schemas import Limit, takes

router = APIRouter(prefix="/me", tags=["me"])


class Profile(UserView):
    """The own account and, for consultants, the running timer; `missing` names it when it could not be had in time."""

    timer: RunningTimer | None
    missing: list[str]


@router.get("", operation_id="get_profile", responses=describes(Profile))
async def get_profile(request: Request) -> Response:
    """The own account, and the own timer wherever it runs."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    user = await parts.services.ask(call, "auth", "get_profile", GetProfile(), UserView)
    timer, missing = None, []
    if call.actor.is_staff:
        try:
            timer = (await parts.services.ask(optional(call), "tickets", "get_timer", GetTimer(), None))["running"]
        except (DomainError, TimeoutError):
            missing = ["timer"]
    profile = user.model_dump_json().encode()
    content = b"%s,%s" % (profile[:-1], orjson.dumps({"timer": timer, "missing": missing})[1:])
    return json_bytes(content) if missing else with_etag(request, content, user.version)


@router.patch(
    "",
    operation_id="change_profile",
    responses=describes(UserView),
    openapi_extra=takes(ChangeProfile, "expected_version"),
)
async def change_profile(request: Request) -> Response:
    """Change the own name, telephone, language or time zone; needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    given = {"expected_version": expected_version(request), "command_id": command_id(request, required=False)}
    command = await command_from(request, ChangeProfile, **given)
    view = await parts.services.ask(call, "auth", "change_profile", command, UserView)
    parts.identity.forget(view.id)
    content = view.model_dump_json().encode()
    return json_bytes(content, etag=etag_of(view.version, content))


@router.put(
    "/password",
    operation_id="change_password",
    responses=describes(None, 204),
    status_code=204,
    openapi_extra=takes(ChangePassword),
)
async def change_password(request: Request) -> Response:
    """Set a new password. All other sessions end at once; an API client refreshes its own token and goes on."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, ChangePassword)
    await parts.services.send(call, "auth", "change_password", command)
    return no_content()


@router.get("/sessions", operation_id="list_sessions", responses=describes(SessionsView))
async def list_sessions(request: Request, limit: Limit = 50, cursor: Cursor | None = None) -> Response:
    """The own browser sessions and token families, newest first."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    return json_bytes(
        await parts.services.send(call, "auth", "list_sessions", ListSessions(limit=limit, cursor=cursor))
    )


@router.delete(
    "/sessions/{session_id}", operation_id="end_own_session", responses=describes(None, 204), status_code=204
)
async def end_own_session(request: Request, session_id: UUID) -> Response:
    """End one of the own sessions, at once and everywhere."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    await parts.services.send(call, "auth", "end_session", EndSession(session_id=session_id))
    return no_content()
