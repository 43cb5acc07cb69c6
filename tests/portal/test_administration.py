"""Companies and people in the browser: an administrator's and a company administrator's pages."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from contracts.auth import Role
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.support.world import PASSWORD, World


@pytest.fixture
def boss(people: People) -> Person:
    """A company's administrator."""
    return people("Horia Șerban", Role.COMPANY_ADMIN)


@pytest.fixture
def admin(people: People) -> Person:
    """One of the vendor's administrators."""
    return people("Ruxandra Dima", Role.ADMIN)


def row_of(page: Page, name: str) -> Locator:
    """Somebody's row in a register."""
    return page.get_by_role("row").filter(has_text=name)


def chooses(page: Page, name: str, what: str) -> None:
    """Open the menu of somebody's row and choose."""
    page.get_by_role("button", name=f"Acțiuni pentru {name}").click()
    page.get_by_role("menuitem", name=what).click()


def test_a_company_administrator_invites_somebody_who_then_signs_in(people: People, boss: Person) -> None:
    page = boss.signed_in().page
    page.get_by_role("link", name="Utilizatori").click()
    expect(page.get_by_text("1 utilizator activ")).to_be_visible()
    email = f"sorina.{uuid4().hex[:8]}@example.org"
    page.get_by_role("button", name="Invitați un utilizator").click()
    page.get_by_role("button", name="Faceți invitația").click()
    expect(page.get_by_text("Scrieți numele persoanei.")).to_be_visible()
    page.get_by_role("textbox", name="Nume").fill("Sorina Mătăsaru")
    page.get_by_role("textbox", name="Adresa de e-mail").fill(email)
    page.get_by_role("button", name="Faceți invitația").click()
    ready = page.get_by_role("dialog", name="Invitația este gata")
    expect(ready.get_by_role("button", name="Copiați")).to_be_focused()
    page.keyboard.press("Escape")
    page.mouse.click(5, 5)
    expect(ready).to_contain_text("O vedeți o singură dată.")
    link = ready.get_by_label("Legătura de invitație").input_value()
    ready.get_by_role("button", name="Închideți").last.click()
    expect(row_of(page, "Sorina Mătăsaru")).to_contain_text("Invitat")

    sorina = people.another_device()
    sorina.goto(link)
    expect(sorina.get_by_role("heading", level=1)).to_have_text("Bine ați venit, Sorina Mătăsaru")
    sorina.get_by_label("Parola", exact=True).fill("scurtă")
    sorina.get_by_role("button", name="GO", exact=True).click()
    expect(sorina.get_by_text("Alegeți o parolă de cel puțin 10 caractere.").last).to_be_visible()
    sorina.get_by_label("Parola", exact=True).fill(PASSWORD)
    sorina.route("**/api/v1/sessions", lambda route: route.abort(), times=1)  # accepted; then the network goes away
    sorina.get_by_role("button", name="GO", exact=True).click()
    expect(sorina.get_by_role("alert")).to_contain_text("Nu există conexiune la internet.")
    sorina.get_by_role("button", name="GO", exact=True).click()
    expect(sorina.get_by_role("button", name="Sorina Mătăsaru")).to_be_visible()
    expect(sorina).to_have_url(re.compile("/requests"))

    used = people.another_device()
    used.goto(link)
    expect(used.get_by_role("alert")).to_contain_text("Invitația a expirat sau a fost deja folosită.")
    page.reload()
    expect(row_of(page, "Sorina Mătăsaru")).to_contain_text("Activ")
    expect(row_of(page, "Sorina Mătăsaru")).to_contain_text("azi, ")


def test_the_link_is_copied_by_its_button(boss: Person) -> None:
    boss.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = boss.signed_in("/users").page
    page.get_by_role("button", name="Invitați un utilizator").click()
    page.get_by_role("textbox", name="Nume").fill("Petre Zăvoianu")
    page.get_by_role("textbox", name="Adresa de e-mail").fill(f"petre.{uuid4().hex[:8]}@example.org")
    page.get_by_role("button", name="Faceți invitația").click()
    page.get_by_role("button", name="Copiați").click()
    expect(page.get_by_text("Legătura a fost copiată")).to_be_visible()
    link = page.get_by_label("Legătura de invitație").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link


def test_an_address_with_an_account_is_refused_with_what_to_do(people: People, boss: Person) -> None:
    page = boss.signed_in("/users").page
    page.get_by_role("button", name="Invitați un utilizator").click()
    page.get_by_role("textbox", name="Nume").fill("Încă o dată")
    page.get_by_role("textbox", name="Adresa de e-mail").fill(boss.actor.email)
    page.get_by_role("button", name="Faceți invitația").click()
    message = page.get_by_role("dialog").get_by_role("alert")
    expect(message).to_have_text("Există deja un cont cu această adresă de e-mail.")
    expect(message).to_be_focused()


