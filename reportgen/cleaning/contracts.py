"""Tells rows that are contracts, with a beginning, an end and a rate, from purchases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.columns.assigned_roles import Grain
from reportgen.columns.number_date_formats import date_expr
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows

LEAST_DAYS = 28
"""Days that the usual contract runs at least; goods are sent and paid for sooner."""
MOST_RATES = 0.2
"""Different amounts to a row, at most: rates are those of a few plans."""
_SOLD = phrase(
    "each row runs from {start!r} to {end!r}, as a contract or a subscription does: {money!r} "
    "counts once a row, not once a month"
)
_BEGUN = phrase(
    "each row runs from {start!r} to {end!r}, as a contract or a subscription does: its beginning counts "
    "as the visit"
)
_DATED = r"^\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"


def contract_issues(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> Iterator[Issue]:
    """An issue where rows run from the date of the order to another, as contracts do.

    A contract ends after it begins or still runs, it runs for weeks at least, and costs what one of a few
    plans costs.
    """
    start = roles.first(Role.DATE)
    money = roles.first(Role.AMOUNT) or roles.first(Role.UNIT_PRICE)
    visits = roles.grain is Grain.VISIT
    if start is None or (money is None and not visits) or roles.first(Role.ORDER) is not None:
        return
    rows = nw.from_native(connection.sql(f"FROM {raw.cells()}"))
    for end in roles.all(Role.IGNORE):
        spans = rows.filter(nw.col(end.column).is_null() | nw.col(end.column).str.contains(_DATED)).select(
            rate=nw.col(money.column) if money else nw.lit("none"),
            start=date_expr(start.column, start.date_format),
            end=date_expr(end.column, replace(start.date_format, plain=False)),
        )
        spans.to_native().create_view("spans", replace=True)
        count, open_, after, days, rates = connection.sql(
            """SELECT count(*), count(*) FILTER ("end" IS NULL), count(*) FILTER ("end" >= start),
                coalesce(median(date_diff('day', start, "end")), 0), count(DISTINCT rate) FROM spans"""
        ).fetchall()[0]
        runs_on = 0 < open_ < count == raw.rows and after == count - open_ and days >= LEAST_DAYS
        if runs_on and rates <= MOST_RATES * count:
            label = money.label if money else ""
            parts = {"start": start.label, "end": end.label}
            message = phrase(_SOLD, money=label, **parts) if money else phrase(_BEGUN, **parts)
            hint = "export the payments instead, one a row"
            yield Issue("contracts", message, column=label or start.label, hint=hint)
