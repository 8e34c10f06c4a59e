"""Issues of dates that can be read and are wrong all the same: day and month swapped by a spreadsheet.

A spreadsheet takes 03/04/2026 for the fourth of March where the third of April was meant, and writes it back
with day and month in each other's place; 13/04/2026 it leaves as text. So only dates with a day up to 12
change, which shows in three ways: they lie outside the months of the others, they do not fit between their
neighbours in rows that are sorted, or they are written in a form of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.phrases import phrase
from reportgen.columns.assigned_column import first_of
from reportgen.columns.date_orders import LEAST
from reportgen.columns.number_date_formats import DateFormat
from reportgen.columns.patterns import date_share
from reportgen.columns.profile import ColumnKind
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reportgen.base.audit import Issue
    from reportgen.columns.assigned_column import AssignedColumn
    from reportgen.input.raw_rows import RawRows

LOOKED_AT = 20_000
"""Rows from the first on; a spreadsheet changes all of a column or nothing."""
MANY = 2**62
"""More lines than any file has."""
LAST_MONTH = 12
LEAST_DATES, LEAST_DAYS, LEAST_MONTHS = 30, 6, 3
"""Dates, and different days and months among them, that would not all be up to the twelfth by chance."""
FITTING, MISFITTING = 0.9, 0.5
"""Share of dates that fit between their neighbours once swapped, at least, and as they are, at most."""
OUTSIDE, INSIDE = 0.1, 0.01
"""Share of dates outside the time of the others as they are, at least, and once swapped, at most."""
PURE = 0.98
"""Share of the dates of one form that must have their day on the same side of 12."""
MARGIN = 31
"""Days by which a date may lie outside the time of the others."""
FEW_YEARS, MANY_DAYS = 3, 10
SOME = 0.2
"""Share of cells written as dates from which on a column that is not read as dates is an issue."""
_NUMERIC = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?!\d)(.*)", re.DOTALL)
_YEAR_FIRST = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})(?!\d)(.*)", re.DOTALL)


class Reading(NamedTuple):
    """A date as it was read, and how it is written."""

    date: dt.date
    swapped: dt.date | None
    """With day and month in each other's place; None where that is no date."""
    form: tuple[str, bool, bool]
    """Its mark, whether the year stands first, whether a time follows."""
    padded: bool | None
    """Whether parts below ten have a zero; None where there are none."""


def date_issues(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, assigned: Sequence[AssignedColumn]
) -> Iterator[Issue]:
    """Issues of dates that can be read, and of columns that are nearly dates."""
    order = first_of(assigned, Role.ORDER)
    for column in assigned:
        facts, share = column.facts, date_share(column.facts.shares)
        if facts.header == "date" and facts.kind is not ColumnKind.DATE and SOME <= share < ENOUGH:
            message = phrase("{label!r} holds dates among other things, and was not read as dates")
            yield column.issue("mixed-dates", message, "export its dates as YYYY-MM-DD")
        if column.guess.role is Role.DATE and isinstance(facts.format, DateFormat):
            rows = _first_rows(connection, raw, facts.column, order.facts.column if order else "NULL")
            yield from _issues(column, facts.format, rows)


def _first_rows(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, date: str, order: str
) -> list[tuple[str, str | None]]:
    """Dates and orders of the first rows that hold a date; of all lines only where the first are too few."""
    for last in (2 * LOOKED_AT, MANY):
        rows = connection.execute(
            f"SELECT {date}, {order} FROM {raw.cells()} WHERE {date} IS NOT NULL AND line <= $last"
            f" ORDER BY line LIMIT {LOOKED_AT}",
            {"last": last},
        ).fetchall()
        if len(rows) == LOOKED_AT:
            break
    return rows


def _issues(
    column: AssignedColumn, written: DateFormat, rows: Sequence[tuple[str, str | None]]
) -> Iterator[Issue]:
    day_first = written.pattern.startswith("%d")
    read = {cell: reading(cell, day_first=day_first) for cell in {cell for cell, _ in rows}}
    readings = [(date, order) for cell, order in rows if (date := read[cell])]
    if "%y" in written.pattern:
        yield from _short_years(column, [cell for cell, _ in rows])
    if (
        written.proved
        and written.by is None
        and _are_swapped([date for date, _ in readings], [order or "" for _, order in readings])
    ):
        message = phrase(
            "{label!r} seems to hold dates whose day and month a spreadsheet has put in each other's place;"
            " they were read as they stand"
        )
        hint = "export its dates as YYYY-MM-DD, and do not save the file in a spreadsheet"
        yield column.issue("swapped-dates", message, hint)


