"""Who read a file, told to its owner alone (P13)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def read_log(actor: Actor, file_id: str, **parameters: Any) -> dict[str, Any]:
    """A page of the reads."""
    answer = actor.api.get(f"/files/{file_id}/reads", params=parameters)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_the_owner_sees_who_read_when_how_often_and_who_was_refused(world: World, ana: Actor) -> None:
    colleague = world.person(ana.company_id, name="Ion Marin")
    file_id = ana.api.uploaded("a.txt", b"a")
    number = ana.api.opened(file_ids=[file_id])
    path = f"/files/{file_id}/content"
    before = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for _ in range(2):
        assert world.consultant.api.get(path).status_code == 200
    assert world.consultant.api.client.head(path).status_code == 200
    assert colleague.api.get(path).status_code == 404
    assert ana.api.get(path).status_code == 200  # the owner's own reads are nobody's business
    page = read_log(ana, file_id)
    counts: dict[tuple[str, bool], int] = {}
    for item in page["items"]:
        assert datetime.fromisoformat(item["hour"]) >= before
        key = (item["reader_id"], item["is_allowed"])
        counts[key] = counts.get(key, 0) + item["count"]
    assert counts == {(str(world.consultant.id), True): 2, (str(colleague.id), False): 1}
    assert page["people"][str(world.consultant.id)]["name"] == "Elena Vasiliu"
    assert page["people"][str(colleague.id)]["name"] == "Ion Marin"
    assert ana.api.get(f"/files/{file_id}").json()["reader_count"] == 1
    assert world.consultant.api.get(f"/files/{file_id}").json()["reader_count"] is None
    assert ana.api.ticket(number)["files"][file_id]["reader_count"] == 1
    for other in (colleague, world.consultant):
        assert other.api.ticket(number)["files"][file_id]["reader_count"] is None


def test_nobody_else_sees_the_reads(world: World, ana: Actor) -> None:
    colleague = world.person(ana.company_id, name="Ion Marin")
    stranger = world.person(world.company())
    file_id = ana.api.uploaded("a.txt", b"a")
    ana.api.opened(file_ids=[file_id])
    for other in (colleague, stranger, world.consultant, world.dispatcher, world.admin):
        assert other.api.get(f"/files/{file_id}/reads").status_code == 404


def test_reads_are_paged_without_loss(world: World, ana: Actor) -> None:
    people = [world.consultant, world.other_consultant, world.dispatcher, world.admin]
    file_id = ana.api.uploaded("a.txt", b"a")
    ana.api.opened(file_ids=[file_id])
    for person in people:
        person.api.get(f"/files/{file_id}/content")
    seen: list[str] = []
    page = read_log(ana, file_id, limit=1)
    while True:
        seen += [item["reader_id"] for item in page["items"]]
        cursor = page["page"]["next_cursor"]
        if cursor is None:
            break
        page = read_log(ana, file_id, limit=1, cursor=cursor)
    assert set(seen) == {str(person.id) for person in people}
    wrong = ana.api.get(f"/files/{ana.api.uploaded('b.txt', b'b')}/reads", params={"cursor": "YWJj"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid-cursor")
