"""Aggregates order lines to one row a customer: recency, frequency, spend, and what else describes them."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import pandas as pd

from reportgen.base.phrases import phrase
from reportgen.cleaning.clean_rows import sold_lines
from reportgen.cleaning.order_days import by_id, in_order, of_each_part
from reportgen.cleaning.period import months_before
from reportgen.features.clustering_features import is_constant
from reportgen.features.lifecycle import (
    added_revenue,
    lifecycle,
    monthly_revenue,
    orders_by_month,
    usual_gap,
)
from reportgen.features.order_features import QUARTERS
from reportgen.features.table import NamedGroup
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from decimal import Decimal

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.cleaning.clean import CleanRows, Period

DAYS_A_MONTH = 365.25 / 12
RECENT_MONTHS, ALL_YEAR = 3, 9
"""Months that are recent; months after which a customer could have ordered in every quarter."""
MOST_PLACES = 10
OTHER = "other"
BASIS = ("frequency", "monetary", "recency")
ROUNDED = 9
"""Decimals kept of quotients: far below anything printed, far above what the order of sums can change."""


class OrderTable(NamedTuple):
    """Active customers with their features and where they stand, and who is not among them."""

    frame: pd.DataFrame
    groups: tuple[NamedGroup, ...]
    lifecycle: pd.DataFrame


REVENUE, USUAL_GAP, PLACES, ABSENT = "monthly-revenue", "usual-gap", "places", "absent-measures"
"""What the measures of each customer need to know of all of them."""


def order_table(rows: CleanRows, period: Period, min_cell: int, decided: Decisions) -> OrderTable:
    """Aggregate order lines to one row for every customer with something kept in the window.

    Args:
        rows: order lines.
        period: their window.
        min_cell: places of fewer customers are called "other".
        decided: what is known of all customers where these are some of them.
    """
    bought = _bought(rows, period)  # of all lines: takes most memory, and least while nothing else is there
    parts = of_each_part(rows, partial(_measure, period=period))
    totals = in_order([part.totals for part in parts])
    placed = rows.roles.first(Role.PLACE) is not None
    places = _places(rows, period) if placed else None
    revenue = decided.once(REVENUE, lambda: added_revenue([part.revenue for part in parts]))
    active = totals[totals["monetary"] > 0].join(bought)
    frame = _features(active, period)
    if places is not None:
        frame["place"] = _main_place(places, min_cell, decided).reindex(frame.index)
    standing = lifecycle(frame, active, revenue, period, decided.once(USUAL_GAP, lambda: usual_gap(frame)))
    absent = decided.once(ABSENT, lambda: _absent(rows, period, frame))
    told = frame.drop(columns=absent).assign(seasonal=standing["seasonal"].astype(float))
    return OrderTable(told.sort_index(axis=1), _groups(totals, rows), standing)


class _Measured(NamedTuple):
    """What the order days of some customers add up to."""

    totals: pd.DataFrame
    revenue: dict[dt.date, Decimal]


def _measure(connection: duckdb.DuckDBPyConnection, period: Period) -> _Measured:
    totals = _totals(connection, period).join(_gaps(connection, period), on="customer", how="left")
    frame = by_id(totals.to_native())
    return _Measured(frame, monthly_revenue(connection, period))


def _totals(connection: duckdb.DuckDBPyConnection, period: Period) -> nw.LazyFrame[Any]:
    """Sums of the window, days in it with something kept, the first such day ever, and all by month."""
    inside = (nw.col("date") >= period.start) & (nw.col("date") <= period.end)
    days = (
        nw.from_native(connection.table("order_days"))
        .with_columns(inside=inside, kept_on=nw.when(nw.col("kept") > 0).then("date"))
        .with_columns(kept_inside=nw.when("inside").then("kept_on"))
    )
    return days.group_by("customer").agg(
        **_sums(period),
        frequency=nw.col("kept_inside").count(),
        last_order=nw.col("kept_inside").max(),
        first_day=nw.col("kept_inside").min(),
        first_order=nw.col("kept_on").min(),
        **orders_by_month(nw.col("kept_on")),
    )


def _bought(rows: CleanRows, period: Period) -> pd.DataFrame:
    """Items and different products of the window, less what was given back; by customer."""
    bought = sold_lines(rows).each(
        """SELECT CAST(customer AS VARCHAR) AS customer, sum(items) AS items, count(*) AS products FROM (
            SELECT customer, sum(quantity) AS items
            FROM sales WHERE date BETWEEN $start AND $end AND (amount > returned OR amount = 0)
            GROUP BY customer, hash(product))
        AS bought GROUP BY bought.customer""",
        {"start": period.start, "end": period.end},
    )
    return bought.set_index("customer")


def _places(rows: CleanRows, period: Period) -> pd.Series:
    """Where most lines of the window went of which something was kept, by customer; of several the first."""
    places = sold_lines(rows).each(
        """SELECT CAST(customer AS VARCHAR) AS customer, first(place ORDER BY lines DESC, place) AS place
        FROM (SELECT customer, place, count(*) AS lines FROM sales
            WHERE date BETWEEN $start AND $end AND amount > returned AND place IS NOT NULL
            GROUP BY customer, place)
        AS went GROUP BY went.customer""",
        {"start": period.start, "end": period.end},
    )
    return places.set_index("customer")["place"]


def _gaps(connection: duckdb.DuckDBPyConnection, period: Period) -> nw.LazyFrame[Any]:
    """Median and spread of the days from one order of a customer to the next, for those with several."""
    gaps = connection.sql(
        """SELECT customer, median(date - previous) AS reorder, stddev_pop(date - previous) AS gap_spread
        FROM order_days WHERE kept > 0 AND previous >= $start AND date <= $end GROUP BY customer""",
        params={"start": period.start, "end": period.end},
    )
    return nw.from_native(gaps)


def _sums(period: Period) -> dict[str, nw.Expr]:
    recent = nw.col("date") >= months_before(period.end + dt.timedelta(days=1), RECENT_MONTHS)
    inside, net, month = nw.col("inside"), nw.col("net"), nw.col("date").dt.month()
    return {
        "lines": nw.when(inside).then("lines").otherwise(0).sum(),
        "monetary": nw.when(inside).then(net).sum(),
        "gross": nw.when(inside).then("gross").sum(),
        "returned": nw.when(inside).then("returned").sum(),
        "recent": nw.when(inside & recent).then(net).sum(),
        **{
            quarter: nw.when(inside & (month > 3 * place) & (month <= 3 * place + 3)).then(net).sum()
            for place, quarter in enumerate(QUARTERS)
        },
    }


def _features(table: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Features of active customers from their sums; see FEATURES for what each means."""
    end = pd.Timestamp(period.end)
    again = table["frequency"].where(table["frequency"] > 1) - 1
    all_year = table["first_order"] < pd.Timestamp(months_before(period.end + dt.timedelta(days=1), ALL_YEAR))
    return (
        pd.DataFrame(
            {
                "recency": (end - table["last_order"]).dt.days,
                "frequency": table["frequency"],
                "monetary": table["monetary"],
                "average_order": table["monetary"] / table["frequency"],
                "tenure": (end - table["first_order"]).dt.days / DAYS_A_MONTH,
                "gap": (table["last_order"] - table["first_day"]).dt.days / again,
                "gap_spread": table["gap_spread"],
                "reorder_interval": table["reorder"],
                "basket": table["items"] / table["frequency"],
                "products": table["products"],
                "return_rate": table["returned"] / table["gross"],
                "recent_share": table["recent"].fillna(0) / table["monetary"],
                **{
                    quarter: (table[quarter].fillna(0) / table["monetary"]).where(all_year)
                    for quarter in QUARTERS
                },
            },
            dtype="float64",
        )
        .round(ROUNDED)
        .assign(first_order=table["first_order"], last_order=table["last_order"])
    )


