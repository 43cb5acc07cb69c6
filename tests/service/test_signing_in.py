"""Signing in: browsers and API clients, alike for known and unknown addresses, slowed down for guessers."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from contracts.auth import IssueToken, SignInThrottled, StartSession
from contracts.errors import DomainError
from tests.support.api import Api
from tests.support.browser import browser, signed_in
from tests.support.world import PASSWORD, Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def bare(problem: httpx.Response) -> dict[str, Any]:
    """A problem without what names the single request."""
    return {k: v for k, v in problem.json().items() if k != "request_id"}


def test_a_browser_gets_a_cookie_and_no_token(world: World, ana: Actor) -> None:
    client = browser(world.gateway_url)
    started = client.post("/sessions", json={"email": ana.email, "password": PASSWORD})
    assert (started.status_code, set(started.json())) == (201, {"user", "expires_at"})
    cookie = started.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    left = datetime.fromisoformat(started.json()["expires_at"]) - datetime.now(UTC)
    assert abs(int(cookie.partition("max-age=")[2].partition(";")[0]) - left.total_seconds()) < 10
    assert client.get("/sessions/current").json()["user"]["id"] == str(ana.id)
    kept = dict(client.cookies)
    assert client.delete("/sessions/current").status_code == 204
    again = httpx.get(f"{world.gateway_url}/api/v1/me", cookies=kept)
    assert again.status_code == 401


def test_signing_out_takes_the_cookie_whatever_became_of_the_session(world: World, ana: Actor) -> None:
    client = signed_in(world.gateway_url, ana.email)
    kept = dict(client.cookies)
    elsewhere = client.delete("/sessions/current", headers={"sec-fetch-site": "cross-site"})
    assert (elsewhere.status_code, "set-cookie" in elsewhere.headers) == (403, False)
    assert client.delete("/sessions/current").status_code == 204
    client.cookies.update(kept)
    again = client.delete("/sessions/current")
    assert (again.status_code, again.json()["code"]) == (401, "session-ended")
    assert (
        again.headers["set-cookie"].lower().startswith('session=""; ')
        and "max-age=0" in again.headers["set-cookie"].lower()
    )


def test_signing_in_never_takes_over_a_session_that_was_there(world: World, ana: Actor) -> None:
    client = browser(world.gateway_url)
    planted = "A" * 43
    client.cookies.set("session", planted)
    assert client.post("/sessions", json={"email": ana.email, "password": PASSWORD}).status_code == 201
    assert httpx.get(f"{world.gateway_url}/api/v1/me", cookies={"session": planted}).status_code == 401


def test_another_site_cannot_use_the_cookie(world: World, ana: Actor) -> None:
    client = signed_in(world.gateway_url, ana.email)
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        refused = client.delete("/sessions/current", headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "cross-site-request")
    both = client.get("/me", headers={"authorization": f"Bearer {ana.token}"})
    assert (both.status_code, both.json()["code"]) == (400, "ambiguous-credentials")


def test_an_api_client_gets_tokens_refreshes_and_ends_them(world: World, ana: Actor) -> None:
    stranger = Api(world.gateway_url)
    issued = stranger.post("/tokens", {"email": ana.email, "password": PASSWORD})
    assert (issued.status_code, issued.json()["token_type"], issued.json()["expires_in"]) == (201, "Bearer", 300)
    first = issued.json()["refresh_token"]
    second = stranger.post("/tokens/refresh", {"refresh_token": first}).json()["refresh_token"]
    assert stranger.post("/tokens/refresh", {"refresh_token": first}).json()["refresh_token"] == second  # within 30 s
    third = stranger.post("/tokens/refresh", {"refresh_token": second}).json()
    stolen = stranger.post("/tokens/refresh", {"refresh_token": first})
    assert (stolen.status_code, stolen.json()["code"]) == (401, "session-ended")
    assert Api(world.gateway_url, third["access_token"]).get("/me").status_code == 401  # the whole family has ended
    assert ana.api.delete("/tokens/current").status_code == 204
    assert ana.api.get("/me").status_code == 401


def test_a_forged_refresh_token_ends_nothing(world: World, ana: Actor) -> None:
    stranger = Api(world.gateway_url)
    token = stranger.post("/tokens", {"email": ana.email, "password": PASSWORD}).json()["refresh_token"]
    family, count, secret = token.split(".")
    secrets = (f"{count}.x{secret[1:]}y", f"{count}.ș{secret}", *(f"{n}.{secret}" for n in (2, -1, 2**31, 2**80)))
    for forged in (*(f"{family}.{end}" for end in secrets), "a.b.c", "x"):
        assert stranger.post("/tokens/refresh", {"refresh_token": forged}).status_code == 401
    assert stranger.post("/tokens/refresh", {"refresh_token": token}).status_code == 200


def test_unknown_address_wrong_password_and_disabled_account_are_alike_in_body(world: World, ana: Actor) -> None:
    gone = world.person(ana.company_id)
    etag = world.admin.api.get(f"/users/{gone.id}").headers["etag"]
    assert world.admin.api.put(f"/users/{gone.id}/disablement", if_match=etag).status_code == 200
    invited = f"p{uuid4().hex[:12]}@example.org"
    body = {"email": invited, "role": "customer"}
    assert world.admin.api.post(f"/companies/{ana.company_id}/users", body).status_code == 201
    nobody = f"p{uuid4().hex[:12]}@example.org"
    tries = ((nobody, PASSWORD), (ana.email, "greșită"), (gone.email, PASSWORD), (invited, PASSWORD))
    for path in ("/sessions", "/tokens"):
        answers = [Api(world.gateway_url).post(path, {"email": e, "password": p}) for e, p in tries]
        assert {a.status_code for a in answers} == {401}
        assert len({str(bare(a)) for a in answers}) == 1


def test_unknown_address_costs_as_much_time_as_a_wrong_password(world: World, ana: Actor) -> None:
    """Without the dummy hash an unknown address answers some ten times faster; a factor of two tells them apart."""
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for _ in range(7):
        for kind, email in (("known", ana.email), ("unknown", f"p{uuid4().hex}@example.org")):
            begun = time.perf_counter()
            with pytest.raises(DomainError, match="do not belong together"):
                world.auth.start_session(world.stranger(), StartSession(email=email, password="greșită-oricum"))
            times[kind].append(time.perf_counter() - begun)
    ratio = statistics.median(times["unknown"]) / statistics.median(times["known"])
    assert 0.5 < ratio < 2, times


def test_guessing_is_slowed_down_per_address_whether_it_exists_or_not(world: World, ana: Actor) -> None:
    answers = {}
    for email in (ana.email, f"p{uuid4().hex[:12]}@example.org"):
        tries = [Api(world.gateway_url).post("/sessions", {"email": email, "password": "ghicită"}) for _ in range(11)]
        assert [t.status_code for t in tries] == [401] * 10 + [429]
        assert 60 < int(tries[-1].headers["retry-after"]) <= 900
        answers[email] = {k: v for k, v in bare(tries[-1]).items() if k != "retry_after_seconds"}
    assert len({str(a) for a in answers.values()}) == 1
    right = Api(world.gateway_url).post("/sessions", {"email": ana.email, "password": PASSWORD})
    assert right.status_code == 429
    assert Api(world.gateway_url).post("/tokens", {"email": ana.email, "password": PASSWORD}).status_code == 429


def test_guesses_at_the_same_moment_do_not_slip_through(world: World, ana: Actor) -> None:
    def guess(_: int) -> int:
        return Api(world.gateway_url).post("/sessions", {"email": ana.email, "password": "ghicită"}).status_code

    with ThreadPoolExecutor(15) as pool:
        codes = list(pool.map(guess, range(15)))
    assert codes.count(401) <= 10
    assert set(codes) <= {401, 429, 504}  # 504: fifteen hashes at once can outlast the deadline


def test_who_signs_in_among_very_many_is_told_to_come_back(world: World) -> None:
    def guess(_: int) -> httpx.Response:
        body = {"email": f"p{uuid4().hex[:12]}@example.org", "password": "ghicită"}
        return Api(world.gateway_url).post("/sessions", body)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, range(20)))
    told = [answer for answer in answers if answer.status_code == 429]
    assert {answer.status_code for answer in answers} == {401, 429}
    assert {(answer.json()["code"], answer.headers["retry-after"]) for answer in told} == {(SignInThrottled.code, "2")}


def test_a_success_forgets_the_failures_of_its_address(world: World, ana: Actor) -> None:
    for _ in range(2):
        for _ in range(9):
            assert Api(world.gateway_url).post("/sessions", {"email": ana.email, "password": "x"}).status_code == 401
        signed_in(world.gateway_url, ana.email)


def test_a_network_that_tries_many_addresses_is_slowed_down(world: World) -> None:
    """An internal system names the network itself; over HTTP it is the caller's address. IPv6 counts by its /64."""
    prefix = ":".join(uuid4().hex[i : i + 4] for i in (0, 4, 8, 12))

    def guess(n: int) -> str:
        network = f"{prefix}::{n:x}"
        try:
            world.auth.issue_token(
                world.stranger(), IssueToken(client_id=str(uuid4()), client_secret="x", network=network)
            )
        except DomainError as error:
            return error.code
        return "signed in"

    codes = [guess(n) for n in range(101)]
    assert codes == ["invalid-credentials"] * 100 + [SignInThrottled.code]


def test_the_address_of_a_caller_cannot_be_claimed_in_the_body_or_a_header(world: World) -> None:
    email = f"p{uuid4().hex[:12]}@example.org"
    claimed = {"email": email, "password": "x", "network": "198.51.100.7"}
    assert Api(world.gateway_url).post("/sessions", claimed).status_code == 422
    assert Api(world.gateway_url).post("/tokens", claimed).status_code == 422


def test_the_public_keys_are_there_for_programs_that_verify_tokens(world: World) -> None:
    keys = httpx.get(f"{world.gateway_url}/.well-known/jwks.json").json()["keys"]
    assert keys
    assert all(set(k) >= {"kty", "crv", "x", "kid"} and "d" not in k for k in keys)
