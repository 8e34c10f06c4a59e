"""Dates that stand in parts: a column of years and one of months, with or without one of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.engine import column_names, connect
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import month_names, table_cover
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from reportgen.input.raw_rows import RawRows

SHEET = "sheet"
"""Label of the column that holds the month which a sheet is called by."""
_NUMBERED = {"year": r"(?:19|20)\d\d", "month": r"0?[1-9]|1[0-2]", "day": r"0?[1-9]|[12]\d|3[01]"}
_WHOLE = r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*"


def join_date_parts(raw: RawRows, work: Path) -> RawRows:
    """The same rows with one column of dates in place of its parts, where no column holds whole dates.

    The parts are a year and a month, or the month of the sheet; a day if there is one. Without a day the
    month stands alone, as YYYY-MM.
    """
    columns = dict(zip(column_names(len(raw.labels)), raw.labels, strict=True))
    with connect(work) as connection:
        parts = _parts(connection, raw, columns)
        if not parts or _has_whole_dates(connection, raw, columns):
            return raw
        path = work / "dated.parquet"
        kept = [name for name in columns if name not in parts.values()]
        day = f" || '-' || lpad({parts['day']}, 2, '0')" if "day" in parts else ""
        whose = "".join(f", {name} AS c{at}" for at, name in enumerate(kept))
        connection.execute(
            f"""COPY (SELECT line{whose}, {_month_sql(parts)}{day} AS c{len(kept)} FROM {raw.cells()})
            TO $path (FORMAT parquet)""",
            {"path": str(path)},
        )
    label = " ".join(columns[name] for name in parts.values())
    message = phrase(
        "the date was put together from {parts}", parts=", ".join(columns[each] for each in parts.values())
    )
    return raw.with_issues(Issue.of("date-parts", message)).rewritten(
        path,
        labels=(*(columns[name] for name in kept), label),
        roles={**raw.roles, label: Role.DATE},
    )


def _parts(connection: duckdb.DuckDBPyConnection, raw: RawRows, columns: dict[str, str]) -> dict[str, str]:
    """Part of a date -> the column that holds it; nothing unless a month is known."""
    sheet = next((name for name, label in columns.items() if label == SHEET), None)
    found = {} if sheet is None else {SHEET: sheet}
    for part, pattern in _NUMBERED.items():
        said = [name for name, label in columns.items() if table_cover("date_parts", part, label) == 1]
        names = (
            "|".join(word for words in month_names().values() for word in words) if part == "month" else ""
        )
        fits = [
            name for name in said if _mostly(connection, raw, name, f"(?i:{pattern}|{names or pattern})\\.?")
        ]
        if fits:
            found[part] = fits[0]
    if SHEET in found:
        return {part: name for part, name in found.items() if part in {SHEET, "day"}}
    return found if {"year", "month"} <= found.keys() else {}


def _has_whole_dates(connection: duckdb.DuckDBPyConnection, raw: RawRows, columns: dict[str, str]) -> bool:
    return any(_mostly(connection, raw, name, _WHOLE) for name in columns)


def _mostly(connection: duckdb.DuckDBPyConnection, raw: RawRows, column: str, pattern: str) -> bool:
    (share,) = connection.execute(
        f"SELECT avg(CAST(regexp_full_match({column}, $pattern) AS INTEGER)) FROM {raw.cells()}",
        {"pattern": pattern},
    ).fetchall()[0]
    return (share or 0) >= ENOUGH


def _month_sql(parts: dict[str, str]) -> str:
    """The month of a row as YYYY-MM: an expression."""
    if SHEET in parts:
        return parts[SHEET]
    word = f"rtrim(lower({parts['month']}), '.')"
    named = " ".join(
        f"WHEN list_contains({[word.rstrip('.') for word in words]}, {word}) THEN '{number:02d}'"
        for number, words in month_names().items()
    )
    return f"{parts['year']} || '-' || CASE {named} ELSE lpad({parts['month']}, 2, '0') END"
