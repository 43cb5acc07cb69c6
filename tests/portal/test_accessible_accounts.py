"""axe finds nothing on the pages of administrators and of the own account, with their dialogs open."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect

from contracts.auth import Role
from tests.portal.axe import violations
from tests.portal.conftest import People
from tests.portal.test_accessible import found_in_every_look
from tests.support.world import World


def test_the_people_of_a_company_and_their_dialogs(world: World, people: People) -> None:
    boss = people("Horia Șerban", Role.COMPANY_ADMIN)
    world.person(boss.actor.company_id, name="Ana Pop")
    page = boss.signed_in("/users").page
    expect(page.get_by_text("Ana Pop", exact=True)).to_be_visible()
    assert found_in_every_look(page) == {}
    page.get_by_role("button", name="Acțiuni pentru Ana Pop").click()
    expect(page.get_by_role("menuitem", name="Dezactivați")).to_be_visible()
    assert violations(page) == []  # it closes when the language changes
    page.get_by_role("menuitem", name="Schimbați rolul").click()
    expect(page.get_by_role("radio", name="Administrator")).to_be_visible()
    assert found_in_every_look(page) == {}
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Invitați un utilizator").click()
    page.get_by_role("textbox", name="Nume").fill("Sorina Mătăsaru")
    page.get_by_role("button", name="Faceți invitația").click()
    expect(page.get_by_text("Scrieți adresa de e-mail.")).to_be_visible()
    assert found_in_every_look(page) == {}
    page.get_by_role("textbox", name="Adresa de e-mail").fill(f"s{uuid4().hex[:8]}@example.org")
    page.get_by_role("button", name="Faceți invitația").click()
    expect(page.get_by_role("dialog", name="Invitația este gata")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_companies_a_company_without_people_and_disabling_a_consultant(world: World, people: People) -> None:
    admin = people("Ruxandra Dima", Role.ADMIN)
    company = world.company("Goală")
    name = f"Radu Pleacă {uuid4().hex[:6]}"
    world.person(None, Role.CONSULTANT, name)
    page = admin.signed_in("/companies").page
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert found_in_every_look(page) == {}
    page.get_by_role("button", name="Adăugați o companie").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert found_in_every_look(page) == {}
    page.goto(f"/companies/{company}")
    expect(page.get_by_text("Niciun utilizator", exact=True)).to_be_visible()
    assert found_in_every_look(page) == {}
    page.goto(f"/team?q={name.rsplit(' ', 1)[1]}")
    page.get_by_role("button", name=f"Acțiuni pentru {name}").click()
    page.get_by_role("menuitem", name="Dezactivați").click()
    page.get_by_role("dialog").get_by_role("button", name="Dezactivați").click()
    expect(page.get_by_text("Alegeți cine preia solicitările active.")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_the_own_account(people: People) -> None:
    page = people("Elena Vasiliu", Role.CONSULTANT).signed_in("/profile").page
    expect(page.get_by_text("Această sesiune")).to_be_visible()
    page.get_by_role("button", name="Schimbați parola").click()
    expect(page.get_by_text("Scrieți parola de acum.")).to_be_visible()
    assert found_in_every_look(page) == {}
