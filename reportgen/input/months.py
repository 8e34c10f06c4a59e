"""Months as columns: a pivot or a sheet of twelve columns, read as one row for each purchase month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.engine import column_names, connect, parquet
from reportgen.base.phrases import phrase
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import CENT, ENOUGH
from reportgen.parsing.month_labels import month_of
from reportgen.parsing.row_rules import is_total

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.input.raw_rows import RawRows

LEAST_MONTHS = 3
MONTH, AMOUNT = "month", "amount"
"""Labels of the new columns."""
_SOMETHING = "[1-9]"
_DECIMAL_COMMA = r"\d,\d{1,2}\D*$"
_NUMBER = r"^[^\pL]*\d[^\pL]*(?:\pL{1,3}\.?)?$"


def unpivot_months(raw: RawRows, work: Path) -> RawRows:
    """The rows of a table with months as columns, one for each month in which something stands.

    A blank month, or one of zeros, is no purchase. A column that sums up the months is left out, and a last
    row that sums up all others is a total, whatever they are called. `line` stays that of the row.
    """
    names = column_names(len(raw.labels))
    months = {
        name: month for name, label in zip(names, raw.labels, strict=True) if (month := month_of(label))
    }
    others = [name for name in names if name not in months]
    if len(months) < LEAST_MONTHS or len(set(months.values())) < len(months) or not others:
        return raw
    labels = dict(zip(names, raw.labels, strict=True))
    path = work / "months.parquet"
    with connect(work) as connection:
        numbers = " + ".join(f"count(*) FILTER (regexp_matches({name}, '{_NUMBER}'))" for name in months)
        cells = " + ".join(f"count(*) FILTER (regexp_matches({name}, '[\\pL0-9]'))" for name in months)
        filled, read = connection.sql(f"SELECT {cells}, {numbers} FROM {raw.cells()}").fetchall()[0]
        if not filled or read < ENOUGH * filled:
            return raw
        sums, last = _sums(connection, raw, list(months), others)
        kept = [name for name in others if name not in sums and not is_total([labels[name]])]
        if not kept:
            return raw
        totals = tuple(sorted({*raw.doubtful_totals, *last}))
        distinct = ", ".join(
            f"count(DISTINCT {name}) FILTER (NOT list_contains($totals, line))" for name in kept
        )
        unlike = connection.execute(
            f"SELECT {distinct} FROM {raw.cells()}", {"totals": list(totals)}
        ).fetchall()[0]
        whose = ", ".join(f"{name} AS c{at}" for at, name in enumerate(kept))
        parts = " UNION ALL ".join(
            f"""SELECT line, {whose}, '{month}' AS c{len(kept)}, {name} AS c{len(kept) + 1}
            FROM {raw.cells()} WHERE regexp_matches({name}, '{_SOMETHING}')"""
            for name, month in months.items()
        )
        ordered = f"SELECT * FROM ({parts}) ORDER BY line, c{len(kept)}"
        rows = connection.execute(
            f"COPY ({ordered}) TO $path (FORMAT parquet)", {"path": str(path)}
        ).fetchall()
        bought = connection.sql(f"SELECT count(DISTINCT line) FROM {parquet(path)}").fetchall()[0][0]
    once = [name for name, count in zip(kept, unlike, strict=True) if count == raw.rows - len(totals)]
    roles = {labels[once[0]]: Role.CUSTOMER} if len(kept) == len(once) == 1 else {}
    message = phrase(
        "{months} columns are months: each number below them is read as what was bought in that "
        "month, a blank as nothing. {nothing:,} of {rows:,} rows bought nothing",
        months=len(months),
        nothing=raw.rows - bought,
        rows=raw.rows,
    )
    return raw.with_issues(Issue.of("months-as-columns", message)).rewritten(
        path,
        labels=(*(labels[name] for name in kept), MONTH, AMOUNT),
        rows=rows[0][0],
        doubtful_totals=totals,
        roles={**roles, MONTH: Role.DATE, AMOUNT: Role.AMOUNT},
    )


def _sums(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, months: list[str], others: list[str]
) -> tuple[frozenset[str], tuple[int, ...]]:
    """The columns that hold the sum of the months, and the last line if it sums up the others."""
    comma = " OR ".join(f"coalesce(regexp_matches({name}, '{_DECIMAL_COMMA}'), false)" for name in months)
    (commas,) = connection.sql(f"SELECT bool_or({comma}) FROM {raw.cells()}").fetchall()[0]
    numbers = ", ".join(f"{_number(name, comma=commas)} AS {name}" for name in (*months, *others))
    connection.execute(f"CREATE TABLE numbered AS SELECT line, {numbers} FROM {raw.cells()}")
    of_row = " + ".join(f"coalesce({name}, 0)" for name in months)
    equal = ", ".join(
        f"coalesce(avg(CAST(abs({name} - ({of_row})) < {CENT} AS INTEGER)), 0)" for name in others
    )
    shares = connection.sql(f"SELECT {equal} FROM numbered").fetchall()[0]
    last = " AND ".join(
        f"abs(sum({name}) - 2 * coalesce(arg_max({name}, line), 0)) < {CENT}" for name in months
    )
    summed, line = connection.sql(f"SELECT coalesce({last}, false), max(line) FROM numbered").fetchall()[0]
    sums = frozenset(name for name, share in zip(others, shares, strict=True) if share >= ENOUGH)
    return sums, (line,) if summed else ()


def _number(column: str, *, comma: bool) -> str:
    """A cell as a number, whatever its currency and its thousands marks: an expression."""
    sign = "," if comma else "."
    return f"TRY_CAST(replace(regexp_replace({column}, '[^0-9{sign}-]', '', 'g'), ',', '.') AS DOUBLE)"
