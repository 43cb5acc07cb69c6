"""Drafts: nothing that is written gets lost, nobody else sees it, and sending it ends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer of a fresh company."""
    return world.person(world.company(), name="Ana Pop")


def drafted(actor: Actor, **fields: Any) -> dict[str, Any]:
    """A new draft."""
    answer = actor.api.post("/drafts", fields)
    assert answer.status_code == 201, answer.text
    draft: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"/api/v1/drafts/{draft['id']}"
    return draft


def ids(actor: Actor, **filters: Any) -> list[str]:
    """The own drafts."""
    return [d["id"] for d in actor.api.get("/drafts", params=filters).json()["items"]]


def closed(world: World, ana: Actor) -> int:
    """A request that is closed."""
    number = ana.api.opened()
    assert ana.api.act(number, "withdraw").status_code == 200
    return number


def test_a_draft_is_saved_again_and_again_and_found_after_signing_in_anew(world: World, ana: Actor) -> None:
    file_id = ana.api.uploaded("jurnal.txt", b"E-2107")
    draft = drafted(ana, subject="Jurnal", body_html="")
    content: dict[str, Any] = {
        "subject": "Jurnal TVA",
        "body_html": "<p>Nu se <b>închide</b><script>x</script></p>",
        "priority": "high",
    }
    content |= {"category": "Contabilitate", "file_ids": [file_id]}
    saved = ana.api.put(f"/drafts/{draft['id']}", content, if_match='"1.x"')
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    again = world.signed_in(ana.email, ana.id, ana.role, ana.company_id)
    found = again.api.get(f"/drafts/{draft['id']}")
    page = found.json()
    assert (page["subject"], page["priority"], page["category"]) == ("Jurnal TVA", "high", "Contabilitate")
    assert page["body_html"] == "<p>Nu se <b>închide</b></p>"
    assert page["files"][file_id]["name"] == "jurnal.txt"
    assert found.headers["etag"].startswith('"2.')
    row = again.api.get("/drafts").json()["items"][0]
    assert (row["excerpt"], "body_html" in row) == ("Nu se închide", False)


def test_what_another_window_saved_is_not_overwritten(ana: Actor) -> None:
    draft = drafted(ana)
    path, here, there = f"/drafts/{draft['id']}", {"subject": "Aici"}, {"subject": "Dincolo"}
    assert ana.api.put(path, here, if_match='"1.x"').status_code == 200
    late = ana.api.put(path, there, if_match='"1.x"')
    assert (late.status_code, late.json()["code"]) == (412, "stale-version")
    repeat = ana.api.put(path, here, if_match='"1.x"')  # its answer was lost: no conflict with oneself
    assert (repeat.status_code, repeat.json()["version"]) == (200, 2)
    assert ana.api.put(path, there).status_code == 428
    assert ana.api.delete(path, if_match='"1.x"').status_code == 412
    assert ana.api.delete(path, if_match='"2.x"').status_code == 204
    assert ana.api.get(path).status_code == 404


def test_nobody_else_knows_of_a_draft(world: World, ana: Actor) -> None:
    draft = drafted(ana, subject="CANAR")
    path, colleague = f"/drafts/{draft['id']}", world.person(ana.company_id)
    for other in (colleague, world.consultant, world.dispatcher):
        assert draft["id"] not in ids(other)
        for mine, missing in ((path, f"/drafts/{uuid4()}"),):
            assert other.api.get(mine).status_code == other.api.get(missing).status_code == 404
            body = {"subject": "Furt"}
            assert other.api.put(mine, body, if_match='"1.x"').status_code == 404
            assert other.api.delete(mine).status_code == 404
    assert world.admin.api.get("/drafts").status_code == 403
    number = colleague.api.opened(draft_id=draft["id"])  # a foreign draft is not deleted by naming it
    assert number and ids(ana) == [draft["id"]]


