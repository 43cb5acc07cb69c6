"""P7–P10, P12, P13: the request's own page, as its author, a colleague and a stranger see it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.portal.conftest import People
from tests.portal.person import Person
from tests.portal.test_new_request import a_file
from tests.support.world import Actor, World

REPLY = "Reactualizare cerere"


@pytest.fixture
def ana(people: People) -> Person:
    """A customer of a fresh company."""
    return people("Ana Pop")


def answered(consultant: Actor, number: int, kind: str, text: str, **fields: object) -> None:
    """A consultant's answer, given elsewhere."""
    answer = consultant.api.post(f"/tickets/{number}/answers", {"kind": kind, "body_html": f"<p>{text}</p>", **fields})
    assert answer.status_code == 201, answer.text


def test_p7_an_active_request_takes_an_update_with_a_file(ana: Person) -> None:
    number = ana.actor.api.opened("Balanța")
    ana.signed_in(f"/requests/{number}")
    ana.page.get_by_role("button", name=REPLY).click()
    ana.writes(REPLY, "S-a repetat azi.")
    ana.chooses_files(a_file("azi.txt"))
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()
    ana.page.get_by_role("button", name=REPLY).dblclick()
    expect(ana.page.get_by_role("article").filter(has_text="S-a repetat azi.")).to_have_count(1)
    expect(ana.page.get_by_role("link", name="Descărcați azi.txt")).to_be_visible()
    entries = ana.actor.api.ticket(number)["entries"]
    assert [entry["kind"] for entry in entries] == ["description", "update"]


def test_p7_nobody_writes_before_the_draft_of_an_update_is_there(ana: Person) -> None:
    number = ana.actor.api.opened("Balanța")
    draft = {"kind": "update", "number": number, "body_html": "<p>Început ieri.</p>"}
    assert ana.actor.api.post("/drafts", draft).status_code == 201
    held: list[Route] = []
    ana.page.route("**/api/v1/drafts?*", lambda route: held.append(route))  # noqa: PLW0108 - it is given an attribute
    ana.signed_in(f"/requests/{number}")
    ana.page.get_by_role("button", name=REPLY).click()
    expect(ana.page.get_by_role("button", name=REPLY)).to_be_hidden()
    expect(ana.page.get_by_role("textbox", name=REPLY)).to_be_hidden()
    for route in held:
        route.continue_()
    expect(ana.page.get_by_role("textbox", name=REPLY)).to_have_text("Început ieri.")


def test_p7_a_request_closed_meanwhile_keeps_text_and_file_for_a_linked_one(world: World, ana: Person) -> None:
    number = ana.actor.api.opened("Balanța")
    answered(world.consultant, number, "resolution", "Corectat.")
    ana.signed_in(f"/requests/{number}")
    ana.page.get_by_role("button", name="Nu, problema persistă").click()
    ana.writes(REPLY, "A reapărut după închidere.")
    ana.chooses_files(a_file("dovadă.txt"))
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()
    ana.sees_draft_saved()
    assert ana.actor.api.act(number, "accept").status_code == 200
    update = ana.page.get_by_role("button", name=REPLY)
    if update.is_visible():  # the page may have learned of the closing already
        update.click()
    expect(ana.shown("Solicitarea este închisă")).to_be_visible()
    ana.page.get_by_role("link", name="Cerere nouă legată").click()
    expect(ana.page.get_by_role("textbox", name="Descriere", exact=True)).to_have_text("A reapărut după închidere.")
    expect(ana.shown("dovadă.txt")).to_be_visible()
    ana.page.get_by_label("Subiect").fill("Balanța, din nou")
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    follow_up = ana.actor.api.ticket(ana.sent_number())
    assert follow_up["ticket"]["follow_up_of"] == number
    assert len(follow_up["entries"][0]["file_ids"]) == 1


def test_p8_a_click_on_the_number_opens_the_form_and_back_returns_to_the_list(ana: Person) -> None:
    number = ana.actor.api.opened("Raportul „Balanță” nu se tipărește", category="Contabilitate")
    ana.signed_in()
    ana.page.get_by_role("link", name=str(number), exact=True).click()
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Raportul „Balanță” nu se tipărește")
    expect(ana.shown(f"Nr. {number}")).to_be_visible()
    expect(ana.fact("Autor")).to_contain_text("Ana Pop")
    expect(ana.fact("Categorie")).to_contain_text("Contabilitate")
    ana.page.go_back()
    expect(ana.page.get_by_role("link", name=str(number), exact=True)).to_be_visible()
    expect(ana.page).to_have_url(re.compile(r"/requests(\?|$)"))


