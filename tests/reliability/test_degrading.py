"""A part is away: what does not need it goes on, what does says so in time, and all comes back without a hand."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from contracts.auth import IssueToken
from gateway.identity import SYNC_SECONDS
from tests.support.browser import signed_in
from tests.support.stack import RunningStack, eventually
from tests.support.world import PASSWORD, Actor, World

DEADLINE_SECONDS = 10.0
SLACK_SECONDS = 3.0  # the machine under test may be busy with other things


def timed(ask: Callable[[], httpx.Response]) -> tuple[httpx.Response, float]:
    """An answer and the seconds it took."""
    started = time.monotonic()
    answer = ask()
    return answer, time.monotonic() - started


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


@pytest.mark.timeout(180)
def test_with_files_hanging_a_request_opens_without_them(stack: RunningStack, ana: Actor) -> None:
    file_id = ana.api.uploaded("a.txt", b"a")
    number, plain = ana.api.opened(file_ids=[file_id]), ana.api.opened()
    key, body = str(uuid4()), {"body_html": "<p>x</p>", "file_ids": [ana.api.uploaded("b.txt", b"b")]}
    with stack.paused("files"):
        seconds = []
        for _ in range(5):
            page, took = timed(lambda: ana.api.get(f"/tickets/{number}"))
            seconds.append(took)
            assert (page.status_code, page.json()["missing"], page.json()["files"]) == (200, ["files"], {})
            assert page.json()["entries"][0]["file_ids"] == [file_id]
            assert "etag" not in page.headers
        assert min(seconds) < 1 and max(seconds) < 1 + SLACK_SECONDS

        def answers_at_once(path: str) -> bool:
            answer, took = timed(lambda: ana.api.get(path))
            assert answer.status_code == 200, answer.text
            return took < 0.4 + timed(lambda: ana.api.get("/me"))[1]  # which asks nobody: the machine may be busy

        for path in (f"/tickets/{number}", f"/tickets/{plain}", "/tickets"):  # once the breaker knows, nobody waits
            eventually(lambda path=path: answers_at_once(path), within=60)  # type: ignore[misc]
        assert "etag" in ana.api.get(f"/tickets/{plain}").headers
        refused, took = timed(lambda: ana.api.post(f"/tickets/{number}/updates", body, key=key))
        assert refused.status_code in (503, 504) and took < DEADLINE_SECONDS + SLACK_SECONDS
    whole = eventually(lambda: p if "etag" in (p := ana.api.get(f"/tickets/{number}")).headers else None)
    assert whole.json()["missing"] == [] and whole.json()["files"][file_id]["name"] == "a.txt"

    def repeated() -> bool:
        return ana.api.post(f"/tickets/{number}/updates", body, key=key).status_code == 201

    eventually(repeated)
    assert len(ana.api.ticket(number)["entries"]) == 2


@pytest.mark.timeout(180)
def test_a_crowd_that_waits_for_files_does_not_hold_up_those_who_do_not(stack: RunningStack, ana: Actor) -> None:
    file_ids = [ana.api.uploaded(f"{n}.txt", b"x") for n in range(12)]

    def attach(file_id: str) -> int:
        return ana.api.post("/tickets", {"subject": "x", "body_html": "<p>x</p>", "file_ids": [file_id]}).status_code

    with stack.paused("files"), ThreadPoolExecutor(12) as pool:
        first = list(pool.map(attach, file_ids))
        assert set(first) <= {503, 504}
        crowd = [pool.submit(attach, file_id) for file_id in file_ids]
        answer, took = timed(lambda: ana.api.get("/tickets"))
        assert answer.status_code == 200 and took < 1 + SLACK_SECONDS
        assert {one.result() for one in crowd} <= {503, 504}
    assert ana.api.get("/tickets").json()["items"] == []


@pytest.mark.timeout(180)
def test_with_auth_hanging_there_are_ids_for_names_and_sign_in_says_503(stack: RunningStack, world: World) -> None:
    company = world.company()
    ana, ion = world.person(company), world.person(company, name="Ion Dinu")
    number = ion.api.opened()
    with stack.paused("auth"):
        page, took = timed(lambda: ana.api.get(f"/tickets/{number}"))
        assert (page.status_code, page.json()["missing"], page.json()["people"]) == (200, ["people"], {})
        assert page.json()["ticket"]["author_id"] == str(ion.id)
        assert took < 1 + SLACK_SECONDS and "etag" not in page.headers
        assert ana.api.get("/tickets").json()["missing"] == ["people"]
        assert ana.api.opened("Fără auth")

        def sign_in() -> bool:
            body = {"email": ion.email, "password": PASSWORD}
            answer, took = timed(lambda: httpx.post(f"{stack.gateway_url}/api/v1/sessions", json=body, timeout=30))
            assert answer.status_code in (503, 504) and took < DEADLINE_SECONDS + SLACK_SECONDS
            return answer.status_code == 503 and int(answer.headers["retry-after"]) > 0

        eventually(sign_in, within=60)
    names = eventually(lambda: ana.api.ticket(number)["people"].get(str(ion.id)))
    assert names["name"] == "Ion Dinu"


@pytest.mark.timeout(180)
def test_without_the_broker_every_answer_comes_in_time_and_says_when_to_repeat(stack: RunningStack, ana: Actor) -> None:
    number = ana.api.opened("Înainte")
    key, body = str(uuid4()), {"subject": "În timpul", "body_html": "<p>x</p>"}
    pid = stack.send("broker", signal.SIGKILL)
    written, took = timed(lambda: ana.api.post("/tickets", body, key=key))
    assert written.status_code in (201, 503, 504) and took < DEADLINE_SECONDS + SLACK_SECONDS
    if written.status_code == 503:
        assert int(written.headers["retry-after"]) > 0
    seen = {written.status_code}

    def back() -> bool:
        answer, took = timed(lambda: ana.api.get(f"/tickets/{number}"))
        seen.add(answer.status_code)
        assert took < DEADLINE_SECONDS + SLACK_SECONDS
        assert answer.status_code in (200, 503, 504)
        if answer.status_code != 200:
            assert answer.headers["content-type"] == "application/problem+json"
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) > 0
        return answer.status_code == 200 and stack.pid("broker") not in (None, pid)

    eventually(back, within=90)
    assert 503 in seen
    stack.wait_ready()
    assert ana.api.post("/tickets", body, key=key).status_code == 201
    assert ana.api.opened("După")
    assert [row["subject"] for row in ana.api.tickets()] == ["După", "În timpul", "Înainte"]


def test_a_client_whose_connection_ended_meanwhile_runs_what_may_not_be_repeated(
    stack: RunningStack, world: World, ana: Actor
) -> None:
    sign_in = IssueToken(email=ana.email, password=PASSWORD)
    assert world.auth.issue_token(world.stranger(), sign_in).access_token
    stack.rabbitmqctl("close_all_user_connections", "gateway", "a drill")
    assert world.auth.issue_token(world.stranger(), sign_in).access_token
    stack.wait_ready()


@pytest.mark.timeout(120)
def test_a_page_that_is_loaded_while_the_gateway_connects_anew_waits_for_it(
    stack: RunningStack, world: World, ana: Actor
) -> None:
    client, over = signed_in(world.gateway_url, ana.email), threading.Event()
    early: list[int] = []

    def load() -> None:
        while not over.is_set():
            answer, took = timed(lambda: client.get("/sessions/current"))
            if answer.status_code != 200 and took < SYNC_SECONDS:
                early.append(answer.status_code)

    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(load)
        stack.rabbitmqctl("close_all_user_connections", "gateway", "a drill")
        stack.wait_ready()
        over.set()
        loading.result()
    assert not early
    assert client.get("/sessions/current").status_code == 200
