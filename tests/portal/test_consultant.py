"""A consultant at a request (P9, P10), and the customer who reads the result in a browser of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from contracts.auth import Role
from tests.portal.axe import violations
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.portal.test_accessible import found_in_every_look
from tests.portal.test_new_request import a_file


@pytest.fixture
def elena(people: People) -> Person:
    """A consultant with a browser."""
    return people("Elena Vasiliu", Role.CONSULTANT)


@pytest.fixture
def ana(people: People) -> Person:
    """A customer with a browser."""
    return people("Ana Pop")


def tab(person: Person, name: str) -> Locator:
    """A tab of the composer."""
    return person.page.get_by_role("tab", name=name)


def test_p9_two_people_at_once_reply_request_for_information_ticks_and_resolution(elena: Person, ana: Person) -> None:
    number = ana.actor.api.opened("Balanța", file_ids=[ana.actor.api.uploaded("fișa.txt", b"0,03 lei")])
    ana.has_a_clock_to_move().signed_in(f"/requests/{number}")
    elena.signed_in(f"/requests/{number}")
    client = elena.page.get_by_role("region", name="Client")
    expect(client).to_contain_text(re.compile("Ana Pop.*Companie"))
    expect(client.get_by_role("link", name="+40 700 000 000")).to_be_visible()
    with elena.page.expect_download() as download:
        elena.page.get_by_role("link", name="Descărcați fișa.txt").click()
    assert download.value.path().read_bytes() == b"0,03 lei"

    expect(elena.page.get_by_text("Ajunge la Ana Pop și la colegii din Companie")).to_be_visible()
    elena.writes("Răspuns", "Mă uit acum.")
    elena.page.keyboard.press("Control+Enter")
    expect(elena.entry_of("Elena Vasiliu").filter(has_text="Mă uit acum.")).to_have_count(1)
    ana.waits()
    expect(ana.shown("Mă uit acum.")).to_be_visible()

    tab(elena, "Cerere de informații").click()
    elena.writes("Cerere de informații", "Ne trebuie două lucruri.")
    elena.page.get_by_label("Lucrul 1", exact=True).fill("Versiunea programului")
    elena.page.get_by_label("Lucrul 1", exact=True).press("Enter")
    expect(elena.page.get_by_label("Lucrul 2", exact=True)).to_be_focused()
    elena.page.get_by_label("Lucrul 2", exact=True).fill("Copia bazei de date")
    elena.page.get_by_role("button", name="Cereți informațiile").click()
    expect(elena.shown("0 din 2 primite")).to_be_visible()
    ana.waits()
    expect(ana.page.get_by_role("button", name="Răspundeți: Versiunea programului")).to_be_visible()
    tick = elena.page.get_by_role("button", name="Bifați ca primită: Versiunea programului")
    tick.click()
    expect(elena.shown("1 din 2 primită")).to_be_visible()
    elena.page.get_by_role("button", name="Nu mai e necesar: Copia bazei de date").click()
    expect(elena.shown("completă")).to_be_visible()
    ana.waits()
    expect(ana.page.get_by_text("Primită; bifat de Elena Vasiliu")).to_be_visible()
    expect(ana.shown("Nu mai e necesară")).to_be_visible()

    tab(elena, "Rezolvare").click()
    elena.writes("Rezolvare", "Am refăcut indexul.")
    elena.page.get_by_role("button", name="Trimiteți rezolvarea").click()
    dialog = elena.page.get_by_role("dialog", name="Trimiteți rezolvarea fără timp lucrat?")
    dialog.get_by_role("button", name="Trimiteți oricum").click()
    expect(elena.entry_of("Elena Vasiliu").filter(has_text="Am refăcut indexul.")).to_have_count(1)
    ana.waits()
    ana.page.get_by_role("button", name="Da, s-a rezolvat").click()
    expect(ana.shown("Solicitarea este închisă")).to_be_visible()
    kinds = [entry["kind"] for entry in ana.actor.api.ticket(number)["entries"]]
    assert [kind for kind in kinds if kind != "system"] == ["description", "reply", "info_request", "resolution"]


def test_a_note_stays_in_the_team_and_its_text_never_travels_to_another_tab(elena: Person, ana: Person) -> None:
    number = ana.actor.api.opened("Balanța")
    ana.has_a_clock_to_move().signed_in(f"/requests/{number}")
    elena.signed_in(f"/requests/{number}")
    elena.writes("Răspuns", "Bună ziua.")
    tab(elena, "Notă internă").click()
    note = elena.page.get_by_role("textbox", name="Notă internă", exact=True)
    expect(note).to_have_text("")
    expect(elena.shown("Rămâne în echipă. Clientul nu vede această notă.")).to_be_visible()
    expect(elena.page.get_by_role("button", name="Trimiteți clientului")).to_have_count(0)
    elena.writes("Notă internă", "Client dificil, atenție.")
    elena.page.get_by_role("button", name="Fișiere").click()
    elena.chooses_files(a_file("script-intern.sql"))
    expect(elena.page.get_by_text("· încărcat")).to_be_visible()
    elena.sees_draft_saved()
    elena.page.reload()
    expect(elena.page.get_by_role("textbox", name="Răspuns", exact=True)).to_have_text("Bună ziua.")
    expect(tab(elena, "Notă internă")).to_have_accessible_name("Notă internă (ciornă)")
    expect(tab(elena, "Rezolvare")).to_have_accessible_name("Rezolvare")
    tab(elena, "Notă internă").click()
    expect(note).to_have_text("Client dificil, atenție.")
    elena.page.get_by_role("button", name="Salvați nota internă").click()
    card = elena.entry_of("Elena Vasiliu").filter(has_text="Client dificil, atenție.")
    expect(card).to_contain_text("Notă internă")
    expect(tab(elena, "Notă internă")).to_have_accessible_name("Notă internă")
    tab(elena, "Răspuns").click()
    elena.page.get_by_role("button", name="Trimiteți clientului").click()
    expect(elena.entry_of("Elena Vasiliu").filter(has_text="Bună ziua.")).to_be_visible()
    ana.waits()
    expect(ana.shown("Bună ziua.")).to_be_visible()  # what was said later has come
    for secret in ("dificil", "script-intern", "Notă internă"):
        assert secret not in ana.page.content()
    assert "dificil" not in ana.actor.api.get(f"/tickets/{number}").text


def test_p10_the_timer_runs_in_the_top_bar_and_its_interval_is_added_to_and_corrected(
    elena: Person, ana: Person
) -> None:
    number, other = ana.actor.api.opened("Balanța"), ana.actor.api.opened("Factura")
    page = elena.signed_in(f"/requests/{number}").page
    page.get_by_role("button", name="Porniți cronometrul").click()
    expect(page.get_by_text("Lucrați acum")).to_be_visible()
    chip = page.get_by_role("banner").get_by_role("link", name=f"Cronometrul merge la {number}")
    expect(chip).to_contain_text(re.compile(r"00:0\d:\d\d"))
    page.goto("/queue")
    chip.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Balanța")
    page.goto(f"/requests/{other}")
    page.get_by_role("button", name="Porniți cronometrul").click()
    stop = page.get_by_role("dialog", name=f"Opriți cronometrul de la {number}?")
    stop.get_by_role("button", name="Renunțați").click()
    expect(stop).to_be_hidden()
    expect(page.get_by_role("banner").get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Porniți cronometrul").click()
    stop.get_by_role("button", name="Opriți și porniți").click()
    expect(stop.get_by_text("Scrieți ce s-a lucrat.")).to_be_visible()
    stop.get_by_label("Activitate").fill("Diagnostic")
    assert violations(page) == []
    stop.get_by_role("button", name="Opriți și porniți").click()
    expect(page.get_by_text("Lucrați acum")).to_be_visible()
    assert [work["activity"] for work in ana.actor.api.ticket(number)["work"]] == ["Diagnostic"]

    tab(elena, "Rezolvare").click()
    elena.writes("Rezolvare", "Gata.")
    page.get_by_role("button", name="Trimiteți rezolvarea").click()
    stop = page.get_by_role("dialog", name=f"Opriți cronometrul de la {other}?")
    stop.get_by_label("Activitate").fill("Corecție")
    stop.get_by_role("button", name="Opriți și înregistrați").click()
    expect(elena.entry_of("Elena Vasiliu").filter(has_text="Gata.")).to_have_count(1)
    expect(page.get_by_role("banner").get_by_role("timer")).to_have_count(0)

    page.goto(f"/requests/{number}")
    page.get_by_role("button", name="Adăugați un interval").click()
    dialog = page.get_by_role("dialog", name="Adăugați un interval")
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%d.%m.%Y}"
    dialog.get_by_label("Ziua").fill(yesterday)
    dialog.get_by_label("De la").fill("1000")
    dialog.get_by_label("Până la").fill("12:35")
    dialog.get_by_label("Activitate").fill("Analiză pe copia de test")
    dialog.get_by_label("Notă (doar pentru echipă)").fill("Serverul de test e lent.")
    dialog.get_by_role("button", name="Adăugați", exact=True).click()
    rail = page.get_by_role("complementary")
    expect(rail).to_contain_text(
        re.compile(r"10:00–12:35.*Analiză pe copia de test.*Serverul de test e lent.*2 h 35 min")
    )
    page.get_by_role("button", name=re.compile("Corectați intervalul: Analiză")).click()
    dialog = page.get_by_role("dialog", name="Corectați intervalul")
    dialog.get_by_label("Până la").fill("11:00")
    dialog.get_by_label("Motivul corecției").fill("Pauză")
    dialog.get_by_role("button", name="Corectați", exact=True).click()
    expect(rail).to_contain_text(re.compile("10:00–11:00.*corectat: Pauză"))
    seen = ana.actor.api.get(f"/tickets/{number}")
    assert "Serverul de test" not in seen.text
    assert 3600 <= seen.json()["durations"]["effort_seconds"] < 3700

    def diagnostic() -> list[tuple[str, str]]:
        work = elena.actor.api.ticket(number)["work"]
        return [(one["started_at"], one["ended_at"]) for one in work if one["activity"] == "Diagnostic"]

    measured = diagnostic()
    page.get_by_role("button", name=re.compile("Corectați intervalul: Diagnostic")).click()
    dialog.get_by_label("Notă (doar pentru echipă)").fill("La telefon.")
    dialog.get_by_role("button", name="Corectați", exact=True).click()
    expect(rail).to_contain_text("La telefon.")
    assert diagnostic() == measured


def test_the_dispatcher_assigns_and_unassigns_and_a_consultant_closes_with_a_reason(
    people: People, elena: Person, ana: Person
) -> None:
    number = ana.actor.api.opened("Balanța")
    name = f"Consultant {elena.actor.id.hex[:6]}"
    chosen = people(name, Role.CONSULTANT)
    page = people("Mihai Dobre", Role.DISPATCHER).signed_in(f"/requests/{number}").page
    page.get_by_role("button", name="Atribuiți").click()
    dialog = page.get_by_role("dialog", name=f"Atribuiți solicitarea {number}")
    dialog.get_by_label("Consultant").fill(name)
    page.get_by_role("option", name=name).click()
    assert violations(page) == []
    dialog.get_by_role("button", name="Atribuiți").click()
    expect(page.get_by_text(f"Mihai Dobre a atribuit solicitarea lui {name}")).to_be_visible()
    assert ana.actor.api.ticket(number)["ticket"]["assignee_id"] == str(chosen.actor.id)
    page.get_by_role("button", name="Alte acțiuni").click()
    page.get_by_role("menuitem", name="Anulați atribuirea").click()
    expect(page.get_by_text("Mihai Dobre a anulat atribuirea")).to_be_visible()

    elena.signed_in(f"/requests/{number}")
    expect(elena.page.get_by_role("button", name="Atribuiți")).to_have_count(0)
    elena.page.get_by_role("button", name="Preluați").click()
    expect(elena.page.get_by_text("Elena Vasiliu a preluat solicitarea")).to_be_visible()
    elena.page.get_by_role("button", name="Alte acțiuni").click()
    elena.page.get_by_role("menuitem", name="Închideți solicitarea").click()
    dialog = elena.page.get_by_role("dialog", name=f"Închideți solicitarea {number}?")
    dialog.get_by_label("Motiv").fill("Dublată de alta.")
    dialog.get_by_role("button", name="Închideți solicitarea").click()
    expect(elena.page.get_by_text("Închisă de Elena Vasiliu: Dublată de alta.")).to_be_visible()
    expect(elena.page.get_by_role("tab")).to_have_count(0)


def test_a_request_recorded_on_behalf_of_a_caller(elena: Person, ana: Person) -> None:
    company = str(ana.actor.api.get("/me").json()["company_name"])
    page = elena.signed_in().page
    page.get_by_role("link", name="Înregistrați în numele unui client").click()
    page.get_by_label("Subiect").fill("A sunat: nu pornește")
    elena.writes("Descriere", "Ecran alb după actualizare.")
    page.get_by_role("button", name="Trimiteți cererea").click()
    expect(page.get_by_text("Alegeți persoana în numele căreia înregistrați.")).to_be_visible()
    page.get_by_role("combobox", name="Compania care a sunat").fill(company)
    page.get_by_role("option", name=company).click()
    page.get_by_role("combobox", name="Persoana").click()
    page.get_by_role("option", name="Ana Pop").click()
    elena.sees_draft_saved()
    assert violations(page) == []
    page.reload()
    expect(page.get_by_role("combobox", name="Persoana")).to_have_value(re.compile("Ana Pop"))
    page.get_by_role("button", name="Trimiteți cererea").click()
    expect(page.get_by_text(re.compile("Înregistrată de Elena Vasiliu în numele clientului Ana Pop"))).to_be_visible()
    ana.signed_in()
    expect(ana.page.get_by_text("A sunat: nu pornește")).to_be_visible()


def test_what_a_consultant_sees_is_accessible_in_every_look(elena: Person, ana: Person) -> None:
    number = ana.actor.api.opened("Balanța", file_ids=[ana.actor.api.uploaded("fișa.txt", b"0,03 lei")])
    api = elena.actor.api
    asked = {"kind": "info_request", "body_html": "<p>Ce versiune?</p>", "info_items": ["Versiunea", "Copia"]}
    assert api.post(f"/tickets/{number}/answers", asked).status_code == 201
    assert api.post(f"/tickets/{number}/notes", {"body_html": "<p>Între noi.</p>"}).status_code == 201
    start = datetime.now(UTC) - timedelta(hours=1)
    worked = {"started_at": start.isoformat(), "ended_at": datetime.now(UTC).isoformat(), "activity": "Analiză"}
    assert api.post(f"/tickets/{number}/work-entries", worked).status_code == 201
    assert api.put(f"/tickets/{number}/timer").status_code == 200
    page = elena.signed_in(f"/requests/{number}").page
    expect(page.get_by_role("textbox", name="Răspuns", exact=True)).to_be_visible()
    assert found_in_every_look(page) == {}
    tab(elena, "Notă internă").click()
    expect(page.get_by_role("textbox", name="Notă internă", exact=True)).to_be_visible()
    assert found_in_every_look(page) == {}
    tab(elena, "Cerere de informații").click()
    expect(page.get_by_label("Lucrul 1", exact=True)).to_be_visible()
    assert found_in_every_look(page) == {}
    page.get_by_role("button", name="Adăugați un interval").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
