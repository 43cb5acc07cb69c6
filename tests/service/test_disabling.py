"""Disabling: at once, everywhere, undone by the same hands; a consultant's requests go to a successor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg

from contracts.auth import DisableUser, Role
from tests.support.api import Api
from tests.support.browser import signed_in
from tests.support.stack import RunningStack
from tests.support.world import PASSWORD, Actor, World


def etag(world: World, user_id: UUID) -> str:
    """An account's version as it is now."""
    return str(world.admin.api.get(f"/users/{user_id}").headers["etag"])


def disabled(by: Actor, world: World, user_id: UUID, body: Any = None, key: str | None = None) -> Any:
    """Disable, in the version as it is now."""
    headers = {"if-match": etag(world, user_id), "idempotency-key": key or str(uuid4())}
    return by.api.client.put(f"/users/{user_id}/disablement", headers=headers, json=body)


def test_a_disabled_person_is_out_at_once_and_comes_back_only_by_a_new_sign_in(world: World) -> None:
    boss = world.person(world.company(), Role.COMPANY_ADMIN)
    ana = world.person(boss.company_id)
    client = signed_in(world.gateway_url, ana.email)
    tokens = Api(world.gateway_url).post("/tokens", {"email": ana.email, "password": PASSWORD}).json()
    done = disabled(boss, world, ana.id)
    assert (done.status_code, done.json()["state"]) == (200, "disabled")
    assert (ana.api.get("/me").status_code, client.get("/me").status_code) == (401, 401)
    refresh = {"refresh_token": tokens["refresh_token"]}
    assert Api(world.gateway_url).post("/tokens/refresh", refresh).status_code == 401
    assert Api(world.gateway_url).post("/sessions", {"email": ana.email, "password": PASSWORD}).status_code == 401
    back = boss.api.delete(f"/users/{ana.id}/disablement", if_match=etag(world, ana.id))
    assert (back.status_code, back.json()["state"]) == (200, "active")
    assert (ana.api.get("/me").status_code, client.get("/me").status_code) == (401, 401)
    assert Api(world.gateway_url).post("/tokens/refresh", refresh).status_code == 401
    assert signed_in(world.gateway_url, ana.email).get("/me").status_code == 200


def test_whom_the_vendor_disabled_the_company_does_not_enable(world: World) -> None:
    boss = world.person(world.company(), Role.COMPANY_ADMIN)
    ana = world.person(boss.company_id)
    assert disabled(world.admin, world, ana.id).status_code == 200
    disabled(boss, world, ana.id)  # once more, by the company: it stays the vendor's
    refused = boss.api.delete(f"/users/{ana.id}/disablement", if_match=etag(world, ana.id))
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert world.admin.api.delete(f"/users/{ana.id}/disablement", if_match=etag(world, ana.id)).status_code == 200
    assert disabled(boss, world, ana.id).status_code == 200
    assert boss.api.delete(f"/users/{ana.id}/disablement", if_match=etag(world, ana.id)).status_code == 200


def test_disabling_needs_the_version_that_was_read(world: World) -> None:
    ana = world.person(world.company())
    assert world.admin.api.put(f"/users/{ana.id}/disablement").status_code == 428
    assert world.admin.api.put(f"/users/{ana.id}/disablement", if_match='"1.x"').status_code == 412
    assert ana.api.get("/me").status_code == 200


def test_nobody_disables_the_own_account(world: World) -> None:
    boss = world.person(world.company(), Role.COMPANY_ADMIN)
    assert disabled(boss, world, boss.id).status_code == 403
    assert boss.api.get("/me").status_code == 200


