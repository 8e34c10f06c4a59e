"""A shop of two segments whose orders after the contact are given, month by month."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd

from reportgen.changes.month_changes import MonthComparison
from reportgen.cleaning.clean import Period
from reportgen.cleaning.clean_rows import DaysHere
from reportgen.columns.assigned_roles import Grain
from reportgen.experiments.design import Recommended
from reportgen.record.manifest import Manifest, ReportSummary
from reportgen.record.registered import Arm, RegisteredAction
from tests.made import FeatureKind, Made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.analysis import Analysis
    from reportgen.record.registered import RecordedReading

EACH = 600
WIN_BACK = (Recommended("a", "win-back", "Win them back", 2),)


def ids(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{i:05d}" for i in range(first, last))


def an_action(month: str = "2026-03", on: str = "2026-03-31", read: str = "2026-05-31") -> RegisteredAction:
    """The first 300 of segment a are contacted, the other 300 left out."""
    return RegisteredAction(
        name="shop",
        month=month,
        segment="a",
        label="At risk",
        play="win-back",
        objective="Win them back",
        on=on,
        read=read,
        contact=Arm(ids(0, 300)),
        control=Arm(ids(300, 600)),
    )


def days_of(folder: Path, bought: Iterable[tuple[str, str, float]]) -> Path:
    """Order days as cleaning stores them: customer, ISO date, money."""
    frame = pd.DataFrame(bought, columns=["customer", "date", "net"])
    path = folder / "order_days.parquet"
    with duckdb.connect() as connection:
        connection.register("bought", frame)
        connection.execute(
            """COPY (SELECT customer, date::DATE AS date, 1 AS lines, net AS gross, 0.0 AS returned, net,
                net AS kept, lag(date::DATE) OVER (PARTITION BY customer ORDER BY date) AS previous,
                min(date::DATE) OVER (PARTITION BY customer) AS first FROM bought)
            TO $path (FORMAT parquet)""",
            {"path": str(path)},
        )
    return path


def a_month(
    end: str,
    registered: tuple[RegisteredAction, ...],
    days: Path | None = None,
    readings: tuple[RecordedReading, ...] = (),
) -> Analysis:
    """The shop at the end of a month; `readings` were made by the month before."""
    last = dt.date.fromisoformat(end)
    levels = {"frequency": (2.0, 8.0), "recency": (150.0, 20.0), "monetary": (50.0, 400.0)}
    kinds = {"frequency": FeatureKind.COUNT, "recency": FeatureKind.DAYS, "monetary": FeatureKind.MONEY}
    made = Made((EACH, EACH), levels, kinds, "monetary").analysis()
    period = Period(dt.date(2025, 1, 1), last, dt.date(2025, 7, 1), last, end[:7], 0)
    rows = replace(
        made.rows,
        period=period,
        days=DaysHere(days) if days else None,
        path=(days or Path("none")).with_name("rows.parquet"),
    )
    return replace(
        made,
        rows=rows,
        customers=replace(made.customers, period=period, grain=Grain.ORDER_LINE),
        registered=registered,
        comparison=MonthComparison(history=(_before(readings),) if readings else ()),
    )


def ordered(one: int, two: int, day: str = "2026-04-20", spent: float = 40.0) -> list[tuple[str, str, float]]:
    """So many of the contacted and of the control group order on a day."""
    return [(each, day, spent) for each in (*ids(0, one), *ids(300, 300 + two))]


def without_ids(analysis: Analysis, gone: frozenset[str]) -> Analysis:
    """The same build with people left out of it."""
    kept = ~np.isin(analysis.customers.frame.index, list(gone))
    assert kept.sum() == len(kept) - len(gone)
    return replace(analysis, rows=replace(analysis.rows, excluded=gone))


def _before(readings: tuple[RecordedReading, ...]) -> Manifest:
    summary = ReportSummary("", "", "", 0, 0)
    return Manifest("shop", "2026-05", "", "", "", {}, summary, (), {}, readings=readings)
