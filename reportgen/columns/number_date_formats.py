r"""Number and date formats of columns, and the expressions that parse them.

Every cast stands behind a regex that only lets through what the cast can take, so that no cell can
stop a build: a cell that does not fit becomes NULL and is counted by the step that asked. The
rewriting uses `\1` for captured groups, as DuckDB does.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from functools import reduce

import narwhals as nw

from reportgen.base.word_lists import any_of, month_names
from reportgen.columns.calendars import (
    BUDDHIST,
    ERA,
    PERSIAN,
    WEEK,
    buddhist_as_iso,
    era_as_iso,
    persian_day,
    week_day,
)

MONEY = nw.Decimal(18, 4)
MONTH_ONLY = "%Y-%m"
SPREADSHEET_DAY, EPOCH, EPOCH_MS = "spreadsheet-day", "epoch", "epoch-ms"
"""Dates as numbers: days since 30 December 1899, and seconds or thousandths since 1970 in UTC."""
_CODES = {
    SPREADSHEET_DAY: (r"^(\d{5})(?:[.,]\d+)?$", dt.date(1899, 12, 30), 1),
    EPOCH: (r"^(\d{9,10})(?:[.,]\d+)?$", dt.date(1970, 1, 1), 86_400),
    EPOCH_MS: (r"^(\d{12,13})$", dt.date(1970, 1, 1), 86_400_000),
}
"""Code -> the number it holds, the day 0, and units a day."""
NARROW = "0123456789.,-%"
WIDE = "".join(chr(ord(sign) + 0xFEE0) for sign in NARROW)
NARROW += "0123456789.," + "0123456789"
WIDE += "".join(map(chr, (*range(0x660, 0x66A), 0x66B, 0x66C, *range(0x6F0, 0x6FA))))
"""The usual forms of digits and signs, and those of Chinese, Japanese, Arabic and Persian text."""
BLANK = r"[\s\x{a0}\x{202f}\x{2009}]"

SIGN = r"[-+\x{2212}(]"
"""What may stand before a number, or between it and its currency; brackets are an accountant's minus."""
SIDE_MARK = r"(?i:[CD]R)\.?"
"""Credit and debit, as banks write them before or behind a number."""
_THOUSANDS = {"": "", ",": ",", ".": r"\.", " ": "[ \u00a0\u202f\u2009]", "'": "['\u2019]"}
_WHOLE_DIGITS = {True: 13, False: 40}
"""Digits before the decimal sign that fit: 14 in DECIMAL(18, 4), with one to spare for rounding."""
_TIME = r"(?:[T ,]+\d{1,2}[:.h]\d{2}.*)?$"
_YEAR, _MONTH, _DAY = r"\x{5e74}", r"\x{6708}", r"\x{65e5}"
"""The words that follow them in Chinese and Japanese."""
_YEARS = ((r"(\d{4})", ""), (r"([0-5]\d|6[0-8])", "20"), (r"(69|[7-9]\d)", "19"))
"""Years of two digits turn at 69, as in POSIX strptime."""
PLAIN_DIGITS = _WHOLE_DIGITS[True]
PLAIN_NUMBER = rf"^-?\d{{1,{PLAIN_DIGITS}}}(?:\.\d{{1,20}})?$"
CALENDAR_DATE = (
    r"^(?:\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"|\d{4}-(?:0[13-9]|1[0-2])-(?:29|30)|\d{4}-(?:0[13578]|1[02])-31"
    r"|(?:\d{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$"
)


@dataclass(frozen=True)
class NumberFormat:
    """How numbers of a column are written."""

    decimal: str = "."
    thousands: str = ""
    percent: bool = False
    currency: str | None = None
    """The sign on the values, such as "£"."""
    scaled: bool = False
    """Whether 1.2k means 1200 and 3M three million."""
    wide: bool = False
    """Whether some digits are full-width."""
    minus: str | None = None
    """The mark, CR or DR, that stands for a minus; empty where marks tell nothing, None without marks."""
    plain: bool = field(default=False, compare=False)
    """Whether all cells were seen to be digits with at most a minus and a point: a cast alone reads them."""


