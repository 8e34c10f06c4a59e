from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from reportgen.base.audit import Waterfall
from reportgen.cleaning.clean import CleanRows, Period
from reportgen.cleaning.order_days import with_order_days
from reportgen.columns.assigned_roles import ColumnRole, Grain, Roles
from reportgen.features.cohorts import cohorts
from reportgen.features.top_products import top_products
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path

END = dt.date(2026, 6, 30)
YEAR = Period(dt.date(2026, 1, 1), END, dt.date(2025, 7, 1), END, "2026-06", 0)


def rows(folder: Path, lines: list[tuple[str, str, str]]) -> CleanRows:
    """From customer, day and product, each line worth 1."""
    frame = pd.DataFrame(lines, columns=["customer", "date", "product"])
    path = folder / "lines.parquet"
    with duckdb.connect() as connection:
        connection.register("bought", frame)
        connection.sql(
            """SELECT customer, date::DATE AS date, product, product AS product_name,
                1::DECIMAL(18, 4) AS amount, 0::DECIMAL(18, 4) AS returned FROM bought"""
        ).write_parquet(str(path))
    name = ColumnRole("c0", "product", Role.PRODUCT_NAME, 1.0, "")
    roles = Roles(Grain.ORDER_LINE, "", (name,), ())
    return with_order_days(CleanRows(path, roles, Waterfall(0, None, (), 0, None), YEAR, ()))


def test_cohorts_count_who_came_back_and_skip_the_first_month_and_the_small(tmp_path: Path) -> None:
    lines = [(f"{month}-{i}", f"2026-{month:02d}-05", "tea") for month in (1, 2, 3, 4) for i in range(20)]
    lines += [(f"2-{i}", "2026-04-20", "tea") for i in range(7)] + [("5-0", "2026-05-01", "tea")]
    found = cohorts(rows(tmp_path, lines), YEAR, min_cell=10, pause=0.0)
    assert [(c.month, c.customers, c.returned) for c in found] == [
        ("2026-02", 20, (0, 7, 0, 0)),
        ("2026-03", 20, (0, 0, 0)),
        ("2026-04", 20, (0, 0)),
    ]


def test_two_months_make_no_table(tmp_path: Path) -> None:
    lines = [(f"{month}-{i}", f"2026-{month:02d}-05", "tea") for month in (1, 2, 3) for i in range(20)]
    assert cohorts(rows(tmp_path, lines), YEAR, min_cell=10, pause=0.0) == ()


def test_a_product_weighs_more_by_its_part_and_ties_go_by_name(tmp_path: Path) -> None:
    def buy(segment: str, product: str, customers: int) -> list[tuple[str, str, str]]:
        return [(f"{segment}{i}", "2026-03-05", product) for i in range(customers)]

    lines = buy("a", "tea", 40) + buy("a", "mug", 30) + buy("a", "cup", 30) + buy("a", "rare", 29)
    lines += buy("b", "tea", 60) + buy("b", "mug", 6) + buy("b", "cup", 6)
    ids = pd.Index([f"a{i}" for i in range(40)] + [f"b{i}" for i in range(60)])
    first, second = top_products(rows(tmp_path, lines), YEAR, ids, ["a"] * 40 + ["b"] * 60)
    assert first.commonest is not None
    assert (first.commonest.name, first.commonest.share) == ("tea", 1.0)
    assert [product.name for product in first.over_indexed] == ["cup", "mug"]
    assert first.over_indexed[0].lift == round((30 / 129) / (6 / 72), 9)
    assert [product.name for product in second.over_indexed] == ["tea"]
