from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportgen.base.decisions import Decisions
from reportgen.cleaning.clean_rows import AmountParts
from reportgen.errors import InputError, UnsegmentableError
from reportgen.features.build_features import build_features, told_of
from reportgen.features.table import FeatureKind, Use
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role

OPTIONS = BuildOptions(("shop.csv",))


def shop_lines() -> list[tuple[object, ...]]:
    """Ada with three order days, a lapsed and a returning customer, and forty others."""
    chance = np.random.default_rng(3)
    ada = [
        ("ada", "2025-01-31", "A", 1, 5, 0, "Rome"),
        ("ada", "2025-05-10", "A", 2, 10, 0, "Rome"),
        ("ada", "2025-05-10", "B", 1, 20, 20, "Rome"),
        ("ada", "2026-01-10", "A", 2, 30, 10, "Oslo"),
        ("ada", "2026-01-10", "C", 3, 30, 0, "Rome"),
        ("ada", "2026-03-01", "D", 1, 40, 40, "Rome"),
    ]
    gone = [("old", "2025-02-01", "A", 1, 5, 0, "Rome"), ("back", "2025-06-01", "A", 1, 5, 5, "Rome")]
    others = [
        (f"c{n:02d}", str(dt.date(2025, 4, 1) + dt.timedelta(days=int(chance.integers(360)))), "A",
         int(chance.integers(1, 5)), int(chance.integers(5, 90)), 0, "Rome" if n % 3 else "Oslo")
        for n in range(40) for _ in range(int(chance.integers(1, 6)))
    ]  # fmt: skip
    return [*ada, *gone, *others]


def test_features_of_a_customer(order_rows) -> None:
    customers = build_features(order_rows(shop_lines()), OPTIONS)
    ada = customers.frame.loc["ada"]
    assert ada["recency"] == 80  # the order of March was given back whole
    assert (ada["frequency"], ada["monetary"], ada["average_order"]) == (2, 60, 30)
    assert (ada["gap"], ada["basket"], ada["products"]) == (245, 3.5, 2)
    assert (ada["place"], ada["first_order"]) == ("Rome", pd.Timestamp("2025-01-31"))
    assert ada["tenure"] == pytest.approx(13.93, abs=0.01)
    assert ada["return_rate"] == pytest.approx(70 / 130)
    assert ada["recent_share"] == pytest.approx(50 / 60)
    assert customers.value == "monetary"


def test_who_is_not_segmented_is_counted(order_rows) -> None:
    customers = build_features(order_rows(shop_lines()), OPTIONS)
    assert {"old", "back"}.isdisjoint(customers.frame.index)
    assert [(group.key, group.customers) for group in customers.groups] == [("returned", 1), ("lapsed", 1)]


def test_recency_orders_and_spend_make_the_segments(order_rows) -> None:
    customers = build_features(order_rows(shop_lines()), OPTIONS)
    assert [f.name for f in customers.clustering_features] == ["frequency", "monetary", "recency"]
    assert all(f.reason and f.definition for f in customers.features)
    assert sorted(f.name for f in customers.features) == list(customers.frame.columns)


def test_the_user_chooses_the_basis(order_rows) -> None:
    options = BuildOptions(("x",), by=("recency", "Spend per order day"))
    assert [f.name for f in build_features(order_rows(shop_lines()), options).clustering_features] == [
        "average_order",
        "recency",
    ]


def test_some_customers_have_the_rows_that_they_have_among_all(order_rows) -> None:
    lines = shop_lines()
    whole = build_features(order_rows(lines), OPTIONS)
    told = told_of(whole)
    parts = [
        build_features(order_rows([line for line in lines if some(line[0])]), OPTIONS, Decisions(told))
        for some in (lambda customer: customer[-1] in "02468a", lambda customer: customer[-1] not in "02468a")
    ]
    assert all(0 < len(part.frame) < len(whole.frame) for part in parts)
    for name in ("frame", "scores", "lifecycle"):
        together = pd.concat([getattr(part, name) for part in parts]).sort_index()
        pd.testing.assert_frame_equal(together, getattr(whole, name), check_exact=True)
    assert all(part.features == whole.features for part in parts)


def test_order_of_rows_changes_nothing(order_rows) -> None:
    lines = shop_lines()
    first = build_features(order_rows(lines), OPTIONS)
    shuffled = [lines[n] for n in np.random.default_rng(1).permutation(len(lines))]
    second = build_features(order_rows(shuffled), OPTIONS)
    pd.testing.assert_frame_equal(first.frame, second.frame, check_exact=True)
    pd.testing.assert_frame_equal(first.scores, second.scores)
    assert (first.features, first.groups) == (second.features, second.groups)


def test_too_few_customers(order_rows) -> None:
    with pytest.raises(UnsegmentableError, match="only 2 customers"):
        build_features(
            order_rows([(name, "2026-01-01", "A", 1, 5, 0, "Rome") for name in ("a", "b")]), OPTIONS
        )


