"""Accounts."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import DisableUser, EnableUser, GetUser, UserView
from gateway.bodies import command_id, expected_version
from gateway.routes.respond import describes, json_bytes, parts_of, with_etag

router = APIRouter(prefix="/users", tags=["users"])


@router.get("/{user_id}", operation_id="get_user", responses=describes(UserView))
async def get_user(request: Request, user_id: UUID) -> Response:
    """One account, for who manages it."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    view = await parts.services.ask(call, "auth", "get_user", GetUser(user_id=user_id), UserView)
    return with_etag(request, view.model_dump_json().encode(), view.version)


@router.put("/{user_id}/disablement", operation_id="disable_user", responses=describes(UserView))
async def disable_user(request: Request, user_id: UUID) -> Response:
    """Disable an account, at once and everywhere; needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = DisableUser(
        command_id=command_id(request, required=False), user_id=user_id, expected_version=expected_version(request)
    )
    return json_bytes(await parts.services.send(call, "auth", "disable_user", command))


@router.delete("/{user_id}/disablement", operation_id="enable_user", responses=describes(UserView))
async def enable_user(request: Request, user_id: UUID) -> Response:
    """Undo a disablement; needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = EnableUser(
        command_id=command_id(request, required=False), user_id=user_id, expected_version=expected_version(request)
    )
    return json_bytes(await parts.services.send(call, "auth", "enable_user", command))
