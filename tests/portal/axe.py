"""axe-core, from the portal's own packages: what a page does that keeps people out."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from devstack.portal import PORTAL

SOURCE = PORTAL / "node_modules" / "axe-core" / "axe.min.js"
# Mantine's portals (menus, pickers) lie outside the landmarks; that rule is a best practice, not WCAG.
_RUN = "async () => (await axe.run(document, {rules: {region: {enabled: false}}})).violations"


def violations(page: Page) -> list[str]:
    """A sentence for each element that breaks a rule; empty is what everybody wants."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))  # evaluate is exempt from the page's CSP
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
