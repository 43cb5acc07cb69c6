"""The portal's texts in one language, by the keys that its components use."""

from __future__ import annotations

import json
import re
from functools import cache

from devstack.portal import PORTAL

_HOLE = re.compile(r"\\{\\{\w+\\}\\}")


@cache
def _catalogue(language: str, area: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((PORTAL / "src" / "i18n" / language / f"{area}.json").read_text("utf-8"))
    return found


class Words:
    """`words("staff:handling.close")`: what stands there in this language; a text with holes comes as a pattern."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str) -> str | re.Pattern[str]:
        """The whole text, and nothing but it."""
        area, _, path = key.partition(":")
        found: object = _catalogue(self.language, area)
        for part in path.split("."):
            assert isinstance(found, dict), key
            found = found[part]
        assert isinstance(found, str), key
        if "{{" not in found:
            return found
        return re.compile(f"^{_HOLE.sub('.+', re.escape(found))}$")
