"""Text as it is kept: sanitised HTML and its plain text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import nh3

from contracts.tickets import MAX_HTML, MAX_TEXT, TextMissing, TextTooLong

TAGS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "u", "s", "b", "i", "a", "br", "ul", "ol", "li"),
    *("blockquote", "pre", "code", "hr"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "code": {"class"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_BREAKS = re.compile(r"<(?:br|hr|/p|/h[1-6]|/li|/pre|/blockquote)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Body:
    """A text in both forms."""

    html: str
    text: str


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "code" and not re.fullmatch(r"language-[a-z0-9+-]{1,30}", value):
        return None
    return value


def sanitised(body_html: str, *, may_be_empty: bool = False) -> Body:
    """The text without what could harm or call home; raises `TextMissing` and `TextTooLong`."""
    clean = nh3.clean(
        body_html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        attribute_filter=_attribute,
    )
    plain = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", clean))).replace("\xa0", " ")
    text = "\n".join(line.strip() for line in plain.splitlines() if line.strip())
    if not text and not may_be_empty:
        raise TextMissing()
    if len(text) > MAX_TEXT or len(clean.encode()) > MAX_HTML:
        raise TextTooLong()
    return Body(clean, text)
