"""The caller's own account."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import GetProfile, UserView
from contracts.errors import DomainError
from contracts.tickets import GetTimer, RunningTimer
from gateway.composing import optional
from gateway.routes.respond import describes, json_bytes, parts_of

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
    profile = await parts.services.send(call, "auth", "get_profile", GetProfile())
    timer, missing = None, []
    if call.actor.is_staff:
        try:
            timer = (await parts.services.ask(optional(call), "tickets", "get_timer", GetTimer(), None))["running"]
        except (DomainError, TimeoutError):
            missing = ["timer"]
    return json_bytes(b"%s,%s" % (profile[:-1], orjson.dumps({"timer": timer, "missing": missing})[1:]))
