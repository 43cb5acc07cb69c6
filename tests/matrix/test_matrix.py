"""Every operation × every role × Ana's thing and nothing: who may, may; for everybody else what is Ana's is as good as not there."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.matrix.cast import ALL, Cast, gather
from tests.matrix.rights import ELSEWHERE, RIGHTS, STALE, Row
from tests.support.world import World

REFUSED = (401, 403, 404)


@pytest.fixture(scope="module")
def operations(world: World) -> dict[str, tuple[str, str]]:
    """The route table as OpenAPI tells it: operation → (method, path below /api/v1)."""
    paths: dict[str, Any] = httpx.get(f"{world.gateway_url}/api/v1/openapi.json", timeout=30).json()["paths"]
    found = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            found[operation["operationId"]] = (method.upper(), path.removeprefix("/api/v1"))
    return found


@pytest.fixture(scope="module")
def cast(world: World) -> Cast:
    """The actors and Ana's things."""
    return gather(world)


def test_every_operation_stands_in_the_matrix(operations: dict[str, tuple[str, str]]) -> None:
    assert set(operations) == set(RIGHTS) | set(ELSEWHERE)


@pytest.mark.parametrize("operation", RIGHTS)
def test_who_may_may_and_for_all_others_it_is_not_there(
    operation: str, operations: dict[str, tuple[str, str]], cast: Cast
) -> None:
    method, path = operations[operation]
    row = RIGHTS[operation]
    wrong = []
    for actor in sorted(ALL, key=lambda name: name in row.allowed):  # refusals first, on things as they are
        own = _send(cast, actor, method, path, row, cast.ids)
        gone = _send(cast, actor, method, path, row, cast.missing)
        complaint = _complaint(actor, row, "{" in path, own, gone)
        if complaint:
            wrong.append(
                f"{actor}: {complaint}: {own.status_code} {own.text[:200]} | {gone.status_code} {gone.text[:200]}"
            )
    assert not wrong, "\n".join(wrong)


def _complaint(actor: str, row: Row, has_ids: bool, own: httpx.Response, gone: httpx.Response) -> str | None:
    may = actor in row.allowed
    found = {
        "a fault of ours": own.status_code >= 500 or gone.status_code >= 500,
        "refused, but may": may and own.status_code in REFUSED,
        "finds what is not there": may and has_ids and gone.status_code != 404,
        "may, but should not": not may and own.status_code not in REFUSED,
        "a stranger is not asked to sign in": actor == "stranger" and {own.status_code, gone.status_code} != {401},
        "can tell what is Ana's from what is not there": not may
        and actor not in row.knows | {"stranger"}
        and blanked(own) != blanked(gone),
    }
    return next((complaint for complaint, is_so in found.items() if is_so), None)


def _send(cast: Cast, actor: str, method: str, path: str, row: Row, ids: dict[str, Any]) -> httpx.Response:
    address = re.sub(r"\{(\w+)\}", lambda found: str(ids[row.path.get(found[1], found[1])]), path)
    headers = {"idempotency-key": str(uuid4())}
    if method in ("PUT", "PATCH", "DELETE") or path.endswith("/transitions"):
        headers["if-match"] = STALE if actor in row.allowed else _version(cast, path)
    body = row.body
    if body is not None:  # what must differ each time
        body = {**body, **{k: _fresh(k) for k, v in body.items() if v == ""}}
    if row.content is not None:
        headers["content-type"] = "application/octet-stream"
        return cast.apis[actor].client.request(method, address, params=row.query, content=row.content, headers=headers)
    return cast.apis[actor].client.request(method, address, params=row.query, json=body, headers=headers)


def _version(cast: Cast, path: str) -> str:
    """The version as it is, for those who must be refused whatever they know."""
    if not path.startswith("/tickets/"):
        return '"1.0"'
    return f'"{cast.actors["owner"].api.ticket(cast.ids["number"])["ticket"]["version"]}.0"'


def _fresh(name: str) -> str:
    return f"m{uuid4().hex[:12]}@example.org" if name == "email" else f"Companie {uuid4().hex[:12]}"


def blanked(answer: httpx.Response) -> tuple[int, dict[str, Any], dict[str, str]]:
    """An answer without what differs between any two: request id, instance, date, and the ids that were asked for."""
    body = answer.json() if answer.content else {}
    for name in ("request_id", "instance"):
        body.pop(name, None)
    headers = {k: v for k, v in answer.headers.items() if k not in ("date", "x-request-id", "content-length")}
    return answer.status_code, body, headers