def test_each_kind_about_each_request_is_its_own_draft(world: World, ana: Actor) -> None:
    number, other = ana.api.opened(), ana.api.opened()
    update = drafted(ana, kind="update", number=number, body_html="<p>unu</p>")
    drafted(ana, kind="update", number=other)
    drafted(ana, subject="Nouă")
    assert len(ids(ana)) == 3
    assert ids(ana, number=number) == [update["id"]]
    assert ids(ana, kind="update", number=number) == [update["id"]]
    elena = world.consultant
    kinds = ["reply", "info_request", "resolution", "note"]
    mine = {kind: drafted(elena, kind=kind, number=number, info_items=["copia", ""])["id"] for kind in kinds}
    assert set(ids(elena, number=number)) == set(mine.values())
    assert ids(elena, number=number, kind="note") == [mine["note"]]
    for draft_id in mine.values():
        assert elena.api.delete(f"/drafts/{draft_id}").status_code == 204


def test_a_draft_is_of_what_its_owner_may_send(world: World, ana: Actor) -> None:
    number, foreigner = ana.api.opened(), world.person(world.company())

    def refused(actor: Actor, **fields: Any) -> tuple[int, str]:
        answer = actor.api.post("/drafts", fields)
        return answer.status_code, answer.json()["code"]

    assert refused(ana, kind="note", number=number) == (403, "forbidden")
    assert refused(world.consultant, kind="update", number=number) == (403, "forbidden")
    assert refused(foreigner, kind="update", number=number) == (404, "not-found")
    assert refused(ana, kind="update") == (422, "invalid-command")
    assert refused(ana, kind="ticket", number=number) == (422, "invalid-command")
    theirs = foreigner.api.uploaded("a.txt", b"a")
    assert refused(ana, file_ids=[theirs]) == (422, "file-not-usable")
    assert refused(ana, file_ids=[str(uuid4())]) == (422, "file-not-usable")
    assert refused(ana, file_ids=[str(uuid4()) for _ in range(4)]) == (422, "too-many-files")


def test_at_most_twenty_whatever_is_sent_at_once(ana: Actor) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: ana.api.post("/drafts", {"subject": f"Ciorna {n}"}), range(24)))
    assert sorted({a.status_code for a in answers}) == [201, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"too-many-drafts"}
    first = ana.api.get("/drafts", params={"limit": 15})
    rest = ana.api.client.get(first.links["next"]["url"].removeprefix("/api/v1"))
    found = [d["id"] for page in (first, rest) for d in page.json()["items"]]
    assert len(found) == len(set(found)) == 20
    assert rest.json()["page"]["next_cursor"] is None


def test_beginning_a_draft_twice_with_one_key_is_one_draft(ana: Actor) -> None:
    key = str(uuid4())
    first, second = (ana.api.post("/drafts", {"subject": "O dată"}, key=key) for _ in range(2))
    assert first.json() == second.json() and len(ids(ana)) == 1


def test_sending_a_draft_deletes_it(world: World, ana: Actor) -> None:
    file_id = ana.api.uploaded("a.txt", b"a")
    draft = drafted(ana, subject="Nouă", file_ids=[file_id])
    number = ana.api.opened("Nouă", file_ids=[file_id], draft_id=draft["id"])
    assert ids(ana) == []
    assert ana.api.ticket(number)["entries"][0]["file_ids"] == [file_id]
    body = {"body_html": "<p>x</p>"}
    update = drafted(ana, kind="update", number=number)["id"]
    assert ana.api.post(f"/tickets/{number}/updates", body | {"draft_id": update}).status_code == 201
    elena = world.consultant
    reply, note = (drafted(elena, kind=kind, number=number)["id"] for kind in ("reply", "note"))
    sent = elena.api.post(f"/tickets/{number}/answers", body | {"kind": "reply", "draft_id": reply})
    assert sent.status_code == 201 and ids(elena, number=number) == [note]
    assert elena.api.post(f"/tickets/{number}/notes", body | {"draft_id": note}).status_code == 201
    assert ids(ana) == ids(elena, number=number) == []


