"""Companies and their people: who lists, finds and manages whom; roles, and their audit."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis import paging
from contracts.auth import ListServiceAccounts, Role
from contracts.errors import InvalidCursor
from tests.support.browser import signed_in
from tests.support.world import Actor, World


def items(answer: Any) -> list[dict[str, Any]]:
    """A list's rows."""
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def every_company(reader: Actor) -> list[dict[str, Any]]:
    """All companies this reader sees: tests share one database, where they are more than a page."""
    path: str | None = "/companies?limit=50"
    found: list[dict[str, Any]] = []
    while path:
        page = reader.api.get(path)
        found += items(page)
        path = page.links["next"]["url"].removeprefix("/api/v1") if "next" in page.links else None
    return found


def etag(world: World, user_id: UUID) -> str:
    """An account's version as it is now."""
    return str(world.admin.api.get(f"/users/{user_id}").headers["etag"])


@pytest.fixture
def boss(world: World) -> Actor:
    """A company's administrator."""
    return world.person(world.company(), Role.COMPANY_ADMIN, "Horia Șerban")


def test_an_administrator_registers_and_changes_a_company(world: World) -> None:
    name = f"Țesături {uuid4().hex[:8]}"
    made = world.admin.api.post("/companies", {"name": name})
    assert made.status_code == 201
    path = made.headers["location"].removeprefix("/api/v1")
    read = world.admin.api.get(path)
    assert read.json() == made.json()
    assert world.admin.api.post("/companies", {"name": name.replace("Ț", "ţ").upper()}).status_code == 409
    assert world.admin.api.patch(path, {"time_zone": "Europe/Chisinau"}).status_code == 428
    changed = world.admin.api.patch(path, {"time_zone": "Europe/Chisinau"}, if_match=read.headers["etag"])
    assert (changed.status_code, changed.json()["time_zone"], changed.json()["version"]) == (200, "Europe/Chisinau", 2)
    assert world.admin.api.patch(path, {"name": "Alta"}, if_match=read.headers["etag"]).status_code == 412
    wrong = world.admin.api.patch(path, {"time_zone": "Marte/Nord"}, if_match=changed.headers["etag"])
    assert wrong.status_code == 422
    assert made.json()["id"] in {company["id"] for company in every_company(world.consultant)}


def test_companies_are_searched_by_a_part_of_their_name(world: World, boss: Actor) -> None:
    word = f"căutată{uuid4().hex[:8]}"
    for prefix in ("Întâi", "Apoi"):
        assert world.admin.api.post("/companies", {"name": f"{prefix} {word}"}).status_code == 201
    plain = word.replace("ă", "a").upper()
    page = world.admin.api.get("/companies", params={"q": plain, "limit": 1})
    assert [company["name"] for company in items(page)] == [f"Apoi {word}"]
    rest = world.admin.api.get(page.links["next"]["url"].removeprefix("/api/v1"))
    assert [company["name"] for company in items(rest)] == [f"Întâi {word}"]
    assert items(boss.api.get("/companies", params={"q": word})) == []


def test_a_customer_sees_the_own_company_alone(world: World, boss: Actor) -> None:
    foreign = world.company()
    assert [c["id"] for c in items(boss.api.get("/companies"))] == [str(boss.company_id)]
    assert boss.api.get(f"/companies/{boss.company_id}").status_code == 200
    for path in ("/companies/{}", "/companies/{}/users"):
        other, missing = (boss.api.get(path.format(i)) for i in (foreign, uuid4()))
        assert other.status_code == missing.status_code == 404
        assert other.json()["detail"] == missing.json()["detail"]
    assert boss.api.post("/companies", {"name": "Nouă"}).status_code == 403
    assert boss.api.patch(f"/companies/{foreign}", {"name": "x"}, if_match='"1.x"').status_code in (403, 404)


def test_people_of_a_company_are_listed_by_name_searched_and_filtered(world: World) -> None:
    company = world.company()
    boss = world.person(company, Role.COMPANY_ADMIN, "Horia Șerban")
    world.person(company, name="Ștefania Ţepeş")
    world.person(company, name="Andrei Popa")
    path = f"/companies/{company}/users"
    invited = boss.api.post(path, {"email": f"z{uuid4().hex[:10]}@example.org", "role": "customer", "name": "Zoe"})
    assert invited.status_code == 201
    names = ["Andrei Popa", "Horia Șerban", "Ștefania Ţepeş", "Zoe"]
    for actor in (boss, world.consultant, world.dispatcher, world.admin):
        assert [u["name"] for u in items(actor.api.get(path))] == names

    def found(**params: Any) -> list[str]:
        return [u["name"] for u in items(boss.api.get(path, params=params))]

    assert found(q="stefania tepes") == found(q="ȚEPEȘ") == ["Ștefania Ţepeş"]
    assert found(q="%") == found(q="_") == []
    assert found(state="invited") == ["Zoe"]
    assert found(role="company_admin") == ["Horia Șerban"]
    assert boss.api.get(path, params={"state": "x"}).status_code == 422
    assert world.person(company).api.get(path).status_code == 403
    first = boss.api.get(path, params={"limit": 3}).json()
    rest = boss.api.get(path, params={"limit": 3, "cursor": first["page"]["next_cursor"]}).json()
    assert [u["name"] for u in first["items"] + rest["items"]][:4] == ["Ana Pop", *names[:3]]
    other = boss.api.get(path, params={"q": "a", "cursor": first["page"]["next_cursor"]})
    assert (other.status_code, other.json()["code"]) == (422, "invalid-cursor")


