"""A person at the HTTP API: bearer token, an Idempotency-Key on every POST unless the test gives its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx


def own_address() -> str:
    """An address of a client's own: the stack of the tests trusts its proxy, so guesses of one test slow down no other."""
    return f"2001:db8:{':'.join(uuid4().hex[n : n + 4] for n in (0, 4, 8, 12))}::1"


class Api:
    """Calls `/api/v1` as one person; `token` none: as a stranger."""

    def __init__(self, gateway_url: str, token: str | None = None) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        headers["x-forwarded-for"] = own_address()
        self.client = httpx.Client(base_url=f"{gateway_url}/api/v1", headers=headers, timeout=30)
        self.token = token

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        """GET."""
        return self.client.get(path, **kwargs)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **kwargs: Any) -> httpx.Response:
        """POST JSON with an Idempotency-Key."""
        headers = {"idempotency-key": key or str(uuid4()), **kwargs.pop("headers", {})}
        if body is not None:
            kwargs["json"] = body
        return self.client.post(path, headers=headers, **kwargs)

    def put(self, path: str, body: Any = None, *, if_match: str | None = None, **kwargs: Any) -> httpx.Response:
        """PUT JSON, with If-Match when given."""
        headers = {"idempotency-key": str(uuid4())} | ({"if-match": if_match} if if_match else {})
        return self.client.put(path, headers=headers, json=body, **kwargs)

    def patch(self, path: str, body: Any = None, *, if_match: str | None = None, **kwargs: Any) -> httpx.Response:
        """PATCH JSON, with If-Match when given."""
        headers = {"idempotency-key": str(uuid4())} | ({"if-match": if_match} if if_match else {})
        return self.client.patch(path, headers=headers, json=body, **kwargs)

    def delete(self, path: str, *, if_match: str | None = None) -> httpx.Response:
        """DELETE, with If-Match when given."""
        headers = {"idempotency-key": str(uuid4())} | ({"if-match": if_match} if if_match else {})
        return self.client.delete(path, headers=headers)

    def upload(self, name: str, content: bytes, *, key: str | None = None) -> httpx.Response:
        """POST a file's bytes."""
        return self.client.post(
            "/files",
            params={"name": name},
            content=content,
            headers={"idempotency-key": key or str(uuid4()), "content-type": "application/octet-stream"},
        )

    def uploaded(self, name: str, content: bytes) -> str:
        """Upload and return the file's id."""
        answer = self.upload(name, content)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def opened(self, subject: str = "Subiect", text: str = "<p>Text</p>", **fields: Any) -> int:
        """Record a request and return its number."""
        answer = self.post("/tickets", {"subject": subject, "body_html": text, **fields})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["number"])

    def ticket(self, number: int) -> dict[str, Any]:
        """The request's page."""
        answer = self.get(f"/tickets/{number}")
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    def tickets(self) -> Iterator[dict[str, Any]]:
        """Every row of the list, page after page."""
        cursor = None
        while True:
            found = self.get("/tickets", params={"limit": 200} | ({"cursor": cursor} if cursor else {})).json()
            yield from found["items"]
            cursor = found["page"]["next_cursor"]
            if not cursor:
                return

    def etag(self, number: int) -> str:
        """The request's version as it is now, for If-Match."""
        return str(self.get(f"/tickets/{number}").headers["etag"])

    def act(self, number: int, action: str, **fields: Any) -> httpx.Response:
        """A transition with the version as it is now."""
        etag = self.get(f"/tickets/{number}").headers["etag"]
        body = {"action": action, **fields}
        return self.post(f"/tickets/{number}/transitions", body, headers={"if-match": etag})
