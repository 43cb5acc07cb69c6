"""Who acts in the matrix, and on what: Ana owns everything that is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from contracts.auth import CreateServiceAccount, IssueToken, Role, Scope
from tests.support.api import Api
from tests.support.world import Actor, World

COMPANY = frozenset({"owner", "colleague", "company_admin"})
FOREIGN = frozenset({"foreigner", "foreign_admin"})
STAFF = frozenset({"consultant", "dispatcher"})
SERVICES = frozenset({"service", "service_elsewhere"})
PEOPLE = COMPANY | FOREIGN | STAFF | {"admin"}
ALL = PEOPLE | SERVICES | {"stranger"}
READERS = COMPANY | STAFF | {"service"}
GRANTED = [s for s in Scope if s is not Scope.FILES_RECONCILE]


@dataclass
class Cast:
    """The actors by name, the ids of Ana's things, and ids of nothing."""

    actors: dict[str, Actor]
    ids: dict[str, Any]
    apis: dict[str, Api]
    missing: dict[str, Any] = field(default_factory=dict)


def gather(world: World) -> Cast:
    """Make a fresh cast with a fresh set of things."""
    ours, theirs = world.company(), world.company()
    actors = {
        "owner": world.person(ours, name="Ana Pop"),
        "colleague": world.person(ours, name="Bogdan Ilie"),
        "company_admin": world.person(ours, Role.COMPANY_ADMIN, "Carmen Dima"),
        "foreigner": world.person(theirs, name="Dan Rusu"),
        "foreign_admin": world.person(theirs, Role.COMPANY_ADMIN, "Eva Sima"),
        "consultant": world.person(None, Role.CONSULTANT, "Elena Vasiliu"),
        "dispatcher": world.person(None, Role.DISPATCHER, "Mihai Dobre"),
        "admin": world.admin,
        "service": _service(world, None),
        "service_elsewhere": _service(world, [theirs]),
    }
    apis = {name: actor.api for name, actor in actors.items()} | {"stranger": Api(world.gateway_url)}
    owner, consultant = actors["owner"].api, actors["consultant"].api
    attached, loose = owner.uploaded("a.txt", b"a"), owner.uploaded("b.txt", b"b")
    number = owner.opened("Al meu", file_ids=[attached])
    asked = consultant.post(
        f"/tickets/{number}/answers", {"kind": "info_request", "body_html": "<p>?</p>", "info_items": ["Versiunea"]}
    )
    now = datetime.now(UTC)
    work = {
        "started_at": (now - timedelta(hours=1)).isoformat(),
        "ended_at": now.isoformat(),
        "activity": "Analiză",
    }
    logged = consultant.post(f"/tickets/{number}/work-entries", work)
    drafted = owner.post("/drafts", {"kind": "ticket", "subject": "Ciornă", "body_html": "<p>x</p>"})
    assert (asked.status_code, logged.status_code, drafted.status_code) == (201, 201, 201), (asked.text, logged.text)
    entries = owner.ticket(number)["entries"]
    items = [item for entry in entries for item in entry["info_items"]]
    ids = {
        "number": number,
        "item_id": items[0]["id"],
        "work_entry_id": logged.json()["work_entry_id"],
        "draft_id": drafted.json()["id"],
        "file_id": attached,
        "loose_file_id": loose,
        "company_id": str(ours),
        "user_id": str(actors["owner"].id),
        "session_id": str(uuid4()),
        "token": "x" * 40,
        "code": "not-found",
    }
    missing = {name: str(uuid4()) for name in ids} | {
        "number": 9_000_000_000,
        "token": "y" * 40,
        "code": "no-such-code",
    }
    return Cast(actors, ids, apis, missing)


def _service(world: World, companies: list[Any] | None) -> Actor:
    account = world.auth.create_service_account(
        world.admin.call(),
        CreateServiceAccount(command_id=str(uuid4()), name="ERP", scopes=GRANTED, company_ids=companies),
    )
    sign_in = IssueToken(client_id=str(account.client_id), client_secret=account.client_secret)
    token = world.auth.issue_token(world.stranger(), sign_in).access_token
    return Actor(account.client_id, "", Role.SERVICE, token, Api(world.gateway_url, token))