def test_a_role_is_changed_an_account_disabled_and_enabled(world: World, boss: Person) -> None:
    ana = world.person(boss.actor.company_id, name="Ana Pop")
    page = boss.signed_in("/users").page
    chooses(page, "Ana Pop", "Schimbați rolul")
    page.get_by_role("radio", name="Administrator").check()
    page.get_by_role("button", name="Schimbați rolul").click()
    expect(row_of(page, "Ana Pop")).to_contain_text("Administrator")
    chooses(page, "Ana Pop", "Dezactivați")
    page.get_by_role("dialog").get_by_role("button", name="Dezactivați").click()
    expect(row_of(page, "Ana Pop")).to_contain_text("Dezactivat")
    assert ana.api.get("/me").status_code == 401
    chooses(page, "Ana Pop", "Reactivați")
    expect(row_of(page, "Ana Pop")).to_contain_text("Activ")
    expect(page.get_by_role("button", name=f"Acțiuni pentru {boss.name}")).to_have_count(0)


def test_what_somebody_else_changed_meanwhile_is_told_and_can_be_done_again(world: World, boss: Person) -> None:
    ana = world.person(boss.actor.company_id, name="Ana Pop")
    page = boss.signed_in("/users").page
    chooses(page, "Ana Pop", "Dezactivați")
    etag = world.admin.api.get(f"/users/{ana.id}").headers["etag"]
    changed = world.admin.api.patch(f"/users/{ana.id}", {"role": "company_admin"}, if_match=etag)
    assert changed.status_code == 200, changed.text
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Dezactivați").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Contul s-a schimbat între timp.")
    expect(row_of(page, "Ana Pop").filter(has_text="Administrator")).to_have_count(1)
    dialog.get_by_role("button", name="Dezactivați").click()
    expect(row_of(page, "Ana Pop")).to_contain_text("Dezactivat")


def test_a_consultant_who_leaves_names_a_successor(world: World, admin: Person) -> None:
    leaving = world.person(None, Role.CONSULTANT, f"Radu Pleacă {uuid4().hex[:6]}")
    name = leaving.api.get("/me").json()["name"]
    heir_name = f"Tudor Preia {uuid4().hex[:6]}"
    heir = world.person(None, Role.CONSULTANT, heir_name)
    customer = world.person(world.company())
    customer.api.opened("Nepreluată")
    number = customer.api.opened("De predat")
    taken = leaving.api.put(f"/tickets/{number}/assignment", {}, if_match=leaving.api.etag(number))
    assert taken.status_code == 200, taken.text
    page = admin.signed_in().page
    page.get_by_role("link", name="Echipa").click()
    page.get_by_label("Căutați după nume sau adresă").fill("Pleaca")
    expect(row_of(page, name).get_by_role("cell").nth(5)).to_have_text("1")
    chooses(page, name, "Dezactivați")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Dezactivați").click()
    expect(dialog.get_by_text("Cine preia o solicitare activă")).to_be_visible()
    expect(dialog.get_by_text("Alegeți cine preia solicitările active.")).to_be_visible()
    dialog.get_by_role("combobox").fill(heir_name)
    page.get_by_role("option", name=heir_name).click()
    dialog.get_by_role("button", name="Dezactivați").click()
    expect(row_of(page, name)).to_contain_text("Dezactivat")
    assert heir.api.ticket(number)["ticket"]["assignee_id"] == str(heir.id)


def test_an_administrator_lands_on_the_companies_and_registers_one(world: World, admin: Person) -> None:
    page = admin.signed_in().page
    expect(page.get_by_role("heading", level=1)).to_have_text("Companii")
    name = f"Țesături {uuid4().hex[:8]}"
    page.get_by_role("button", name="Adăugați o companie").click()
    page.get_by_role("textbox", name="Numele companiei").fill(name)
    page.get_by_role("button", name="Adăugați compania").click()
    expect(page.get_by_text(f"Compania {name} a fost adăugată.")).to_be_visible()
    page.get_by_role("button", name="Adăugați o companie").click()
    page.get_by_role("textbox", name="Numele companiei").fill(name)
    page.get_by_role("button", name="Adăugați compania").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("Există deja o companie cu acest nume.")
    page.get_by_role("button", name="Renunțați").click()
    page.get_by_label("Căutați după nume").fill(name.replace("Ț", "t"))
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name=f"Modificați {name}").click()
    page.get_by_role("textbox", name="Numele companiei").fill(f"{name} SRL")
    page.get_by_role("button", name="Salvați").click()
    page.get_by_role("link", name=f"{name} SRL").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} SRL")
    expect(page.get_by_text("Niciun utilizator", exact=True)).to_be_visible()
    found = world.admin.api.get("/companies", params={"q": name}).json()["items"]
    assert [company["name"] for company in found] == [f"{name} SRL"]


def test_a_long_register_is_shown_page_by_page(world: World, admin: Person) -> None:
    company = world.company("Lungă")
    for index in range(51):
        body = {"email": f"p{index:02}.{uuid4().hex}@example.org", "role": "customer", "name": f"Persoana {index:02}"}
        assert world.admin.api.post(f"/companies/{company}/users", body).status_code == 201
    page = admin.signed_in(f"/companies/{company}").page
    expect(page.get_by_role("row")).to_have_count(51)
    page.get_by_role("button", name="Afișați mai mulți").click()
    expect(page.get_by_role("row")).to_have_count(52)
    expect(page.get_by_text("51 de invitații în așteptare")).to_be_visible()


def test_a_customer_has_no_register(people: People) -> None:
    ana = people("Ana Pop").signed_in("/users")
    expect(ana.page.get_by_role("heading", level=1)).to_have_text("Pagina nu există")
    expect(ana.page.get_by_role("link", name="Utilizatori")).to_have_count(0)
