"""Streams bytes to and from the store with flat memory. The gateway holds no key of the store: each URL is presigned."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import aiohttp
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from chassis.call import Call
from contracts.errors import NotFound
from contracts.files import (
    MAX_FILE_BYTES,
    PICTURE_TYPES,
    BeginUpload,
    CompleteUpload,
    EmptyFile,
    FileNameInvalid,
    FileTooLarge,
    FileView,
    ReadView,
    StoreUnavailable,
    UploadMismatch,
    UploadView,
)
from gateway.bodies import build
from gateway.bus import deadline_ms
from gateway.problems import problem_of
from gateway.settings import DEADLINE_SECONDS
from gateway.sniffing import SNIFFED_BYTES, content_type

FORM_OVERHEAD = 64 * 1024
UPLOAD_SECONDS = 15  # beside what its bytes may take
SLOWEST_BYTES_PER_SECOND = 64 * 1024
PIECE = 262_144
STALL_SECONDS = 10.0
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class _Counted:
    """Bytes on their way to the store: counted, hashed, and the first of them kept for sniffing.

    `moves` is called at a step, before waiting for the client or (`waits_for_store`) for the store; once a second is enough.
    """

    def __init__(self, source: AsyncIterator[bytes], size: int) -> None:
        self._source = source
        self._size = size
        self.moves: Callable[[], None] = lambda: None
        self._clock = asyncio.get_running_loop().time
        self._moved_at = 0.0
        self.waits_for_store = True
        self.sent = 0
        self.head = b""
        self.sha256 = hashlib.sha256()
        self.md5 = hashlib.md5(usedforsecurity=False)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._source:
            if not piece:
                continue
            self.sent += len(piece)
            if self.sent > self._size:
                raise UploadMismatch("More bytes came than were announced. Send the file again.")
            if len(self.head) < SNIFFED_BYTES:
                self.head += piece[: SNIFFED_BYTES - len(self.head)]
            self.sha256.update(piece)
            self.md5.update(piece)
            self._step(waits_for_store=True)
            yield piece
            self._step(waits_for_store=False)
        self._moved_at = 0.0  # the store's answer has all its time
        self._step(waits_for_store=True)

    def _step(self, *, waits_for_store: bool) -> None:
        self.waits_for_store = waits_for_store
        if self._clock() - self._moved_at > 1:
            self._moved_at = self._clock()
            self.moves()


async def upload(parts: Any, request: Request, call: Call, *, name: str, key: str) -> FileView:
    """Take a file's bytes and make the file ready, in bounded time; nothing half done is left usable."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    announced = request.headers.get("content-length")
    if announced is None or not announced.isdigit():
        raise problem_of("length-required")
    is_form = kind == "multipart/form-data"
    if int(announced) > MAX_FILE_BYTES + (FORM_OVERHEAD if is_form else 0):
        raise FileTooLarge()
    call.deadline_ms = deadline_ms(UPLOAD_SECONDS + int(announced) / SLOWEST_BYTES_PER_SECOND)
    try:
        async with asyncio.timeout(call.remaining()):
            if is_form:
                return await _send_form(parts, request, call, name=name, key=key)
            return await _send(parts, call, name, int(announced), request.stream(), key)
    except TimeoutError:
        raise problem_of("request-timeout") from None


async def _send_form(parts: Any, request: Request, call: Call, *, name: str, key: str) -> FileView:
    async with request.form(max_files=1, max_fields=4) as form:
        field = form.get("file")
        if not isinstance(field, UploadFile) or field.size is None:
            raise problem_of("malformed-form")
        return await _send(parts, call, name or field.filename or "", field.size, _read(field), key)


async def _send(parts: Any, call: Call, name: str, size: int, source: AsyncIterator[bytes], key: str) -> FileView:
    if size == 0:
        raise EmptyFile()
    if not name:
        raise FileNameInvalid("Say the file's name: ?name=report.pdf")
    begin = build(BeginUpload, {"file_name": name, "size": size}, command_id=key)
    begun: UploadView = await parts.services.ask(_soon(call), "files", "begin_upload", begin, UploadView)
    counted = _Counted(source, size)
    if begun.put_url is None:  # a repeat: the bytes are there, but they must be the same
        async for _ in counted:
            pass
    else:
        await _put(parts.store, begun.put_url, counted, size)
    if counted.sent != size:
        raise UploadMismatch("The connection ended before the whole file was here. Send the file again.")
    complete = CompleteUpload(
        file_id=begun.file.id,
        size=counted.sent,
        sha256=counted.sha256.hexdigest(),
        md5=counted.md5.hexdigest(),
        content_type=content_type(counted.head),
    )
    view: FileView = await parts.services.ask(_soon(call), "files", "complete_upload", complete, FileView)
    return view