def test_p9_a_request_for_information_is_a_checklist_to_answer(world: World, ana: Person) -> None:
    number = ana.actor.api.opened()
    asked = ["Versiunea programului", "Copia bazei de date"]
    answered(world.consultant, number, "info_request", "Ne trebuie două lucruri.", info_items=asked)
    ana.signed_in(f"/requests/{number}")
    expect(ana.shown("Așteaptă răspunsul dvs.")).to_be_visible()
    expect(ana.shown("0 din 2 primite")).to_be_visible()
    answer = ana.page.get_by_role("button", name="Răspundeți: Versiunea programului")
    editor = ana.page.get_by_role("textbox", name=REPLY, exact=True)
    answer.click()  # the reply box is still folded: it opens with the quotation
    expect(editor.get_by_role("blockquote")).to_have_text(["Versiunea programului"])
    expect(editor).to_be_focused()
    ana.page.get_by_role("button", name="Renunțați").click()  # folded again, with what was written
    answer.click()
    expect(editor.get_by_role("blockquote")).to_have_text(["Versiunea programului"] * 2)
    ana.page.get_by_role("button", name="Răspundeți: Copia bazei de date").click()
    expect(editor.get_by_role("blockquote")).to_have_text([*["Versiunea programului"] * 2, "Copia bazei de date"])
    editor.press("Control+End")
    editor.press_sequentially("8.4.1")
    ana.page.get_by_role("button", name=REPLY).click()
    expect(ana.entry_of("Ana Pop").filter(has_text="8.4.1")).to_be_visible()
    assert ana.actor.api.ticket(number)["ticket"]["status"] == "in_progress"


def test_p9_p10_the_resolution_its_consultant_and_the_duration_and_then_accepting(world: World, ana: Person) -> None:
    number = ana.actor.api.opened()
    consultant = world.consultant
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=4)
    worked = {"started_at": start.isoformat(), "ended_at": (start + timedelta(minutes=155)).isoformat()}
    logged = consultant.api.post(f"/tickets/{number}/work-entries", {**worked, "activity": "Diagnostic"})
    assert logged.status_code == 201, logged.text
    answered(consultant, number, "resolution", "Am refăcut indexul.")
    ana.signed_in(f"/requests/{number}")
    resolution = ana.entry_of("Elena Vasiliu").filter(has_text="Am refăcut indexul.")
    expect(resolution).to_contain_text("Rezolvare")
    expect(ana.page.get_by_role("complementary")).to_contain_text(re.compile(r"Durata intervenției.*2\sh\s35\smin"))
    expect(ana.fact("Consultant")).to_contain_text("Elena Vasiliu")
    resolution.get_by_role("button", name="Da, s-a rezolvat").click()
    expect(ana.shown("Solicitarea este închisă")).to_be_visible()
    assert ana.actor.api.ticket(number)["ticket"]["status"] == "closed"


def test_p12_a_strangers_request_looks_like_one_that_does_not_exist(people: People, ana: Person) -> None:
    number = ana.actor.api.opened("Taina companiei")
    stranger = people("Cezar Radu").signed_in(f"/requests/{number}")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(f"Nu există solicitarea {number}")
    stranger.opens(number + 10_000_000)
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(f"Nu există solicitarea {number + 10_000_000}")
    stranger.page.goto("/requests")
    expect(stranger.shown("Încă nu aveți solicitări")).to_be_visible()


def test_p13_a_colleague_sees_that_there_is_a_file_and_neither_its_name_nor_a_way_to_it(
    people: People, ana: Person
) -> None:
    file = ana.actor.api.uploaded("salarii.xlsx", b"confidential")
    number = ana.actor.api.opened("Cu fișier", file_ids=[file])
    colleague = people("Barbu Ion", company_id=ana.actor.company_id).signed_in(f"/requests/{number}")
    expect(colleague.shown("Fișier atașat de Ana Pop")).to_be_visible()
    assert "salarii" not in colleague.page.content()
    expect(colleague.page.get_by_role("link", name=re.compile("Descărcați"))).to_have_count(0)
    assert colleague.page.context.request.get(f"/api/v1/files/{file}/content").status == 404
    ana.signed_in(f"/requests/{number}")
    with ana.page.expect_download() as download:
        ana.page.get_by_role("link", name="Descărcați salarii.xlsx").click()
    assert download.value.path().read_bytes() == b"confidential"
    assert download.value.suggested_filename == "salarii.xlsx"


def test_withdrawing_asks_first_and_repeats_the_verb(ana: Person) -> None:
    number = ana.actor.api.opened()
    ana.signed_in(f"/requests/{number}")
    ana.page.get_by_role("button", name="Alte acțiuni").click()
    ana.page.get_by_role("menuitem", name="Retrageți solicitarea").click()
    dialog = ana.page.get_by_role("dialog", name=f"Retrageți solicitarea {number}?")
    dialog.get_by_role("button", name="Retrageți", exact=True).click()
    expect(ana.shown("Solicitarea este închisă")).to_be_visible()
    assert ana.actor.api.ticket(number)["ticket"]["status"] == "closed"


def test_an_answer_that_arrives_meanwhile_shows_itself(world: World, ana: Person) -> None:
    number = ana.actor.api.opened()
    ana.signed_in(f"/requests/{number}")
    expect(ana.page.get_by_role("heading", level=1)).to_be_visible()
    answered(world.consultant, number, "reply", "Mă uit acum.")
    expect(ana.shown("Mă uit acum.")).to_be_visible(timeout=60_000)