def test_the_last_two_administrators_cannot_disable_each_other_at_once(stack: RunningStack, world: World) -> None:
    radu, ilinca = (world.person(None, Role.ADMIN) for _ in range(2))
    etags = {person.id: etag(world, person.id) for person in (radu, ilinca)}

    def disable(by: Actor, whom: Actor) -> int:
        return by.api.put(f"/users/{whom.id}/disablement", if_match=etags[whom.id]).status_code

    address = stack.database("auth").replace("+psycopg", "")
    others = "role = 'admin' AND id NOT IN (%s, %s)"
    with psycopg.connect(address, autocommit=True) as connection, ThreadPoolExecutor(2) as pool:
        asleep = f"UPDATE users SET state = 'asleep' WHERE state = 'active' AND {others}"
        connection.execute(asleep, (radu.id, ilinca.id))
        try:
            with psycopg.connect(address) as lock:
                lock.execute("LOCK TABLE audit IN SHARE MODE")  # each stands before its commit until both have come
                tries = [pool.submit(disable, radu, ilinca), pool.submit(disable, ilinca, radu)]
                stack.wait_for_locks(2)
            assert sorted(attempt.result() for attempt in tries) == [200, 403]
        finally:
            awake = f"UPDATE users SET state = 'active' WHERE state = 'asleep' AND {others}"
            connection.execute(awake, (radu.id, ilinca.id))


def test_a_consultant_is_disabled_with_a_successor_for_the_active_requests(world: World) -> None:
    radu = world.person(None, Role.CONSULTANT, "Radu Mărginean")
    ana = world.person(world.company())
    number = ana.api.opened()
    assert radu.api.put(f"/tickets/{number}/assignment", {}, if_match='"1.x"').status_code == 200
    missing = disabled(world.admin, world, radu.id)
    assert (missing.status_code, missing.json()["code"]) == (422, "successor-missing")
    for nobody in (ana.id, radu.id, uuid4()):
        wrong = disabled(world.admin, world, radu.id, {"successor_id": str(nobody)})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "person-not-usable")
    stale = world.admin.api.put(
        f"/users/{radu.id}/disablement", {"successor_id": str(world.consultant.id)}, if_match='"1.x"'
    )
    assert stale.status_code == 412
    assert ana.api.ticket(number)["ticket"]["assignee_id"] == str(radu.id)
    assert radu.api.get("/me").status_code == 200
    key, first = str(uuid4()), etag(world, radu.id)
    for _ in range(2):  # a repeat gives the same
        done = world.admin.api.client.put(
            f"/users/{radu.id}/disablement",
            headers={"if-match": first, "idempotency-key": key},
            json={"successor_id": str(world.consultant.id)},
        )
        assert (done.status_code, done.json()["state"]) == (200, "disabled"), done.text
    assert ana.api.ticket(number)["ticket"]["assignee_id"] == str(world.consultant.id)
    assert radu.api.get("/me").status_code == 401


def test_a_repeat_finishes_what_was_cut_off_between_the_two_services(world: World) -> None:
    radu = world.person(None, Role.CONSULTANT, "Radu Mărginean")
    number = world.person(world.company()).api.opened()
    assert radu.api.put(f"/tickets/{number}/assignment", {}, if_match='"1.x"').status_code == 200
    first, key = etag(world, radu.id), str(uuid4())
    command = DisableUser(command_id=key, user_id=radu.id, expected_version=int(first.strip('"').split(".")[0]))
    world.auth.disable_user(world.admin.call(), command)  # as a gateway that was killed behind this step
    again = world.admin.api.client.put(
        f"/users/{radu.id}/disablement",
        headers={"if-match": first, "idempotency-key": key},
        json={"successor_id": str(world.consultant.id)},
    )
    assert again.status_code == 200, again.text
    assert world.consultant.api.ticket(number)["ticket"]["assignee_id"] == str(world.consultant.id)


def test_who_may_not_disable_hands_nothing_over(world: World) -> None:
    radu = world.person(None, Role.CONSULTANT, "Radu Mărginean")
    number = world.person(world.company()).api.opened()
    assert radu.api.put(f"/tickets/{number}/assignment", {}, if_match='"1.x"').status_code == 200
    boss = world.person(world.company(), Role.COMPANY_ADMIN)
    for actor, status in ((world.dispatcher, 403), (world.consultant, 403), (boss, 404)):
        assert disabled(actor, world, radu.id, {"successor_id": str(world.consultant.id)}).status_code == status
    assert world.consultant.api.ticket(number)["ticket"]["assignee_id"] == str(radu.id)


def test_a_successor_for_a_customer_is_refused(world: World) -> None:
    ana = world.person(world.company())
    refused = disabled(world.admin, world, ana.id, {"successor_id": str(world.consultant.id)})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/successor_id")
