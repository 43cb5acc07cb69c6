"""Invitations, for who holds their one-time token."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import AcceptInvitation, GetInvitation, InvitationView
from gateway.bodies import command_from
from gateway.identity import anonymous
from gateway.routes.respond import describes, json_bytes, no_content, parts_of
from gateway.routes.schemas import takes

router = APIRouter(prefix="/invitations", tags=["invitations"])


@router.get("/{token}", operation_id="get_invitation", responses=describes(InvitationView))
async def get_invitation(request: Request, token: str) -> Response:
    """Who is invited, and into which company."""
    command = GetInvitation(token=token[:1024])
    return json_bytes(await parts_of(request).services.send(anonymous(request), "auth", "get_invitation", command))


@router.put(
    "/{token}",
    operation_id="accept_invitation",
    responses=describes(None, 204),
    status_code=204,
    openapi_extra=takes(AcceptInvitation, "token"),
)
async def accept_invitation(request: Request, token: str) -> Response:
    """Set name and password, once."""
    command = await command_from(request, AcceptInvitation, token=token[:1024])
    await parts_of(request).services.send(anonymous(request), "auth", "accept_invitation", command)
    return no_content()
