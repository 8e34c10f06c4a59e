"""Cleans visits: rows of customers who come again on days, without money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import AuditLine, Issue, Step, Waterfall
from reportgen.base.decisions import Decisions
from reportgen.base.engine import PARQUET, connect, parquet
from reportgen.base.phrases import phrase
from reportgen.cleaning.clean_rows import CleanRows, Unread
from reportgen.cleaning.contracts import contract_issues
from reportgen.cleaning.customer_ids import EXCLUDED, LABEL, create_excluded, excluded_ids
from reportgen.cleaning.order_lines import create_lines, trading_days
from reportgen.cleaning.order_steps import voided
from reportgen.cleaning.period import choose_period, period_issues
from reportgen.columns.order_states import create_states

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.cleaning.period import Period
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

_CAUSES = {
    "later": phrase("after the period of this report: their month is not complete"),
    "before": phrase("before the period of this report: they only tell who is new"),
    "total-row": phrase("rows that sum up others"),
    EXCLUDED: LABEL,
    "no-sale": phrase("rows of another kind than visits"),
    "unreadable": phrase("without a readable date"),
    "guest": phrase("without a customer number"),
    "duplicate": phrase("repeated lines, identical in every cell: each counts once"),
    "cancelled": phrase("visits marked as cancelled, failed or a test"),
}
"""Why a row is no visit inside the window, in the order of the waterfall."""
_DOUBTS = {
    "unreadable": (
        "type-error",
        phrase("{rows:,} {rows:row has|rows have} no date that can be read, the first on line {line}"),
    ),
    "guest": (
        "guest-rows",
        phrase("{rows:,} of the file\u2019s {every:,} rows {rows:names|name} no customer; left out"),
    ),
    "total-row": ("total-row", phrase("{rows:,} {rows:row is a total|rows are totals} of others; left out")),
    "duplicate": (
        "duplicate-row",
        phrase("{rows:,} {rows:row is a copy|rows are copies} of an earlier one; each counts once"),
    ),
}
"""Cause -> the code and the message of the doubt about its rows."""
_MONTH = 30.4375
"""Days of a month on average."""


def clean_visits(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> CleanRows:
    """Visits of known customers inside and before the window, as one row a customer; see `clean`."""
    target, decided = work / "visits.parquet", Decisions()
    with connect(work) as connection:
        nobody = create_lines(connection, raw, roles, options.repeats, decided)
        create_excluded(connection, options.exclude_ids, decided)
        days, stray = trading_days(connection, raw, roles, decided)
        period = choose_period(days, options)
        create_states(connection, decided)
        _write_steps(connection, target)
        waterfall = _waterfall(connection, target, period, raw.set_aside)
        unread, issues = _issues(connection, target, waterfall.start_rows)
        excluded = excluded_ids(connection)
        contracts = tuple(contract_issues(connection, raw, roles))
    return CleanRows(
        path=target,
        selection=_customers(target, period),
        roles=roles,
        waterfall=waterfall,
        period=period,
        issues=(*nobody, *stray, *period_issues(period, days), *issues, *contracts),
        excluded=excluded,
        unread=unread,
    )


def _write_steps(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Each row with why it is no visit; NULL for a visit."""
    connection.execute(
        f"""COPY (SELECT row, line, customer, date, CASE WHEN total THEN 'total-row'
                WHEN customer IN (FROM excluded) THEN 'excluded'
                WHEN states.none OR no_sale THEN 'no-sale'
                WHEN date IS NULL THEN 'unreadable'
                WHEN customer IS NULL THEN 'guest'
                WHEN copy THEN 'duplicate'
                WHEN {voided("false")} THEN 'cancelled' END AS cause
            FROM dated LEFT JOIN states USING (status)) TO $target ({PARQUET})""",
        {"target": str(target)},
    )


def _waterfall(
    connection: duckdb.DuckDBPyConnection, steps: Path, period: Period, set_aside: tuple[AuditLine, ...]
) -> Waterfall:
    """From all rows of the file to the visits inside the window."""
    counted = connection.sql(
        f"""SELECT CASE WHEN date > DATE '{period.end}' THEN 'later'
            WHEN date < DATE '{period.start}' THEN 'before' ELSE cause END AS cause, count(*)
        FROM {parquet(steps)} GROUP BY 1"""
    ).fetchall()
    rows = dict(counted)
    lines = (
        AuditLine(Step.CLEAN, each, label, rows[each]) for each, label in _CAUSES.items() if each in rows
    )
    every = sum(rows.values()) + sum(line.rows for line in set_aside)
    return Waterfall(every, None, (*set_aside, *lines), rows.get(None, 0), None)


def _issues(
    connection: duckdb.DuckDBPyConnection, steps: Path, every: int
) -> tuple[Unread, tuple[Issue, ...]]:
    """Rows that cannot be read, and doubts about the others."""
    counted = connection.sql(
        f"SELECT cause, count(*), min(line) FROM {parquet(steps)} WHERE cause IS NOT NULL GROUP BY cause"
    ).fetchall()
    found = {cause: (rows, line) for cause, rows, line in counted}
    rows, line = found.get("unreadable", (0, None))
    unread = Unread(rows, line=line, causes=(f"{rows:,} with no date that can be read",) if rows else ())
    issues = tuple(
        Issue(code, phrase(message, rows=found[cause][0], every=every, line=found[cause][1]), found[cause][1])
        for cause, (code, message) in _DOUBTS.items()
        if cause in found
    )
    return unread, issues


def _customers(steps: Path, period: Period) -> str:
    """The query for one row a customer who came within the window; days are whole numbers."""
    inside = f"FILTER (date >= DATE '{period.start}')"
    return f"""SELECT customer, line, CAST(visits AS DOUBLE) AS visits,
        CAST(DATE '{period.end}' - last AS DOUBLE) AS since_visit,
        CASE WHEN visits > 1 THEN (last - first) / (visits - 1) END AS visit_gap,
        (DATE '{period.end}' - first_ever) / {_MONTH} AS since_first_visit
    FROM (SELECT customer, min(line) AS line, count(DISTINCT date) {inside} AS visits,
            min(date) {inside} AS first, max(date) AS last, min(date) AS first_ever
        FROM {parquet(steps)} WHERE cause IS NULL AND date <= DATE '{period.end}' GROUP BY customer)
    WHERE visits > 0"""
