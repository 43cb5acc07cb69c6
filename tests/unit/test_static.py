"""What the gateway serves outside the API: built files, compressed, kept or not; the page for deep links; nothing else."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from gateway.routes.static import Portal

PAGE = '<!doctype html><script type="module" src="/assets/index-1.js" nonce="__CSP_NONCE__"></script>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build as Vite leaves it."""
    files = {
        "index.html": PAGE,
        "color-scheme.js": "light",
        "assets/index-1.js": "plain",
        "assets/index-1.js.br": "by brotli",
        "assets/index-1.js.gz": "by gzip",
        ".vite/manifest.json": "{}",
    }
    for name, text in files.items():
        file = tmp_path / "built" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    return tmp_path / "built"


def get(folder: Path | None, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """One answer; bytes as they came over the wire are in `extensions`."""
    app = Starlette()
    app.router.default = Portal(str(folder) if folder else None)

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            request = client.build_request(
                method,
                path,
                headers={"accept-encoding": "identity", **{k.replace("_", "-"): v for k, v in headers.items()}},
            )
            response = await client.send(request, stream=True)
            response.extensions["raw"] = b"".join([piece async for piece in response.aiter_raw()])
            return response

    with ThreadPoolExecutor(1) as thread:  # the browser tests leave an event loop in the main one
        return thread.submit(asyncio.run, ask()).result()


def text(response: httpx.Response) -> str:
    """The body as it was sent, still encoded."""
    raw: bytes = response.extensions["raw"]
    return raw.decode()


def test_an_asset_is_sent_in_the_best_encoding_and_kept_for_ever(folder: Path) -> None:
    best = get(folder, "/assets/index-1.js", accept_encoding="gzip, deflate, br")
    assert (text(best), best.headers["content-encoding"]) == ("by brotli", "br")
    assert best.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert best.headers["vary"] == "accept-encoding"
    assert best.headers["content-type"] == "text/javascript; charset=utf-8"
    assert text(get(folder, "/assets/index-1.js", accept_encoding="gzip")) == "by gzip"
    assert text(get(folder, "/assets/index-1.js")) == "plain"


def test_an_unhashed_file_is_asked_for_again(folder: Path) -> None:
    first = get(folder, "/color-scheme.js")
    assert first.headers["cache-control"] == "no-cache"
    assert get(folder, "/color-scheme.js", if_none_match=first.headers["etag"]).status_code == 304


@pytest.mark.parametrize("path", ["/", "/requests", "/requests/10482", "/sign-in", "/index.html"])
def test_a_deep_link_gets_the_page_with_a_nonce_of_its_own(folder: Path, path: str) -> None:
    one, other = get(folder, path), get(folder, path)
    nonce = re.search(r'nonce="([\w-]{20,})"', text(one))
    assert nonce and f"'nonce-{nonce[1]}'" in one.headers["content-security-policy"]
    assert "script-src 'self';" in one.headers["content-security-policy"]
    assert one.headers["cache-control"] == "no-store"
    assert text(one) != text(other)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nothing",
        "/api",
        "/assets/gone-2.js",
        "/assets/index-1.js.br",
        "/.vite/manifest.json",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
    ],
)
def test_what_is_not_built_is_not_found(folder: Path, path: str) -> None:
    assert get(folder, path).status_code == 404


def test_the_page_takes_no_other_method(folder: Path) -> None:
    assert get(folder, "/requests", "POST").status_code == 404
    assert get(folder, "/requests", "HEAD").status_code == 200


def test_without_a_build_a_bare_page_names_the_api() -> None:
    assert "/api/v1/docs" in text(get(None, "/"))
