"""The own account in the browser: who one is, the password, sessions, shortcuts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from contracts.auth import Role
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.support.world import PASSWORD

OTHER_PASSWORD = "cu-totul-alta-parolă-9"


@pytest.fixture
def ana(people: People) -> Person:
    """A customer on the page of her account."""
    return people("Ana Pop").signed_in("/profile")


def card(page: Page, title: str) -> Locator:
    """A part of the page by its heading."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=title))


def test_the_account_menu_leads_to_the_profile(people: People) -> None:
    page = people("Ana Pop").signed_in().page
    page.get_by_role("button", name="Ana Pop").click()
    page.get_by_role("menuitem", name="Contul meu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contul meu")
    expect(page.get_by_text("Scurtături de tastatură")).to_have_count(0)


def test_name_telephone_language_and_time_zone_are_changed(ana: Person) -> None:
    page = ana.page
    page.get_by_role("textbox", name="Nume").fill("")
    expect(page.get_by_text("Scrieți numele dumneavoastră.")).to_be_visible()
    page.get_by_role("textbox", name="Nume").fill("Ana Pop-Ștefănescu")
    page.get_by_role("textbox", name="Telefon").fill("0242 555 014")
    page.get_by_role("combobox", name="Fusul orar").fill("Lisbon")
    page.get_by_role("option", name="Europe/Lisbon").click()
    page.get_by_role("combobox", name="Limba").click()
    page.get_by_role("option", name="English").click()
    page.get_by_role("button", name="Salvați").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    expect(page.get_by_role("button", name="Ana Pop-Ștefănescu")).to_be_visible()
    now = ana.actor.api.get("/me").json()
    told = (now["name"], now["telephone"], now["language"], now["time_zone"])
    assert told == ("Ana Pop-Ștefănescu", "0242 555 014", "en", "Europe/Lisbon")


def test_what_changed_on_another_device_is_not_overwritten(ana: Person) -> None:
    expect(ana.page.get_by_role("textbox", name="Nume")).to_have_value("Ana Pop")
    etag = ana.actor.api.get("/me").headers["etag"]
    assert ana.actor.api.patch("/me", {"telephone": "0242 000 111"}, if_match=etag).status_code == 200
    ana.page.get_by_role("textbox", name="Nume").fill("Ana P.")
    ana.page.get_by_role("button", name="Salvați").click()
    expect(ana.page.get_by_role("textbox", name="Telefon")).to_have_value("0242 000 111")
    expect(ana.page.get_by_role("textbox", name="Nume")).to_have_value("Ana P.")
    expect(ana.page.get_by_role("alert")).to_contain_text("Contul s-a schimbat între timp.")
    ana.page.get_by_role("button", name="Salvați").click()
    expect(ana.page.get_by_role("button", name="Ana P.")).to_be_visible()
    now = ana.actor.api.get("/me").json()
    assert (now["name"], now["telephone"]) == ("Ana P.", "0242 000 111")


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(people: People, ana: Person) -> None:
    elsewhere = Person(ana.actor, ana.name, people.another_device()).signed_in()
    part = card(ana.page, "Parola")
    part.get_by_label("Parola de acum").fill("nu-este-aceasta-1")
    part.get_by_label("Parola nouă").fill(OTHER_PASSWORD)
    part.get_by_role("button", name="Schimbați parola").click()
    expect(part.get_by_role("alert")).to_contain_text("Aceasta nu este parola dumneavoastră de acum.")
    part.get_by_label("Parola de acum").fill(PASSWORD)
    part.get_by_role("button", name="Schimbați parola").click()
    expect(ana.page.get_by_text("Parola a fost schimbată.")).to_be_visible()
    expect(card(ana.page, "Sesiuni").get_by_role("listitem")).to_have_count(1)
    elsewhere.page.goto("/requests")
    expect(elsewhere.page.get_by_role("button", name="GO", exact=True)).to_be_visible()
    elsewhere.fill_in(ana.actor.email, OTHER_PASSWORD)
    expect(elsewhere.page.get_by_role("button", name="Ana Pop")).to_be_visible()


def test_a_session_is_ended_from_another_one(people: People, ana: Person) -> None:
    elsewhere = Person(ana.actor, ana.name, people.another_device()).signed_in()
    ana.page.reload()
    part = card(ana.page, "Sesiuni")
    expect(part.get_by_text("Această sesiune")).to_have_count(1)
    part.get_by_role("button", name="Încheiați sesiunea Chrome pe Linux").click()
    expect(ana.page.get_by_text("Sesiunea s-a încheiat.")).to_be_visible()
    expect(part.get_by_text("Chrome pe Linux")).to_have_count(1)
    elsewhere.page.goto("/requests")
    expect(elsewhere.page.get_by_role("button", name="GO", exact=True)).to_be_visible()


def test_staff_switch_shortcuts_off_and_this_browser_remembers(people: People) -> None:
    page = people("Elena Vasiliu", Role.CONSULTANT).signed_in("/profile").page
    switch = page.get_by_role("switch", name="Scurtături de tastatură")
    expect(switch).to_be_checked()
    switch.uncheck()
    page.reload()
    expect(switch).not_to_be_checked()
