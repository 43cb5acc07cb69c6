"""The RPC surface: every operation of every contract, for those who have no business with it."""

from __future__ import annotations

import inspect
from typing import Any
from uuid import uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.call import Call, default_deadline_ms
from chassis.client import client
from contracts import auth, files, tickets
from contracts.errors import Forbidden, NotFound, Unauthenticated
from tests.matrix.cast import Cast, gather
from tests.matrix.rights import ELSEWHERE, RIGHTS
from tests.support.world import World

APIS: dict[str, type] = {"auth": auth.AuthApi, "tickets": tickets.TicketsApi, "files": files.FilesApi}
# Asked without a token, by their nature: they are how one gets a token, or what tokens are verified with.
PUBLIC = {
    *("start_session", "exchange_session", "issue_token", "refresh_token", "public_keys", "revocations_after"),
    *("get_invitation", "accept_invitation"),
}
ENTRY = str(uuid4())
# Operations that no route offers, each with a valid command and with those who may carry it out.
BUS_ONLY: dict[str, tuple[dict[str, Any], set[str]]] = {
    "hand_over": (
        {"command_id": "hand-over-1", "from_id": str(uuid4()), "to_id": str(uuid4())},
        {"dispatcher", "admin"},
    ),
    "count_by_person": ({}, {"admin", "consultant", "dispatcher"}),
    "unconfirmed_claims": ({}, set()),
    "create_service_account": ({"command_id": "account-1", "name": "x", "scopes": ["tickets:read"]}, {"admin"}),
    "revoke_service_account": ({"command_id": "revoke-01", "client_id": str(uuid4())}, {"admin"}),
    "list_service_accounts": ({}, {"admin"}),
    "get_desk_settings": ({"company_id": str(uuid4())}, {"admin", "consultant", "dispatcher"}),
    "change_desk_settings": ({"command_id": "settings-1", "company_id": str(uuid4())}, {"admin"}),
}


def operations() -> list[tuple[str, str]]:
    """All operations: service and name."""
    return [
        (service, name)
        for service, api in APIS.items()
        for name, _ in inspect.getmembers(api, inspect.isfunction)
        if not name.startswith("_")
    ]


@pytest.fixture(scope="module")
def cast(world: World) -> Cast:
    """The actors and Ana's things."""
    return gather(world)


@pytest.mark.parametrize(("service", "name"), operations())
def test_without_a_token_nothing_but_getting_one(service: str, name: str, bus: BlockingBus) -> None:
    call = Call(request_id=str(uuid4()), deadline_ms=default_deadline_ms())
    command = _any_command(service, name)
    try:
        getattr(client(APIS[service], bus, service), name)(call, command)
    except Unauthenticated:
        assert name not in PUBLIC - {"start_session", "issue_token", "exchange_session", "refresh_token"}
    except Exception:
        assert name in PUBLIC
    else:
        assert name in PUBLIC


@pytest.mark.parametrize("name", BUS_ONLY)
def test_what_no_route_offers_is_for_those_who_need_it(name: str, bus: BlockingBus, cast: Cast) -> None:
    service = next(s for s, n in operations() if n == name)
    body, allowed = BUS_ONLY[name]
    command = _command_type(service, name).model_validate(body)
    for actor_name, actor in cast.actors.items():
        if actor_name in allowed:
            continue
        with pytest.raises((Forbidden, NotFound)):
            getattr(client(APIS[service], bus, service), name)(actor.call(), command)


def test_every_operation_is_looked_at_somewhere() -> None:
    """Over HTTP in the matrix, here, or in the tests of files, whose operations are the steps of uploading and reading."""
    steps_of_files = {
        "begin_upload": "upload_file",
        "complete_upload": "upload_file",
        "describe": "get_file",
        "authorize_read": "read_file",
        "discard": "discard_file",
        "claim": "open_ticket",
        "release": "unconfirmed_claims",
        "hold": "create_draft",
        "get_users": "get_ticket",
        "open_ticket": "open_ticket",
    }
    known = set(RIGHTS) | set(ELSEWHERE) | set(BUS_ONLY) | PUBLIC | set(steps_of_files)
    assert sorted({name for _, name in operations()} - known) == []


def _command_type(service: str, name: str) -> Any:
    from typing import get_type_hints

    return get_type_hints(getattr(APIS[service], name))["command"]


def _any_command(service: str, name: str) -> Any:
    """A command of the right type whatever its fields: identity comes before validation of anything but its shape."""
    command_type = _command_type(service, name)
    return command_type.model_construct()
