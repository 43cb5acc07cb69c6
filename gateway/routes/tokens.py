"""Tokens of API clients."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from contracts.auth import EndSession, IssueToken, RefreshToken, TokensView
from gateway.bodies import command_from
from gateway.identity import anonymous
from gateway.routes.respond import created, describes, json_bytes, no_content, parts_of
from gateway.routes.schemas import takes
from gateway.routes.sessions import client_network, user_agent

router = APIRouter(prefix="/tokens", tags=["tokens"])


@router.post(
    "",
    operation_id="issue_token",
    responses=describes(TokensView, 201),
    status_code=201,
    openapi_extra=takes(IssueToken, "network", "user_agent"),
)
async def issue_token(request: Request) -> Response:
    """Sign in with e-mail and password, or client_id and client_secret."""
    command = await command_from(request, IssueToken, network=client_network(request), user_agent=user_agent(request))
    tokens = await parts_of(request).services.send(anonymous(request), "auth", "issue_token", command)
    return created(tokens, "/api/v1/tokens/current")


@router.post(
    "/refresh", operation_id="refresh_token", responses=describes(TokensView), openapi_extra=takes(RefreshToken)
)
async def refresh_token(request: Request) -> Response:
    """Exchange a refresh token for new tokens; each is used once."""
    command = await command_from(request, RefreshToken)
    return json_bytes(await parts_of(request).services.send(anonymous(request), "auth", "refresh_token", command))


@router.delete("/current", operation_id="end_tokens", responses=describes(None, 204), status_code=204)
async def end_tokens(request: Request) -> Response:
    """End the family of the bearer token, at once and everywhere."""
    parts = parts_of(request)
    await parts.services.send(await parts.identity.call_of(request), "auth", "end_session", EndSession())
    return no_content()
