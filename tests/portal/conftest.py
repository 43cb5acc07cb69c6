"""The portal in Debian's Chromium against the real stack: a Romanian with a browser of their own.

Every context collects what must never happen: a script that failed, a report of the content security policy, a dialog that
somebody's text opened. A test ends red when there was one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from contracts.auth import Role
from devstack import portal
from tests.portal import browser
from tests.portal.person import Person
from tests.support.stack import RunningStack
from tests.support.world import World

_TELL_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
  tellFault(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
WAIT_MS = 30_000  # the machine may be busy
Opener = Callable[..., BrowserContext]


@pytest.fixture(scope="session", autouse=True)
def _driver() -> None:
    browser.use_the_portals_node()
    expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's arguments (`--headed`, …), and which Chromium."""
    return browser_type_launch_args | browser.launch_arguments()


@pytest.fixture(scope="session")
def browser_context_args(stack: RunningStack) -> dict[str, Any]:
    """Where the portal is."""
    assert portal.built(), "the portal is not built: `./dev test tests/portal` builds it first"
    return {"base_url": stack.gateway_url}


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the browsers of a test complained about, asserted empty at its end."""
    found: list[str] = []
    yield found
    assert not found


@pytest.fixture
def open_browser(faults: list[str], new_context: Opener) -> Opener:
    """Opens one more browser profile (another person, another device); `options` go to Playwright's context."""

    def opener(**options: Any) -> BrowserContext:
        context = new_context(**(browser.BUCHAREST | options))
        context.set_default_timeout(WAIT_MS)
        context.expose_function("tellFault", lambda what: faults.append(what))  # noqa: PLW0108 - it is given an attribute
        context.add_init_script(_TELL_VIOLATIONS)
        context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
        context.on("dialog", lambda dialog: _refuse(dialog, faults))
        return context

    return opener


def _refuse(dialog: Dialog, faults: list[str]) -> None:
    faults.append(f"dialog: {dialog.message}")
    dialog.dismiss()


@dataclass(frozen=True)
class People:
    """Makes somebody with an account and a browser of their own; without `company_id`, in a new company."""

    world: World
    open_browser: Opener

    def __call__(
        self, name: str = "Ana Pop", role: Role = Role.CUSTOMER, *, company_id: UUID | None = None, **options: Any
    ) -> Person:
        """The person before an empty page; `options` are of their browser."""
        if company_id is None and role in (Role.CUSTOMER, Role.COMPANY_ADMIN):
            company_id = self.world.company()
        actor = self.world.person(company_id, role, name)
        return Person(actor, name, self.another_device(**options))

    def another_device(self, **options: Any) -> Page:
        """A page of one more browser, which knows nobody."""
        return self.open_browser(**options).new_page()


@pytest.fixture
def people(world: World, open_browser: Opener) -> People:
    """People at the portal."""
    return People(world, open_browser)
