"""Headers as readers would say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.language import use_locale
from reportgen.columns.header_words import header_words, noun_of


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("MntMeatProducts", "meat products"),
        ("CASH_ADVANCE_TRX", "cash advance transactions"),
        ("PRC_FULL_PAYMENT", "percentage of full payment"),
        ("Annual Income (k$)", "annual income (k$)"),
        ("NumWebVisits", "number of web visits"),
        ("AcceptedCmp3", "accepted campaign 3"),
        ("Detergents_Paper", "detergents paper"),
        ("Total.Spend_EUR", "total spend EUR"),
        ("Q1Sales", "Q1 sales"),
        ("e-mail opens", "e-mail opens"),
        ("CRM", "CRM"),
        ("Mnt", "Mnt"),
        ("(k$)", "(k$)"),
    ],
)
def test_a_header_is_split_and_spelt_out(header: str, words: str) -> None:
    assert header_words(header, {}) == words


def test_words_of_the_users_own_win_whatever_the_case_of_the_header() -> None:
    assert header_words("MntWines", {"mntwines": "Bordeaux & co"}) == "Bordeaux & co"


def test_a_unit_is_no_part_of_a_sentence() -> None:
    assert noun_of("annual income (k$)") == "annual income"
    assert noun_of("(k$)") == "(k$)"


def test_german_nouns_keep_their_capital() -> None:
    with use_locale("de_DE"):
        assert header_words("Umsatz_Online", {}) == "Umsatz Online"


@given(st.text(min_size=1))
def test_no_header_is_left_without_words(header: str) -> None:
    assert header_words(header, {})
    if header.strip():
        assert noun_of(header_words(header, {}))
