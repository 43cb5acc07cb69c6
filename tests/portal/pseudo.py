"""A third language for tests alone: every text of the catalogue between ⟦ and ⟧. What stands outside did not come from there.

The browser asks for English and gets this. People and requests of such a test have Cyrillic names, so that a Latin letter
outside the brackets is a text that nobody can translate.
"""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

from devstack.portal import PORTAL, built
from tests.portal import browser

# Written the same in every language, or made by the browser for the language: never a catalogue's business.
_FOREIGN = (
    r"\S+@\S+",  # e-mail addresses
    r"https?://\S+",
    r"\b(?:Europe|UTC|GMT|EET|EEST)\S*",
    r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]*)\b",
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Mo|Tu|We|Th|Fr|Sa|Su)(?:[a-z]*)\b",
    r"(?<=\d) at (?=\d)",  # 24 November 2026 at 09:00
    r"\d[\s\u00a0](?:B|kB|MB|GB|h|min|s)\b",
    r"\bE[ES]+T\b",
    r"\b(?:RO|EN|Română|English)\b",  # languages in their own words
    r"\b(?:Enter|Esc|Shift|Ctrl|Tab)\b|\b[A-Z]\b",  # keys, as they stand on keyboards
    r"\bfile:\S+|\.txt\b",
    r"\b[0-9a-f]{6,}\b",  # what keeps the names of tests apart
    r"\bP\d+\b",
)
_LATIN = re.compile(r"[A-Za-zĂÂÎȘȚăâîșț]{2,}")

_READ = """() => {
  const shown = (node) => node.parentElement.checkVisibility({ visibilityProperty: true }) && !node.parentElement.closest('script, style, [data-untranslated]');
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(shown(walker.currentNode) ? walker.currentNode.data : '');
  const found = [texts.join('\\n'), document.title];
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-roledescription', 'aria-valuetext', 'data-label'])
    for (const element of document.querySelectorAll(`[${name}]`)) if (!element.closest('[aria-hidden=true]')) found.push(element.getAttribute(name));
  return found;
}"""


def catalogue() -> dict[str, Any]:
    """All texts, each in brackets."""
    folder = PORTAL / "src" / "i18n" / "en"
    return {_area(file.stem): _bracketed(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))}


def _area(name: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), name)


def _bracketed(texts: Any) -> Any:
    if isinstance(texts, str):
        return f"⟦{texts}⟧"
    return {key: _bracketed(inner) for key, inner in texts.items()}


def speaks(context: BrowserContext, origin: str) -> None:
    """From now on pages of this browser are in the third language."""
    folder = built()
    assert folder
    manifest = json.loads((folder / ".vite" / "manifest.json").read_text("utf-8"))
    english = manifest["src/i18n/en/index.ts"]["file"]
    module = f"export default {json.dumps(catalogue())};"

    def answer(route: Route) -> None:
        route.fulfill(body=module, content_type="text/javascript; charset=utf-8")

    context.route(f"**/{english}", answer)
    kept = browser.chosen_language(origin, "en")["localStorage"][0]
    context.add_init_script(
        f"if (location.origin !== 'null') localStorage.setItem({kept['name']!r}, {kept['value']!r})"
    )


def outside(page: Page) -> list[str]:
    """Words that the page shows, or says to a screen reader, and that are in no catalogue."""
    found: list[str] = []
    for text in page.evaluate(_READ):
        rest = _without_brackets(text)
        for pattern in _FOREIGN:
            rest = re.sub(pattern, " ", rest)
        found += [line.strip() for line in rest.splitlines() if _LATIN.search(line)]
    return found


def _without_brackets(text: str) -> str:
    depth, kept = 0, []
    for letter in text:
        depth += letter == "⟦"
        if depth <= 0:
            kept.append(letter)
        depth = max(0, depth - (letter == "⟧"))
    return "".join(kept)
