"""P4, P5, P6: a new request from the button at the right to its number; what is typed is never lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Route, expect

from tests.portal.conftest import People
from tests.portal.person import Person
from tests.support.stack import eventually


def a_file(name: str, content: bytes = b"E-2107") -> FilePayload:
    """A file as a person chooses it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


@pytest.fixture
def ana(people: People) -> Person:
    """A customer of a fresh company before an empty form."""
    return people("Ana Pop").signed_in("/requests/new")


def test_p4_p5_a_request_with_text_and_three_files_gets_a_number(ana: Person) -> None:
    page = ana.page
    page.get_by_label("Subiect").fill("Ștampila nu pornește")
    page.get_by_role("combobox", name="Categorie").fill("Producție")
    ana.writes("Descriere", "Nu pornește „ștampila” de luni.")
    expect(page.get_by_text("Cel mult 3 fișiere, fiecare de cel mult 25 MB.")).to_be_visible()
    ana.chooses_files(a_file("jurnal.txt"), a_file("captură.png"), a_file("listă șț.csv"))
    expect(page.get_by_text("· încărcat")).to_have_count(3)
    expect(page.get_by_text("Ați atașat 3 fișiere, numărul maxim.")).to_be_visible()
    page.get_by_role("button", name="Trimiteți cererea").click()
    number = ana.sent_number()
    told = ana.actor.api.ticket(number)
    assert (told["ticket"]["subject"], told["ticket"]["category"]) == ("Ștampila nu pornește", "Producție")
    assert told["entries"][0]["body_text"].strip() == "Nu pornește „ștampila” de luni."
    names = [told["files"][one]["name"] for one in told["entries"][0]["file_ids"]]
    assert names == ["jurnal.txt", "captură.png", "listă șț.csv"]


def test_p5_a_fourth_file_is_refused_by_name_and_takes_no_slot(ana: Person) -> None:
    ana.chooses_files(*(a_file(f"{n}.txt") for n in "abcd"))
    expect(ana.page.get_by_text("„d.txt” nu a fost adăugat")).to_be_visible()
    expect(ana.page.get_by_text("· încărcat")).to_have_count(3)


def test_p6_a_file_that_is_too_large_is_told_before_a_byte_is_sent(
    ana: Person, tmp_path_factory: pytest.TempPathFactory
) -> None:
    large = tmp_path_factory.mktemp("large") / "bază.zip"
    with large.open("wb") as file:
        file.truncate(26 * 1024 * 1024)
    sent: list[str] = []
    ana.page.on("request", lambda request: sent.append(request.url) if "/files" in request.url else None)
    ana.page.locator("input[type=file]").set_input_files(large)
    expect(ana.page.get_by_text("peste limita de 25 MB")).to_contain_text(
        "Întrebați consultantul cum îl puteți trimite."
    )
    assert sent == []


def test_a_name_that_is_too_long_and_an_empty_file_are_told_with_what_to_do(ana: Person) -> None:
    ana.chooses_files(a_file("x" * 216 + ".txt"), a_file("gol.txt", b""))
    expect(ana.page.get_by_text("Numele are 220 de caractere; încap 200. Redenumiți fișierul.")).to_be_visible()
    expect(ana.page.get_by_text("Fișierul este gol.")).to_be_visible()


def test_an_upload_that_was_cut_off_is_retried_by_its_button(ana: Person) -> None:
    cut = {"times": 0}

    def cut_the_first(route: Route) -> None:
        cut["times"] += 1
        if cut["times"] == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    ana.page.route("**/api/v1/files?*", cut_the_first)
    ana.chooses_files(a_file("jurnal.txt"))
    expect(ana.page.get_by_text(re.compile(r"Încărcarea s-a întrerupt"))).to_be_visible()
    ana.page.get_by_label("Subiect").fill("Cu jurnal")
    ana.writes("Descriere", "Jurnalul de azi.")
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    expect(ana.page.get_by_text("Un fișier nu s-a încărcat.")).to_be_visible()
    ana.page.get_by_role("button", name="Reîncercați").click()
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()
    assert cut["times"] == 2


