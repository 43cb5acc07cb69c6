"""The portal in Debian's Chromium against the real stack: a Romanian with a browser of their own.

Every context collects what must never happen: a script that failed, a report of the content security policy, a dialog that
somebody's text opened. A test ends red when there was one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Dialog, expect

from contracts.auth import Role
from devstack import chromium, portal
from tests.portal.person import Person
from tests.support.stack import RunningStack
from tests.support.world import World

_TELL_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (event) =>
  tellFault(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
WAIT_MS = 30_000  # the machine may be busy
Opener = Callable[..., BrowserContext]
People = Callable[..., Person]


@pytest.fixture(scope="session", autouse=True)
def _node() -> None:
    """Playwright's own Node wants libatomic, which a bare Debian lacks; the portal's Node needs nothing."""
    node = portal.node()
    expect.set_options(timeout=WAIT_MS)
    if node is not None:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium as Debian builds it."""
    found = chromium.browser()
    return {**browser_type_launch_args, "executable_path": found.program, "env": found.environment}


@pytest.fixture(scope="session")
def browser_context_args(stack: RunningStack) -> dict[str, Any]:
    """A desk in Bucharest."""
    assert portal.built(), "the portal is not built: `./dev test tests/portal` builds it first"
    return {
        "base_url": stack.gateway_url,
        "locale": "ro-RO",
        "timezone_id": "Europe/Bucharest",
        "reduced_motion": "reduce",
        "color_scheme": "light",
        "viewport": {"width": 1440, "height": 900},
    }


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
        context = new_context(**options)
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


@pytest.fixture
def people(world: World, open_browser: Opener) -> People:
    """Makes somebody with an account and a browser of their own; without `company_id`, in a new company."""

    def someone(name: str = "Ana Pop", role: Role = Role.CUSTOMER, **options: Any) -> Person:
        company_id = options.pop("company_id", None)
        if company_id is None and role in (Role.CUSTOMER, Role.COMPANY_ADMIN):
            company_id = world.company()
        actor = world.person(company_id, role, name)
        return Person(actor, name, open_browser(**options).new_page())

    return someone
