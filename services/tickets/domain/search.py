"""Text search: words without case and diacritics, kept in two documents per request, one public and one for staff.

Words are folded here, on both sides, so the database compares plain words (PostgreSQL as it comes has no folding of
diacritics). The words of the public document begin with a key of the company: a word that very many requests hold is then
looked up among the company's own alone, and nothing of another company is ever near. File names are in neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from chassis.writes import Write, Writes, write

MOST_WORDS_ASKED = 10
MOST_BYTES = 40  # of a word; longer ones are cut, on both sides
MOST_WORDS_KEPT = 15_000  # then a document takes no more: with key and the next entry it stays under a tsvector's 1 MiB
_KEY_LENGTH = 8
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i"})  # no base letter in Unicode

_ADD = """
INSERT INTO {table} AS kept ({key}, words) VALUES ({values}, array_to_tsvector(CAST(:{words} AS text[])))
ON CONFLICT ({key}) DO UPDATE SET words = kept.words || excluded.words WHERE length(kept.words) < :most
"""
_STAFF = _ADD.format(table="staff_documents", key="created_at, number", values=":created_at, :number", words="staff")
_PUBLIC = _ADD.format(
    table="public_documents",
    key="company_id, created_at, number",
    values=":company_id, :created_at, :number",
    words="public",
)
_ADD_STAFF = Write(_STAFF)
_ADD_BOTH = Write(_STAFF, public_words=_PUBLIC)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a request are kept."""

    company_id: UUID
    created_at: datetime
    number: int


def folded(text_: str) -> str:
    """The text without case and diacritics: `Ștampilă` and `ŞTAMPILĂ` are `stampila`."""
    decomposed = unicodedata.normalize("NFKD", text_.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)


def words_of(*texts: str) -> list[str]:
    """The different words of some texts, folded."""
    found = dict.fromkeys(word for part in texts for word in _WORD.findall(folded(part)))
    return list(dict.fromkeys(_cut(word) for word in found))


def add_words(to: Connection | Writes, place: Place, texts: Iterable[str], *, public: bool) -> None:
    """Keep what an entry says, in the transaction that writes the entry; a note goes into the staff document alone."""
    words = words_of(*texts)
    if not words:
        return
    parameters = {"created_at": place.created_at, "number": place.number, "most": MOST_WORDS_KEPT, "staff": words}
    if public:
        key = company_key(place.company_id)
        parameters |= {"company_id": place.company_id, "public": [key + word for word in words]}
    write(to, _ADD_BOTH if public else _ADD_STAFF, parameters)


def company_key(company_id: UUID) -> str:
    """What the words of a company's public documents begin with. Two companies with one key cost time, not secrecy."""
    return company_id.hex[:_KEY_LENGTH]


def query(q: str, company_ids: Iterable[UUID] | None) -> str | None:
    """`q` as a tsquery: every word must be there, as the beginning of one. None: no letter or digit in it.

    `company_ids`: in the public documents of these; none: in those of staff. The words are letters and digits alone, so no
    operator of the query language can be in them.
    """
    words = words_of(q)[:MOST_WORDS_ASKED]
    if not words:
        return None
    keys = [""] if company_ids is None else [company_key(company_id) for company_id in company_ids]
    return " | ".join("(" + " & ".join(f"'{key}{word}':*" for word in words) + ")" for key in keys) or None


def _cut(word: str) -> str:
    return word if len(word) <= MOST_BYTES // 4 else word.encode()[:MOST_BYTES].decode(errors="ignore")
