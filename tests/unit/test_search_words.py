"""Words as they are kept and asked for: without case and diacritics, and nothing but words."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.tickets.domain import search

COMPANY = UUID("0123456789abcdef0123456789abcdef")


@pytest.mark.parametrize("text", ["Știință", "Ştiinţă", "STIINTA", "s\u0326tiint\u0326a\u0306", "ştiinţa"])
def test_case_and_diacritics_of_either_kind_fold_alike(text: str) -> None:
    assert search.words_of(text) == ["stiinta"]


def test_words_are_letters_and_digits_once_each() -> None:
    assert search.words_of("<b>Factura</b> nr. A-1187, factura_2024.pdf", "Straße") == [
        *("b", "factura", "nr", "a", "1187", "2024", "pdf", "strasse")
    ]


def test_long_words_are_cut_alike_on_both_sides() -> None:
    assert search.words_of("x" * 300) == ["x" * 40]
    assert [len(word.encode()) for word in search.words_of("ж" * 300)] == [40]


@pytest.mark.parametrize("q", ["", "'&|!:*\"", "&|!()<->", "   ", "\\'"])
def test_a_query_without_words_is_none(q: str) -> None:
    assert search.query(q, None) is None


def test_operators_are_never_part_of_a_query() -> None:
    assert search.query("a' | !b:*\" & c\\", None) == "('a':* & 'b':* & 'c':*)"


def test_words_of_public_documents_begin_with_the_company() -> None:
    assert search.query("Ștampila", [COMPANY]) == "('01234567stampila':*)"
    assert search.query("Ștampila", []) is None
