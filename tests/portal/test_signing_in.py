"""P1: from the address to one's requests by e-mail, password and GO."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.portal.conftest import People
from tests.portal.person import Person
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
    signs_out(ana)
    expect(ana.page.get_by_role("button", name="GO", exact=True)).to_be_visible()
    ana.page.goto("/requests")
    expect(ana.page.get_by_role("button", name="GO", exact=True)).to_be_visible()


def test_what_was_just_written_is_saved_before_signing_out(people: People) -> None:
    ana = people().signed_in("/requests/new")
    ana.page.get_by_label("Subiect").fill("Scris acum")
    signs_out(ana)
    expect(ana.page.get_by_role("button", name="GO", exact=True)).to_be_visible()
    assert [one["subject"] for one in ana.actor.api.get("/drafts").json()["items"]] == ["Scris acum"]


def test_a_session_that_could_not_be_ended_is_told(people: People) -> None:
    ana = people().signed_in()
    ana.page.route("**/api/v1/sessions/current", lambda route: route.fulfill(status=503), times=1)
    signs_out(ana)
    expect(ana.page.get_by_text("Sesiunea nu a putut fi încheiată.")).to_be_visible()
    expect(ana.page.get_by_role("button", name=ana.name)).to_be_visible()


def test_a_page_goes_when_another_person_signs_in_beside_it(people: People) -> None:
    ana, mihai = people("Ana Pop").signed_in(), people("Mihai Stan")
    beside = Person(mihai.actor, mihai.name, ana.page.context.new_page())
    beside.page.goto("/")
    signs_out(Person(ana.actor, ana.name, beside.page))
    beside.fill_in(mihai.actor.email, PASSWORD)
    ana.page.bring_to_front()
    expect(ana.page.get_by_role("button", name="Mihai Stan")).to_be_visible()


def signs_out(person: Person) -> None:
    """By the account's menu."""
    person.page.get_by_role("button", name=person.name).click()
    person.page.get_by_role("menuitem", name="Ieșiți din cont").click()


def test_english_is_one_click_away_and_is_remembered(people: People) -> None:
    page = people().page
    page.goto("/sign-in")
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer support – Service requests")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Customer support – Service requests")
    expect(page.locator("html")).to_have_attribute("lang", "en")
