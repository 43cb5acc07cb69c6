"""Commands run once, whatever is repeated."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import httpx
import psycopg
import pytest

from chassis.blocking import BlockingBus
from chassis.client import client
from contracts.errors import CommandReused
from contracts.files import BeginUpload, CompleteUpload, FilesApi, FileView
from tests.support.stack import RunningStack, eventually
from tests.support.world import World

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE files%'"


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


def test_twins_of_an_update_in_flight_make_one_entry(world: World) -> None:
    ana = world.person(world.company())
    number, key, update = ana.api.opened(), str(uuid4()), {"body_html": "<p>Dublu clic</p>"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ana.api.post(f"/tickets/{number}/updates", update, key=key), range(8)))
    assert {a.status_code for a in answers} <= {201, 409}
    assert {a.json()["code"] for a in answers if a.status_code == 409} <= {"command-in-progress"}
    assert len({a.json()["entry_id"] for a in answers if a.status_code == 201}) == 1
    assert [e["kind"] for e in ana.api.ticket(number)["entries"]] == ["description", "update"]


def test_what_many_say_at_once_is_all_kept_one_after_the_other(world: World) -> None:
    """Each decides on the request as it stood, and decides anew when another was faster."""
    company = world.company()
    people = [world.person(company) for _ in range(4)]
    number = people[0].api.opened()

    def say(n: int) -> tuple[int, str]:
        answer = people[n % 4].api.post(f"/tickets/{number}/updates", {"body_html": f"<p>{n}</p>"})
        return answer.status_code, answer.text

    with ThreadPoolExecutor(8) as pool:
        assert [wrong for wrong in pool.map(say, range(24)) if wrong[0] != 201] == []
    found = people[0].api.ticket(number)
    assert sorted(int(e["body_text"]) for e in found["entries"][1:]) == list(range(24))
    assert [e["seq"] for e in found["entries"]] == list(range(1, 26))
    assert found["ticket"]["version"] == 25


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


def test_an_upload_that_is_completed_four_times_at_once_is_told_once(stack: RunningStack, world: World) -> None:
    """A gateway that heard nothing asks again while the first call still runs."""
    ana, content = world.person(world.company()), b"de patru ori"
    files: FilesApi = client(FilesApi, world.bus, "files")
    begun = files.begin_upload(ana.call(), BeginUpload(command_id=str(uuid4()), file_name="a.txt", size=len(content)))
    assert begun.put_url and httpx.put(begun.put_url, content=content).status_code == 200
    command = CompleteUpload(
        file_id=begun.file.id,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        content_type="text/plain",
    )

    def complete(_n: int) -> FileView:
        bus = BlockingBus(stack.amqp("gateway"))
        try:
            return client(FilesApi, bus, "files").complete_upload(ana.call(), command)
        finally:
            bus.close()

    files_database = stack.database("files").replace("+psycopg", "")
    with ThreadPoolExecutor(4) as pool:
        with psycopg.connect(files_database) as holding, psycopg.connect(stack.superuser(), autocommit=True) as looking:
            holding.execute("SELECT FROM files WHERE id = %s FOR UPDATE", (begun.file.id,))
            calls = [pool.submit(complete, n) for n in range(4)]
            eventually(lambda: looking.execute(_WAITING).fetchone() == (4,))  # all have seen it pending
        views = [call.result() for call in calls]
    assert {view.model_dump_json() for view in views} == {views[0].model_dump_json()}
    assert (views[0].state, views[0].sha256, views[0].name) == ("ready", command.sha256, "a.txt")
    with psycopg.connect(files_database) as connection:
        told = connection.execute("SELECT name FROM outbox WHERE subject = %s", (f"files/{begun.file.id}",)).fetchall()
    assert told == [("file_uploaded_v1",)]
    with pytest.raises(CommandReused):
        files.complete_upload(ana.call(), command.model_copy(update={"sha256": "0" * 64}))


def test_a_twin_that_is_refused_leaves_the_files_to_the_one_that_runs(stack: RunningStack, world: World) -> None:
    ana = world.person(world.company())
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE tickets%'"
    number = ana.api.opened()
    with ThreadPoolExecutor(2) as pool, psycopg.connect(stack.superuser(), autocommit=True) as looking:
        for n in range(5):
            body = {"body_html": "<p>x</p>", "file_ids": [ana.api.uploaded(f"{n}.txt", b"a")]}
            send = partial(ana.api.post, f"/tickets/{number}/updates", body, key=str(uuid4()))
            with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as other:  # writes meanwhile
                other.execute("UPDATE tickets SET version = version + 1 WHERE number = %s", (number,))
                twins = [pool.submit(send) for _ in range(2)]
                eventually(lambda: (looking.execute(waiting).fetchone() or [0])[0] == 2)
            answers = [twin.result() for twin in twins]
            assert {answer.json().get("code") for answer in answers} <= {None, "command-in-progress"}
            assert send().status_code == 201
    assert len([entry for entry in ana.api.ticket(number)["entries"] if entry["file_ids"]]) == 5
