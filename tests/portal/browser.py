"""How the portal's browser is started and set up, for tests and screenshots alike."""

from __future__ import annotations

import os
from typing import Any

from devstack import chromium, portal

BUCHAREST: dict[str, Any] = {
    "locale": "ro-RO",
    "timezone_id": "Europe/Bucharest",
    "reduced_motion": "reduce",
    "color_scheme": "light",
    "viewport": {"width": 1440, "height": 900},
}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def use_the_portals_node() -> None:
    """Playwright's own Node wants libatomic, which a bare Debian lacks; the portal's Node needs nothing."""
    node = portal.node()
    if node is not None:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)


def launch_arguments() -> dict[str, Any]:
    """Chromium as Debian builds it."""
    found = chromium.browser()
    return {"executable_path": found.program, "env": found.environment}


def chosen_language(origin: str, language: str) -> dict[str, Any]:
    """What a browser keeps in which somebody has chosen a language before."""
    return {"origin": origin, "localStorage": [{"name": "language", "value": language}]}
