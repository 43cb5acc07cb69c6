"""What is written outlives the browser that it was written in; what the server refuses is told with what to do."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Playwright, expect

from tests.portal import browser
from tests.portal.conftest import People
from tests.portal.person import Person
from tests.portal.test_new_request import a_file
from tests.support.stack import RunningStack, eventually
from tests.support.world import World

FILES = {
    "jurnal șț.txt": "E-2107 în ziua 3\n".encode() * 500,
    "bază.zip": bytes(range(256)) * 300,
    "listă.csv": b"a;b\n1;2\n",
}
TEXT = "Nu se închide „balanța” de ieri."


def test_a_draft_is_sent_a_day_later_from_another_browser_process(
    stack: RunningStack, world: World, playwright: Playwright
) -> None:
    actor = world.person(world.company())
    look = {"base_url": stack.gateway_url, **browser.BUCHAREST}
    before = playwright.chromium.launch(**browser.launch_arguments())
    ana = Person(actor, "Ana Pop", before.new_page(**look)).signed_in("/requests/new")
    ana.page.get_by_label("Subiect").fill("Început ieri")
    ana.writes("Descriere", TEXT)
    ana.chooses_files(*(a_file(name, content) for name, content in FILES.items()))
    expect(ana.page.get_by_text("· încărcat")).to_have_count(3)
    eventually(
        lambda: [d for d in actor.api.get("/drafts").json()["items"] if len(d["file_ids"]) == 3 and d["excerpt"]]
    )
    before.close()  # the process, with all that it knew

    tomorrow = datetime.now(UTC) + timedelta(days=1, hours=1)
    stack.run_job("files", "purge-unattached", tomorrow)
    stack.run_job("tickets", "purge-drafts", tomorrow)

    after = playwright.chromium.launch(**browser.launch_arguments())
    try:
        ana = Person(actor, "Ana Pop", after.new_page(**look)).signed_in("/requests/new")
        expect(ana.page.get_by_label("Subiect")).to_have_value("Început ieri")
        expect(ana.page.get_by_text("· încărcat")).to_have_count(3)
        ana.page.get_by_role("button", name="Trimiteți cererea").click()
        told = actor.api.ticket(ana.sent_number())
    finally:
        after.close()
    entry = told["entries"][0]
    assert (told["ticket"]["subject"], entry["body_text"].strip()) == ("Început ieri", TEXT)
    names = {told["files"][file_id]["name"]: file_id for file_id in entry["file_ids"]}
    assert set(names) == set(FILES)
    for name, content in FILES.items():
        kept = actor.api.get(f"/files/{names[name]}/content").content
        assert hashlib.sha256(kept).digest() == hashlib.sha256(content).digest()


def test_a_file_that_the_server_refuses_is_told_with_what_to_do_and_can_be_left_out(people: People) -> None:
    ana = people("Ana Pop").signed_in("/requests/new")
    ana.page.get_by_label("Subiect").fill("Cu un fișier refuzat")
    ana.writes("Descriere", "Numele are un semn nevăzut.")
    ana.chooses_files(a_file("\u200b.\u202e"), a_file("bun.txt"))
    expect(ana.page.get_by_text("· încărcat")).to_have_count(1)
    expect(ana.page.get_by_text("Redenumiți fișierul.")).to_be_visible()
    ana.page.get_by_role("button", name="Eliminați").first.click()
    expect(ana.page.get_by_text("Redenumiți fișierul.")).to_be_hidden()
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    told = ana.actor.api.ticket(ana.sent_number())
    assert [told["files"][one]["name"] for one in told["entries"][0]["file_ids"]] == ["bun.txt"]


def test_the_form_on_paper_has_the_resolution_first_and_nothing_that_is_not_for_the_customer(
    people: People, world: World
) -> None:
    ana = people("Ana Pop")
    number = ana.actor.api.opened("Balanța nu se închide", "<p>Arată E-2107.</p>", category="Contabilitate")
    consultant = world.consultant
    noted = consultant.api.post(f"/tickets/{number}/notes", {"body_html": "<p>clientul a greșit</p>"})
    assert noted.status_code == 201, noted.text
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=4)
    worked = {"started_at": start.isoformat(), "ended_at": (start + timedelta(minutes=155)).isoformat()}
    assert (
        consultant.api.post(f"/tickets/{number}/work-entries", {**worked, "activity": "Diagnostic"}).status_code == 201
    )
    solved = {"kind": "resolution", "body_html": "<p>Am refăcut indexul.</p>"}
    assert consultant.api.post(f"/tickets/{number}/answers", solved).status_code == 201
    page = ana.signed_in(f"/requests/{number}").page
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.get_by_text(f"Solicitare service nr. {number}")).to_be_visible()
    paper = page.locator("body").inner_text()
    for said in ("Balanța nu se închide", "Contabilitate", "Elena Vasiliu", "Diagnostic", "2 h 35 min"):
        assert said in paper
    assert paper.index("Am refăcut indexul.") < paper.index("Arată E-2107.")
    assert "clientul a greșit" not in paper
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    assert page.pdf(format="A4").startswith(b"%PDF")
