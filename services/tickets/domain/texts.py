"""Text as it is kept: sanitised HTML, its plain text, and the own pictures that stand in it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from uuid import UUID

import nh3

from contracts.files import PICTURE, PICTURE_SRC
from contracts.tickets import MAX_HTML, MAX_TEXT, TextMissing, TextTooLong

TAGS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "u", "s", "b", "i", "a", "br", "ul", "ol", "li"),
    *("blockquote", "pre", "code", "hr", "img"),
}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "code": {"class"}, "img": {"src", "alt"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_BREAKS = re.compile(r"<(?:br|hr|/p|/h[1-6]|/li|/pre|/blockquote)\b[^>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_PICTURES = re.compile(r"<img\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Body:
    """A text in both forms; `picture_ids`: the pictures in it, each once."""

    html: str
    text: str
    picture_ids: tuple[UUID, ...] = ()


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "code" and not re.fullmatch(r"language-[a-z0-9+-]{1,30}", value):
        return None
    if tag == "img" and name == "src":  # our own address, exactly; everything else would call home
        own = PICTURE_SRC.fullmatch(value)
        return own.group(0).lower() if own else None
    return value.replace("<", "%3C" if tag == "a" else "").replace(">", "%3E" if tag == "a" else "")


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
    clean = _PICTURES.sub(lambda match: match.group(0) if PICTURE.match(match.group(0)) else "", clean)
    shown = pictures(clean)
    plain = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", clean))).replace("\xa0", " ")
    text = "\n".join(line.strip() for line in plain.splitlines() if line.strip())
    if not text and not shown and not may_be_empty:
        raise TextMissing()
    if len(text) > MAX_TEXT or len(clean.encode()) > MAX_HTML:
        raise TextTooLong()
    return Body(clean, text, shown)


def pictures(clean_html: str) -> tuple[UUID, ...]:
    """The pictures that stand in a sanitised text, each once."""
    return tuple(dict.fromkeys(UUID(found) for found in PICTURE.findall(clean_html)))
