"""Which of several columns of money is that of a row, told by how they hang together."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from reportgen.options.enums import Role
from tests.columns.world import checked, codes, rows_of

CHANCE = random.Random(11)  # noqa: S311
YEAR_END = dt.date(2025, 12, 31)
DAYS = sorted(dt.date(2025, 1, 1) + dt.timedelta(days=CHANCE.randrange(360)) for _ in range(220))
WHO = [f"K{min(int(CHANCE.expovariate(0.06)), 60):03d}" for _ in DAYS]
PAID = [CHANCE.randrange(500, 9000) for _ in DAYS]
"""In cents."""


def cents(amount: int) -> str:
    return f"{amount / 100:.2f}"


def money(header: str, *columns: list[object]) -> str | None:
    """The label of the money of rows with a day, a customer and these columns."""
    rows = list(zip(DAYS, WHO, *columns, strict=True))
    found = checked(rows_of(header, ";", rows), until=YEAR_END).roles
    amount = found.first(Role.AMOUNT)
    return None if found.refusal is not None or amount is None else amount.label


@pytest.mark.parametrize("newest_first", [False, True])
def test_what_another_column_adds_up_to_is_no_money_of_a_row(*, newest_first: bool) -> None:
    spent: dict[str, int] = {}
    rows = []
    for day, who, paid in zip(DAYS, WHO, PAID, strict=True):
        spent[who] = spent.get(who, 0) + paid
        rows.append((day, who, cents(paid), cents(spent[who])))
    rows = rows[::-1] if newest_first else rows
    found = checked(rows_of("day;customer;aa;bb", ";", rows), until=YEAR_END).roles
    assert found.first(Role.AMOUNT).label == "aa"  # type: ignore[union-attr]


def test_of_parts_and_estimates_the_sum_of_two_others_is_the_money() -> None:
    parts = [round(paid * CHANCE.choice((0.2, 0.25))) for paid in PAID]
    both = [cents(paid + part) for paid, part in zip(PAID, parts, strict=True)]
    estimates = [cents(round(paid * CHANCE.choice((0.8, 1.6)))) for paid in PAID]
    columns = (estimates, [*map(cents, PAID)], [*map(cents, parts)], both)
    assert money("day;customer;aa;bb;cc;dd", *columns) == "dd"


def test_tenths_and_places_on_earth_are_measured_and_no_money() -> None:
    weights = [f"{CHANCE.randrange(10, 9000) / 10:.1f}" for _ in DAYS]
    places = [f"{CHANCE.uniform(52.3, 52.7):.5f}" for _ in DAYS]
    assert money("day;customer;aa;bb;cc", weights, [*map(cents, PAID)], places) == "bb"
    assert money("day;customer;aa;cc", weights, places) is None


def test_an_amount_that_is_another_one_times_a_rate_counts_in_one_currency() -> None:
    rates = {"EUR": 1.0, "USD": 0.92, "SEK": 0.0885}
    coins = [CHANCE.choice(sorted(rates)) for _ in DAYS]
    own = [cents(round(paid / rates[coin])) for paid, coin in zip(PAID, coins, strict=True)]
    base = [cents(round(float(each) * 100 * rates[coin])) for each, coin in zip(own, coins, strict=True)]
    columns = (coins, own, [rates[coin] for coin in coins], base)
    assert money("day;customer;currency;amount;rate;aa", *columns) == "aa"


def test_small_numbers_make_no_price_of_a_piece_where_no_product_shows_it() -> None:
    few = [CHANCE.choice((1, 1, 2, 3)) for _ in DAYS]
    stakes = [cents(100 * CHANCE.choice((5, 10, 20, 50))) for _ in DAYS]
    assert money("day;customer;aa;bb", few, stakes) == "bb"


def test_money_is_never_an_id_that_comes_again() -> None:
    monthly = {who: 100 * CHANCE.randrange(9, 300) for who in WHO}
    billed = [monthly[who] * CHANCE.choice((1, 1, 12)) for who in WHO]
    rows = zip(DAYS, WHO, (cents(monthly[who]) for who in WHO), map(cents, billed), strict=True)
    roles = checked(rows_of("day;aa;bb;cc", ";", list(rows)), until=YEAR_END).roles
    assert roles.refusal is None
    assert roles.first(Role.CUSTOMER).label == "aa"  # type: ignore[union-attr]


def test_a_smaller_column_that_could_be_the_money_is_named_with_its_flag() -> None:
    larger = [cents(round(paid * CHANCE.uniform(3, 12))) for paid in PAID]
    rows = list(zip(DAYS, WHO, map(cents, PAID), larger, strict=True))
    found = checked(rows_of("day;customer;aa;bb", ";", rows), until=YEAR_END)
    assert "guessed-money" in codes(found)
    assert any("--amount 'aa'" in issue.hint for issue in found.roles.issues)


def test_numbers_that_come_again_by_chance_are_things_and_not_customers() -> None:
    things = [30_000_000 + CHANCE.randrange(600) for _ in DAYS]
    readers = [70_000_000 + 7 * int(who[1:]) for who in WHO]
    rows = list(zip(DAYS, things, readers, strict=True))
    roles = checked(rows_of("day;aa;bb", ";", rows), until=YEAR_END).roles
    assert roles.refusal is None
    assert roles.first(Role.CUSTOMER).label == "bb"  # type: ignore[union-attr]


@pytest.mark.parametrize(("least", "step"), [(100, 50), (40_000, 1000)])
def test_round_sums_beside_cents_are_a_deposit_or_a_limit_and_named_with_their_flag(
    least: int, step: int
) -> None:
    agreed = [f"{least + CHANCE.randrange(3) * step}.00" for _ in DAYS]
    charged = [cents(2 * paid + 1) for paid in PAID]
    rows = list(zip(DAYS, WHO, charged, agreed, strict=True))
    found = checked(rows_of("day;customer;aa;bb", ";", rows), until=YEAR_END)
    assert found.roles.refusal is None
    assert found.roles.first(Role.AMOUNT).label == "aa"  # type: ignore[union-attr]
    assert any("--amount 'bb'" in issue.hint for issue in found.roles.issues)


def test_a_fixed_share_of_what_each_customer_is_insured_for_is_the_money_whatever_half_of_a_header_says() -> (
    None
):
    insured = {who: 1000 * (40 + at) for at, who in enumerate(sorted(set(WHO)))}
    premiums = [cents(round(insured[who] * 0.043)) for who in WHO]
    assert money("day;customer;insured amount;aa", [f"{insured[who]}.00" for who in WHO], premiums) == "aa"


def test_a_weight_times_a_price_is_the_money_and_weights_are_nobody() -> None:
    empty = [20 * CHANCE.randrange(900, 1400) for _ in DAYS]
    loads = [20 * CHANCE.randrange(10, 900) for _ in DAYS]
    full = [one + other for one, other in zip(empty, loads, strict=True)]
    each = [CHANCE.choice((0.065, 0.11)) for _ in DAYS]
    due = [f"{load * price:.2f}" for load, price in zip(loads, each, strict=True)]
    rows = list(zip(DAYS, WHO, full, empty, loads, each, due, strict=True))
    roles = checked(rows_of("day;aa;gross lb;bb;cc;price/lb;dd", ";", rows), until=YEAR_END).roles
    assert roles.refusal is None
    assert roles.first(Role.CUSTOMER).label == "aa"  # type: ignore[union-attr]
    assert roles.first(Role.AMOUNT).label == "dd"  # type: ignore[union-attr]


def test_a_header_of_quantities_over_what_pieces_times_the_price_give_is_the_money() -> None:
    pieces = [CHANCE.choice((1, 1, 2, 3, 6)) for _ in DAYS]
    due = [cents(paid * count) for paid, count in zip(PAID, pieces, strict=True)]
    assert money("day;customer;aa;unit price;jumlah", pieces, [*map(cents, PAID)], due) == "jumlah"


def test_two_amounts_that_only_words_tell_apart_are_asked_for() -> None:
    values = [cents(paid * CHANCE.choice((3, 5, 8, 11, 14))) for paid in PAID]
    assert money("day;customer;aa;bb", values, [*map(cents, PAID)]) is None
    assert money("day;customer;amount;bb", [*map(cents, PAID)], values) == "amount"


def test_what_two_others_multiply_to_is_the_money_without_a_doubt() -> None:
    weights = [CHANCE.randrange(900, 24_000) / 1000 for _ in DAYS]
    prices = [CHANCE.choice((780, 940, 1015)) / 10 for _ in DAYS]
    paid = [f"{weight * price:.2f}" for weight, price in zip(weights, prices, strict=True)]
    rows = list(zip(DAYS, WHO, weights, [f"{each:.2f}" for each in prices], paid, strict=True))
    found = checked(rows_of("day;customer;aa;bb;cc", ";", rows), until=YEAR_END).roles
    assert found.first(Role.AMOUNT).label == "cc"  # type: ignore[union-attr]
    assert not [issue for issue in found.issues if issue.code == "guessed-money"]


def test_what_is_left_to_pay_shrinks_by_the_money_of_a_row() -> None:
    left = dict.fromkeys(WHO, 9_000_000)
    columns = []
    for who, paid in zip(WHO, PAID, strict=True):
        left[who] -= paid
        columns.append(cents(left[who]))
    assert money("day;customer;aa;bb", [*map(cents, PAID)], columns) == "aa"


def test_a_fixed_share_of_round_sums_is_named_beside_them() -> None:
    sums = [1000 * CHANCE.randrange(90, 900) for _ in DAYS]
    shares = [f"{0.035 * each:.2f}" for each in sums]
    rows = list(zip(DAYS, WHO, [f"{each}.00" for each in sums], shares, strict=True))
    found = checked(rows_of("day;customer;price;bb", ";", rows), until=YEAR_END).roles
    assert any("'bb'" in str(issue.hint) for issue in found.issues if issue.code == "guessed-money")


def test_times_of_day_written_with_a_point_prove_no_decimal_sign() -> None:
    """65.000 at 17.23 is not 65: the revenue of a till would be a thousandth of what it is."""
    hours = [f"{CHANCE.randrange(8, 20):02d}.{CHANCE.randrange(60):02d}" for _ in DAYS]
    paid = [f"{CHANCE.randrange(4, 90) * 5}.000" for _ in DAYS]
    rows = list(zip(DAYS, WHO, hours, paid, strict=True))
    roles = checked(rows_of("tanggal;pelanggan;jam;total (rp)", ";", rows), until=YEAR_END).roles
    amount = roles.first(Role.AMOUNT)
    assert amount is not None
    assert amount.number_format.decimal == ","
