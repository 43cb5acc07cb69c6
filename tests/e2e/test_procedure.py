"""The procedure, row by row, as far as an API can show it (P2–P5, P7–P13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from contracts.auth import Role
from tests.support.world import Actor, World

BUCHAREST = ZoneInfo("Europe/Bucharest")


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer of a fresh company."""
    return world.person(world.company("Agro"), name="Ana Pop")


@pytest.fixture
def colleague(world: World, ana: Actor) -> Actor:
    """Another authorised user of Ana's company."""
    return world.person(ana.company_id, name="Barbu Ion")


@pytest.fixture
def foreigner(world: World) -> Actor:
    """A customer of another company."""
    return world.person(world.company("Textile"), name="Cezar Radu")


def items(answer: Any) -> list[dict[str, Any]]:
    """The rows of a list answer."""
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


def resolve(consultant: Actor, number: int, text: str = "<p>Am corectat.</p>") -> None:
    """A consultant gives the resolution."""
    answer = consultant.api.post(f"/tickets/{number}/answers", {"kind": "resolution", "body_html": text})
    assert answer.status_code == 201, answer.text


def close(customer: Actor, consultant: Actor, number: int) -> None:
    """Resolve and accept."""
    resolve(consultant, number)
    answer = customer.api.act(number, "accept")
    assert answer.status_code == 200, answer.text


def test_p2_requests_are_listed_for_an_interval_of_days_both_inclusive(ana: Actor) -> None:
    number = ana.api.opened("Jurnal TVA")
    today = datetime.now(BUCHAREST).date()
    day = timedelta(days=1)

    def listed(**interval: str) -> list[int]:
        return [row["number"] for row in items(ana.api.get("/tickets", params=interval))]

    assert listed(created_from=str(today), created_to=str(today)) == [number]
    assert listed(created_from=str(today)) == listed(created_to=str(today)) == [number]
    assert listed(created_from=str(today + day)) == listed(created_to=str(today - day)) == []
    turned = ana.api.get("/tickets", params={"created_from": str(today), "created_to": str(today - day)})
    assert (turned.status_code, turned.json()["code"]) == (422, "invalid-interval")


def test_p3_all_requests_or_active_ones_and_how_many_active_lie_outside(world: World, ana: Actor) -> None:
    active, closed = ana.api.opened("Activă"), ana.api.opened("Închisă")
    close(ana, world.consultant, closed)
    assert [r["number"] for r in items(ana.api.get("/tickets", params={"type": "all"}))] == [closed, active]
    assert [r["number"] for r in items(ana.api.get("/tickets", params={"type": "active"}))] == [active]
    yesterday = str(datetime.now(BUCHAREST).date() - timedelta(days=1))
    page = ana.api.get("/tickets", params={"created_to": yesterday}).json()
    assert (page["items"], page["active_outside"]) == ([], 1)


def test_p4_a_new_request_keeps_its_text_and_drops_what_could_harm(ana: Actor) -> None:
    text = "<h2>Pași</h2><p>Nu <strong>pornește</strong> „ștampila”<script>alert(1)</script><img src=x onerror=y></p>"
    number = ana.api.opened("Ștampila nu pornește", text, priority="high", category="Producție")
    page = ana.api.ticket(number)
    assert page["ticket"]["subject"] == "Ștampila nu pornește"
    assert (page["ticket"]["status"], page["ticket"]["priority"]) == ("new", "high")
    body = page["entries"][0]["body_html"]
    assert "<strong>pornește</strong>" in body and "„ștampila”" in body
    assert "script" not in body and "onerror" not in body


def test_p5_at_most_three_files_and_limits_are_told(ana: Actor) -> None:
    files = [ana.api.uploaded(f"fișier {n}.txt", f"conținut {n}".encode()) for n in range(4)]
    refused = ana.api.post("/tickets", {"subject": "Patru", "body_html": "<p>x</p>", "file_ids": files})
    assert (refused.status_code, refused.json()["code"]) == (422, "too-many-files")
    number = ana.api.opened("Trei", file_ids=files[:3])
    page = ana.api.ticket(number)
    assert page["entries"][0]["file_ids"] == files[:3]
    assert [page["files"][f]["name"] for f in files[:3]] == ["fișier 0.txt", "fișier 1.txt", "fișier 2.txt"]
    content = ana.api.get(f"/files/{files[1]}/content")
    assert (content.status_code, content.content) == (200, "conținut 1".encode())


