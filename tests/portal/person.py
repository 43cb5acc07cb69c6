"""Somebody at the portal: an account, a browser, and what people do there, in Romanian."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.support.world import PASSWORD, Actor

LOOKS_AGAIN_MS = 15_000  # the longest that a page waits until it looks for news again


@dataclass
class Person:
    """`actor` is the same person at the API, for what a test needs beside the page."""

    actor: Actor
    name: str
    page: Page

    # --- signing in --------------------------------------------------------------------------------------------------

    def signed_in(self, address: str = "/") -> Person:
        """Go to an address and sign in on the page that comes up."""
        self.page.goto(address)
        self.fill_in(self.actor.email, PASSWORD)
        expect(self.page.get_by_role("button", name=self.name)).to_be_visible()
        return self

    def fill_in(self, email: str, password: str) -> None:
        """Type both and press GO."""
        self.page.get_by_label("Adresa de e-mail").fill(email)
        self.password_and_go(password)

    def password_and_go(self, password: str = PASSWORD) -> None:
        """Type the password and press GO."""
        self.page.get_by_label("Parola", exact=True).fill(password)
        self.page.get_by_role("button", name="GO", exact=True).click()

    def has_a_clock_to_move(self) -> Person:
        """From the next page on the browser's clock can be put forward; until then it runs as always."""
        self.page.clock.install()
        return self

    def waits(self) -> None:
        """Put the clock forward by what passes between two looks for news: the page looks once more, now."""
        self.page.clock.fast_forward(LOOKS_AGAIN_MS)

    # --- writing -----------------------------------------------------------------------------------------------------

    def writes(self, editor: str, text: str) -> None:
        """Type into the editor with this label."""
        box = self.page.get_by_role("textbox", name=editor, exact=True)
        box.click()
        box.press_sequentially(text)

    def chooses_files(self, *files: FilePayload) -> None:
        """Choose files as the file dialog gives them."""
        self.page.locator("input[type=file]").set_input_files(list(files))

    def sees_draft_saved(self) -> None:
        """The page says that what is written is safe."""
        saved = self.page.get_by_text(re.compile(r"Ciornă salvată la \d\d:\d\d"))
        expect(saved.filter(visible=True)).to_be_visible()

    def sent_number(self) -> int:
        """The number that the page tells after a request was sent."""
        notice = self.page.get_by_text(re.compile(r"Solicitarea \d+ a fost trimisă"))
        expect(notice).to_be_visible()
        found = re.search(r"\d+", notice.inner_text())
        assert found
        return int(found.group())

    # --- reading -----------------------------------------------------------------------------------------------------

    def opens(self, number: int) -> Person:
        """Open a request by its address."""
        self.page.goto(f"/requests/{number}")
        return self

    def shown(self, text: str) -> Locator:
        """A text that the screen shows; the printed form has it once more."""
        return self.page.get_by_text(text, exact=True).filter(visible=True)

    def entry_of(self, name: str) -> Locator:
        """The entries that somebody wrote, as they stand on the page."""
        return self.page.get_by_role("article", name=f"Intrare de {name}")

    def fact(self, name: str) -> Locator:
        """What stands beside a name in the facts."""
        named = self.page.locator("aside dt", has_text=re.compile(f"^{name}$"))
        return named.locator("xpath=following-sibling::dd")
