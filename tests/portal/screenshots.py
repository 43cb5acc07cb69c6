"""`./dev screenshots [SCREEN…]`: every screen in both languages, wide and on a phone, light and dark.

The demo story is in it; with `STACK_JSON` a running stack that was told it is used. Pictures lie in `.stack/screenshots` as
`<screen>-<language>-<width>-<scheme>.png`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from devstack.bootstrap import say
from devstack.debian import STACK
from tests.portal import browser
from tests.support.stack import RunningStack, started

FOLDER = STACK / "screenshots"
WAIT_MS = 60_000
WIDTHS: dict[str, dict[str, Any]] = {"1440": {}, "360": browser.PHONE}
CUSTOMER = "andrei.lupu@agrodunarea.example"
COMPANY_ADMIN = "ioana.marginean@agrodunarea.example"
DISPATCHER = "mihai.dobre@meridian.example"
CONSULTANT = "elena.vasiliu@meridian.example"
ADMIN = "admin@example.org"


def _as_it_opens(_page: Page) -> None:
    pass


def _first_request(page: Page) -> None:
    page.locator("tbody a").first.click()
    expect(page.locator("article").first).to_be_visible(timeout=WAIT_MS)


def _waiting_request(page: Page) -> None:
    page.locator("tbody tr").filter(has_text=re.compile("Așteaptă răspunsul|Waiting for your")).first.locator(
        "a"
    ).click()
    expect(page.locator("article").first).to_be_visible(timeout=WAIT_MS)


def _calendar(page: Page) -> None:
    fold = page.locator("main button[aria-expanded=false]").filter(visible=True)
    if page.get_by_role("button", name="GO", exact=True).is_hidden():
        fold.first.click()
    page.get_by_label(re.compile("^(Până la|To)$")).click()
    expect(page.get_by_role("button", name=re.compile("Luna precedentă|Previous month"))).to_be_visible()


def _staff_request(page: Page) -> None:
    page.locator("tbody a").first.click()
    expect(page.locator(".ProseMirror").first).to_be_visible(timeout=WAIT_MS)


def _timer(page: Page) -> None:
    _staff_request(page)
    fold = page.locator("aside button[aria-expanded=false]")
    if fold.is_visible():
        fold.click()
    start = page.get_by_role("button", name=re.compile("Porniți cronometrul|Start timer"))
    stop = page.get_by_role("button", name=re.compile("Opriți cronometrul|Stop timer"))
    expect(start.or_(stop).first).to_be_enabled()
    if start.is_visible():
        start.click()
    expect(stop.first).to_be_visible()


def _note(page: Page) -> None:
    _staff_request(page)
    page.get_by_role("tab", name=re.compile("Notă internă|Internal note")).click()
    page.get_by_role("textbox", name=re.compile("Notă internă|Internal note")).fill("Am vorbit la telefon, revine joi.")


def _asking(page: Page) -> None:
    _staff_request(page)
    page.get_by_role("tab", name=re.compile("Cerere de informații|Information request")).click()
    page.get_by_label(re.compile("Lucrul 1|Item 1")).fill("Versiunea programului")


def _assigning(page: Page) -> None:
    _staff_request(page)
    page.get_by_role("button", name=re.compile("^(Atribuiți|Assign)$")).click()
    page.get_by_role("dialog").get_by_label("Consultant").click()
    expect(page.get_by_role("option").first).to_be_visible()


def _interval(page: Page) -> None:
    _timer(page)
    page.get_by_role("button", name=re.compile("Adăugați un interval|Add interval")).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _shortcuts(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def _invitation(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Invitați un utilizator|Invite a user")).click()
    page.get_by_role("textbox", name=re.compile("Nume|Name")).fill("Sorina Mătăsaru")
    page.get_by_role("textbox", name=re.compile("e-mail", re.IGNORECASE)).fill("sorina.matasaru@agrodunarea.example")
    page.get_by_role("button", name=re.compile("Faceți invitația|Make the invitation")).click()
    expect(page.get_by_role("dialog", name=re.compile("Invitația|invitation"))).to_be_visible()
    # What a picture shows of a link that works must be of no use.
    page.get_by_role("dialog").locator("input").evaluate(
        "(field) => { field.value = 'https://solicitari.example/invitations/7Kq9mXv2TzR4pW8d'; }"
    )


def _disabling(page: Page) -> None:
    page.get_by_role("button", name=re.compile("(Acțiuni pentru|Actions for) Elena")).click()
    page.get_by_role("menuitem", name=re.compile("Dezactivați|Disable")).click()
    expect(page.get_by_role("dialog")).to_be_visible()


@dataclass(frozen=True)
class Screen:
    """One picture: who looks (none: nobody is signed in) at which address, after doing what."""

    name: str
    who: str | None
    address: str
    do: Callable[[Page], None] = _as_it_opens


SCREENS = (
    Screen("sign-in", None, "/sign-in"),
    Screen("requests", CUSTOMER, "/requests"),
    Screen("calendar", CUSTOMER, "/requests", _calendar),
    Screen("empty-interval", CUSTOMER, "/requests?from=2019-08-01&to=2019-08-31"),
    Screen("new-request", CUSTOMER, "/requests/new"),
    Screen("request", CUSTOMER, "/requests", _first_request),
    Screen("request-waiting", CUSTOMER, "/requests?type=active", _waiting_request),
    Screen("users", COMPANY_ADMIN, "/users"),
    Screen("invitation", COMPANY_ADMIN, "/users", _invitation),
    Screen("companies", ADMIN, "/companies"),
    Screen("team", ADMIN, "/team"),
    Screen("disabling", ADMIN, "/team", _disabling),
    Screen("profile", CONSULTANT, "/profile"),
    Screen("queue", DISPATCHER, "/queue?view=all"),
    Screen("queue-mine", CONSULTANT, "/queue"),
    Screen("queue-nothing", CONSULTANT, "/queue?q=nimic"),
    Screen("shortcuts", CONSULTANT, "/queue", _shortcuts),
    Screen("staff-request", CONSULTANT, "/queue?view=all", _timer),
    Screen("staff-note", CONSULTANT, "/queue?view=mine", _note),
    Screen("staff-asking", CONSULTANT, "/queue?view=waiting", _asking),
    Screen("assigning", DISPATCHER, "/queue?view=all", _assigning),
    Screen("interval", CONSULTANT, "/queue?view=mine", _interval),
    Screen("on-behalf", CONSULTANT, "/requests/new"),
    Screen("unknown-address", CUSTOMER, "/nowhere"),
)


class Photographer:
    """Signs each person in once and pictures screens with what that browser then holds."""

    def __init__(self, chromium: Browser, stack: RunningStack) -> None:
        self.chromium = chromium
        self.origin = stack.gateway_url
        self.password = str(stack.facts["demo"]["password"])
        self.states: dict[str | None, Any] = {None: {"cookies": []}}

    def picture(self, screen: Screen, language: str, width: str, scheme: str) -> Path:
        """Open the screen in one look and picture the whole page."""
        cookies = self.state(screen.who)["cookies"]
        kept = {"cookies": cookies, "origins": [browser.chosen_language(self.origin, language)]}
        look = browser.BUCHAREST | WIDTHS[width] | {"color_scheme": scheme, "storage_state": kept}
        file = FOLDER / f"{screen.name}-{language}-{width}-{scheme}.png"
        with self.chromium.new_context(base_url=self.origin, **look) as context:
            context.set_default_timeout(WAIT_MS)
            page = context.new_page()
            page.goto(screen.address)
            settled(page)
            screen.do(page)
            settled(page)
            page.screenshot(path=file, full_page=True)
            too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if too_wide > 0:
                say(f"{file.name}: the page is {too_wide} px wider than the window")
        return file

    def state(self, who: str | None) -> Any:
        """What a browser holds in which somebody has signed in; for nobody, nothing."""
        if who not in self.states:
            with self.chromium.new_context(base_url=self.origin, **browser.BUCHAREST) as context:
                page = context.new_page()
                page.goto("/sign-in")
                page.get_by_label("Adresa de e-mail").fill(who or "")
                page.get_by_label("Parola", exact=True).fill(self.password)
                page.get_by_role("button", name="GO", exact=True).click()
                expect(page).not_to_have_url(re.compile("sign-in"), timeout=WAIT_MS)
                self.states[who] = context.storage_state()
        return self.states[who]


def settled(page: Page) -> None:
    """Wait until the page has what it asked for, and its letters."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=WAIT_MS)
    page.evaluate("document.fonts.ready.then(() => true)")


def main(names: list[str]) -> int:
    """Picture the screens that are named, or all."""
    chosen = [screen for screen in SCREENS if not names or screen.name in names]
    if not chosen:
        print(f"There is no such screen. There are: {', '.join(screen.name for screen in SCREENS)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser.use_the_portals_node()
    given = os.environ.get("STACK_JSON")
    with (
        nullcontext(RunningStack(Path(given))) if given else started("--demo") as stack,
        sync_playwright() as playwright,
        playwright.chromium.launch(**browser.launch_arguments()) as chromium,
    ):
        photographer = Photographer(chromium, stack)
        for screen in chosen:
            for look in product(("ro", "en"), WIDTHS, ("light", "dark")):
                photographer.picture(screen, *look)
            say(f"{screen.name}: pictured")
    say(f"the pictures are in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