def test_p7_active_requests_are_updated_and_closed_ones_get_a_linked_follow_up(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    update = ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>Încă ceva</p>"})
    assert update.status_code == 201
    too_early = ana.api.post(f"/tickets/{number}/follow-ups", {"body_html": "<p>Din nou</p>"})
    assert too_early.status_code == 409
    close(ana, world.consultant, number)
    refused = ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>A reapărut</p>"})
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-closed")
    kept = ana.api.uploaded("jurnal.txt", b"E-2107")
    follow_up = ana.api.post(
        refused.json()["follow_up"].removeprefix("/api/v1"), {"body_html": "<p>A reapărut</p>", "file_ids": [kept]}
    )
    assert follow_up.status_code == 201, follow_up.text
    page = ana.api.ticket(follow_up.json()["number"])
    assert page["ticket"]["follow_up_of"] == number
    assert (page["entries"][0]["body_text"].strip(), page["entries"][0]["file_ids"]) == ("A reapărut", [kept])
    assert ana.api.ticket(number)["ticket"]["followed_up_by"] == [follow_up.json()["number"]]


def test_p8_the_number_opens_the_standard_form_with_all_details(world: World, ana: Actor, colleague: Actor) -> None:
    number = ana.api.opened("Formular", "<p>Detalii</p>", category="Contabilitate")
    page = ana.api.ticket(number)
    form = page["ticket"]
    assert (form["number"], form["subject"], form["category"]) == (number, "Formular", "Contabilitate")

    def author_as_seen_by(reader: Actor) -> tuple[Any, ...]:
        author = reader.api.ticket(number)["people"][str(ana.id)]
        return author["name"], author.get("telephone"), author.get("email")

    for reader in (ana, world.consultant):  # staff call the person; a colleague learns the name alone
        assert author_as_seen_by(reader) == ("Ana Pop", "+40 700 000 000", ana.email)
    assert author_as_seen_by(colleague) == ("Ana Pop", None, None)
    assert {"update", "withdraw"} <= set(page["actions"]) and "answer" not in page["actions"]


def test_p9_the_form_shows_replies_information_requests_and_the_resolution(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    asked = world.consultant.api.post(
        f"/tickets/{number}/answers",
        {"kind": "info_request", "body_html": "<p>Avem nevoie de:</p>", "info_items": ["copia bazei", "jurnalul"]},
    )
    assert asked.status_code == 201, asked.text
    page = ana.api.ticket(number)
    assert page["ticket"]["status"] == "waiting_customer"
    assert [(i["text"], i["state"]) for i in page["entries"][-1]["info_items"]] == [
        ("copia bazei", "open"),
        ("jurnalul", "open"),
    ]
    assert ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>Iată</p>"}).status_code == 201
    assert ana.api.ticket(number)["ticket"]["status"] == "in_progress"
    resolve(world.consultant, number, "<p>Am refăcut indexul.</p>")
    page = ana.api.ticket(number)
    assert page["ticket"]["status"] == "resolved"
    assert (page["entries"][-1]["kind"], page["entries"][-1]["body_text"].strip()) == (
        "resolution",
        "Am refăcut indexul.",
    )


def test_p10_which_consultant_handled_it_and_how_long_the_intervention_took(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    resolve(world.consultant, number)
    end = datetime.now(UTC).replace(microsecond=0)
    for minutes_from, minutes_to in ((90, 60), (70, 40)):  # overlapping: 30 + 30 − 10 minutes
        interval = {
            "started_at": (end - timedelta(minutes=minutes_from)).isoformat(),
            "ended_at": (end - timedelta(minutes=minutes_to)).isoformat(),
            "activity": "Analiză",
            "note": "NOTA-STAFF",
        }
        logged = world.consultant.api.post(f"/tickets/{number}/work-entries", interval)
        assert logged.status_code == 201, logged.text
    answer = ana.api.get(f"/tickets/{number}")
    page = answer.json()
    assert page["ticket"]["assignee_id"] == str(world.consultant.id)
    assert page["people"][str(world.consultant.id)]["name"] == "Elena Vasiliu"
    assert page["durations"]["effort_seconds"] == 50 * 60
    assert [w["consultant_id"] for w in page["work"]] == [str(world.consultant.id)] * 2
    assert "NOTA-STAFF" not in answer.text


def test_p11_a_company_has_several_users_each_with_an_account_and_a_telephone(
    world: World, ana: Actor, colleague: Actor
) -> None:
    manager = world.person(ana.company_id, Role.COMPANY_ADMIN, name="Dana Șef")
    people = items(manager.api.get(f"/companies/{ana.company_id}/users"))
    assert {ana.email, colleague.email, manager.email} <= {p["email"] for p in people}
    invited = manager.api.post(
        f"/companies/{ana.company_id}/users", {"email": f"n{uuid4().hex[:8]}@example.org", "role": "customer"}
    )
    assert invited.status_code == 201 and invited.json()["token"]
    assert (
        ana.api.post(f"/companies/{ana.company_id}/users", {"email": "x@example.org", "role": "customer"}).status_code
        == 403
    )


def blanked(answer: Any) -> tuple[int, dict[str, Any], dict[str, str]]:
    """An answer without what differs in every answer."""
    body = {k: v for k, v in answer.json().items() if k not in ("request_id", "instance")}
    headers = {
        k: v for k, v in answer.headers.items() if k not in ("date", "x-request-id", "traceparent", "content-length")
    }
    return answer.status_code, body, headers


def test_p12_a_company_sees_only_its_own_requests(ana: Actor, colleague: Actor, foreigner: Actor) -> None:
    number = ana.api.opened("Numai pentru noi")
    assert colleague.api.ticket(number)["ticket"]["subject"] == "Numai pentru noi"
    assert items(foreigner.api.get("/tickets")) == []
    assert items(foreigner.api.get("/tickets", params={"company": str(ana.company_id)})) == []
    missing = 9_000_000_000
    assert blanked(foreigner.api.get(f"/tickets/{number}")) == blanked(foreigner.api.get(f"/tickets/{missing}"))
    for path, body in (
        ("updates", {"body_html": "<p>x</p>"}),
        ("follow-ups", {"body_html": "<p>x</p>"}),
        ("transitions", {"action": "withdraw"}),
    ):
        headers = {"if-match": '"1.0"'}
        foreign = foreigner.api.post(f"/tickets/{number}/{path}", body, headers=headers)
        assert foreign.status_code == 404
        assert blanked(foreign) == blanked(foreigner.api.post(f"/tickets/{missing}/{path}", body, headers=headers))


def test_p13_attached_files_open_for_their_owner_and_the_consultants_alone(
    world: World, ana: Actor, colleague: Actor, foreigner: Actor
) -> None:
    canary = f"CANAR{uuid4().hex}"
    file_id = ana.api.uploaded(f"{canary}-nume.txt", f"{canary}-octeți".encode())
    for other in (colleague, foreigner, world.consultant, world.admin):  # before it is attached: the owner alone
        assert other.api.get(f"/files/{file_id}/content").status_code == 404
    number = ana.api.opened("Cu fișier", file_ids=[file_id])
    for reader in (ana, world.consultant, world.dispatcher):
        assert reader.api.get(f"/files/{file_id}/content").content == f"{canary}-octeți".encode()
    seen: list[str] = []
    for other in (colleague, foreigner, world.admin):
        for path in (f"/files/{file_id}/content", f"/files/{file_id}", f"/files/{uuid4()}/content"):
            answer = other.api.get(path)
            assert answer.status_code == 404
            seen.append(answer.text + str(answer.headers))
        foreign, missing = other.api.get(f"/files/{file_id}/content"), other.api.get(f"/files/{uuid4()}/content")
        assert blanked(foreign) == blanked(missing)
        theft = other.api.post("/tickets", {"subject": "Furt", "body_html": "<p>x</p>", "file_ids": [file_id]})
        assert theft.status_code in (403, 422)
        seen.append(theft.text)
        for path in ("/tickets", f"/tickets/{number}", f"/tickets/{number}/entries"):
            seen.append(other.api.get(path).text)
    masked = colleague.api.ticket(number)["files"][file_id]
    assert (masked["name"], masked["is_readable"], masked["owner_id"]) == (None, False, str(ana.id))
    assert not [answer for answer in seen if canary in answer]


def test_p13_a_file_sent_by_staff_opens_for_the_author_it_answers_and_not_for_a_colleague(
    world: World, ana: Actor, colleague: Actor
) -> None:
    number = ana.api.opened()
    sent = world.consultant.api.uploaded("rezolvare.txt", b"numai pentru Ana")
    answer = world.consultant.api.post(
        f"/tickets/{number}/answers", {"kind": "reply", "body_html": "<p>Iată</p>", "file_ids": [sent]}
    )
    assert answer.status_code == 201, answer.text
    assert ana.api.get(f"/files/{sent}/content").content == b"numai pentru Ana"
    assert colleague.api.get(f"/files/{sent}/content").status_code == 404
