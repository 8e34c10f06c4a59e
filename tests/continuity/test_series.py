"""Months of a shop in which a group stops ordering in May: what its readers are told, and what stays."""

from __future__ import annotations

import csv
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportgen.commands.assign import place_customers
from reportgen.demo.changes import HEADER, Changes, changing_shop
from reportgen.demo.draw import Draw
from reportgen.options.build_options import BuildOptions
from reportgen.options.history import months_between
from reportgen.pipeline import build_series
from reportgen.record.run_record import read_manifest
from tests.reports import READERS, Report, all_data, by_tag, nothing_drawn, section, text_of
from tests.statements import Statement, Told, facts_of, false_claims, unchecked

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.record.manifest import Manifest

MONTHS = months_between("2026-01..2026-05")
MAY = MONTHS[4]
STEADY = ("regular", "steady", "occasional")


@pytest.fixture(scope="module")
def shop() -> Changes:
    """Half of the demo's customers."""
    found = changing_shop(Draw(3), frozenset({"slipping"}))
    kept = {customer for customer in found.kinds if int(customer) % 4 < 2}
    rows = tuple(row for row in found.rows if row[2] in kept and row[1] < "2026-07")
    return Changes(rows, {customer: kind for customer, kind in found.kinds.items() if customer in kept})


@pytest.fixture(scope="module")
def series(shop: Changes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Report]:
    folder = tmp_path_factory.mktemp("series")
    source = folder / "orders.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *shop.rows])
    options = BuildOptions(
        (str(source),), out=folder / "out", name="shop", formats=READERS, carry=("amount",)
    )
    months = build_series(options, MONTHS)
    with nothing_drawn():
        made = [next(months)]
        away = source.rename(folder / "away.csv")  # it is read once, for all months
        made += [next(months) for _ in MONTHS[1:-1]]
    made += months
    away.rename(source)
    return {each.month: Report(folder / "out", each.name, each.month) for each in made}


def manifest(report: Report) -> Manifest:
    return read_manifest(report.record)


def migration(report: Report) -> pd.DataFrame:
    return pd.read_csv(report.private / "migration.csv", encoding="utf-8-sig")


def headline(report: Report) -> str:
    return text_of(by_tag(section(report.page, "movement"), "h2")[0])


def test_names_colours_and_order_stay(series: dict[str, Report]) -> None:
    seen = {tuple((s.key, s.name, s.slot) for s in manifest(report).segments) for report in series.values()}
    assert len(seen) == 1


def test_the_migration_closes_in_customers_and_money(series: dict[str, Report]) -> None:
    for earlier, later in pairwise(MONTHS):
        flows = migration(series[later])
        for month, end, money in ((earlier, "from", "value before"), (later, "to", "value now")):
            segments = manifest(series[month]).segments
            sums = flows.groupby(end)[["customers", money]].sum()
            assert {s.name: s.customers for s in segments} == {
                s.name: sums.loc[s.name, "customers"] for s in segments
            }
            assert [s.value for s in segments] == pytest.approx(
                [sums.loc[s.name, money] for s in segments], abs=0.05
            )


def test_who_keeps_a_habit_keeps_the_segment(series: dict[str, Report], shop: Changes) -> None:
    for month in MONTHS[1:]:
        lists = series[month].customers
        steady = lists[[shop.kinds[str(customer)] in STEADY for customer in lists.index]]
        assert (steady["moved since last month"] == "no").mean() >= 0.98


def test_the_group_that_stopped_is_told_in_its_month_with_its_size(
    series: dict[str, Report], shop: Changes
) -> None:
    planted = sum(kind == "slipping" for kind in shop.kinds.values())
    assert " did not order" in headline(series[MAY])
    assert headline(series[MAY]) in text_of(section(series[MAY].page, "summary"))
    facts = series[MAY].facts
    gaps = [
        f["shown"] for key, f in facts.items() if key.startswith("movement.ordered.") and key.endswith("gap")
    ]
    assert max(gaps) == pytest.approx(planted, rel=0.1)


def test_other_months_tell_no_change(series: dict[str, Report]) -> None:
    for month in MONTHS[1:]:
        if month != MAY:
            told = headline(series[month])
            assert not told.startswith(("More", "Fewer")) or "changed segment since" in told


def test_nobody_who_did_nothing_makes_the_headline(series: dict[str, Report]) -> None:
    assert not any("as time passed" in headline(series[month]).split(";")[0] for month in MONTHS[1:])


def test_every_sentence_about_change_is_borne_out(series: dict[str, Report]) -> None:
    for month in MONTHS[1:]:
        report = series[month]
        told = Told(facts_of(report.facts), report.keys)
        found = section(report.page, "movement")
        for element in by_tag(found, "p", "li", "h2"):
            statement = Statement.of_element(element)
            assert false_claims(statement, told) == []
            assert unchecked(statement) is None


