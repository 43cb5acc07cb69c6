"""Commands run once, whatever is repeated."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from tests.support.world import World


def test_a_repeated_key_gives_the_same_request(world: World) -> None:
    ana = world.person(world.company())
    key, body = str(uuid4()), {"subject": "O dată", "body_html": "<p>x</p>"}
    first, second = (ana.api.post("/tickets", body, key=key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len(ana.api.get("/tickets").json()["items"]) == 1


def test_a_reused_key_with_another_body_is_refused(world: World) -> None:
    ana = world.person(world.company())
    key = str(uuid4())
    assert ana.api.post("/tickets", {"subject": "A", "body_html": "<p>x</p>"}, key=key).status_code == 201
    refused = ana.api.post("/tickets", {"subject": "B", "body_html": "<p>x</p>"}, key=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "command-reused")
    assert len(ana.api.get("/tickets").json()["items"]) == 1


def test_the_same_key_of_another_person_is_another_command(world: World) -> None:
    company = world.company()
    key, body = str(uuid4()), {"subject": "A", "body_html": "<p>x</p>"}
    numbers = {world.person(company).api.post("/tickets", body, key=key).json()["number"] for _ in range(2)}
    assert len(numbers) == 2


def test_twins_in_flight_make_one_request_with_its_files(world: World) -> None:
    ana = world.person(world.company())
    files = [ana.api.uploaded("a.txt", b"a"), ana.api.uploaded("b.txt", b"b")]
    key, body = str(uuid4()), {"subject": "Dublu clic", "body_html": "<p>x</p>", "file_ids": files}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ana.api.post("/tickets", body, key=key), range(8)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"command-in-progress"}
    assert len({a.json()["number"] for a in answers if a.status_code == 201}) == 1
    rows = ana.api.get("/tickets").json()["items"]
    assert len(rows) == 1
    assert ana.api.ticket(rows[0]["number"])["entries"][0]["file_ids"] == files


def test_a_repeat_after_the_state_has_moved_on_still_gives_the_first_result(world: World) -> None:
    ana = world.person(world.company())
    number, key = ana.api.opened(), str(uuid4())
    update = {"body_html": "<p>Detaliu</p>"}
    first = ana.api.post(f"/tickets/{number}/updates", update, key=key)
    assert ana.api.act(number, "withdraw").status_code == 200
    repeat = ana.api.post(f"/tickets/{number}/updates", update, key=key)
    assert (repeat.status_code, repeat.json()["entry_id"]) == (201, first.json()["entry_id"])
    assert [e["kind"] for e in ana.api.ticket(number)["entries"]] == ["description", "update", "system"]


def test_refusals_are_not_kept(world: World) -> None:
    ana = world.person(world.company())
    number, key = ana.api.opened(), str(uuid4())
    body = {"kind": "reply", "body_html": "<p>x</p>"}
    assert ana.api.post(f"/tickets/{number}/answers", body, key=key).status_code == 403
    too_early = ana.api.post(f"/tickets/{number}/follow-ups", {"body_html": "<p>x</p>"}, key=key)
    assert too_early.status_code == 409
    assert ana.api.act(number, "withdraw").status_code == 200
    later = ana.api.post(f"/tickets/{number}/follow-ups", {"body_html": "<p>x</p>"}, key=key)
    assert later.status_code == 201


def test_two_who_read_the_same_version_do_not_overwrite_each_other(world: World) -> None:
    ana = world.person(world.company())
    number = ana.api.opened()
    etag = world.consultant.api.get(f"/tickets/{number}").headers["etag"]
    taken = world.consultant.api.put(f"/tickets/{number}/assignment", {}, if_match=etag)
    late = world.other_consultant.api.put(f"/tickets/{number}/assignment", {}, if_match=etag)
    assert (taken.status_code, late.status_code, late.json()["code"]) == (200, 412, "stale-version")
    assert world.consultant.api.put(f"/tickets/{number}/assignment", {}).status_code == 428