def reading(cell: str, *, day_first: bool) -> Reading | None:
    """A cell as a date, if it is one written in numbers."""
    if match := _YEAR_FIRST.match(cell):
        year, mark, *parts, rest = match.groups()
        month, day = parts
    elif match := _NUMERIC.match(cell):
        first, mark, second, year, rest = match.groups()
        parts = [first, second]
        day, month = parts if day_first else reversed(parts)
    else:
        return None
    date = _date(year, month, day)
    small = [part for part in parts if int(part) < LEAST]
    padded = all(len(part) > 1 for part in small) if small else None
    form = (mark, cell.strip().startswith(year) and len(year) > len(day), bool(rest.strip()))
    return Reading(date, _date(year, day, month), form, padded) if date else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    century = 0 if len(year) > len("yy") else 2000
    try:
        return dt.date(century + int(year), int(month), int(day))
    except ValueError:
        return None


def _short_years(column: AssignedColumn, cells: Sequence[str]) -> Iterator[Issue]:
    """Years of two digits, which say neither their century nor, before a month, that they are the year.

    Few numbers in the last place after many others are the years of sales, and nothing else.
    """
    parts = [match.groups() for cell in cells if (match := _NUMERIC.match(cell))]
    first, last = ({part[at] for part in parts} for at in (0, 3))
    year_first = len(parts) >= LEAST_DATES and len(first) <= FEW_YEARS and len(last) >= MANY_DAYS
    if len(parts) >= LEAST_DATES and len(last) <= FEW_YEARS and len(first) >= MANY_DAYS:
        return
    message = (
        phrase("{label!r} seems to begin with the year, in two digits; it was read as the last part")
        if year_first
        else phrase("{label!r} has years of two digits; they were read as 1969 to 2068")
    )
    yield column.issue("short-year", message, "export its dates as YYYY-MM-DD")


def _are_swapped(readings: Sequence[Reading], orders: Sequence[str]) -> bool:
    """Whether dates with a day up to 12 seem to have day and month swapped, by one of three signs."""
    certain = [each for each in readings if each.date.day > LAST_MONTH]
    if not certain:
        days, months = ({getattr(each.date, part) for each in readings} for part in ("day", "month"))
        return len(readings) >= LEAST_DATES and len(days) >= LEAST_DAYS and len(months) >= LEAST_MONTHS
    swappable = [each for each in readings if each.swapped is not None and each.swapped != each.date]
    if min(len(certain), len(swappable)) < LEAST:
        return False
    if _lie_outside(certain, swappable) or _have_own_form(readings) or _are_out_of_order(readings):
        return True
    numbered = [
        (int(digits), each)
        for order, each in zip(orders, readings, strict=True)
        if (digits := _digits(order))
    ]
    return _are_out_of_order([each for _, each in sorted(numbered, key=lambda pair: pair[0])])


def _digits(order: str) -> str:
    return (order if order.isdecimal() else re.sub(r"\D", "", order))[:18]


def _lie_outside(certain: Sequence[Reading], swappable: Sequence[Reading]) -> bool:
    """Whether dates lie outside the time of those that are certain, and inside it once they are swapped."""
    days = sorted(each.date.toordinal() for each in certain)
    first, last = days[0] - MARGIN, days[-1] + MARGIN
    read = sum(not first <= each.date.toordinal() <= last for each in swappable)
    swapped = sum(not first <= each.swapped.toordinal() <= last for each in swappable if each.swapped)
    return read >= max(OUTSIDE * len(swappable), LEAST / 2) and swapped <= INSIDE * len(swappable)


def _have_own_form(readings: Sequence[Reading]) -> bool:
    """Whether dates with a day up to 12 are written in other forms than the rest."""
    by_form: defaultdict[tuple[object, ...], Counter[bool]] = defaultdict(Counter)
    for each in readings:
        if each.padded is not None:
            by_form[*each.form, each.padded][each.date.day > LAST_MONTH] += 1
    frequent = [counts for counts in by_form.values() if counts.total() >= LEAST]
    pure = all(max(counts.values()) >= PURE * counts.total() for counts in frequent)
    return pure and {counts[True] > counts[False] for counts in frequent} == {True, False}


def _are_out_of_order(readings: Sequence[Reading]) -> bool:
    """Whether dates fit between those before and after them only with day and month swapped."""
    before, fits = None, Counter[str]()
    waiting = list[Reading]()
    for each in readings:
        if each.date.day <= LAST_MONTH:
            waiting.append(each)
            continue
        if before is not None:
            low, high = sorted((before, each.date))
            changed = [one for one in waiting if one.swapped is not None and one.swapped != one.date]
            fits["all"] += len(changed)
            fits["read"] += sum(low <= one.date <= high for one in changed)
            fits["swapped"] += sum(low <= one.swapped <= high for one in changed if one.swapped)
        before, waiting = each.date, []
    if fits["all"] < LEAST:
        return False
    return fits["swapped"] >= FITTING * fits["all"] and fits["read"] <= MISFITTING * fits["all"]
