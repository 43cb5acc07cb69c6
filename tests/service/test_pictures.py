"""Pictures in a text: own uploads, png, jpeg or webp by their bytes, under the same rule as every file (P13)."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.support.stack import RunningStack
from tests.support.world import Actor, World

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def shown(*file_ids: str) -> str:
    """A text with pictures."""
    return "<p>Iată:</p>" + "".join(f'<img src="/api/v1/files/{f}/content" alt="captură">' for f in file_ids)


def test_pictures_in_the_text_are_attached_with_it_and_not_counted_among_the_three(ana: Actor) -> None:
    pictures = [ana.api.uploaded(f"{n}.png", PNG) for n in range(10)]
    attached = [ana.api.uploaded(f"{n}.txt", b"text") for n in range(3)]
    page = ana.api.ticket(ana.api.opened(text=shown(*pictures), file_ids=attached))
    entry = page["entries"][0]
    assert entry["body_html"] == shown(*pictures)
    assert entry["file_ids"] == attached
    assert set(page["files"]) == {*pictures, *attached}
    assert all(file["is_attached"] and file["is_readable"] for file in page["files"].values())
    eleven = [ana.api.uploaded(f"{n}.png", PNG) for n in range(11)]
    refused = ana.api.post("/tickets", {"subject": "x", "body_html": shown(*eleven)})
    assert (refused.status_code, refused.json()["code"]) == (422, "too-many-pictures")


def test_a_text_may_be_a_picture_alone(ana: Actor) -> None:
    number = ana.api.opened()
    picture = ana.api.uploaded("ecran.png", PNG)
    body = f'<img src="/api/v1/files/{picture}/content">'
    assert ana.api.post(f"/tickets/{number}/updates", {"body_html": body}).status_code == 201
    assert ana.api.ticket(number)["entries"][1]["body_html"] == body


def test_a_picture_is_shown_inline_and_nothing_else_is(ana: Actor) -> None:
    kinds = {
        "a.png": (PNG, "image/png"),
        "a.jpg": (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        "a.webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        "a.gif": (b"GIF89a gif", "image/gif"),
        "a.svg": (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "text/plain; charset=utf-8",
        ),
        "a.html": (b"<html><script>alert(1)</script>", "text/plain; charset=utf-8"),
        "a.pdf": (b"%PDF-1.7 pdf", "application/pdf"),
        "png.html": (PNG[:4] + b"<script>", "application/octet-stream"),
    }
    for name, (content, content_type) in kinds.items():
        answer = ana.api.get(f"/files/{ana.api.uploaded(name, content)}/content")
        is_picture = content_type in ("image/png", "image/jpeg", "image/webp")
        assert answer.headers["content-type"] == content_type, name
        assert answer.headers["content-disposition"].split(";")[0] == ("inline" if is_picture else "attachment"), name
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_only_pictures_and_only_own_ones_can_stand_in_a_text(world: World, ana: Actor) -> None:
    colleague = world.person(ana.company_id, name="Ion Marin")
    number = ana.api.opened()
    update = f"/tickets/{number}/updates"
    pdf = ana.api.uploaded("a.png", b"%PDF-1.7 pdf")
    refused = ana.api.post(update, {"body_html": shown(pdf)})
    assert (refused.status_code, refused.json()["code"]) == (422, "picture-not-usable")
    for foreign in (colleague.api.uploaded("b.png", PNG), str(uuid4())):
        refused = ana.api.post(update, {"body_html": shown(foreign)})
        assert (refused.status_code, refused.json()["code"]) == (422, "file-not-usable")
    assert len(ana.api.ticket(number)["entries"]) == 1
    assert ana.api.post(update, {"body_html": "<p>x</p>", "file_ids": [pdf]}).status_code == 201  # it was given back


@pytest.mark.parametrize(
    "src",
    [
        "https://example.org/x.png",
        "//example.org/api/v1/files/{id}/content",
        "data:image/png;base64,AAAA",
        "/api/v1/files/{id}/content?x=1",
        "/api/v1/files/{id}/content#x",
        "/api/v1/files/{id}",
        "/api/v1/files/../me",
        "javascript:alert(1)",
    ],
)
def test_every_other_source_is_dropped(ana: Actor, src: str) -> None:
    picture = ana.api.uploaded("a.png", PNG)
    number = ana.api.opened(text=f'<p>x<img src="{src.format(id=picture)}" alt="y"></p>')
    assert ana.api.ticket(number)["entries"][0]["body_html"] == "<p>x</p>"


def test_a_colleague_sees_the_text_and_not_the_picture(world: World, ana: Actor) -> None:
    colleague = world.person(ana.company_id, name="Ion Marin")
    picture = ana.api.uploaded("secret.png", PNG)
    number = ana.api.opened(text=shown(picture))
    masked = colleague.api.ticket(number)["files"][picture]
    assert (masked["is_readable"], masked["name"]) == (False, None)
    assert colleague.api.get(f"/files/{picture}/content").status_code == 404
    assert world.consultant.api.get(f"/files/{picture}/content").content == PNG


def test_a_picture_in_a_draft_is_kept_as_long_as_the_draft(stack: RunningStack, ana: Actor) -> None:
    picture, attached, free = (ana.api.uploaded(f"{n}.png", PNG) for n in range(3))
    draft = ana.api.post("/drafts", {"subject": "x", "body_html": shown(picture), "file_ids": [attached]})
    assert draft.status_code == 201, draft.text
    assert set(ana.api.get(f"/drafts/{draft.json()['id']}").json()["files"]) == {picture, attached}
    stack.run_job("files", "purge-unattached", datetime.now(UTC) + timedelta(hours=25))
    found = [ana.api.get(f"/files/{f}").status_code for f in (picture, attached, free)]
    assert found == [200, 200, 404]
    assert ana.api.delete(f"/drafts/{draft.json()['id']}").status_code == 204
    stack.run_job("files", "purge-unattached", datetime.now(UTC) + timedelta(hours=25))
    assert ana.api.get(f"/files/{picture}").status_code == 404
