"""Every row accounted for, and what the data cannot say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.base.audit import AuditLine, Waterfall
from reportgen.base.formatting import Formatter
from reportgen.features.table import FeatureKind
from reportgen.shared.figures import GuestFigures, shared_figures
from reportgen.topics.method import facts as method
from reportgen.topics.method.section import waterfall_table
from reportgen.topics.method.words import data, grouped, missing
from tests.builders import a_segmentation, a_table, an_analysis

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared

POUNDS = Formatter("en_GB", "GBP")


def a_shop(*columns: str) -> Shared:
    kinds = {"recency": FeatureKind.DAYS, "frequency": FeatureKind.COUNT, "monetary": FeatureKind.MONEY}
    frame = pd.DataFrame({name: [1.0, 9.0] * 20 for name in columns}, index=[f"{i:02d}" for i in range(40)])
    table = a_table(frame, {**dict.fromkeys(columns, FeatureKind.NUMBER), **kinds})
    return shared_figures(an_analysis(table, a_segmentation(*([0, 1] * 20))))


def test_the_waterfall_prints_what_left_as_a_loss_and_ends_where_it_should() -> None:
    lines = (AuditLine("clean", "guests", "rows without a customer", 3, Decimal("12.50")),)
    table = waterfall_table(
        method._waterfall(Waterfall(10, Decimal("100.00"), lines, 7, Decimal("87.50")), POUNDS)
    )
    assert [[cell.plain for cell in row.cells] for row in table.rows] == [
        ["In the file", "10", "£100.00"],
        ["Rows without a customer", "\u22123", "\u2212£12.50"],
    ]
    assert table.total is not None
    assert [cell.plain for cell in table.total.cells] == ["Used for the segments", "7", "£87.50"]


def test_a_file_without_money_has_no_column_of_amounts() -> None:
    table = waterfall_table(method._waterfall(Waterfall(10, None, (), 10, None), POUNDS))
    assert [head.text.plain for head in table.heads] == ["Step", "Rows"]


def test_a_table_without_dates_says_so_and_orders_name_their_window() -> None:
    assert "without dates" in data(a_shop("visits"), month_given=False).plain
    orders = data(a_shop("recency", "frequency", "monetary"), month_given=False).plain
    assert orders == (
        "Data from 1 September 2025 to 7 November 2026. Figures are for the 12 months to 31 October 2026."
    )


def test_order_lines_without_a_customer_are_named_with_their_money() -> None:
    shared = a_shop("visits")
    assert missing((), shared).plain == "Orders by date, costs and margins."
    rows = shared.total.customers
    guests = GuestFigures(rows, None, None)

    assert "40 rows without a customer number" in missing((), replace(shared, guests=guests)).plain


def test_readers_learn_what_made_the_segments() -> None:
    features = tuple(each.feature for each in a_shop("visits", "spend").measures.values())
    assert grouped(features).plain == "By visits and spend."