def test_a_cursor_made_by_hand_is_refused(world: World, boss: Actor) -> None:
    own, foreign = f"/companies/{boss.company_id}/users", paging.encode("another list", "a", str(uuid4()))
    odd: list[tuple[Any, ...]] = [(), ("a",), (5, str(uuid4())), ("a", 5), ("a\0", str(uuid4())), ("a", None), (2**70,)]
    lists: dict[str, tuple[Actor, tuple[Any, ...]]] = {
        "/companies": (world.admin, ("companies", None)),
        "/users": (world.admin, ("everybody", None, None, None)),
        "/users/audit": (world.admin, ("audit", False, None)),
        "/me/sessions": (boss, ("sessions", boss.id)),
        own: (boss, ("users", boss.company_id, None, None, None)),
    }
    for path, (actor, bound) in lists.items():
        for cursor in (foreign, *(paging.encode(paging.fingerprint(*bound), *keys) for keys in odd)):
            answer = actor.api.get(path, params={"cursor": cursor})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor"), (path, cursor, answer.text)
    for keys in odd:
        command = ListServiceAccounts(cursor=paging.encode(paging.fingerprint("service_accounts"), *keys))
        with pytest.raises(InvalidCursor):
            world.auth.list_service_accounts(world.admin.call(), command)


def test_active_requests_are_counted_by_person(world: World, boss: Actor) -> None:
    ana, dan = world.person(boss.company_id, name="Ana Pop"), world.person(boss.company_id, name="Dan Rusu")
    consultant = world.person(None, Role.CONSULTANT)
    numbers = [ana.api.opened() for _ in range(3)]
    for number in numbers[:2]:
        taken = consultant.api.put(f"/tickets/{number}/assignment", {}, if_match=consultant.api.etag(number))
        assert taken.status_code == 200, taken.text
    assert ana.api.act(numbers[0], "withdraw").status_code == 200
    people = boss.api.get(f"/companies/{boss.company_id}/users").json()
    counted = {str(ana.id): 2, str(dan.id): 0, str(boss.id): 0}
    assert (people["active_tickets"], people["missing"]) == (counted, [])
    team = world.admin.api.get("/companies/vendor/users", params={"q": consultant.email}).json()
    assert team["active_tickets"] == {str(consultant.id): 1}


def test_the_last_sign_in_is_shown(world: World, boss: Actor) -> None:
    ana = world.person(boss.company_id)
    before = boss.api.get(f"/users/{ana.id}").json()["last_signed_in_at"]
    signed_in(world.gateway_url, ana.email)
    after = boss.api.get(f"/users/{ana.id}")
    assert before < after.json()["last_signed_in_at"]
    assert after.json()["version"] == 2  # a sign-in is no change that others could miss


def test_staff_find_whoever_calls_in_any_company(world: World) -> None:
    mark = uuid4().hex[:8]
    ana = world.person(world.company(f"Brutăria {mark}"), name="Ana Țuculescu")
    for actor in (world.consultant, world.dispatcher, world.admin):
        for q in (f"tuculescu {mark}", f"BRUTARIA {mark}", ana.email):
            assert [u["id"] for u in items(actor.api.get("/users", params={"q": q}))] == [str(ana.id)]
    number = world.consultant.api.opened(on_behalf_of=str(ana.id))
    assert ana.api.ticket(number)["ticket"]["author_id"] == str(ana.id)
    boss = world.person(ana.company_id, Role.COMPANY_ADMIN)
    for actor in (ana, boss):
        assert actor.api.get("/users", params={"q": mark}).status_code == 403


