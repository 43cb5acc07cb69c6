"""Somebody at the portal: an account, a browser, and what people do there."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.support.world import PASSWORD, Actor


@dataclass
class Person:
    """`actor` is the same person at the API, for what a test needs beside the page."""

    actor: Actor
    name: str
    page: Page

    def signed_in(self, address: str = "/") -> Person:
        """Go to an address and sign in on the page that comes up, as people do."""
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
