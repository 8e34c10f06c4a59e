"""Months as columns: a pivot or a sheet of twelve columns, read as one row for each purchase month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.engine import column_names, connect, parquet
from reportgen.base.phrases import phrase
from reportgen.input.cell_kinds import ENOUGH
from reportgen.input.row_rules import is_total
from reportgen.input.shapes.month_labels import month_of
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.input.raw_rows import RawRows

LEAST_MONTHS = 3
MONTH, AMOUNT = "month", "amount"
"""Labels of the new columns."""
_SOMETHING = "[1-9]"
_NUMBER = r"^[^\pL]*\d[^\pL]*(?:\pL{1,3}\.?)?$"


def unpivot_months(raw: RawRows, work: Path) -> RawRows:
    """The rows of a table with months as columns, one for each month in which something stands.

    A blank month, or one of zeros, is no purchase. A column that is called a total is left out, as it sums
    up the months. `line` stays that of the row.
    """
    names = column_names(len(raw.labels))
    months = {
        name: month for name, label in zip(names, raw.labels, strict=True) if (month := month_of(label))
    }
    others = [name for name in names if name not in months]
    if len(months) < LEAST_MONTHS or len(set(months.values())) < len(months) or not others:
        return raw
    labels = dict(zip(names, raw.labels, strict=True))
    kept = [name for name in others if not is_total([labels[name]])]
    path = work / "months.parquet"
    with connect(work) as connection:
        numbers = " + ".join(f"count(*) FILTER (regexp_matches({name}, '{_NUMBER}'))" for name in months)
        cells = " + ".join(f"count(*) FILTER (regexp_matches({name}, '[\\pL0-9]'))" for name in months)
        distinct = ", ".join(f"count(DISTINCT {name})" for name in kept)
        filled, read, *unlike = connection.sql(
            f"SELECT {cells}, {numbers}, {distinct or 0} FROM {parquet(raw.path)}"
        ).fetchall()[0]
        if not kept or not filled or read < ENOUGH * filled:
            return raw
        whose = ", ".join(f"{name} AS c{at}" for at, name in enumerate(kept))
        parts = " UNION ALL ".join(
            f"""SELECT line, {whose}, '{month}' AS c{len(kept)}, {name} AS c{len(kept) + 1}
            FROM {parquet(raw.path)} WHERE regexp_matches({name}, '{_SOMETHING}')"""
            for name, month in months.items()
        )
        ordered = f"SELECT * FROM ({parts}) ORDER BY line, c{len(kept)}"
        rows = connection.execute(
            f"COPY ({ordered}) TO $path (FORMAT parquet)", {"path": str(path)}
        ).fetchall()
        bought = connection.sql(f"SELECT count(DISTINCT line) FROM {parquet(path)}").fetchall()[0][0]
    once = [
        name for name, count in zip(kept, unlike, strict=True) if count == raw.rows - len(raw.doubtful_totals)
    ]
    roles = {labels[once[0]]: Role.CUSTOMER} if len(kept) == len(once) == 1 else {}
    message = phrase(
        "{months} columns are months: each number below them is read as what was bought in that month, a "
        "blank as nothing; {nothing:,} of {rows:,} rows bought nothing",
        months=len(months),
        nothing=raw.rows - bought,
        rows=raw.rows,
    )
    return replace(
        raw.with_issues(Issue.of("months-as-columns", message)),
        path=path,
        labels=(*(labels[name] for name in kept), MONTH, AMOUNT),
        rows=rows[0][0],
        roles={**roles, MONTH: Role.DATE, AMOUNT: Role.AMOUNT},
    )