def test_a_dispatcher_lists_the_consultants_to_assign_to(world: World) -> None:
    path = "/companies/vendor/users"
    mark = uuid4().hex[:8]
    expected = {str(world.person(None, role, f"Ion {mark}").id): role for role in (Role.CONSULTANT, Role.DISPATCHER)}
    world.person(None, Role.ADMIN, f"Ion {mark}")
    invited = {"email": f"{mark}@example.org", "role": "consultant", "name": f"Ion {mark}"}
    assert world.admin.api.post(path, invited).status_code == 201
    params: dict[str, Any] = {"role": ["consultant", "dispatcher"], "state": "active", "q": mark}
    for actor in (world.dispatcher, world.admin):
        found = items(actor.api.get(path, params=params))
        assert {u["id"]: u["role"] for u in found} == expected
        assert {u["company_id"] for u in found} == {None}
    boss = world.person(world.company(), Role.COMPANY_ADMIN)
    assert boss.api.get(path).status_code == 403


def test_a_company_administrator_reaches_nobody_outside_the_company(world: World, boss: Actor) -> None:
    foreign = world.person(world.company())
    for target in (foreign.id, world.consultant.id, world.admin.id, uuid4()):
        assert boss.api.get(f"/users/{target}").status_code == 404
        assert boss.api.patch(f"/users/{target}", {"role": "customer"}, if_match='"2.x"').status_code == 404
        assert boss.api.put(f"/users/{target}/disablement", if_match='"2.x"').status_code == 404
        assert boss.api.delete(f"/users/{target}/disablement", if_match='"2.x"').status_code == 404
    assert foreign.api.get("/me").status_code == 200
    customer = world.person(boss.company_id)
    assert customer.api.get(f"/users/{boss.id}").status_code == 403
    assert customer.api.put(f"/users/{boss.id}/disablement", if_match='"2.x"').status_code == 403


def test_a_role_is_given_within_its_bounds(world: World, boss: Actor) -> None:
    ana = world.person(boss.company_id)
    path = f"/users/{ana.id}"
    assert boss.api.patch(path, {"role": "company_admin"}).status_code == 428
    for role, status in (("admin", 403), ("consultant", 403), ("service", 403)):
        assert boss.api.patch(path, {"role": role}, if_match=etag(world, ana.id)).status_code == status
    for role in ("admin", "service"):
        assert world.admin.api.patch(path, {"role": role}, if_match=etag(world, ana.id)).status_code == 422
    mixed = boss.api.patch(path, {"role": "customer", "company_id": str(uuid4())}, if_match=etag(world, ana.id))
    assert mixed.status_code == 422
    own = boss.api.patch(f"/users/{boss.id}", {"role": "customer"}, if_match=etag(world, boss.id))
    assert own.status_code == 403
    given = boss.api.patch(path, {"role": "company_admin"}, if_match=etag(world, ana.id))
    assert (given.status_code, given.json()["role"]) == (200, "company_admin")


def test_a_token_with_the_former_role_is_refused_at_once(world: World, boss: Actor) -> None:
    ana = world.person(boss.company_id, Role.COMPANY_ADMIN)
    client = signed_in(world.gateway_url, ana.email)
    path = f"/companies/{boss.company_id}/users"
    assert client.get(path).status_code == 200
    boss.api.patch(f"/users/{ana.id}", {"role": "customer"}, if_match=etag(world, ana.id))
    assert ana.api.get(path).status_code == 401
    assert client.get(path).status_code == 403  # the browser's session goes on, with the new role
    assert client.get("/sessions/current").json()["user"]["role"] == "customer"


def test_a_role_at_the_vendor_is_audited_and_shown_to_administrators(world: World) -> None:
    mihai = world.person(None, Role.CONSULTANT, "Mihai Audit")
    given = world.admin.api.patch(f"/users/{mihai.id}", {"role": "admin"}, if_match=etag(world, mihai.id))
    assert given.status_code == 200
    lines = items(world.admin.api.get("/users/audit", params={"vendor_roles": True, "user_id": str(mihai.id)}))
    assert [(x["action"], x["details"]["role"], x["details"].get("role_before")) for x in lines] == [
        ("change_role", "admin", "consultant"),
        ("user_invited", "consultant", None),
    ]
    assert {(x["actor_id"], x["actor_name"], x["subject_name"]) for x in lines} == {
        (str(world.admin.id), "Ruxandra Pop", "Mihai Audit")
    }
    customer = world.person(world.company())
    assert items(world.admin.api.get("/users/audit", params={"vendor_roles": True, "user_id": str(customer.id)})) == []
    assert len(items(world.admin.api.get("/users/audit", params={"user_id": str(customer.id)}))) == 1
    page = world.admin.api.get("/users/audit", params={"limit": 1}).json()
    older = world.admin.api.get("/users/audit", params={"limit": 1, "cursor": page["page"]["next_cursor"]}).json()
    assert older["items"][0]["id"] < page["items"][0]["id"]
    for actor in (customer, world.consultant, world.dispatcher, world.person(customer.company_id, Role.COMPANY_ADMIN)):
        assert actor.api.get("/users/audit").status_code == 403
