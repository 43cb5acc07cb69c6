"""The caller's own account."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import GetProfile, UserView
from gateway.routes.respond import describes, json_bytes, parts_of

router = APIRouter(prefix="/me", tags=["me"])


@router.get("", operation_id="get_profile", responses=describes(UserView))
async def get_profile(request: Request) -> Response:
    """The own account."""
    parts = parts_of(request)
    return json_bytes(
        await parts.services.send(await parts.identity.call_of(request), "auth", "get_profile", GetProfile())
    )
