"""Everything outside the API: the portal's built files, read once at the start."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

NONCE_MARK = b"__CSP_NONCE__"
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))  # the better one first
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob:; connect-src 'self'; "
    "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'"
)
_BARE = (
    "<!doctype html><html lang='ro'><meta charset='utf-8'><title>Solicitări</title>"
    "<h1>Suport clienți – Înregistrare Solicitări Service</h1>"
    "<p>API: <a href='/api/v1/docs'>/api/v1/docs</a></p></html>"
)


@dataclass(frozen=True, slots=True)
class Built:
    """A built file: its bytes, the same compressed, and what the browser has to know."""

    body: bytes
    compressed: dict[str, bytes]
    media_type: str
    etag: str
    is_immutable: bool


def read_built(folder: Path | None) -> dict[str, Built]:
    """All files of a build by their address; a request looks one up here and never makes a path of its own."""
    if folder is None or not folder.is_dir():
        return {}
    found = {}
    for file in folder.rglob("*"):
        inner = file.relative_to(folder)
        if not file.is_file() or file.suffix in (".br", ".gz") or inner.parts[0].startswith("."):
            continue
        body = file.read_bytes()
        siblings = {name: file.with_name(file.name + end) for name, end in ENCODINGS}
        found[f"/{inner.as_posix()}"] = Built(
            body,
            {name: sibling.read_bytes() for name, sibling in siblings.items() if sibling.exists()},
            TYPES.get(file.suffix, "application/octet-stream"),
            f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"',
            inner.parts[0] == "assets",
        )
    return found


class Portal:
    """What answers an address that no route has: a built file, the page for a deep link, or 404."""

    def __init__(self, folder: str | None) -> None:
        self._files = read_built(Path(folder) if folder else None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; raises 404 for the API's addresses, other methods and missing files."""
        if scope["type"] != "http":
            raise HTTPException(404)
        request = Request(scope)
        response = self._answer(request)
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path = request.url.path
        if path.startswith(("/api/", "/.")) or path == "/api" or request.method not in ("GET", "HEAD"):
            raise HTTPException(404)
        file = self._files.get(path)
        if file is not None and path != "/index.html":
            return _file(request, file)
        if "." in path.rsplit("/", 1)[-1] and path != "/index.html":
            raise HTTPException(404)  # a missing script must not become a page
        return self._page()

    def _page(self) -> Response:
        """The page itself: its nonce is new each time, so it is never kept."""
        index = self._files.get("/index.html")
        if index is None:
            headers = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'"}
            return HTMLResponse(_BARE, headers=headers)
        nonce = token_urlsafe(16)
        headers = {"content-security-policy": _CSP.format(nonce=nonce), "cache-control": "no-store"}
        return HTMLResponse(index.body.replace(NONCE_MARK, nonce.encode()), headers=headers)


def _file(request: Request, file: Built) -> Response:
    """A file in the best encoding that the browser takes; hashed names never change, others are asked for again."""
    cache = "public, max-age=31536000, immutable" if file.is_immutable else "no-cache"
    headers = {"cache-control": cache, "vary": "accept-encoding", "etag": file.etag}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    taken = {part.partition(";")[0].strip() for part in request.headers.get("accept-encoding", "").split(",")}
    for name, body in file.compressed.items():
        if name in taken:
            return Response(body, 200, {**headers, "content-encoding": name}, media_type=file.media_type)
    return Response(file.body, 200, headers, media_type=file.media_type)
