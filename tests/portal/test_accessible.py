"""axe finds nothing on any screen, in both languages and both themes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.portal.axe import violations
from tests.portal.conftest import People
from tests.support.world import World


def found_in_every_look(page: Page) -> dict[str, list[str]]:
    """What axe finds in each language and theme of the page as it stands; looks without a finding are left out."""
    found = {}
    for language in ("EN", "RO"):
        # Also below a dialog, where nobody could press it.
        page.get_by_text(language, exact=True).evaluate("(choice) => choice.click()")
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
    for language, field, month in (("RO", "Până la", "Luna precedentă"), ("EN", "To", "Previous month")):
        page.get_by_text(language, exact=True).click()
        page.get_by_label(field, exact=True).click()
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            expect(page.get_by_role("button", name=month)).to_be_visible()
            assert violations(page) == []
        page.keyboard.press("Escape")


def test_a_new_request_with_a_file_and_what_is_missing(people: People) -> None:
    ana = people().signed_in("/requests/new")
    ana.chooses_files({"name": "jurnal.txt", "mimeType": "text/plain", "buffer": b"E-2107"})
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    expect(ana.page.get_by_text("Scrieți subiectul.")).to_be_visible()
    assert found_in_every_look(ana.page) == {}


def test_a_request_with_everything_on_it_and_somebody_writing(world: World, people: People) -> None:
    ana = people()
    file = ana.actor.api.uploaded("jurnal.txt", b"E-2107")
    number = ana.actor.api.opened("Balanța", "<h2>Pași</h2><p>Unu</p><pre><code>E-2107</code></pre>", file_ids=[file])
    answers = f"/tickets/{number}/answers"
    asked = {"kind": "info_request", "body_html": "<p>Două lucruri.</p>", "info_items": ["Versiunea", "Copia"]}
    assert world.consultant.api.post(answers, asked).status_code == 201
    resolution = {"kind": "resolution", "body_html": "<p>Am refăcut indexul.</p>"}
    assert world.consultant.api.post(answers, resolution).status_code == 201
    page = ana.signed_in(f"/requests/{number}").page
    expect(page.get_by_role("button", name="Da, s-a rezolvat")).to_be_visible()
    assert found_in_every_look(page) == {}
    page.get_by_role("button", name="Nu, problema persistă").click()
    ana.writes("Reactualizare cerere", "Nu merge.")
    assert found_in_every_look(page) == {}


def test_a_closed_request_and_one_that_does_not_exist(people: People) -> None:
    ana = people()
    number = ana.actor.api.opened()
    ana.actor.api.act(number, "withdraw")
    page = ana.signed_in(f"/requests/{number}").page
    expect(ana.shown("Solicitarea este închisă")).to_be_visible()
    assert found_in_every_look(page) == {}
    page.goto("/requests/99999999")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert found_in_every_look(page) == {}
