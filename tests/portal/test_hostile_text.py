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
    world.consultant.api.post(f"/tickets/{number}/answers", {"kind": "resolution", "body_html": f"<p>gata</p>{text}"})
    ana.signed_in()
    expect(ana.page.get_by_text(text[:200], exact=True)).to_be_visible()
    ana.opens(number)
    expect(ana.page.get_by_role("heading", level=1)).to_have_text(text[:200])
    expect(ana.shown("începutul")).to_be_visible()
    for link in ana.page.locator("article a[href]").all():
        assert (link.get_attribute("href") or "").startswith(
            ("https://", "http://", "mailto:", "tel:", "/api/v1/files/")
        )
    assert ana.page.locator("article").locator("script, iframe, svg[onload], [onerror], style").count() == 0