def _soon(call: Call) -> Call:
    """A call of an upload: the upload as a whole may take long, a call may not."""
    return replace(call, deadline_ms=min(call.deadline_ms, deadline_ms(DEADLINE_SECONDS)))


async def _put(store: aiohttp.ClientSession, url: str, counted: _Counted, size: int) -> None:
    """Send the bytes on; neither a store nor a client that stands still is waited for longer than `STALL_SECONDS`."""
    headers = {"content-length": str(size), "content-type": "application/octet-stream"}
    clock = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(STALL_SECONDS) as limit:
            counted.moves = lambda: limit.reschedule(clock() + STALL_SECONDS)
            async with store.put(url, data=counted.__aiter__(), headers=headers) as answer:
                if answer.status != 200:
                    raise StoreUnavailable()
    except (aiohttp.ClientError, TimeoutError, OSError, ClientDisconnect) as error:
        if isinstance(error.__cause__, UploadMismatch):
            raise error.__cause__ from None
        if isinstance(error, TimeoutError) and not counted.waits_for_store:
            raise UploadMismatch(f"No bytes came for {STALL_SECONDS:g} seconds. Send the file again.") from None
        raise StoreUnavailable() from error


async def _read(field: UploadFile) -> AsyncIterator[bytes]:
    while piece := await field.read(PIECE):
        yield piece


async def download(parts: Any, request: Request, leave: ReadView) -> Response:
    """A file's bytes, or the part that was asked for; 304 when the caller has them."""
    file = leave.file
    etag = f'"{file.sha256}"'
    headers = {
        "etag": etag,
        "accept-ranges": "bytes",
        "cache-control": "private, no-store",
        "content-disposition": disposition(file.name or "file", file.content_type),
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
    }
    if etag in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    start, end, status = _range(request, etag, file.size)
    headers["content-length"] = str(end - start)
    if status == 206:
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
    media_type = file.content_type or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    headers["content-type"] = media_type
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    wanted = {"range": f"bytes={start}-{end - 1}"} if status == 206 else {}
    try:
        answer = await parts.store.get(leave.get_url, headers=wanted)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise StoreUnavailable() from error
    if answer.status not in (200, 206):
        answer.close()
        if answer.status == 404:
            raise NotFound()
        raise StoreUnavailable()
    return Piped(answer, status, headers)


class Piped(Response):
    """Bytes from the store to the client as they come. Starlette's own streaming starts two more tasks, and five layers
    hear of each piece: a third of the gateway's time for a megabyte.
    """

    def __init__(self, answer: aiohttp.ClientResponse, status: int, headers: dict[str, str]) -> None:
        super().__init__(None, status, headers)
        self._answer = answer
        self._left = int(headers["content-length"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head, then every piece; end when nobody listens any more."""
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for piece in self._answer.content.iter_any():
                if gone.done():
                    return
                self._left -= len(piece)
                await send({"type": "http.response.body", "body": piece, "more_body": self._left > 0})
            if self._left > 0:
                raise StoreUnavailable()
        finally:
            gone.cancel()
            self._answer.close()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _range(request: Request, etag: str, size: int) -> tuple[int, int, int]:
    """Start, end (exclusive) and status of what is asked (RFC 9110 section 14); several ranges count as none."""
    header = request.headers.get("range")
    validator = request.headers.get("if-range")
    if header is None or (validator is not None and validator != etag):
        return 0, size, 200
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return 0, size, 200
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
        if int(last) == 0:
            raise problem_of("range-not-satisfiable")
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= size or start >= end:
        raise problem_of("range-not-satisfiable")
    return start, end, 206


def disposition(name: str, content_type: str | None) -> str:
    """`attachment`, or `inline` for pictures alone, with the name for old and new clients (RFC 6266, RFC 8187)."""
    shown = "inline" if content_type in PICTURE_TYPES else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name)
    return f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
