"""P1: from the address to one's requests by e-mail, password and GO."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.portal.conftest import People
from tests.support.world import PASSWORD


def test_p1_a_customer_signs_in_with_email_password_and_go(people: People) -> None:
    ana = people("Ana Pop")
    ana.page.goto("/")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Suport clienți – Înregistrare Solicitări Service")
    ana.fill_in(ana.actor.email, PASSWORD)
    expect(ana.page).to_have_url(re.compile(r"/requests"))
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Solicitări")
    expect(ana.page.get_by_role("button", name="Ana Pop")).to_be_visible()


def test_p1_a_wrong_password_is_told_above_go_and_the_fields_keep_what_was_typed(people: People) -> None:
    ana = people()
    ana.page.goto("/")
    ana.fill_in(ana.actor.email, "alta-parola-12")
    message = ana.page.get_by_role("alert")
    expect(message).to_contain_text("Adresa de e-mail sau parola nu se potrivesc.")
    expect(message).to_be_focused()
    expect(ana.page.get_by_label("Adresa de e-mail")).to_have_value(ana.actor.email)
    ana.password_and_go(PASSWORD)
    expect(ana.page.get_by_role("heading", name="Solicitări")).to_be_visible()


def test_empty_fields_are_named_without_asking_the_server(people: People) -> None:
    page = people().page
    page.goto("/sign-in")
    page.get_by_role("button", name="GO", exact=True).click()
    expect(page.get_by_text("Scrieți adresa de e-mail.")).to_be_visible()
    expect(page.get_by_text("Scrieți parola.")).to_be_visible()


def test_a_deep_link_waits_behind_the_sign_in(people: People) -> None:
    ana = people().signed_in("/requests?type=active")
    expect(ana.page).to_have_url(re.compile(r"/requests\?.*type=active"))


def test_signing_out_leaves_nothing_to_the_next_person(people: People) -> None:
    ana = people().signed_in()
    ana.page.get_by_role("button", name=ana.name).click()
    ana.page.get_by_role("menuitem", name="Ieșiți din cont").click()
    expect(ana.page.get_by_role("button", name="GO", exact=True)).to_be_visible()
    ana.page.goto("/requests")
    expect(ana.page.get_by_role("button", name="GO", exact=True)).to_be_visible()


def test_english_is_one_click_away_and_is_remembered(people: People) -> None:
    page = people().page
    page.goto("/sign-in")
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer support – Service requests")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer support – Service requests")
    expect(page.locator("html")).to_have_attribute("lang", "en")
