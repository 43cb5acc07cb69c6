"""axe finds nothing on any screen, in both languages and both themes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.portal.axe import violations
from tests.portal.conftest import People


def found_in_every_look(page: Page) -> dict[str, list[str]]:
    """What axe finds in each language and theme of the page as it stands; looks without a finding are left out."""
    found = {}
    for language in ("EN", "RO"):
        page.get_by_text(language, exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", language.lower())
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            found[f"{language} {scheme}"] = violations(page)
    return {look: sentences for look, sentences in found.items() if sentences}


def test_sign_in(people: People) -> None:
    page = people().page
    page.goto("/sign-in")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert found_in_every_look(page) == {}
    page.get_by_role("button", name="GO", exact=True).click()
    expect(page.get_by_text("Scrieți parola.")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_the_empty_list(people: People) -> None:
    page = people().signed_in().page
    expect(page.get_by_text("Încă nu aveți solicitări")).to_be_visible()
    assert found_in_every_look(page) == {}


def test_the_list(people: People) -> None:
    ana = people()
    ana.actor.api.opened("Raportul „Balanță” nu se tipărește", priority="urgent", category="Contabilitate")
    page = ana.signed_in().page
    expect(page.get_by_text("Raportul „Balanță”")).to_be_visible()
    assert found_in_every_look(page) == {}
