"""What the portal loads, and how long a screen takes: `python -m tests.portal.bench [--rounds 5]`. Reported, never asserted.

The demo story is in it; with `STACK_JSON` a running stack that was told it is used. Script: bytes on the wire, as the gateway
compresses them, in a browser that has nothing yet. Time: from the address to the rows on the screen, median, with script cached.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Request, expect, sync_playwright

from tests.portal import browser
from tests.portal.screens import ADMIN, COMPANY_ADMIN, CONSULTANT, CUSTOMER, WAIT_MS
from tests.portal.screenshots import Photographer, settled
from tests.support.stack import RunningStack, started

# name, who, address, what is there when the screen is
SCREENS = (
    ("sign-in", None, "/sign-in", "form"),
    ("requests", CUSTOMER, "/requests?type=all&from=2024-11-01", "tbody tr"),
    ("request", CUSTOMER, "", "article"),  # the first of the customer's list
    ("new request", CUSTOMER, "/requests/new", "[contenteditable=true]"),
    ("queue", CONSULTANT, "/queue?view=all", "tbody tr"),
    ("request at work", CONSULTANT, "", "[contenteditable=true]"),
    ("users", COMPANY_ADMIN, "/users", "tbody tr"),
    ("companies", ADMIN, "/companies", "tbody tr"),
    ("own account", CONSULTANT, "/profile", "form"),
)


def script_bytes(page: Page, address: str) -> int:
    """Compressed script that a screen loads in a browser without a cache, the editor too where it is used."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 - it is given an attribute
    page.goto(address)
    settled(page)
    return sum(r.sizes()["responseBodySize"] for r in requests.copy() if r.resource_type == "script")


def milliseconds(page: Page, address: str, shown: str) -> float:
    """From asking for the address until what the screen is for is visible."""
    began = time.perf_counter()
    page.goto(address)
    expect(page.locator(shown).first).to_be_visible(timeout=WAIT_MS)
    return 1000 * (time.perf_counter() - began)


def first_request(known: Photographer) -> str:
    """The address of some request of the customer."""
    state: Any = {"cookies": known.state(CUSTOMER)["cookies"], "origins": []}
    with known.chromium.new_context(base_url=known.origin, storage_state=state, **browser.BUCHAREST) as context:
        page = context.new_page()
        page.goto("/requests?type=all&from=2024-11-01")
        return page.locator("tbody a").first.get_attribute("href") or ""


def main() -> None:
    """Measure every screen and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.portal.bench")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    browser.use_the_portals_node()
    given = os.environ.get("STACK_JSON")
    with (
        nullcontext(RunningStack(Path(given))) if given else started("--demo") as stack,
        sync_playwright() as playwright,
        playwright.chromium.launch(**browser.launch_arguments()) as chromium,
    ):
        known = Photographer(chromium, stack)
        print("| screen | script, kB compressed | to screen, ms |\n|---|---|---|")
        for name, who, address, shown in SCREENS:
            state: Any = {"cookies": known.state(who)["cookies"], "origins": []}
            with chromium.new_context(base_url=stack.gateway_url, storage_state=state, **browser.BUCHAREST) as context:
                page = context.new_page()
                where = address or first_request(known)
                loaded = script_bytes(page, where)
                times = [milliseconds(page, where, shown) for _ in range(rounds)]
            print(f"| {name} | {loaded / 1000:.0f} | {statistics.median(times):.0f} |", flush=True)


if __name__ == "__main__":
    main()