@dataclass(frozen=True)
class DateFormat:
    """How dates of a column are written, as a strptime pattern for its date part."""

    pattern: str
    proved: bool = True
    """False where only the default decides between day and month."""
    wide: bool = False
    """Whether some digits are full-width."""
    calendar: str | None = None
    """Whose years they count, where it is not the common calendar: see `calendars`."""
    by: str | None = None
    """Engine name of a column that tells which dates have day and month the other way round."""
    others: tuple[str, ...] = ()
    """The values of that column which say so."""
    orders: tuple[int, int] = (0, 0)
    """Dates that prove the day first, and those that prove the month first; nothing tells them apart."""
    swapped: bool = False
    """Whether dates that stand year first have day and month in each other's place."""
    plain: bool = field(default=False, compare=False)
    """Whether all cells were seen to be days of the calendar as YYYY-MM-DD: a cast alone reads them."""


def number_expr(column: str, fmt: NumberFormat, *, decimal: bool) -> nw.Expr:
    """The numbers of a text column; a cell that is no number in this format becomes NULL.

    Minus signs before or after, and accountants' brackets, are understood.

    Args:
        column: engine name of a text column.
        fmt: how its numbers are written. Percentages become shares (5% is 0.05), and then need
            their sign: a bare 5 among percentages is NULL.
        decimal: DECIMAL(18, 4), rounded half up, for money; else DOUBLE.
    """
    if fmt.plain:
        return nw.col(column).cast(MONEY if decimal else nw.Float64)
    written = _narrow(nw.col(column)) if fmt.wide else nw.col(column)
    cell = written if fmt.minus is None else _without_side(written)
    fits = nw.when(cell.str.contains(_number_pattern(fmt, decimal=decimal)))
    number = fits.then(_digits(cell, fmt)).otherwise(None).cast(MONEY if decimal else nw.Float64)
    if fmt.scaled:
        number = _scaled(number, cell).cast(MONEY if decimal else nw.Float64)
    if fmt.percent:
        number = (number / 100).cast(MONEY if decimal else nw.Float64)
    negative = cell.str.contains(r"^[^\d.,]*[-\x{2212}(]|[\d.,]\D*-\D*$")
    if fmt.minus:
        negative = negative | written.str.contains(rf"^\s*(?i:{fmt.minus})\b|[^\pL](?i:{fmt.minus})\.?\s*$")
    return nw.when(negative).then(-number).otherwise(number)


def date_expr(column: str, fmt: DateFormat) -> nw.Expr:
    """The calendar dates of a text column, as written there; a cell that is none becomes NULL.

    Times and time zones after the date are passed over. Dates in year-month-day order with
    separators are read in every column, because they cannot mean anything else.

    Args:
        column: engine name of a text column.
        fmt: the pattern of the column; its separators are not binding.
    """
    if fmt.plain:
        return nw.col(column).cast(nw.Date)
    if fmt.by is not None:
        told = replace(fmt, by=None)
        turned = date_expr(column, replace(told, pattern=other_order(fmt.pattern)))
        return nw.when(nw.col(fmt.by).is_in(fmt.others)).then(turned).otherwise(date_expr(column, told))
    cell = _narrow(nw.col(column)) if fmt.wide else nw.col(column)
    if fmt.pattern in _CODES:
        return _from_code(cell, fmt.pattern)
    if fmt.pattern == WEEK:
        return week_day(cell)
    if fmt.pattern == ERA:
        cell = era_as_iso(cell)
    text = reduce(
        lambda text, step: text.str.replace_all(*step), _to_iso(fmt.pattern, swapped=fmt.swapped), cell
    )
    padded = text.str.replace_all(r"-0(\d\d)", r"-\1")
    if fmt.calendar == PERSIAN:
        return persian_day(padded)
    if fmt.calendar == BUDDHIST:
        padded = buddhist_as_iso(padded)
    return nw.when(padded.str.contains(CALENDAR_DATE)).then(padded).otherwise(None).cast(nw.Date)


def other_order(pattern: str) -> str:
    """The same pattern with day and month in each other's place."""
    return pattern.translate(str.maketrans("dm", "md"))


def _narrow(cell: nw.Expr) -> nw.Expr:
    pairs = zip(WIDE, NARROW, strict=True)
    return reduce(lambda text, pair: text.str.replace_all(*pair, literal=True), pairs, cell)


def _without_side(cell: nw.Expr) -> nw.Expr:
    return cell.str.replace_all(rf"^\s*{SIDE_MARK}\s+|{BLANK}*{SIDE_MARK}\s*$", "")