def test_what_is_written_while_a_file_is_on_its_way_is_sent_too(ana: Person) -> None:
    held: list[Route] = []
    ana.page.route("**/api/v1/files?*", lambda route: held.append(route))  # noqa: PLW0108 - it is given an attribute
    ana.page.get_by_label("Subiect").fill("Jurnalul")
    ana.writes("Descriere", "Scris înainte.")
    ana.chooses_files(a_file("jurnal.txt"))
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    expect(ana.page.get_by_text("Se trimite după ce se termină încărcarea.")).to_be_visible()
    ana.writes("Descriere", " Scris după.")
    ana.page.get_by_label("Subiect").fill("Jurnalul de azi")
    for route in held:
        route.continue_()
    told = ana.actor.api.ticket(ana.sent_number())
    assert told["ticket"]["subject"] == "Jurnalul de azi"
    assert "Scris după." in told["entries"][0]["body_text"]


def test_a_double_click_makes_one_request(ana: Person) -> None:
    ana.page.get_by_label("Subiect").fill("O singură dată")
    ana.writes("Descriere", "Apăs de două ori.")
    ana.page.get_by_role("button", name="Trimiteți cererea").dblclick()
    number = ana.sent_number()
    rows = ana.actor.api.get("/tickets").json()["items"]
    assert [row["number"] for row in rows] == [number]


def test_what_is_missing_is_said_at_its_field(ana: Person) -> None:
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    expect(ana.page.get_by_text("Scrieți subiectul.")).to_be_visible()
    expect(ana.page.get_by_text("Descrieți problema.")).to_be_visible()
    expect(ana.page.get_by_label("Subiect")).to_be_focused()
    ana.page.get_by_label("Subiect").fill("Balanța")
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    expect(ana.page.get_by_role("textbox", name="Descriere", exact=True)).to_be_focused()


def test_a_subject_pasted_from_a_table_is_one_line(ana: Person) -> None:
    ana.page.get_by_label("Subiect").fill("Balanța\tnu se închide")
    expect(ana.page.get_by_label("Subiect")).to_have_value("Balanța nu se închide")
    ana.sees_draft_saved()


@pytest.mark.parametrize(("length", "said"), [(214, "214 caractere"), (220, "220 de caractere")])
def test_a_subject_that_is_too_long_is_counted_in_romanian(ana: Person, length: int, said: str) -> None:
    ana.page.get_by_label("Subiect").fill("x" * length)
    expect(ana.page.get_by_text(f"Subiectul are {said}; încap 200.")).to_be_visible()


def test_a_draft_is_there_again_on_another_device_with_its_files(people: People, ana: Person) -> None:
    ana.page.get_by_label("Subiect").fill("Început acasă")
    ana.writes("Descriere", "Continui la birou.")
    ana.chooses_files(a_file("jurnal.txt"))
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()
    ana.sees_draft_saved()
    eventually(lambda: [d for d in ana.actor.api.get("/drafts").json()["items"] if d["file_ids"] and d["excerpt"]])
    ana.page.context.close()
    office = Person(ana.actor, ana.name, people.another_device()).signed_in("/requests/new")
    expect(office.page.get_by_label("Subiect")).to_have_value("Început acasă")
    expect(office.page.get_by_role("textbox", name="Descriere", exact=True)).to_have_text("Continui la birou.")
    expect(office.page.get_by_text("jurnal.txt")).to_be_visible()
    office.page.get_by_role("button", name="Trimiteți cererea").click()
    told = ana.actor.api.ticket(office.sent_number())
    assert (told["ticket"]["subject"], len(told["entries"][0]["file_ids"])) == ("Început acasă", 1)
    assert ana.actor.api.get("/drafts").json()["items"] == []


def test_a_session_that_ends_while_typing_loses_nothing(ana: Person) -> None:
    ana.page.get_by_label("Subiect").fill("Sesiunea")
    ana.writes("Descriere", "Scris înainte.")
    ana.chooses_files(a_file("jurnal.txt"))
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()
    ana.sees_draft_saved()
    ended = ana.page.context.request.delete("/api/v1/sessions/current", headers={"origin": origin_of(ana)})
    assert ended.status == 204, ended.text()
    ana.writes("Descriere", " Scris după.")
    dialog = ana.page.get_by_role("dialog", name="Conectați-vă din nou")
    expect(dialog).to_be_visible()
    ana.password_and_go()
    expect(dialog).to_be_hidden()
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    told = ana.actor.api.ticket(ana.sent_number())
    assert "Scris înainte." in told["entries"][0]["body_text"]
    assert "Scris după." in told["entries"][0]["body_text"]
    assert len(told["entries"][0]["file_ids"]) == 1


def origin_of(person: Person) -> str:
    """The portal's own address: what a browser sends as Origin."""
    return str(person.page.evaluate("location.origin"))
