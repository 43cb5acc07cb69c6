"""The consultant's queue: views with counts, taking, search, and the keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from contracts.auth import Role
from tests.portal.axe import violations
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.portal.test_accessible import found_in_every_look
from tests.support.world import Actor, World


@pytest.fixture
def elena(people: People) -> Person:
    """A consultant who has nothing yet."""
    return people("Elena Vasiliu", Role.CONSULTANT)


@pytest.fixture
def customer(world: World) -> Actor:
    """Somebody who asks, at the API."""
    return world.person(world.company("Agro Dunărea"), name="Ioana Ștefănescu")


def row_of(person: Person, number: int) -> Locator:
    """A request's row in the queue."""
    return person.page.get_by_role("row").filter(has=person.page.get_by_role("link", name=str(number), exact=True))


def took(actor: Actor, number: int) -> None:
    """Somebody takes a request elsewhere."""
    answer = actor.api.put(f"/tickets/{number}/assignment", {}, if_match=actor.api.etag(number))
    assert answer.status_code == 200, answer.text


def test_a_consultant_lands_in_the_own_queue_and_the_views_hold_what_they_say(
    elena: Person, customer: Actor, world: World
) -> None:
    mine = customer.api.opened("Balanța nu se închide", priority="urgent")
    waiting = customer.api.opened("Factura respinsă")
    took(elena.actor, mine)
    took(elena.actor, waiting)
    asked = {"kind": "info_request", "body_html": "<p>Ce versiune?</p>", "info_items": ["Versiunea"]}
    assert elena.actor.api.post(f"/tickets/{waiting}/answers", asked).status_code == 201
    elena.signed_in()
    expect(elena.page).to_have_url(re.compile(r"/queue$"))
    expect(elena.page.get_by_role("link", name="Ale mele 2")).to_have_attribute("aria-current", "page")
    rows = elena.page.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(
        re.compile(rf"{mine}.*Balanța.*Agro Dunărea .* · Ioana Ștefănescu.*(?:Nouă|În lucru)")
    )
    expect(rows.nth(1)).to_contain_text(re.compile(r"\d min"))
    expect(rows.nth(2)).to_contain_text(str(waiting))
    expect(rows.nth(2)).to_contain_text("Așteaptă clientul")
    elena.page.get_by_role("link", name=re.compile("^Așteaptă clientul")).click()
    expect(row_of(elena, waiting)).to_be_visible()
    expect(row_of(elena, mine)).to_have_count(0)
    expect(elena.page).to_have_url(re.compile("view=waiting"))
    elena.page.go_back()
    expect(row_of(elena, mine)).to_be_visible()
    row_of(elena, mine).get_by_role("link").click()
    expect(elena.page.get_by_role("heading", level=1)).to_have_text("Balanța nu se închide")
    elena.page.get_by_role("link", name="Coada").last.click()
    expect(row_of(elena, mine)).to_be_visible()


def test_taking_a_request_and_being_told_that_somebody_was_faster(elena: Person, customer: Actor, world: World) -> None:
    word = f"cuvânt{customer.id.hex[:10]}"
    mine, lost = customer.api.opened(f"Prima {word}"), customer.api.opened(f"A doua {word}")
    elena.signed_in(f"/queue?view=unassigned&q={word}")
    expect(row_of(elena, lost)).to_be_visible()
    took(world.other_consultant, lost)
    row_of(elena, lost).get_by_role("button", name="Preluați").click()
    alert = elena.page.get_by_role("alert").filter(has_text="între timp")
    expect(alert).to_contain_text(f"Ștefan Țurcanu a preluat solicitarea {lost} între timp.")
    customer.api.post(f"/tickets/{mine}/updates", {"body_html": "<p>Încă ceva.</p>"})  # changes the version alone
    row_of(elena, mine).get_by_role("button", name="Preluați").click()
    expect(elena.page.get_by_text(f"Ați preluat solicitarea {mine}.")).to_be_visible()
    expect(row_of(elena, mine)).to_have_count(0)
    assert customer.api.ticket(mine)["ticket"]["assignee_id"] == str(elena.actor.id)
    assert customer.api.ticket(lost)["ticket"]["assignee_id"] == str(world.other_consultant.id)


def test_what_another_one_takes_stays_in_its_place_and_says_so(elena: Person, customer: Actor, world: World) -> None:
    word = f"cuvânt{customer.id.hex[:10]}"
    number, other = customer.api.opened(f"Prima {word}"), customer.api.opened(f"A doua {word}")
    elena.has_a_clock_to_move().signed_in(f"/queue?view=unassigned&q={word}")
    expect(row_of(elena, number)).to_be_visible()
    took(world.other_consultant, number)
    elena.waits()
    expect(row_of(elena, number)).to_contain_text("nu mai este în această vedere")
    elena.page.get_by_role("button", name="Coada s-a schimbat").click()
    expect(row_of(elena, number)).to_have_count(0)
    expect(row_of(elena, other)).to_be_visible()


def test_the_keys_walk_open_take_search_and_explain_themselves_and_can_be_switched_off(
    elena: Person, customer: Actor
) -> None:
    word = f"cuvânt{customer.id.hex[:10]}"
    first, second = customer.api.opened(f"Prima {word}"), customer.api.opened(f"A doua {word}")
    page = elena.signed_in("/queue?view=unassigned").page
    expect(page.get_by_role("table")).to_be_visible()
    page.keyboard.press("/")
    search = page.get_by_role("searchbox", name="Căutați")
    expect(search).to_be_focused()
    search.press_sequentially(word)
    expect(page).to_have_url(re.compile("q=cuv"))
    expect(page.get_by_role("row")).to_have_count(3)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=str(first), exact=True)).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=str(second), exact=True)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("p")
    expect(page.get_by_text(f"Ați preluat solicitarea {first}.")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(2)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Scurtături de tastatură")
    expect(sheet).to_contain_text("Rândul următor")
    sheet.get_by_role("switch", name="Scurtături pornite").uncheck(force=True)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=str(second), exact=True)).not_to_be_focused()
    page.get_by_role("button", name="Scurtături de tastatură").click()
    sheet.get_by_role("switch", name="Scurtături pornite").check(force=True)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"A doua {word}")


def test_the_dispatcher_sees_who_has_how_much_and_a_consultant_does_not(people: People, elena: Person) -> None:
    loads = "Solicitări pe consultant"
    dispatcher = people("Mihai Dobre", Role.DISPATCHER).signed_in("/queue?view=all")
    expect(dispatcher.page.get_by_role("heading", name=loads)).to_be_visible()
    expect(dispatcher.page.get_by_role("table")).to_be_visible()
    assert found_in_every_look(dispatcher.page) == {}
    dispatcher.page.get_by_role("button", name="Scurtături de tastatură").click()
    expect(dispatcher.page.get_by_role("dialog")).to_be_visible()
    assert violations(dispatcher.page) == []
    elena.signed_in()
    expect(elena.shown("Nicio solicitare la dumneavoastră")).to_be_visible()
    expect(elena.page.get_by_role("heading", name=loads)).to_have_count(0)
    assert found_in_every_look(elena.page) == {}
