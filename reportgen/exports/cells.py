"""Cells of private lists: text that no spreadsheet takes for a formula, in Python and in SQL."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from reportgen.features.table import FeatureKind

if TYPE_CHECKING:
    from collections.abc import Iterable

ENCODING = "utf-8-sig"
_FORMULA = r"[=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
"""Signs that begin a formula, full-width ones as well, as the engine writes them."""
_HARMLESS = "[0-9A-Za-z]+"
"""Most cells: they are looked at once."""
_NEGATIVE_NUMBER = "-[0-9]+(?:[.,][0-9]+)?"
_CELL_AND_FORMULA = rf"([;\t])({_FORMULA})"
"""What begins a cell of its own where a spreadsheet parts lines by semicolons, as in much of Europe."""
_IN_PYTHON = re.compile(r"\\x\{(\w+)\}")
_BEGINS_FORMULA = re.compile(_IN_PYTHON.sub(r"\\u\1", _FORMULA))
_WITHIN = re.compile(_IN_PYTHON.sub(r"\\u\1", _CELL_AND_FORMULA))
_IS_NEGATIVE_NUMBER = re.compile(_NEGATIVE_NUMBER)
_WHOLE = 10**15
"""Below it every whole number is exact, and written without a point."""
_FEW = 10**6
"""Below it a number with six decimals has no more digits than are exact."""


def cell_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; a plain negative number is none."""
    cell = _WITHIN.sub(r"\1'\2", str(value))
    harmless = not _BEGINS_FORMULA.match(cell) or _IS_NEGATIVE_NUMBER.fullmatch(cell)
    return cell if harmless else f"'{cell}"


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as CSV: UTF-8 with its mark, lines ending with CR LF."""
    return "".join(map(csv_line, (header, *rows))).encode(ENCODING)


def csv_line(cells: Iterable[str]) -> str:
    """One line of a CSV, quoted where it has to be."""
    buffer = StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def csv_cell(value: object) -> str:
    """A cell as it stands in a line: guarded, and quoted where it has to be."""
    return csv_line([cell_text(value), ""])[: -len(",\r\n")]


def yes_sql(column: str) -> str:
    """Expression: a column of truth as yes and no."""
    return f"CASE WHEN {column} THEN 'yes' ELSE 'no' END"


def text_sql(column: str) -> str:
    """Expression: a column of text as `cell_text` and `csv_line` write its cells; empty for NULL."""
    within = f"regexp_replace({column}, '{_CELL_AND_FORMULA}', '\\1''\\2', 'g')"
    guarded = f"""CASE WHEN regexp_matches({column}, '^{_FORMULA}')
        AND NOT regexp_full_match({column}, '{_NEGATIVE_NUMBER}') THEN '''' || {within} ELSE {within} END"""
    return f"""coalesce(CASE WHEN regexp_full_match({column}, '{_HARMLESS}') THEN {column}
        WHEN regexp_matches({column}, '[",\\r\\n]')
        THEN '"' || replace({guarded}, '"', '""') || '"' ELSE {guarded} END, '')"""


def rounded_sql(column: str) -> str:
    """Expression: a number with two decimals, never a negative zero; empty for NULL."""
    return f"coalesce({_with_decimals(column, 2, f'abs({column}) < 0.005')}, '')"


def number_sql(column: str) -> str:
    """Expression: a number with at most six decimals and none that say nothing; empty for NULL."""
    decimals = _with_decimals(column, 6, f"abs({column}) <= 5e-7")
    return f"""coalesce(CASE WHEN {column} = trunc({column}) AND abs({column}) < {_WHOLE}
        THEN CAST(CAST({column} AS BIGINT) AS VARCHAR)
        ELSE regexp_replace({decimals}, '\\.?0+$', '') END, '')"""


def _with_decimals(column: str, decimals: int, nought: str) -> str:
    """Expression: a number with so many decimals; as a decimal, which is quicker, unless it is half-way."""
    scaled = f"{column} * {10**decimals}"
    clear = f"abs({column}) < {_FEW} AND abs(abs({scaled} - trunc({scaled})) - 0.5) > 0.001"
    return f"""CASE WHEN {clear} THEN CAST(TRY_CAST({column} AS DECIMAL(18, {decimals})) AS VARCHAR)
        ELSE format('{{:.{decimals}f}}', CASE WHEN {nought} THEN 0 ELSE {column} END) END"""


def feature_sql(column: str, kind: FeatureKind) -> str:
    """Expression: the values of a feature as cells of a CSV."""
    match kind:
        case FeatureKind.MONEY:
            return rounded_sql(column)
        case FeatureKind.DATE:
            return f"coalesce(CAST(CAST({column} AS DATE) AS VARCHAR), '')"
        case FeatureKind.CATEGORY:
            return text_sql(f"CAST({column} AS VARCHAR)")
        case _:
            return number_sql(column)