def _absent(rows: CleanRows, period: Period, frame: pd.DataFrame) -> list[str]:
    """Columns that the file cannot tell, and descriptors that are the same for everybody."""
    whole_years = period.start.month == (period.end + dt.timedelta(days=1)).month
    whole_years &= period.data_from <= period.start
    unknown = {
        **dict.fromkeys(QUARTERS, not whole_years),
        "basket": rows.roles.first(Role.QUANTITY) is None,
        "products": rows.roles.first(Role.PRODUCT) is None and rows.roles.first(Role.PRODUCT_NAME) is None,
    }
    same = [name for name in frame.columns if name not in BASIS and is_constant(frame[name])]
    return sorted({name for name, absent in unknown.items() if absent}.union(same))


def _main_place(place: pd.Series, min_cell: int, decided: Decisions) -> pd.Series:
    """Where most of a customer's lines went, in the commonest places; "other" stands for the rest."""
    common = decided.once(PLACES, lambda: _common(place, min_cell))
    return place.where(place.isin(common), OTHER)


def _common(place: pd.Series, min_cell: int) -> list[str]:
    counts = place.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return list(counts[counts >= min_cell].index[:MOST_PLACES])


def _groups(totals: pd.DataFrame, rows: CleanRows) -> tuple[NamedGroup, ...]:
    """Customers of the file who are not segmented; with those who are, they add up to all."""
    left_out = {group.cause: group.customers for group in rows.left_out}
    inside = totals["lines"] > 0
    returned = int((inside & (totals["monetary"] <= 0)).sum()) + left_out.get("returned", 0)
    groups = (
        NamedGroup("returned", phrase("who returned everything"), returned, 0.0),
        NamedGroup("lapsed", phrase("with no order in this period"), int((~inside).sum()), None),
        NamedGroup("later", phrase("who first ordered after this period"), left_out.get("later", 0), None),
        NamedGroup(
            "uncounted",
            phrase("with fees, free or unreadable lines only"),
            left_out.get("uncounted", 0),
            None,
        ),
    )
    return tuple(group for group in groups if group.customers)
