"""P2, P3: the list for an interval of days and a type; the filter is in the address."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.portal import browser
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.support.world import PASSWORD, World

MONTHS = [
    "ianuarie",
    "februarie",
    "martie",
    "aprilie",
    "mai",
    "iunie",
    "iulie",
    "august",
    "septembrie",
    "octombrie",
    "noiembrie",
    "decembrie",
]


def today() -> date:
    """The day in Bucharest."""
    return datetime.now(ZoneInfo("Europe/Bucharest")).date()


@pytest.fixture
def ana(people: People) -> Person:
    """A customer of a fresh company."""
    return people("Ana Pop")


def test_p2_both_days_are_typed_or_picked_and_go_shows_what_lies_between(ana: Person) -> None:
    number = str(ana.actor.api.opened("Jurnal TVA"))
    page = ana.signed_in().page
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()
    page.get_by_label("De la").fill("07.03.2024")
    page.get_by_label("De la").press("Tab")
    page.get_by_label("Până la").click()
    page.get_by_role("button", name="Luna precedentă").click()
    before = today().replace(day=1) - timedelta(days=1)
    page.get_by_role("button", name=f"15 {MONTHS[before.month - 1]} {before.year}", exact=True).click()
    page.get_by_role("button", name="GO", exact=True).click()
    day = f"15.{before.month:02}.{before.year}"
    expect(page.get_by_text(f"Nicio solicitare între 07.03.2024 și {day}")).to_be_visible()
    expect(page.get_by_label("De la")).to_have_value("07.03.2024")
    page.reload()
    expect(page.get_by_text(f"Nicio solicitare între 07.03.2024 și {day}")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name=number, exact=True)).to_be_visible()


def test_p2_days_that_are_turned_are_said_and_can_be_swapped(ana: Person) -> None:
    page = ana.signed_in().page
    page.get_by_label("De la").fill("31.12.2025")
    page.get_by_label("Până la").fill("01.12.2025")
    page.get_by_role("button", name="GO", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="„De la” este după „Până la”.")).to_be_visible()
    page.get_by_role("button", name="Inversați").click()
    expect(page.get_by_label("De la")).to_have_value("01.12.2025")
    expect(page.get_by_label("Până la")).to_have_value("31.12.2025")


def test_p3_active_ones_alone_after_go(world: World, ana: Person) -> None:
    active, closed = (str(ana.actor.api.opened(subject)) for subject in ("Activă", "Închisă"))
    ana.actor.api.act(int(closed), "withdraw")
    page = ana.signed_in().page
    expect(page.get_by_role("link", name=closed, exact=True)).to_be_visible()
    page.get_by_text("Apeluri Active Doar", exact=True).click()
    page.get_by_role("button", name="GO", exact=True).click()
    expect(page.get_by_role("link", name=closed, exact=True)).to_be_hidden()
    expect(page.get_by_role("link", name=active, exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("type=active"))


def test_p3_active_ones_outside_the_interval_are_counted_in_romanian_and_one_click_away(ana: Person) -> None:
    page = ana.signed_in("/requests?from=2024-01-01&to=2024-12-31").page
    opened = 0
    for count, said in ((1, "O solicitare activă"), (2, "2 solicitări active"), (20, "20 de solicitări active")):
        while opened < count:
            opened += 1
            last = ana.actor.api.opened(f"A {opened}-a")
        page.reload()
        expect(page.get_by_text(f"{said} în afara intervalului", exact=True)).to_be_visible()
    page.get_by_text("20 de solicitări active în afara intervalului").click()
    expect(page.get_by_role("link", name=str(last), exact=True)).to_be_visible()


def test_search_finds_by_text_without_diacritics(ana: Person) -> None:
    found, other = ana.actor.api.opened("Ștampila firmei"), ana.actor.api.opened("Balanța")
    page = ana.signed_in().page
    page.get_by_label("Căutați după număr, subiect sau text").fill("stampila")
    expect(page.get_by_role("link", name=str(other), exact=True)).to_be_hidden()
    expect(page.get_by_role("link", name=str(found), exact=True)).to_be_visible()


def test_a_new_answer_is_marked_until_it_was_read(world: World, ana: Person) -> None:
    number = ana.actor.api.opened("Balanța")
    world.consultant.api.post(f"/tickets/{number}/answers", {"kind": "reply", "body_html": "<p>Mă uit acum.</p>"})
    page = ana.signed_in().page
    expect(page.get_by_text("1 răspuns nou")).to_be_visible()
    page.get_by_role("link", name=str(number), exact=True).click()
    expect(ana.shown("Mă uit acum.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Solicitări", exact=True).click()
    expect(page.get_by_role("link", name=str(number), exact=True)).to_be_visible()
    expect(page.get_by_text("1 răspuns nou")).to_be_hidden()


def test_on_a_phone_nothing_scrolls_sideways_and_the_new_request_is_at_hand(people: People) -> None:
    ana = people("Ana Pop", **browser.PHONE)
    ana.actor.api.opened("Un subiect foarte lung " * 8)
    page = ana.page
    page.goto("/")
    ana.fill_in(ana.actor.email, PASSWORD)
    expect(page.get_by_role("link", name="ADĂUGARE CERERE NOUĂ")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
