"""What people do with their own account: profile, password, sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from contracts.auth import Role, StartSession
from tests.support.api import Api
from tests.support.browser import browser, signed_in
from tests.support.stack import RunningStack, eventually
from tests.support.world import PASSWORD, Actor, World

NEW_PASSWORD = "altă-parolă-de-probă-8"


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def test_the_profile_changes_with_the_version_that_was_read(world: World, ana: Actor) -> None:
    etag = ana.api.get("/me").headers["etag"]
    change = {"name": "Ana Țăranu", "telephone": "+40 21 555 01 01", "language": "en", "time_zone": "Europe/London"}
    assert ana.api.patch("/me", change).status_code == 428
    changed = ana.api.patch("/me", change, if_match=etag)
    assert changed.status_code == 200
    assert ana.api.get("/me").json() | changed.json() == ana.api.get("/me").json()
    assert {k: changed.json()[k] for k in change} == change
    assert ana.api.patch("/me", {"name": "Alta"}, if_match=etag).status_code == 412
    read = ana.api.get("/me").headers["etag"]
    assert ana.api.get("/me", headers={"if-none-match": read}).status_code == 304
    number = ana.api.opened()
    seen = eventually(lambda: world.consultant.api.ticket(number)["people"][str(ana.id)])
    assert (seen["name"], seen["telephone"]) == ("Ana Țăranu", "+40 21 555 01 01")


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "admin"},
        {"company_id": str(uuid4())},
        {"email": "alta@example.org"},
        {"state": "active"},
        {"command_id": "12345678"},
        {"time_zone": "Europe/Atlantida"},
        {"time_zone": "../../etc/passwd"},
        {"language": "fr"},
        {"name": ""},
        {"name": "două\nrânduri"},
        {"telephone": "sunați-mă"},
    ],
)
def test_the_profile_takes_nothing_else(ana: Actor, wrong: dict[str, str]) -> None:
    before = ana.api.get("/me")
    refused = ana.api.patch("/me", wrong, if_match=before.headers["etag"])
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-command")
    assert ana.api.get("/me").json() == before.json()


def test_a_browser_sees_the_new_name_at_once(world: World, ana: Actor) -> None:
    client = signed_in(world.gateway_url, ana.email)
    etag = client.get("/me").headers["etag"]
    assert client.patch("/me", json={"name": "Ana Nouă"}, headers={"if-match": etag}).status_code == 200
    assert client.get("/sessions/current").json()["user"]["name"] == "Ana Nouă"


def test_a_new_password_ends_every_other_session_and_token_at_once(world: World, ana: Actor) -> None:
    here, elsewhere = (signed_in(world.gateway_url, ana.email) for _ in range(2))
    tokens = Api(world.gateway_url).post("/tokens", {"email": ana.email, "password": PASSWORD}).json()
    program = Api(world.gateway_url, tokens["access_token"])
    assert [c.get("/me").status_code for c in (here, elsewhere, program)] == [200, 200, 200]
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert here.put("/me/password", json=body).status_code == 204
    assert [c.get("/me").status_code for c in (here, elsewhere, program, ana.api)] == [200, 401, 401, 401]
    refreshed = Api(world.gateway_url).post("/tokens/refresh", {"refresh_token": tokens["refresh_token"]})
    assert (refreshed.status_code, refreshed.json()["code"]) == (401, "session-ended")
    assert [s["is_current"] for s in here.get("/me/sessions").json()["items"]] == [True]
    nobody = browser(world.gateway_url)
    old, new = (nobody.post("/sessions", json={"email": ana.email, "password": p}) for p in (PASSWORD, NEW_PASSWORD))
    assert (old.status_code, new.status_code) == (401, 201)


def test_a_session_that_ends_while_it_is_exchanged_gives_no_token(
    stack: RunningStack, world: World, ana: Actor
) -> None:
    sign_in = StartSession(email=ana.email, password=PASSWORD)
    cookies = {"session": world.auth.start_session(world.stranger(), sign_in).session_secret}
    address = stack.database("auth").replace("+psycopg", "")
    with ThreadPoolExecutor(1) as pool:
        with psycopg.connect(address) as change:  # as a new password does, while the exchange is under way
            change.execute("LOCK TABLE users")
            asked = pool.submit(httpx.get, f"{world.gateway_url}/api/v1/me", cookies=cookies)
            stack.wait_for_locks(1)
            change.execute("UPDATE users SET generation = generation + 1 WHERE id = %s", (ana.id,))
            change.execute("DELETE FROM sessions WHERE user_id = %s", (ana.id,))
        assert asked.result().status_code == 401


def test_a_family_of_tokens_cannot_end_while_one_is_made(stack: RunningStack, world: World, ana: Actor) -> None:
    issued = Api(world.gateway_url).post("/tokens", {"email": ana.email, "password": PASSWORD}).json()
    family_id = issued["refresh_token"].split(".")[0]
    body = {"refresh_token": issued["refresh_token"]}
    address = stack.database("auth").replace("+psycopg", "")
    with ThreadPoolExecutor(1) as pool:
        with psycopg.connect(address) as change:
            change.execute("LOCK TABLE users")
            asked: Any = pool.submit(Api(world.gateway_url).post, "/tokens/refresh", body)
            stack.wait_for_locks(1)
            free = "SELECT id FROM token_families WHERE id = %s FOR UPDATE SKIP LOCKED"
            assert change.execute(free, (family_id,)).fetchone() is None
        assert asked.result().status_code == 200


def test_an_api_client_that_sets_a_password_refreshes_its_token_and_goes_on(world: World, ana: Actor) -> None:
    tokens = Api(world.gateway_url).post("/tokens", {"email": ana.email, "password": PASSWORD}).json()
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert Api(world.gateway_url, tokens["access_token"]).put("/me/password", body).status_code == 204
    fresh = Api(world.gateway_url).post("/tokens/refresh", {"refresh_token": tokens["refresh_token"]})
    assert Api(world.gateway_url, fresh.json()["access_token"]).get("/me").status_code == 200


def test_the_present_password_cannot_be_guessed_in_an_open_session(world: World, ana: Actor) -> None:
    body = {"current_password": "nu-e-asta", "new_password": NEW_PASSWORD}
    answers = [ana.api.put("/me/password", body) for _ in range(11)]
    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert answers[0].json()["code"] == "wrong-password"
    assert int(answers[-1].headers["retry-after"]) > 60
    right = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert ana.api.put("/me/password", right).status_code == 429
    assert signed_in(world.gateway_url, ana.email).get("/me").status_code == 200  # the door itself stays open


def test_a_present_password_that_was_not_checked_for_lack_of_time_is_no_wrong_one(ana: Actor) -> None:
    body = {"current_password": "nu-e-asta", "new_password": NEW_PASSWORD}

    def attempt(_: int) -> str:
        return str(ana.api.put("/me/password", body).json()["code"])

    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(attempt, range(10)))
    assert set(codes) == {"wrong-password", "sign-in-throttled"}
    while codes.count("wrong-password") < 10:
        codes.append(attempt(0))
        assert codes[-1] == "wrong-password"
    assert attempt(0) == "sign-in-throttled"


def test_a_weak_new_password_changes_nothing(world: World, ana: Actor) -> None:
    refused = ana.api.put("/me/password", {"current_password": PASSWORD, "new_password": "parola1234"})
    assert (refused.status_code, refused.json()["code"]) == (422, "weak-password")
    assert signed_in(world.gateway_url, ana.email).get("/me").status_code == 200


def test_sessions_are_listed_and_one_is_ended(world: World, ana: Actor) -> None:
    here, elsewhere = (signed_in(world.gateway_url, ana.email) for _ in range(2))
    listed = here.get("/me/sessions").json()["items"]
    assert [(s["kind"], s["is_current"]) for s in listed] == [("browser", False), ("browser", True), ("api", False)]
    assert listed[0]["user_agent"] == "Firefox/140"
    assert here.delete(f"/me/sessions/{listed[0]['id']}").status_code == 204
    assert here.delete(f"/me/sessions/{listed[2]['id']}").status_code == 204
    assert [c.get("/me").status_code for c in (here, elsewhere, ana.api)] == [200, 401, 401]
    assert here.delete(f"/me/sessions/{listed[0]['id']}").status_code == 404


def test_sessions_are_paged(world: World, ana: Actor) -> None:
    for _ in range(3):
        signed_in(world.gateway_url, ana.email)
    found, cursor = [], None
    while True:
        page = ana.api.get("/me/sessions", params={"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        found += [s["id"] for s in page["items"]]
        cursor = page["page"]["next_cursor"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 4


def test_nobody_ends_the_session_of_another(world: World, ana: Actor) -> None:
    victim = signed_in(world.gateway_url, ana.email)
    session_id = victim.get("/me/sessions").json()["items"][0]["id"]
    boss = world.person(ana.company_id, Role.COMPANY_ADMIN)
    for actor in (boss, world.admin, world.consultant):
        foreign, missing = (actor.api.delete(f"/me/sessions/{i}") for i in (session_id, uuid4()))
        assert foreign.status_code == missing.status_code == 404
        assert foreign.json()["detail"] == missing.json()["detail"]
    assert victim.get("/me").status_code == 200
