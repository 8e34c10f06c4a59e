"""A finished report held against the private list of customers, worked out again by other means."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from tests.reports import (
    all_data,
    by_tag,
    cards,
    features,
    holds,
    printed,
    section,
    short,
    table,
    tag,
    text_of,
    with_class,
)
from tests.statements import Statement

if TYPE_CHECKING:
    from tests.reports import Report

ROOT = Path(__file__).parents[1]
WORTH = {"orders": "spend", "marketing-campaign": "MntWines"}
"""Report -> column of its list that holds what a customer is worth."""
BY_MEDIAN = frozenset({"money", "count", "days", "months"})
SMALLEST = 10
LEVEL = re.compile(r"# (?:are in ~|have ~ ~) \(# of all\)")


def inside(report: Report, key: str) -> pd.DataFrame:
    return report.customers[report.customers["segment key"] == key]


def worth(report: Report) -> pd.Series:
    if report.name not in WORTH:
        pytest.skip("no value column")
    return report.customers[WORTH[report.name]].fillna(0)


def test_segments_have_the_size_that_is_printed(report: Report) -> None:
    sizes = report.customers["segment key"].value_counts()
    assert len(report.customers) == report.value("total.customers")
    assert {key: report.value(f"segment.{key}.customers") for key in report.keys} == dict(sizes)
    assert sizes.min() >= SMALLEST
    assert all(holds(report, f"segment.{key}.customers", size) for key, size in sizes.items())


@pytest.mark.parametrize("figure", ["customer_share", "value_share"])
def test_each_share_is_rounded_by_itself(report: Report, figure: str) -> None:
    amounts = worth(report) if figure == "value_share" else pd.Series(1.0, index=report.customers.index)
    shares = amounts.groupby(report.customers["segment key"]).sum() / amounts.sum()
    told = {key: report.facts[f"segment.{key}.{figure}"] for key in report.keys}
    assert all(np.isclose(told[key]["value"], share, atol=1e-6) for key, share in shares.items())
    assert all(holds(report, f"segment.{key}.{figure}", share) for key, share in shares.items())


def test_value_is_the_sum_of_the_customers(report: Report) -> None:
    amounts = worth(report)
    assert holds(report, "total.value", amounts.sum())
    assert holds(report, "total.value_each", amounts.mean())
    for key in report.keys:
        own = amounts[report.customers["segment key"] == key]
        assert holds(report, f"segment.{key}.value", own.sum())
        assert holds(report, f"segment.{key}.value_each", own.mean())
        assert holds(report, f"segment.{key}.index", own.mean() / amounts.mean())


def test_every_measure_is_worked_out_right(report: Report) -> None:
    """Middles of all and of each segment, the middle half, and what is missing."""
    for feature, column in features(report).items():
        values = report.customers[column]
        unit = report.facts[f"all.{feature}"]["unit"]
        middle = pd.Series.median if unit in BY_MEDIAN else pd.Series.mean
        assert holds(report, f"all.{feature}", middle(values)), column
        assert holds(report, f"all.{feature}.low", values.quantile(0.25)), column
        assert holds(report, f"all.{feature}.median", values.median()), column
        assert holds(report, f"all.{feature}.high", values.quantile(0.75)), column
        assert holds(report, f"all.{feature}.missing", values.isna().mean()), column
        for key in report.keys:
            own = inside(report, key)[column]
            if own.notna().any():
                assert holds(report, f"segment.{key}.{feature}", middle(own)), (column, key)


def test_the_first_fifth_of_customers(report: Report) -> None:
    ranked = worth(report).sort_values(ascending=False)
    fifth = len(ranked) * 0.2
    whole = int(fifth)
    first = ranked.iloc[:whole].sum() + ranked.iloc[whole] * (fifth - whole)
    assert holds(report, "concentration.top_value", first / ranked.sum())
    if "concentration.giants" in report.facts:
        number = round(0.01 * len(ranked))
        assert report.value("concentration.giants") == number >= SMALLEST
        assert holds(report, "concentration.giants_value", ranked.iloc[:number].sum() / ranked.sum())
        _home_of_giants(report, ranked, number)
    two = sorted(report.value(f"segment.{key}.value_share") for key in report.keys)[-2:]
    assert holds(report, "concentration.two_value", sum(two))


def _home_of_giants(report: Report, ranked: pd.Series, number: int) -> None:
    """How many of the largest customers are in a segment, and what the rest of it brings."""
    first = set(ranked.index[:number])
    for key in report.keys:
        if f"segment.{key}.giants_aside" in report.facts:
            members = inside(report, key)
            rest = ranked[ranked.index.isin(members.index) & ~ranked.index.isin(first)]
            assert holds(report, f"segment.{key}.giants_aside", rest.sum() / ranked.sum())
            if f"segment.{key}.giants" in report.facts:
                assert report.value(f"segment.{key}.giants") == len(first & set(members.index))


def test_customers_who_ordered_once_are_counted(shop: Report) -> None:
    """What the list says of them stands in the order file itself: one date of purchase in the window."""
    once = shop.customers[features(shop)["frequency"]] <= 1
    raw = pd.read_csv(ROOT / "data" / "orders.csv", dtype=str)
    raw = raw[raw["order_date"].between("2025-11-01", "2026-10-31") & ~raw["quantity"].str.startswith("-")]
    days = raw[raw["customer_id"].isin(once.index[once])].groupby("customer_id")["order_date"].nunique()
    assert (days == 1).mean() > 0.95  # the others gave an order back, or bought postage alone
    assert holds(shop, "orders.once_share", once.mean())
    assert holds(shop, "orders.once_value", worth(shop)[once].sum() / worth(shop).sum())


def test_levels_are_as_common_as_is_said(report: Report) -> None:
    """Such as: 93% are in the United Kingdom (90% of all)."""
    columns = {short(column): column for column in report.customers.columns}
    for card, key in cards(report):
        for statement in map(Statement.of_element, by_tag(card, "p")):
            for caught in LEVEL.finditer(statement.skeleton):
                said = statement.within(caught)
                column = columns[said.labels[0].casefold()] if len(said.labels) == 2 else "place"
                known = report.customers[column].dropna().astype(str)
                own = known[report.customers["segment key"] == key]
                assert holds(report, said.figures[0], (own == said.labels[-1]).mean())
                assert holds(report, said.figures[1], (known == said.labels[-1]).mean())


def test_a_card_or_row_about_a_segment_holds_its_figures_only(report: Report) -> None:
    about = [(card, key) for card, key in cards(report)]
    rows = [row for row in by_tag(report.page, "tr") if with_class(row, "swatch")]
    about += [(row, with_class(row, "name")[0].get("data-segment", "")) for row in rows]
    assert len(about) >= 2 * len(report.keys)
    for element, key in about:
        foreign = [
            d.key
            for d in all_data(element)
            if not d.key.startswith((f"segment.{key}.", f"rules.{key}.", "all.", "advice."))
        ]
        assert foreign == []


def test_colours_and_names_hang_on_the_same_segment(report: Report) -> None:
    rows = [row for row in by_tag(report.page, "tr") if with_class(row, "swatch")]
    slots = {
        (with_class(row, "name")[0].get("data-segment"), with_class(row, "swatch")[0].get("class"))
        for row in rows
    }
    assert (
        len(slots) == len({key for key, _ in slots}) == len({slot for _, slot in slots}) == len(report.keys)
    )
    spans = {(e.get("data-segment"), text_of(e)) for e in with_class(report.page, "name")}
    assert spans == set(report.names.items())


def test_names_say_what_the_figures_show(report: Report) -> None:
    """Who is called high on a measure is above all customers on it, low below."""
    measures = features(report)
    for key, name in report.names.items():
        for part in name.removesuffix(")").split(" (")[0].casefold().split(", "):
            way, _, noun = part.partition(" ")
            known = (
                [f for f, column in measures.items() if column.casefold().startswith(noun)] if noun else []
            )
            if way in {"high", "low"} and known:
                own, everyone = report.facts[f"segment.{key}.{known[0]}"], report.facts[f"all.{known[0]}"]
                assert (
                    (own["shown"] > everyone["shown"])
                    if way == "high"
                    else (own["shown"] < everyone["shown"])
                ), name


def test_the_grid_counts_customers(shop: Report) -> None:
    """Scores from the lists: mid-ranks in fifths; orders by fixed counts where one count is common."""
    called = features(shop)
    recency, orders = shop.customers[called["recency"]], shop.customers[called["frequency"]]
    if orders.value_counts(normalize=True).max() <= 0.2:
        pytest.skip("orders are scored by rank here")
    below = recency.map(lambda days: (recency > days).sum() + (recency == days).sum() / 2)
    r = (1 + np.floor(5 * below / len(recency))).astype(int)
    f = np.select([orders >= 10, orders >= 5, orders >= 3, orders >= 2], [5, 4, 3, 2], 1)
    counted = Counter(zip(r.tolist(), f.tolist(), strict=True))
    cells = {(i, j): shop.facts[f"grid.{i}.{j}.customers"] for i in range(1, 6) for j in range(1, 6)}
    shown = {cell: fact["value"] for cell, fact in cells.items() if fact["text"]}
    assert shown == {cell: counted[cell] for cell in shown}
    hidden = [counted[cell] for cell in cells if cell not in shown]
    assert all(number == 0 or number >= SMALLEST for number in shown.values())
    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= SMALLEST


# --- from the file to the segments


def test_every_row_and_cent_is_accounted_for(report: Report) -> None:
    """The printed steps add up, and end where the customers begin."""
    titles = [t.get("aria-label", "") for t in by_tag(report.page, "table")]
    title = next((t for t in titles if t.endswith("Every row accounted for")), None)
    if title is None:  # nothing is left out, and the heading says so
        assert report.value("rows.start") == report.value("rows.end") == len(report.customers)
        return
    head, *rows = table(report.page, title)
    for place in range(1, len(head)):
        start, *steps, end = [text_of(row[place]) for row in rows]
        figures = [round(100 * printed(text).value) for text in (start, *steps, end)]
        assert figures[0] + sum(figures[1:-1]) == figures[-1]
    if report.name == "orders":
        assert printed(text_of(rows[-1][2])).holds(report.customers["spend"].sum())
    else:
        assert printed(text_of(rows[-1][1])).value == len(report.customers)


def test_the_first_step_is_the_file_itself(shop: Report) -> None:
    raw = pd.read_csv(ROOT / "data" / "orders.csv", dtype=str)
    prices = pd.to_numeric(raw["unit_price"].str.replace("\u00a3", ""), errors="coerce")
    assert shop.value("rows.start") == len(raw)
    assert holds(shop, "rows.start.amount", (prices * raw["quantity"].astype(float)).sum())


def test_guests_are_counted_as_the_file_has_them(shop: Report) -> None:
    raw = pd.read_csv(ROOT / "data" / "orders.csv", dtype=str)
    days = pd.to_datetime(raw["order_date"], errors="coerce")
    window = (days >= "2025-11-01") & (days <= "2026-10-31")
    guests = raw[raw["customer_id"].isna() & window]
    assert shop.value("rows.clean.guest") == -len(guests)


# --- what is at stake


def overdue(report: Report) -> pd.Series:
    return report.customers["overdue"] == "yes"


def test_stakes_are_the_spend_of_those_who_are_marked_as_overdue(shop: Report) -> None:
    """Of every segment with enough of them, and all of these together."""
    people, late = shop.customers, overdue(shop)
    numbers = late.groupby(people["segment key"]).sum()
    counted = [key for key in shop.keys if numbers[key] >= SMALLEST]
    assert counted
    for key in counted:
        mine = late & (people["segment key"] == key)
        assert shop.value(f"segment.{key}.overdue.customers") == mine.sum()
        assert holds(shop, f"segment.{key}.overdue.spent", people.loc[mine, "spend"].sum())
    told = late & people["segment key"].isin(counted)
    assert shop.value("overdue.customers") == told.sum()
    assert holds(shop, "overdue.spent", people.loc[told, "spend"].sum())


def test_who_is_overdue_follows_from_the_printed_formula(shop: Report) -> None:
    people, limit = shop.customers, shop.value("overdue.limit")
    orders, gap = people["order days"], people["days between orders"]
    assert holds(shop, "overdue.shop_gap", gap.median())
    usual = (gap.fillna(0) * (orders - 1) + gap.median()) / orders
    silent = (orders >= 2) & (people["days since last order"] > limit * usual)
    assert overdue(shop).sum() > SMALLEST
    assert silent[overdue(shop)].all()
    of_one_season = people[silent & ~overdue(shop)]
    assert (of_one_season["days since last order"] >= 183).all()


def test_ten_orders_are_ten_times_the_average_order_that_is_printed(shop: Report) -> None:
    for key in shop.keys:
        mine = inside(shop, key)
        groups = {f"segment.{key}": mine}
        if f"segment.{key}.overdue.order" in shop.facts:
            groups[f"segment.{key}.overdue"] = mine[mine["overdue"] == "yes"]
        for name, people in groups.items():
            assert holds(shop, f"{name}.order", people["spend"].sum() / people["order days"].sum())
            ten = 10 * printed(shop.text(f"{name}.order")).value
            assert shop.value(f"{name}.ten_orders") == pytest.approx(ten)


def test_the_list_of_the_overdue_holds_those_of_the_segment_who_are_contacted(shop: Report) -> None:
    for key in shop.keys:
        named = shop.facts.get(f"segment.{key}.overdue.file")
        if named is None:
            continue
        listed = pd.read_csv(shop.private / named["text"], dtype={"customer": str}, encoding="utf-8-sig")
        mine = inside(shop, key)
        wanted = mine[(mine["overdue"] == "yes") & (mine["group"] == "contact")]
        assert sorted(listed["customer"]) == sorted(wanted.index)


def test_nobody_is_on_two_lists_or_on_none(report: Report) -> None:
    lists = [
        pd.read_csv(path, dtype={"customer": str}, encoding="utf-8-sig")
        for path in (report.private / "lists").rglob("*.csv")
        if not path.stem.endswith("-overdue")
    ]
    together = pd.concat(lists)
    assert sorted(together["customer"]) == sorted(report.customers.index)
    assert all(len(set(listed["segment"])) == 1 for listed in lists)


def test_the_record_holds_the_same_customers(report: Report) -> None:
    manifest = json.loads((report.record / "manifest.json").read_text("utf-8"))
    assert manifest["summary"]["customers"] == len(report.customers)
    assert {s["key"]: s["name"] for s in manifest["segments"]} == report.names


def test_customers_well_inside_are_counted(report: Report) -> None:
    for key in report.keys:
        confidence = inside(report, key)["confidence"]
        share = report.value(f"segment.{key}.confident_share")
        assert (confidence >= 0.505).mean() - 1e-6 <= share <= (confidence >= 0.495).mean() + 1e-6


def test_customers_set_aside_are_counted(report: Report) -> None:
    number = int((report.customers["set aside"] == "yes").sum())
    told = report.facts["total.set_aside"]["value"]
    assert told == (number if number >= SMALLEST or number == 0 else f"<{SMALLEST}")


def test_bars_are_as_long_as_their_figures(report: Report) -> None:
    """Of the first chart: lengths stand in the ratio of the printed shares."""
    chart = by_tag(section(report.page, "glance"), "svg")[0]
    names = [tag(e) for e in chart.iter()]
    assert "path" in names
    widths = [
        float(found[1])
        for e in by_tag(chart, "path")
        if (found := re.match(r"M[\d.]+,[\d.]+h([\d.]+)v", e.get("d", "")))
    ]
    figures = ["customer_share", "value_share"] if report.name in WORTH else ["customer_share"]
    shares = [report.facts[f"segment.{key}.{figure}"]["shown"] for figure in figures for key in report.keys]
    scales = {round(width / share, 3) for width, share in zip(widths, shares, strict=True) if share}
    assert max(scales) - min(scales) < 0.01 * max(scales)
