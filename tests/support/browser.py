"""A person in a browser: the session cookie, and headers as a page of our own sends them."""

from __future__ import annotations

import httpx

from tests.support.api import own_address
from tests.support.world import PASSWORD


def browser(gateway_url: str) -> httpx.Client:
    """A browser that nobody has signed in with."""
    headers = {"sec-fetch-site": "same-origin", "user-agent": "Firefox/140", "x-forwarded-for": own_address()}
    return httpx.Client(base_url=f"{gateway_url}/api/v1", headers=headers, timeout=30)


def signed_in(gateway_url: str, email: str, password: str = PASSWORD) -> httpx.Client:
    """A browser in which somebody has signed in."""
    client = browser(gateway_url)
    answer = client.post("/sessions", json={"email": email, "password": password})
    assert answer.status_code == 201, answer.text
    return client