def test_every_flow_that_is_told_stands_in_the_matrix(series: dict[str, Report]) -> None:
    for month in MONTHS[1:]:
        report = series[month]
        names = report.names | {"joined": "joined", "back": "came back", "left": "left"}
        flows = migration(report).set_index(["from", "to"])["customers"]
        told = [d for d in all_data(section(report.page, "movement")) if d.key.startswith("movement.flow.")]
        for data in (d for d in told if d.key.endswith(".customers")):
            _, _, origin, target, _ = data.key.split(".")
            assert flows[names[origin], names[target]] == int(data.value)
        sizes = [report.value(f"movement.{part}") for part in ("stayed", "other.customers")]
        shown = [
            f["value"]
            for k, f in report.facts.items()
            if k.startswith("movement.flow.") and k[-9:] == "customers"
        ]
        assert sum(sizes) + sum(shown) == report.value("movement.all")


def test_who_opted_out_is_not_called(series: dict[str, Report], shop: Changes) -> None:
    out = {row[2] for row in shop.rows if row[4] == "no"}
    for month in MONTHS[1:]:
        moved = pd.read_csv(
            series[month].private / "moved.csv", dtype={"customer": str}, encoding="utf-8-sig"
        )
        assert len(moved)
        assert not out & set(moved["customer"])


def test_who_fell_silent_stands_in_a_list_that_the_page_names(
    series: dict[str, Report], shop: Changes
) -> None:
    report = series[MAY]
    path = report.private / "not-ordered.csv"
    listed = set(pd.read_csv(path, dtype={"customer": str}, encoding="utf-8-sig")["customer"])
    out = {row[2] for row in shop.rows if row[4] == "no"}
    slipping = {customer for customer, kind in shop.kinds.items() if kind == "slipping"}
    assert listed >= slipping - out
    assert not listed & out
    (own,) = {key.removesuffix(".silent") for key in report.facts if key.endswith(".silent")}
    of, few = report.value(f"{own}.of"), report.facts[f"{own}.customers"]["value"] == "<10"
    silent = report.facts[f"{own}.silent"]["value"]
    assert silent == (f">{of - 10:.0f}" if few else of - report.value(f"{own}.customers"))
    told, page = report.facts[f"{own}.listed"]["value"], text_of(section(report.page, "movement"))
    if told == len(listed):
        assert f"not-ordered.csv lists the {len(listed)} who may be contacted" in page
    else:
        assert told == f">{len(slipping) - 10}"
        assert "not-ordered.csv lists those who may be contacted" in page
    assert not any((series[month].private / "not-ordered.csv").exists() for month in MONTHS[:4])


def test_what_the_file_holds_of_later_months_is_explained(series: dict[str, Report]) -> None:
    found = text_of(section(series[MAY].page, "movement"))
    until = series[MAY].text("data.until")
    assert f"The file runs to {until}; orders after May 2026 are not included." in found


def test_the_archive_leads_to_every_month(series: dict[str, Report]) -> None:
    site = series[MAY].out / "site"
    page = (site / "shop" / "index.html").read_text("utf-8")
    assert page.index(MONTHS[-1]) < page.index(MONTHS[0])
    assert page.count("<svg") == len(manifest(series[MAY]).segments)
    assert all(f'href="{month}/shop-{month}-report.html"' in page for month in MONTHS)


def test_customers_of_a_file_are_placed_as_the_build_placed_them(
    series: dict[str, Report], tmp_path: Path
) -> None:
    """All but those who were kept where they stood before."""
    last = series[MONTHS[-1]]
    source = last.out.parent / "orders.csv"
    table, made = place_customers(BuildOptions((str(source),), out=last.out, name="shop", month=MONTHS[-1]))
    (tmp_path / "assigned.csv").write_bytes(table)
    placed = pd.read_csv(tmp_path / "assigned.csv", dtype={"customer": str}, encoding="utf-8-sig")
    built = last.customers.loc[placed["customer"]]
    free = (built["confidence"] > 0).to_numpy()
    assert made == MONTHS[0]
    assert list(placed["segment key"][free]) == list(built["segment key"][free])


def test_a_file_of_first_orders_is_read_as_the_build_read_its_own(
    series: dict[str, Report], shop: Changes, tmp_path: Path
) -> None:
    """Each customer stands in it once, so that by itself it looks like a table of customers."""
    last = series[MAY]
    first = {row[2]: row for row in reversed(shop.rows) if row[1].startswith(MAY)}
    source = tmp_path / "may.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *first.values()])
    table, _ = place_customers(BuildOptions((str(source),), out=last.out, name="shop"))
    assert len(table.decode().splitlines()) == 1 + len(first)
