"""Partner companies and their people."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from chassis.call import Call
from contracts.auth import (
    ChangeCompany,
    CompaniesView,
    CompanyView,
    CreateCompany,
    GetCompany,
    InvitedView,
    InviteUser,
    ListCompanies,
    ListUsers,
    Role,
    UserState,
    UsersView,
)
from contracts.errors import DomainError
from contracts.model import Cursor
from contracts.tickets import CountByPerson, PeopleCountsView
from gateway.bodies import build, command_from, command_id, expected_version
from gateway.calls import Services
from gateway.composing import optional
from gateway.routes.respond import UNCHANGED, created, describes, etag_of, json_bytes, parts_of, with_etag, with_next
from gateway.routes.schemas import Limit, takes

router = APIRouter(prefix="/companies", tags=["companies"])

# `vendor` stands for the vendor's own people, who belong to no company.
CompanyOrVendor = UUID | Literal["vendor"]
Search = Annotated[str | None, Query(max_length=100)]
Roles = Annotated[list[Role] | None, Query(max_length=6)]


class PeoplePage(UsersView):
    """A page of accounts, and how many active requests each has; `missing` names the numbers when they came too late."""

    active_tickets: dict[UUID, int] | None = Field(description="by person: as author, or as the vendor's consultant")
    missing: list[str]


@router.get("", operation_id="list_companies", responses=describes(CompaniesView) | UNCHANGED)
async def list_companies(
    request: Request, q: Search = None, limit: Limit = 50, cursor: Cursor | None = None
) -> Response:
    """Companies by name; a customer sees the own one. `q`: part of a name, whatever its case and diacritics."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = build(ListCompanies, {"q": q, "limit": limit, "cursor": cursor})
    view = await parts.services.ask(call, "auth", "list_companies", command, CompaniesView)
    return with_next(request, view.model_dump_json().encode(), cursor=view.page.next_cursor)


@router.post(
    "",
    operation_id="create_company",
    responses=describes(CompanyView, 201),
    status_code=201,
    openapi_extra=takes(CreateCompany),
)
async def create_company(request: Request) -> Response:
    """Register a company (administrators)."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, CreateCompany, command_id=command_id(request))
    view = await parts.services.ask(call, "auth", "create_company", command, CompanyView)
    return created(view.model_dump_json().encode(), f"/api/v1/companies/{view.id}")


@router.get("/{company_id}", operation_id="get_company", responses=describes(CompanyView))
async def get_company(request: Request, company_id: UUID) -> Response:
    """One company."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    view = await parts.services.ask(call, "auth", "get_company", GetCompany(company_id=company_id), CompanyView)
    return with_etag(request, view.model_dump_json().encode(), view.version)


@router.patch(
    "/{company_id}",
    operation_id="change_company",
    responses=describes(CompanyView),
    openapi_extra=takes(ChangeCompany, "company_id", "expected_version"),
)
async def change_company(request: Request, company_id: UUID) -> Response:
    """Change name or time zone (administrators); needs If-Match."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    given = {"company_id": str(company_id), "expected_version": expected_version(request)}
    command = await command_from(request, ChangeCompany, **given, command_id=command_id(request, required=False))
    view = await parts.services.ask(call, "auth", "change_company", command, CompanyView)
    content = view.model_dump_json().encode()
    return json_bytes(content, etag=etag_of(view.version, content))


@router.get("/{company_id}/users", operation_id="list_users", responses=describes(PeoplePage))
async def list_users(
    request: Request,
    company_id: CompanyOrVendor,
    q: Search = None,
    role: Roles = None,
    state: UserState | None = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Response:
    """A company's people (P11): for its administrators and for staff. `vendor`: the vendor's people, for staff alone."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    asked = {"company_id": _company(company_id), "q": q, "role": role, "state": state, "limit": limit, "cursor": cursor}
    command = build(ListUsers, asked)
    people, active = await asyncio.gather(
        parts.services.ask(call, "auth", "list_users", command, UsersView),
        _active_tickets(parts.services, call, command),
    )
    shown = None if active is None else {user.id: active.get(user.id, 0) for user in people.items}
    page = PeoplePage(**dict(people), active_tickets=shown, missing=["active_tickets"] if shown is None else [])
    return with_next(request, page.model_dump_json().encode(), cursor=people.page.next_cursor)


@router.post(
    "/{company_id}/users",
    operation_id="invite_user",
    responses=describes(InvitedView, 201),
    status_code=201,
    openapi_extra=takes(InviteUser, "company_id"),
)
async def invite_user(request: Request, company_id: CompanyOrVendor) -> Response:
    """Invite somebody, into the vendor's staff with `vendor`; the one-time token is in this answer alone."""
    parts = parts_of(request)
    call = await parts.identity.call_of(request)
    command = await command_from(request, InviteUser, company_id=_company(company_id), command_id=command_id(request))
    view = await parts.services.ask(call, "auth", "invite_user", command, InvitedView)
    return created(view.model_dump_json().encode(), f"/api/v1/users/{view.user.id}")


async def _active_tickets(services: Services, call: Call, command: ListUsers) -> dict[UUID, int] | None:
    """By person; none when they could not be had in time, or are not for the caller."""
    order = CountByPerson(company_id=command.company_id)
    try:
        return (await services.ask(optional(call), "tickets", "count_by_person", order, PeopleCountsView)).active
    except (DomainError, TimeoutError):
        return None


def _company(company_id: CompanyOrVendor) -> str | None:
    return None if company_id == "vendor" else str(company_id)