def test_a_refused_update_keeps_the_draft_and_its_files_for_a_follow_up(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    file_id = ana.api.uploaded("jurnal.txt", b"E-2107")
    draft = drafted(ana, kind="update", number=number, body_html="<p>A reapărut</p>", file_ids=[file_id])
    assert world.consultant.api.act(number, "close", reason="Dublură").status_code == 200
    body = {"body_html": "<p>A reapărut</p>", "file_ids": [file_id], "draft_id": draft["id"]}
    refused = ana.api.post(f"/tickets/{number}/updates", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-closed")
    assert ids(ana) == [draft["id"]]
    moved: dict[str, Any] = {
        "kind": "follow_up",
        "number": number,
        "body_html": "<p>A reapărut</p>",
        "file_ids": [file_id],
    }
    assert ana.api.put(f"/drafts/{draft['id']}", moved, if_match='"1.x"').status_code == 200
    follow_up = ana.api.post(refused.json()["follow_up"].removeprefix("/api/v1"), body)
    assert follow_up.status_code == 201, follow_up.text
    page = ana.api.ticket(follow_up.json()["number"])
    assert (page["entries"][0]["body_text"], page["entries"][0]["file_ids"]) == ("A reapărut", [file_id])
    assert ids(ana) == []


def test_updates_that_lose_the_race_with_closing_give_their_files_back(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    files = [ana.api.uploaded(f"{n}.txt", b"x") for n in range(6)]
    etag = world.consultant.api.etag(number)

    def attempt(file_id: str) -> int:
        body = {"body_html": "<p>x</p>", "file_ids": [file_id]}
        return ana.api.post(f"/tickets/{number}/updates", body).status_code

    with ThreadPoolExecutor(7) as pool:
        body = {"action": "close", "reason": "Dublură"}
        closing = pool.submit(
            world.consultant.api.post, f"/tickets/{number}/transitions", body, headers={"if-match": etag}
        )
        codes = list(pool.map(attempt, files))
    if closing.result().status_code == 412:
        assert world.consultant.api.act(number, "close", reason="Dublură").status_code == 200
    assert set(codes) <= {201, 409}
    lost = [file_id for file_id, code in zip(files, codes, strict=True) if code == 409]
    for file_id in lost:
        again: dict[str, Any] = {"body_html": "<p>x</p>", "file_ids": [file_id]}
        assert ana.api.post(f"/tickets/{number}/follow-ups", again).status_code == 201


def test_a_follow_up_waits_until_the_first_is_closed(world: World, ana: Actor) -> None:
    number = ana.api.opened("Întâi", priority="high", category="Stocuri")
    early = ana.api.post(f"/tickets/{number}/follow-ups", {"body_html": "<p>x</p>"})
    assert (early.status_code, early.json()["code"]) == (409, "ticket-still-active")
    number = closed(world, ana)
    colleague, foreigner = world.person(ana.company_id), world.person(world.company())
    linked = colleague.api.post(f"/tickets/{number}/follow-ups", {"body_html": "<p>x</p>"})
    assert linked.status_code == 201
    assert colleague.api.ticket(linked.json()["number"])["ticket"]["author_id"] == str(colleague.id)
    assert foreigner.api.post(f"/tickets/{number}/follow-ups", {"body_html": "<p>x</p>"}).status_code == 404


def test_files_of_a_draft_outlive_the_24_hours_of_an_upload_and_go_with_it(stack: RunningStack, ana: Actor) -> None:
    kept, dropped, free = (ana.api.uploaded(f"{n}.txt", b"x") for n in ("păstrat", "scos", "liber"))
    draft = drafted(ana, file_ids=[kept, dropped])
    assert ana.api.put(f"/drafts/{draft['id']}", {"file_ids": [kept]}, if_match='"1.x"').status_code == 200
    now = datetime.now(UTC)
    stack.run_job("files", "purge-unattached", now + timedelta(days=29))
    codes = [ana.api.get(f"/files/{file_id}").status_code for file_id in (kept, dropped, free)]
    assert codes == [200, 404, 404]
    assert ana.api.delete(f"/drafts/{draft['id']}").status_code == 204
    stack.run_job("files", "purge-unattached", now + timedelta(days=29))
    assert ana.api.get(f"/files/{kept}").status_code == 404


def test_a_draft_lives_30_days_after_its_last_change(stack: RunningStack, ana: Actor) -> None:
    draft = drafted(ana, subject="Uitată")
    expires_at = datetime.fromisoformat(draft["expires_at"])
    assert abs(expires_at - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=5)
    stack.run_job("tickets", "purge-drafts", expires_at - timedelta(minutes=1))
    assert ids(ana) == [draft["id"]]
    stack.run_job("tickets", "purge-drafts", expires_at + timedelta(minutes=1))
    assert ids(ana) == []
