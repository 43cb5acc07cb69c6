"""Text that wants to be a script stays text, wherever a page shows it; the browser reports nothing (see `faults`)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.portal.conftest import People
from tests.support.world import World

HOSTILE = (
    "<script>tellFault('ran')</script>",
    "<img src=x onerror=tellFault('ran')>",
    "<svg onload=tellFault('ran')><a xlink:href=\"javascript:tellFault('ran')\">x</a></svg>",
    '"><iframe srcdoc="<script>parent.tellFault(\'ran\')</script>"></iframe>',
    "<a href=\"javascript:tellFault('ran')\">aici</a>",
    "<style>@import 'http://example.org/x.css'; body { display: none }</style>",
    "{{constructor.constructor('tellFault(1)')()}}",
    "<math><mtext><table><mglyph><style><img src=x onerror=tellFault('ran')>",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_script_runs_from_subject_text_name_or_file_name(world: World, people: People, text: str) -> None:
    name = f"Ana {text}"[:100]
    ana = people(name)
    file = ana.actor.api.uploaded(text.replace("/", "⁄"), b"<svg onload=alert(1)>")
    number = ana.actor.api.opened(text[:200], f"<p>începutul</p>{text}<p>sfârșitul</p>", file_ids=[file])
    body = {"kind": "resolution", "body_html": f"<p>gata</p>{text}"}
    assert world.consultant.api.post(f"/tickets/{number}/answers", body).status_code == 201
    ana.signed_in()
    expect(ana.page.get_by_text(text[:200], exact=True)).to_be_visible()
    ana.opens(number)
    expect(ana.page.get_by_role("heading", level=1)).to_have_text(text[:200])
    expect(ana.shown("începutul")).to_be_visible()
    expect(ana.shown("gata")).to_be_visible()
    for link in ana.page.locator("article a[href]").all():
        assert (link.get_attribute("href") or "").startswith(
            ("https://", "http://", "mailto:", "tel:", "/api/v1/files/")
        )
    assert ana.page.locator("article").locator("script, iframe, svg[onload], [onerror], style").count() == 0


SVG = (
    b"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' onload=\"tellFault('ran')\">"
    b"<script>tellFault('ran')</script><image href='x' onerror=\"tellFault('ran')\"/>"
    b"<a xlink:href=\"javascript:tellFault('ran')\"><text y='20'>aici</text></a></svg>"
)
_PASTE = """(editor, bytes) => {
  const clipboard = new DataTransfer();
  clipboard.items.add(new File([bytes], 'desen.svg', { type: 'image/svg+xml' }));
  editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""


def test_no_script_runs_from_an_svg_pasted_attached_or_opened(people: People) -> None:
    ana = people("Ana Pop").signed_in("/requests/new")
    editor = ana.page.get_by_role("textbox", name="Descriere", exact=True)
    editor.click()
    editor.evaluate(_PASTE, SVG.decode())
    expect(ana.page.get_by_text("· încărcat")).to_be_visible()  # as a file: it is no picture for a text
    expect(editor.locator("img, svg")).to_have_count(0)
    ana.writes("Descriere", "Cu desen.")
    ana.page.get_by_label("Subiect").fill("Desen")
    ana.page.get_by_role("button", name="Trimiteți cererea").click()
    number = ana.sent_number()
    [file] = ana.actor.api.ticket(number)["files"]
    body = f'<p>în text</p><img src="/api/v1/files/{file}/content">'
    assert ana.actor.api.post(f"/tickets/{number}/updates", {"body_html": body}).status_code == 422
    ana.opens(number)
    expect(ana.page.get_by_role("link", name="Descărcați desen.svg")).to_be_visible()
    answer = ana.page.context.request.get(f"/api/v1/files/{file}/content")
    assert answer.body() == SVG
    assert "svg" not in answer.headers["content-type"]
    assert answer.headers["content-disposition"].startswith("attachment")
