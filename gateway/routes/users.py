"""Accounts."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chassis.call import Call
from contracts.auth import (
    AuditView,
    ChangeRole,
    DisableUser,
    EnableUser,
    FindUsers,
    GetUser,
    ListAudit,
    Role,
    SuccessorMissing,
    UserState,
    UsersView,
    UserView,
)
from contracts.errors import InvalidCommand, StaleVersion
from contracts.model import Command, Cursor
from contracts.tickets import HandOver
from gateway.bodies import build, command_from, command_id, expected_version, optional_object
from gateway.routes.companies import Roles, Search
from gateway.routes.respond import describes, etag_of, json_bytes, parts_of, with_etag
from gateway.routes.schemas import Limit, takes

router = APIRouter(prefix="/users", tags=["users"])


class Disablement(Command):
    """What comes with disabling one of the vendor's consultants: who takes over the active requests."""

    successor_id: UUID | None = None


@router.get("", operation_id="find_users", responses=describes(UsersView))
async def find_users(
    request: Request,
    q: Search = None,
    role: Roles = None,
    state: UserState | None = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """People of every company and of the vendor, by name, for staff and administrators: whom one assigns, who calls."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = build(FindUsers, {"q": q, "role": role, "state": state, "limit": limit, "cursor": cursor})
    return json_bytes(await parts.services.send(call, "auth", "find_users", command))


@router.get("/audit", operation_id="list_audit", responses=describes(AuditView))
async def list_audit(
    request: Request,
    vendor_roles: bool = False,
    user_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """What was done with accounts, newest first (administrators). `vendor_roles`: who gave whom a role at the vendor."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = ListAudit(vendor_roles=vendor_roles, user_id=user_id, limit=limit, cursor=cursor)
    return json_bytes(await parts.services.send(call, "auth", "list_audit", command))


@router.get("/{user_id}", operation_id="get_user", responses=describes(UserView))
async def get_user(request: Request, user_id: UUID) -> Response:
    """One account, for who manages it."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    view = await parts.services.ask(call, "auth", "get_user", GetUser(user_id=user_id), UserView)
    return with_etag(request, view.model_dump_json().encode(), view.version)


@router.patch(
    "/{user_id}",
    operation_id="change_role",
    responses=describes(UserView),
    openapi_extra=takes(ChangeRole, "user_id", "expected_version"),
)
async def change_role(request: Request, user_id: UUID) -> Response:
    """Give another role, at once and everywhere; needs If-Match. People change the rest of their account themselves."""
    call = await parts_of(request).identity.call_of(request)
    command = await command_from(request, ChangeRole, **_given(request, user_id))
    return await _changed(request, call, "change_role", command)


@router.put(
    "/{user_id}/disablement",
    operation_id="disable_user",
    responses=describes(UserView),
    openapi_extra=takes(Disablement),
)
async def disable_user(request: Request, user_id: UUID) -> Response:
    """Disable an account, at once and everywhere; needs If-Match. A consultant's active requests go to `successor_id`."""
    call = await parts_of(request).identity.call_of(request)
    command = DisableUser(**_given(request, user_id))
    successor_id = build(Disablement, await optional_object(request)).successor_id
    hands_over = await _needs_successor(request, call, command, successor_id)
    if hands_over:
        await _hand_over(request, call, command, successor_id, "before")
    answer = await _changed(request, call, "disable_user", command)
    if hands_over:  # what was assigned meanwhile; from now on nothing can be
        await _hand_over(request, call, command, successor_id, "after")
    return answer


@router.delete("/{user_id}/disablement", operation_id="enable_user", responses=describes(UserView))
async def enable_user(request: Request, user_id: UUID) -> Response:
    """Undo a disablement; needs If-Match."""
    call = await parts_of(request).identity.call_of(request)
    return await _changed(request, call, "enable_user", EnableUser(**_given(request, user_id)))


def _given(request: Request, user_id: UUID) -> dict[str, Any]:
    return {
        "user_id": str(user_id),
        "expected_version": expected_version(request),
        "command_id": command_id(request, required=False),
    }


async def _changed(request: Request, call: Call, operation: str, command: Command) -> Response:
    view = await parts_of(request).services.ask(call, "auth", operation, command, UserView)
    content = view.model_dump_json().encode()
    return json_bytes(content, etag=etag_of(view.version, content))


async def _needs_successor(request: Request, call: Call, command: DisableUser, successor_id: UUID | None) -> bool:
    """Whether requests are to be handed over; raises what must be known before any is. Auth decides all the rest."""
    if call.actor.role is not Role.ADMIN:
        return False
    user = await parts_of(request).services.ask(call, "auth", "get_user", GetUser(user_id=command.user_id), UserView)
    if not user.role.is_staff or user.state == UserState.INVITED:
        if successor_id is not None:
            where = [{"pointer": "/successor_id", "detail": "This person has no requests to hand over."}]
            raise InvalidCommand(errors=where)
        return False
    if successor_id is None:
        raise SuccessorMissing(errors=[{"pointer": "/successor_id", "detail": "Name a consultant."}])
    if user.state == UserState.ACTIVE and user.version != command.expected_version:
        raise StaleVersion()
    return True


async def _hand_over(request: Request, call: Call, command: DisableUser, successor_id: UUID | None, when: str) -> None:
    """Each of the two has a command id of its own, the same whenever the request is repeated."""
    derived_id = str(uuid5(NAMESPACE_URL, f"solicitari:hand-over:{when}:{command.command_id}"))
    order = HandOver(command_id=derived_id, from_id=command.user_id, to_id=successor_id)
    await parts_of(request).services.send(call, "tickets", "hand_over", order)
