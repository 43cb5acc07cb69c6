"""The editor's toolbar, links, and files that are dropped."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.portal.conftest import People

A_DROP = """(zone) => {
  const data = new DataTransfer();
  data.items.add(new File(['E-2107'], 'jurnal.txt', {type: 'text/plain'}));
  for (const kind of ['dragenter', 'dragover', 'drop']) {
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
  }
}"""


def test_marks_lists_and_links_are_stored_as_they_look_and_a_dropped_file_is_attached(people: People) -> None:
    ana = people().signed_in("/requests/new")
    page = ana.page
    page.get_by_label("Subiect").fill("Balanța")
    page.get_by_role("textbox", name="Descriere").click()
    bold = page.get_by_role("button", name="Aldin")
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("Nu merge")
    bold.hover()
    page.mouse.down()
    expect(page.get_by_role("textbox", name="Descriere")).to_be_focused()  # what is typed at once goes into the text
    page.mouse.up()
    page.keyboard.type(" vezi https://example.org/b apoi ")  # an address becomes a link, and one writes on behind it
    page.get_by_role("button", name="Legătură").click()
    page.get_by_role("textbox", name="Adresa legăturii").fill("ajutor.example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Descriere")).to_be_focused()
    page.get_by_role("button", name="Listă", exact=True).click()
    page.get_by_text("Trageți fișierele aici").locator("xpath=ancestor::*[@role='presentation']").evaluate(A_DROP)
    expect(page.get_by_text("· încărcat")).to_be_visible()
    page.get_by_role("button", name="Trimiteți cererea").click()
    entry = ana.actor.api.ticket(ana.sent_number())["entries"][0]
    html = entry["body_html"]
    assert "<strong>Nu merge</strong> vezi " in html
    assert ">https://example.org/b</a> apoi <a" in html
    assert 'href="https://ajutor.example.org"' in html
    assert html.startswith("<ul><li><p>")
    assert len(entry["file_ids"]) == 1
