"""Every text on every screen comes from the catalogue (see `pseudo`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from contracts.auth import Role
from tests.portal import pseudo
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.portal.test_new_request import a_file
from tests.support.stack import RunningStack
from tests.support.world import PASSWORD, World

CUSTOMER, CONSULTANT = "Ана Поп", "Елена Василиу"


@pytest.fixture
def in_brackets(stack: RunningStack, people: People) -> Callable[..., Person]:
    """Somebody who is signed in and reads the third language."""

    def signed_in(name: str, role: Role) -> Person:
        person = people(
            name, role, company_id=None if role.is_staff or role is Role.ADMIN else people.world.company("Ромашка")
        )
        context = person.page.context
        pseudo.speaks(context, stack.gateway_url)
        body = {"email": person.actor.email, "password": PASSWORD}
        answer = context.request.post("/api/v1/sessions", data=body, headers={"origin": stack.gateway_url})
        assert answer.status == 201, answer.text()
        return person

    return signed_in


def opened(page: Page, address: str) -> Page:
    """The page at an address, with all it asks for."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    return page


def test_signing_in_and_an_unknown_address(stack: RunningStack, people: People) -> None:
    page = people.another_device()
    pseudo.speaks(page.context, stack.gateway_url)
    opened(page, "/sign-in")
    page.locator("button[type=submit]").click()
    expect(page.locator(".mantine-InputWrapper-error")).to_have_count(2)
    assert pseudo.outside(page) == []
    page.goto("/invitations/no-such-token")
    expect(page.get_by_role("alert")).to_be_visible()
    assert pseudo.outside(page) == []


def test_the_customers_screens(world: World, in_brackets: Callable[..., Person]) -> None:
    ana = in_brackets(CUSTOMER, Role.CUSTOMER)
    elena = world.person(None, Role.CONSULTANT, CONSULTANT)
    page = opened(ana.page, "/requests")
    assert pseudo.outside(page) == []
    file = ana.actor.api.uploaded("журнал.txt", b"E-2107")
    number = ana.actor.api.opened("Баланс не закрывается", "<p>Сообщение</p>", file_ids=[file], priority="urgent")
    asked = {"kind": "info_request", "body_html": "<p>Что?</p>", "info_items": ["Версия"]}
    assert elena.api.post(f"/tickets/{number}/answers", asked).status_code == 201
    opened(page, "/requests")
    assert pseudo.outside(page) == []
    page.locator(".mantine-DateInput-input").first.click()
    expect(page.get_by_role("button", name="⟦Previous month")).to_be_visible()
    assert pseudo.outside(page) == []
    opened(page, f"/requests/{number}")
    assert pseudo.outside(page) == []
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert pseudo.outside(page) == []
    page.emulate_media(media="screen")
    now = datetime.now(UTC).replace(microsecond=0)
    worked = {"started_at": (now - timedelta(hours=2)).isoformat(), "ended_at": now.isoformat(), "activity": "Анализ"}
    assert elena.api.post(f"/tickets/{number}/work-entries", worked).status_code == 201
    resolved = {"kind": "resolution", "body_html": "<p>Готово</p>"}
    assert elena.api.post(f"/tickets/{number}/answers", resolved).status_code == 201
    opened(page, f"/requests/{number}")
    expect(page.locator("article").nth(2)).to_be_visible()
    assert pseudo.outside(page) == []
    assert ana.actor.api.act(number, "accept").status_code == 200
    page = ana.page = ana.page.context.new_page()
    opened(page, f"/requests/{number}")
    assert pseudo.outside(page) == []
    opened(page, "/requests/99999999")
    assert pseudo.outside(page) == []
    opened(page, "/requests/new")
    expect(page.locator("[contenteditable=true]")).to_be_visible()
    ana.chooses_files(a_file("отчёт.txt"), a_file("пусто.txt", b""))
    page.locator("button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert pseudo.outside(page) == []


def test_the_administrators_screens(world: World, in_brackets: Callable[..., Person]) -> None:
    admin = in_brackets("Руксандра Поп", Role.ADMIN)
    company = world.company("Лютик")
    world.person(company, name=CUSTOMER)
    page = opened(admin.page, "/companies?q=Лютик")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert pseudo.outside(page) == []
    page.get_by_role("button", name="⟦Add a company").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert pseudo.outside(page) == []
    opened(page, f"/companies/{company}")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("button", name="⟦Actions for").click()
    expect(page.get_by_role("menuitem").first).to_be_visible()
    assert pseudo.outside(page) == []
    page.get_by_role("menuitem").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert pseudo.outside(page) == []
    opened(page, f"/companies/{world.company('Пусто')}")
    page.get_by_role("button", name="⟦Invite a user").click()
    page.get_by_role("dialog").locator("button[type=submit]").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    assert pseudo.outside(page) == []
    page.get_by_role("dialog").locator("input").nth(0).fill("Сорина")
    page.get_by_role("dialog").locator("input").nth(1).fill(f"{company}@example.org")
    page.get_by_role("dialog").locator("button[type=submit]").click()
    expect(page.get_by_role("dialog").locator("input[readonly]")).to_be_visible()
    assert pseudo.outside(page) == []


def test_a_consultants_screens(world: World, in_brackets: Callable[..., Person]) -> None:
    elena = in_brackets(CONSULTANT, Role.CONSULTANT)
    customer = world.person(world.company("Ромашка"), name=CUSTOMER)
    number = customer.api.opened("Баланс не закрывается", "<p>Сообщение</p>")
    taken = elena.actor.api.put(f"/tickets/{number}/assignment", {}, if_match=elena.actor.api.etag(number))
    assert taken.status_code == 200, taken.text
    page = opened(elena.page, "/queue")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert pseudo.outside(page) == []
    opened(page, f"/requests/{number}")
    expect(page.locator("article").first).to_be_visible()
    assert pseudo.outside(page) == []
    opened(page, "/profile")
    expect(page.get_by_role("switch")).to_be_visible()
    assert pseudo.outside(page) == []