def _from_code(cell: nw.Expr, code: str) -> nw.Expr:
    pattern, origin, units = _CODES[code]
    number = nw.when(cell.str.contains(pattern)).then(cell.str.replace_all(pattern, r"\1")).otherwise(None)
    return (nw.lit(origin) + nw.lit(dt.timedelta(days=1)) * (number.cast(nw.Int64) // units)).cast(nw.Date)


def _scaled(number: nw.Expr, cell: nw.Expr) -> nw.Expr:
    thousand, million = (cell.str.contains(rf"\d\s?{letter}\P{{L}}*$") for letter in ("[kK]", "M"))
    return (
        nw.when(thousand)
        .then(number * 1000)
        .otherwise(nw.when(million).then(number * 10**6).otherwise(number))
    )


def _number_pattern(fmt: NumberFormat, *, decimal: bool) -> str:
    point, most = re.escape(fmt.decimal), _WHOLE_DIGITS[decimal]
    whole = rf"\d{{1,{most}}}"
    if fmt.thousands:
        mark = _THOUSANDS[fmt.thousands]
        whole += rf"|\d{{1,3}}(?:{mark}\d{{2,3}}){{0,2}}{mark}\d{{3}}"
    body = rf"(?:(?:{whole})(?:{point}\d*)?|{point}\d+|\d(?:{point}\d+)?[eE](?:-\d{{1,2}}|\+?0?\d))"
    sign = rf"(?:{re.escape(fmt.currency)})?" if fmt.currency else ""
    percent = "%" if fmt.percent else ""
    before = rf"(?:{SIGN}?{BLANK}*{sign}|{sign}{BLANK}*{SIGN})"
    after = rf"(?:{sign}{BLANK}*[-)]?|[-)]{BLANK}*{sign})"
    scale = r"(?:\s?[kKM])?" if fmt.scaled else ""
    return rf"^{BLANK}*{before}{BLANK}*{body}{scale}{BLANK}*{percent}{BLANK}*{after}$"


def _digits(cell: nw.Expr, fmt: NumberFormat) -> nw.Expr:
    text = cell.str.replace_all(fmt.currency, "", literal=True) if fmt.currency else cell
    text = text.str.replace_all(r"^[^\d.,]+|[^\d.,]+$", "")
    if fmt.thousands:
        text = text.str.replace_all(_THOUSANDS[fmt.thousands], "")
    return text if fmt.decimal == "." else text.str.replace_all(fmt.decimal, ".", literal=True)


def _to_iso(pattern: str, *, swapped: bool = False) -> list[tuple[str, str]]:
    """Replacements that turn a cell into YYYY-0M-0D, one after the other."""
    year_first = rf"^(\d{{4}})\s?[-/.{_YEAR}]\s?(\d{{1,2}})\s?[-/.{_MONTH}]\s?(\d{{1,2}})[{_DAY}.]?{_TIME}"
    steps = [(year_first, r"\1-0\3-0\2" if swapped else r"\1-0\2-0\3")]
    if pattern == "%Y%m%d":
        return [*steps, (r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3")]
    if pattern == "%Y%m":
        return [(r"^(\d{4})(\d{2})$", r"\1-\2-01")]
    if pattern == MONTH_ONLY:
        words = [(_month_pattern(names), rf"\1 {number} \2") for number, names in month_names().items()]
        year_month = rf"^\s*(\d{{4}})[-/{_YEAR} ]+(\d{{1,2}}){_MONTH}?\s*$"
        return [*words, (year_month, r"\1-0\2-01"), (r"^\s*(\d{1,2})[-/., ]+(\d{4})$", r"\2-0\1-01")]
    if "%b" in pattern:
        steps += [(_month_pattern(names), rf"\1 {number} \2") for number, names in month_names().items()]
    between = r"\D+" if "%b" in pattern else "[-/. ] ?"
    month_first = pattern.find("%m" if "%m" in pattern else "%b") < pattern.find("%d")
    day_month = r"-0\1-0\2" if month_first else r"-0\2-0\1"
    return steps + [
        (
            rf"^\s*(?:\pL+[.,]* )?\s*(\d{{1,2}}){between}(\d{{1,2}}){between}{year}\.?{_TIME}",
            rf"{century}\3{day_month}",
        )
        for year, century in _YEARS
    ]


def _month_pattern(names: tuple[str, ...]) -> str:
    return rf"(?i)(^|[^\pL])(?:{any_of(names)})([^\pL]|$)"
