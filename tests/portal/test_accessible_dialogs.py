"""axe finds nothing in any dialog, in both languages and both themes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import Page, expect

from contracts.auth import Role
from tests.portal import browser
from tests.portal.axe import violations
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.portal.test_accessible import found_in_every_look
from tests.support.stack import eventually
from tests.support.world import PASSWORD, World


def opened(page: Page, name: str | re.Pattern[str]) -> None:
    """A dialog of this name is on the screen, and axe finds nothing in any look of it."""
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    assert found_in_every_look(page) == {}


def closed(page: Page) -> None:
    """Escape closes the dialog."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def chosen(page: Page, item: str) -> None:
    """Choose from the page's further actions."""
    page.get_by_role("button", name="Alte acțiuni").click()
    page.get_by_role("menuitem", name=item).click()


def test_withdrawing_and_who_read_a_file(world: World, people: People) -> None:
    ana = people()
    file = ana.actor.api.uploaded("jurnal.txt", b"E-2107")
    number = ana.actor.api.opened(file_ids=[file])
    assert world.consultant.api.get(f"/files/{file}/content").status_code == 200
    eventually(lambda: ana.actor.api.get(f"/files/{file}/reads").json()["items"])
    page = ana.signed_in(f"/requests/{number}").page
    page.get_by_role("button", name="deschis de o persoană").click()
    expect(page.get_by_text("Elena Vasiliu").filter(visible=True)).to_be_visible()
    assert found_in_every_look(page) == {}
    page.keyboard.press("Escape")
    chosen(page, "Retrageți solicitarea")
    opened(page, f"Retrageți solicitarea {number}?")


def test_a_refused_file_a_draft_to_throw_away_and_signing_in_again(people: People) -> None:
    ana = people().signed_in("/requests/new")
    page = ana.page
    ana.chooses_files({"name": "gol.txt", "mimeType": "text/plain", "buffer": b""})
    expect(page.get_by_text("Fișierul este gol.")).to_be_visible()
    page.get_by_label("Subiect").fill("Balanța nu se închide")
    ana.sees_draft_saved()
    assert found_in_every_look(page) == {}
    page.reload()
    page.get_by_role("button", name="Ștergeți ciorna").click()
    opened(page, "Ștergeți ciorna?")
    closed(page)
    page.context.clear_cookies()
    page.get_by_label("Subiect").fill("Balanța nu se închide după reorganizare")
    opened(page, "Conectați-vă din nou")
    page.get_by_label("Parola", exact=True).fill("nu este aceasta")
    page.get_by_role("button", name="GO", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="nu se potrivesc")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_the_dialogs_of_a_request_at_work(world: World, people: People) -> None:
    customer = world.person(world.company())
    number = customer.api.opened("Balanța")
    elena = people("Elena Vasiliu", Role.CONSULTANT)
    page = elena.signed_in(f"/requests/{number}").page
    page.get_by_role("tab", name="Rezolvare").click()
    assert found_in_every_look(page) == {}
    elena.writes("Rezolvare", "Am refăcut indexul.")
    page.get_by_role("button", name="Trimiteți rezolvarea").click()
    opened(page, "Trimiteți rezolvarea fără timp lucrat?")
    closed(page)
    chosen(page, "Închideți solicitarea")
    page.get_by_role("dialog").get_by_role("button", name="Închideți solicitarea").click()
    expect(page.get_by_text("Scrieți motivul.")).to_be_visible()
    opened(page, f"Închideți solicitarea {number}?")
    closed(page)
    page.get_by_role("button", name="Porniți cronometrul").click()
    page.get_by_role("main").get_by_role("button", name="Opriți cronometrul").click()
    page.get_by_role("button", name="Opriți și înregistrați").click()
    expect(page.get_by_text("Scrieți ce s-a lucrat.")).to_be_visible()
    opened(page, f"Opriți cronometrul de la {number}?")
    closed(page)
    page.locator("h1").click()
    page.keyboard.press("?")
    opened(page, "Scurtături de tastatură")


def test_intervals_and_assigning(world: World, people: People) -> None:
    number = world.person(world.company()).api.opened("Balanța")
    mihai = people("Mihai Dobre", Role.DISPATCHER)
    now = datetime.now(UTC)
    times = {"started_at": (now - timedelta(hours=1)).isoformat(), "ended_at": now.isoformat()}
    worked = mihai.actor.api.post(f"/tickets/{number}/work-entries", times | {"activity": "Analiză"})
    assert worked.status_code == 201
    page = mihai.signed_in(f"/requests/{number}").page
    page.get_by_role("button", name=re.compile("^Corectați intervalul: Analiză")).click()
    opened(page, "Corectați intervalul")
    closed(page)
    page.get_by_role("button", name="Adăugați un interval").click()
    page.get_by_role("dialog").get_by_role("button", name="Adăugați", exact=True).click()
    expect(page.get_by_text("Scrieți ce s-a lucrat.")).to_be_visible()
    opened(page, "Adăugați un interval")
    closed(page)
    page.get_by_role("button", name="Atribuiți").click()
    expect(page.get_by_role("option").first).to_be_visible()
    opened(page, f"Atribuiți solicitarea {number}")


def test_a_request_in_the_name_of_a_caller(people: People) -> None:
    page = people("Elena Vasiliu", Role.CONSULTANT).signed_in("/requests/new").page
    page.get_by_role("button", name="Trimiteți cererea").click()
    expect(page.get_by_text("Alegeți persoana în numele căreia înregistrați.")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_an_invitation_before_and_after_it_is_accepted(world: World, people: People) -> None:
    boss = people("Horia Șerban", Role.COMPANY_ADMIN)
    made = boss.actor.api.post(
        f"/companies/{boss.actor.company_id}/users",
        {"name": "Sorina", "email": f"s{uuid4().hex[:8]}@example.org", "role": "customer"},
    )
    page = people.another_device()
    page.goto(f"/invitations/{made.json()['token']}")
    page.get_by_role("button", name="GO", exact=True).click()
    expect(page.get_by_label("Parola", exact=True)).to_have_attribute("data-invalid", "true")
    assert found_in_every_look(page) == {}
    page.goto(f"/invitations/{'x' * 32}")
    expect(page.get_by_role("link", name="Mergeți la conectare")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_the_account_s_menu_on_a_phone_and_a_folded_composer(world: World, people: People) -> None:
    number = world.person(world.company()).api.opened("Balanța")
    elena = people("Elena Vasiliu", Role.CONSULTANT, **browser.PHONE)
    page = signed_in_on_a_phone(elena, f"/requests/{number}").page
    editor = page.locator(".ProseMirror")
    reply = page.get_by_role("tab", name="Răspuns")
    expect(reply).to_be_in_viewport()  # at the screen's lower edge, however long the request is
    expect(editor.filter(visible=True)).to_have_count(0)
    reply.click()
    expect(editor.filter(visible=True)).to_be_visible()
    assert found_in_both_schemes(page) == []
    reply.click()
    expect(editor.filter(visible=True)).to_have_count(0)
    page.get_by_role("button", name="Contul meu").click()
    expect(page.get_by_role("menuitem", name="English")).to_be_visible()
    assert found_in_both_schemes(page) == []


def signed_in_on_a_phone(person: Person, address: str) -> Person:
    """Sign in where the top bar has no room for a name."""
    person.page.goto(address)
    person.fill_in(person.actor.email, PASSWORD)
    expect(person.page.get_by_role("tab", name="Răspuns")).to_be_visible()
    return person


def found_in_both_schemes(page: Page) -> list[str]:
    """What axe finds in dark and light, where the languages are in a menu."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
        found += violations(page)
    return found