def test_customers_all_alike(order_rows) -> None:
    lines = [(f"c{n}", "2026-01-01", "A", 1, 5, 0, "Rome") for n in range(40)]
    with pytest.raises(UnsegmentableError, match="all alike"):
        build_features(order_rows(lines), OPTIONS)


def table(people_rows, options: BuildOptions = OPTIONS, **more):
    chance = np.random.default_rng(0)
    income = chance.normal(50, 9, 60).round(2)
    columns = {
        "Annual_Income": (Role.MEASURE, list(income)),
        "Income_in_cents": (Role.MEASURE, [100 * value + 1 for value in income]),
        "Age": (Role.MEASURE, list(chance.integers(18, 80, 60).astype(float))),
        "Member": (Role.MEASURE, [float(n % 2) for n in range(60)]),
        "Rarely_known": (Role.MEASURE, [float(n) if n < 20 else None for n in range(60)]),
        "Gender": (Role.SENSITIVE, ["f" if n % 3 else "m" for n in range(60)]),
        "Town": (Role.PLACE, ["Rome"] * 60),
    }
    return build_features(people_rows(**(columns | more)), options)


def test_measures_group_and_the_rest_describes(people_rows) -> None:
    customers = table(people_rows)
    assert [f.label for f in customers.clustering_features] == ["Age", "Annual Income"]
    reasons = {f.label: f.reason for f in customers.features}
    assert reasons["Income in cents"] == "it says nearly the same as Annual Income"
    assert reasons["Member"] == "it has two values only"
    assert reasons["Rarely known"] == "it is missing for 67% of customers"
    assert {issue.column for issue in customers.issues} == {"Income in cents", "Rarely known"}
    assert (customers.value, customers.scores) == (None, None)


def test_a_sensitive_column_never_groups(people_rows) -> None:
    with pytest.raises(InputError, match="'Gender' is sensitive"):
        table(people_rows, BuildOptions(("x",), by=("gender", "age")))


def test_a_category_groups_beside_a_measure_and_never_alone(people_rows) -> None:
    plan = {"Plan": (Role.CATEGORY, [("basic", "plus", "pro")[n % 3] for n in range(60)])}
    grouped = table(people_rows, BuildOptions(("x",), by=("plan", "age")), **plan).clustering_features
    assert [(f.label, f.kind is FeatureKind.CATEGORY) for f in grouped] == [("Age", False), ("Plan", True)]
    with pytest.raises(UnsegmentableError, match="'Plan': a category"):
        table(people_rows, BuildOptions(("x",), by=("Plan",)), **plan)


@pytest.mark.parametrize(
    ("name", "near"),
    [("Incom", "'Annual Income' or 'Income in cents'"), ("Agee", "'Age'"), ("height", "")],
)
def test_a_basis_that_no_column_is_called_is_refused(people_rows, name: str, near: str) -> None:
    with pytest.raises(InputError, match="there is no column") as caught:
        table(people_rows, BuildOptions(("x",), by=(name,)))
    assert caught.value.exit_code == 2
    assert near in caught.value.hint


def test_a_declared_sum_is_the_value(people_rows) -> None:
    wine = {"Spent_on_wine": (Role.MEASURE, [float(n * n % 37) for n in range(60)])}
    customers = table(people_rows, BuildOptions(("x",), value=("age", "spent on wine")), **wine)
    assert customers.value == "worth"
    expected = customers.frame["col-age"] + customers.frame["col-spent-on-wine"]
    assert customers.frame["worth"].tolist() == expected.tolist()
    assert customers.value_definition == "The sum of Age and Spent on wine, as in the file."
    assert customers.feature("worth").use is Use.DESCRIBED_BY
    assert customers.feature("col-spent-on-wine").kind is FeatureKind.MONEY


def test_the_key_of_the_value_tells_its_columns_and_no_words(people_rows, order_rows) -> None:
    wine = {"Spent_on_wine": (Role.MEASURE, [float(n * n % 37) for n in range(60)])}
    both = [
        table(people_rows, BuildOptions(("x",), value=value), **wine).value_key
        for value in (("age", "spent on wine"), ("spent on wine", "age"))
    ]
    assert both[0] == both[1] == ("value=Age", "value=Spent on wine")
    assert table(people_rows).value_key == ()
    rows = order_rows(shop_lines())
    lines = build_features(rows, OPTIONS)
    assert lines.value_key == ("net spend on products", "amount=amount")
    parts = AmountParts((Role.SHIPPING,), (Role.TAX,))
    with_tax = build_features(replace(rows, in_amount=parts, order_totals=True), OPTIONS)
    assert with_tax.value_key == ("net spend of orders", "amount=amount", "shipping=in", "tax=out")
