"""What is measured: each step sends one request and checks its answer."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import aiohttp
import orjson

from services.tickets.domain.search import company_key
from tests.bench.archive import WORDS
from tests.bench.load import Step, expect
from tests.bench.stage import Stage

MEGABYTE = bytes(range(256)) * 4096
MEGABYTE_SHA256 = hashlib.sha256(MEGABYTE).hexdigest()


def product(stage: Stage, data: str) -> dict[str, Step]:
    """The steps of the product, on the requests named `data`."""
    today = datetime.now(UTC).date()
    interval = {"created_from": str(today - timedelta(days=365)), "created_to": str(today), "type": "active"}

    def bearer(n: int) -> dict[str, str]:
        return {"authorization": f"Bearer {stage.people[n % len(stage.people)].token}"}

    def writing(n: int) -> dict[str, str]:
        return {**bearer(n), "idempotency-key": str(uuid4())}

    async def open_(session: aiohttp.ClientSession, n: int) -> None:
        number, person = stage.number(data, n)
        found = await _get(session, f"/api/v1/tickets/{number}", bearer(person))
        expect(found["ticket"]["number"] == number and len(found["entries"]) >= 3, "open")

    async def list_(session: aiohttp.ClientSession, n: int) -> None:
        found = await _get(session, "/api/v1/tickets", bearer(n), {**interval, "limit": "50"})
        company = str(stage.people[n % len(stage.people)].company_id)
        expect(len(found["items"]) == 50 and {t["company_id"] for t in found["items"]} == {company}, "list")

    async def search(session: aiohttp.ClientSession, n: int) -> None:
        word = WORDS[n % len(WORDS)]
        found = await _get(session, "/api/v1/tickets", bearer(n), {"q": word, "limit": "50"})
        expect(len(found["items"]) > 0 and "next_cursor" in found["page"], "search")

    async def create(session: aiohttp.ClientSession, n: int) -> None:
        body = {"subject": "Balanța nu se închide", "body_html": "<p>Diferență de 0,03 lei.</p>"}
        async with session.post("/api/v1/tickets", json=body, headers=writing(n)) as answer:
            made = orjson.loads(await answer.read())
            expect(answer.status == 201 and made["version"] == 1, "create")

    async def update(session: aiohttp.ClientSession, n: int) -> None:
        number, person = stage.number("updates", n)
        async with session.post(
            f"/api/v1/tickets/{number}/updates", json={"body_html": "<p>Revin.</p>"}, headers=writing(person)
        ) as answer:
            made = orjson.loads(await answer.read())
            expect(answer.status == 201 and made["number"] == number, "update")

    return {"open": open_, "list": list_, "search": search, "create": create, "update": update}


def thousandth_page(stage: Stage) -> Step:
    """The thousandth page of fifty, of all requests, as a consultant would come to it."""
    api = stage.world.consultant.api
    cursor = None
    for limit in (*[200] * 249, *[50] * 3):  # 999 pages
        filters = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        cursor = api.get("/tickets", params=filters).json()["page"]["next_cursor"]
    expect(cursor is not None, "the thousandth page")

    async def page(session: aiohttp.ClientSession, n: int) -> None:
        bearer = {"authorization": f"Bearer {stage.world.consultant.token}"}
        found = await _get(session, "/api/v1/tickets", bearer, {"cursor": str(cursor), "limit": "50"})
        expect(len(found["items"]) == 50, "the thousandth page")

    return page


def vain(stage: Stage) -> Step:
    """A consultant's search for a word that is in no request."""

    async def search(session: aiohttp.ClientSession, n: int) -> None:
        bearer = {"authorization": f"Bearer {stage.world.consultant.token}"}
        found = await _get(session, "/api/v1/tickets", bearer, {"q": f"zgripturoaica{n}", "limit": "50"})
        expect(found["items"] == [], "a search in vain")

    return search


def transfers(stage: Stage, file_id: str) -> dict[str, Step]:
    """A megabyte up and down through the gateway."""
    headers = {"authorization": f"Bearer {stage.people[0].token}"}

    async def upload(session: aiohttp.ClientSession, n: int) -> None:
        token = stage.people[n % len(stage.people)].token  # a person may have 300 files that go with no entry
        sending = {"authorization": f"Bearer {token}", "idempotency-key": str(uuid4())}
        sending["content-type"] = "application/octet-stream"
        async with session.post("/api/v1/files", params={"name": f"{n}.bin"}, data=MEGABYTE, headers=sending) as answer:
            made = orjson.loads(await answer.read())
            expect(answer.status == 201 and made["sha256"] == MEGABYTE_SHA256, "upload")

    async def download(session: aiohttp.ClientSession, n: int) -> None:
        async with session.get(f"/api/v1/files/{file_id}/content", headers=headers) as answer:
            expect(answer.status == 200 and await answer.read() == MEGABYTE, "download")

    return {"upload 1 MB": upload, "download 1 MB": download}


def bare(put_url: str, get_url: str) -> dict[str, Step]:
    """The same megabyte, straight to and from the store, by presigned addresses."""

    async def put(session: aiohttp.ClientSession, n: int) -> None:
        async with session.put(put_url, data=MEGABYTE) as answer:
            expect(answer.status == 200, "put")

    async def get(session: aiohttp.ClientSession, n: int) -> None:
        async with session.get(get_url) as answer:
            expect(answer.status == 200 and await answer.read() == MEGABYTE, "get")

    return {"upload 1 MB": put, "download 1 MB": get}


def floor(stage: Stage, data: str) -> dict[str, Step]:
    """The steps of stock nameko with nothing around it."""

    async def open_(session: aiohttp.ClientSession, n: int) -> None:
        number, _ = stage.number(data, n)
        expect((await _get(session, f"/open/{number}", {}))["number"] == number, "open")

    async def list_(session: aiohttp.ClientSession, n: int) -> None:
        company = stage.people[n % len(stage.people)].company_id
        expect(len(await _get(session, f"/list/{company}", {})) == 50, "list")

    async def search(session: aiohttp.ClientSession, n: int) -> None:
        company = stage.people[n % len(stage.people)].company_id
        query = f"'{company_key(company)}{WORDS[n % len(WORDS)]}':*" if company else ""
        expect(len(await _get(session, "/search", {}, {"query": query})) > 0, "search")

    async def create(session: aiohttp.ClientSession, n: int) -> None:
        async with session.post("/create", data=b"Diferenta de 0,03 lei.") as answer:
            expect(answer.status == 201 and "id" in orjson.loads(await answer.read()), "create")

    return {"open": open_, "list": list_, "search": search, "create": create, "update": create}


async def _get(
    session: aiohttp.ClientSession, path: str, headers: dict[str, str], params: dict[str, str] | None = None
) -> Any:
    async with session.get(path, headers=headers, params=params) as answer:
        found = orjson.loads(await answer.read())
        expect(answer.status == 200, f"{path}: {answer.status} {found}")
        return found
