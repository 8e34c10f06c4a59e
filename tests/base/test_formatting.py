import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.formatting import Formatter, digits_beside, digits_for
from reportgen.shared.numbers import share_fact

POUNDS = Formatter("en_GB", "GBP")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (3.456, "£3.46"),
        (12, "£12"),
        (1022.4, "£1,022"),
        (-1022.4, "\u2212£1,022"),
        (637_123, "£637k"),
        (999_600, "£1.00m"),
        (8_278_519, "£8.28m"),
        (123_000_000, "£123m"),
    ],
)
def test_money_is_rounded_for_reading(amount: float, text: str) -> None:
    assert POUNDS.money(amount).text == text


def test_the_shown_number_is_the_printed_one() -> None:
    assert POUNDS.money(637_123).value == 637_000
    assert POUNDS.share(0.634).value == 0.63
    assert POUNDS.number(2.345, 1).value == 2.3


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.0001, "under 1%"), (0.006, "1%"), (0.634, "63%"), (0.9999, "over 99%"), (1, "100%")],
)
def test_shares_stay_honest_at_the_ends(share: float, text: str) -> None:
    assert POUNDS.share(share).text == text


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_rounded_as_a_reader_would_and_by_itself(part: int, rest: int) -> None:
    """Halves go up, whatever the other shares of the table are: 100 of 300 is 33%, 285 of 1,000 is 29%."""
    shown = POUNDS.share(part / (part + rest)).value
    if shown not in (0.005, 0.995):
        assert round(100 * shown, 6) == (200 * part + part + rest) // (2 * (part + rest))


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(2.5, 0, "3"), (0.125, 2, "0.13"), (-2.5, 0, "\u22123")]
)
def test_halves_go_away_from_zero(value: float, digits: int, text: str) -> None:
    assert POUNDS.number(value, digits).text == text


def test_a_german_report_writes_german_numbers() -> None:
    german = Formatter("de_DE", "EUR")
    assert german.count(1_234_567).text == "1.234.567"
    assert german.exact_money(9_747_747.93).text == "9.747.747,93\u00a0€"
    assert german.date(dt.date(2026, 10, 31)) == "31. Oktober 2026"


def test_amounts_without_a_known_currency_carry_none() -> None:
    assert Formatter().money(637_123).text == "637k"


def test_digits_follow_the_size_of_a_measure() -> None:
    assert digits_for((55.0, 86.0)) == 0
    assert digits_for((55.3, 86.5)) == 0
    assert digits_for((5.3, 15.6)) == 1
    assert digits_for((0.31, 0.9)) == 2


def test_a_figure_below_a_limit_is_not_rounded_up_to_it() -> None:
    assert digits_beside(0.7963, (0.8,), 2) == 3
    assert digits_beside(0.79996, (0.6, 0.8), 2) == 5
    assert digits_beside(0.8, (0.8,), 2) == digits_beside(0.8004, (0.8,), 2) == 2
    assert share_fact("x", 0.796, Formatter(), 0.8).text == "79.6%"
    assert share_fact("x", 0.796, Formatter()).text == "80%"
    assert digits_for((float("nan"), 1234.5)) == 0
