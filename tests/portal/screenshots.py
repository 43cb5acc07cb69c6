"""`./dev screenshots [SCREEN…]`: every screen in both languages, wide and on a phone, light and dark.

The demo story is in it; with `STACK_JSON` a running stack that was told it is used. Pictures lie in `.stack/screenshots` as
`<screen>-<language>-<width>-<scheme>.png`. A screen that is wider than its window, or that could not be pictured, is told at
the end.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from devstack.bootstrap import say
from devstack.debian import STACK
from tests.portal import browser
from tests.portal.screens import SCREENS, WAIT_MS, Screen
from tests.portal.words import Words
from tests.support.stack import RunningStack, started

FOLDER = STACK / "screenshots"
WIDTHS: dict[str, dict[str, Any]] = {"1440": {}, "360": browser.PHONE}
PAPER = {"width": 794, "height": 1123}  # A4 at 96 points an inch


class Photographer:
    """Signs each person in once and pictures screens with what that browser then holds."""

    def __init__(self, chromium: Browser, stack: RunningStack) -> None:
        self.chromium = chromium
        self.origin = stack.gateway_url
        self.password = str(stack.facts["demo"]["password"])
        self.states: dict[str | None, Any] = {None: {"cookies": []}}

    def pictures(self, screen: Screen, language: str, width: str) -> list[str]:
        """Open the screen and picture it light and dark; returns what is wrong with it."""
        wrong = []
        with self.page(screen.who, language, width) as page:
            page.goto(screen.address)
            settled(page)
            screen.do(page, Words(language))
            if screen.is_paper:
                page.set_viewport_size(PAPER)  # type: ignore[arg-type]
                page.emulate_media(media="print")
            for scheme in ("light",) if screen.is_paper else ("light", "dark"):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
                settled(page)
                file = FOLDER / f"{screen.name}-{language}-{width}-{scheme}.png"
                picture(page, file)
            too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if too_wide > 0:
                wrong.append(f"{screen.name} {language} {width}: {too_wide} px wider than the window")
        return wrong

    @contextmanager
    def page(self, who: str | None, language: str, width: str) -> Iterator[Page]:
        """A page of a browser in which this person is signed in and has chosen the language."""
        kept = {"cookies": self.state(who)["cookies"], "origins": [browser.chosen_language(self.origin, language)]}
        look = browser.BUCHAREST | WIDTHS[width] | {"storage_state": kept}
        with self.chromium.new_context(base_url=self.origin, **look) as context:
            context.set_default_timeout(WAIT_MS)
            yield context.new_page()

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
    # The form on paper is for eyes alone, and has no heading of the first level.
    expect(page.locator("h1, h2").filter(visible=True).first).to_be_visible(timeout=WAIT_MS)
    expect(page.locator("[aria-busy=true]").filter(visible=True)).to_have_count(0, timeout=WAIT_MS)
    page.evaluate("document.fonts.ready.then(() => true)")


def picture(page: Page, file: Path) -> None:
    """The whole page as one window, so that what sticks to the window's edge stands there; a dialog as it is met."""
    before = page.viewport_size or {"width": 0, "height": 0}
    if page.get_by_role("dialog").filter(visible=True).count() == 0:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": before["width"], "height": max(before["height"], height)})
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.screenshot(path=file)
    page.set_viewport_size(before)


def main(names: list[str]) -> int:
    """Picture the screens that are named, or all; 1 if something is wrong with one."""
    chosen = [screen for screen in SCREENS if not names or screen.name in names]
    if not chosen:
        print(f"There is no such screen. There are: {', '.join(screen.name for screen in SCREENS)}", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser.use_the_portals_node()
    given = os.environ.get("STACK_JSON")
    wrong: list[str] = []
    with (
        nullcontext(RunningStack(Path(given))) if given else started("--demo") as stack,
        sync_playwright() as playwright,
        playwright.chromium.launch(**browser.launch_arguments()) as chromium,
    ):
        photographer = Photographer(chromium, stack)
        for screen in chosen:
            for language, width in product(("ro", "en"), ("1440",) if screen.is_paper else WIDTHS):
                try:
                    wrong += photographer.pictures(screen, language, width)
                except (Error, AssertionError) as error:
                    wrong.append(f"{screen.name} {language} {width}: {str(error).partition(chr(10) * 2)[0]}")
            say(f"{screen.name}: pictured")
    for sentence in wrong:
        say(sentence)
    say(f"the pictures are in {FOLDER}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
