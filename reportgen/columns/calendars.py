"""Dates of other calendars, and weeks, as days of the common calendar: expressions over text.

Every cast stands behind a regex that lets through only what it can take.
"""

from __future__ import annotations

import datetime as dt
from functools import reduce

import narwhals as nw

from reportgen.base.word_lists import any_of, table_words

BUDDHIST, PERSIAN, ERA, WEEK = "buddhist", "persian", "era", "week"
_ERAS = {"明治|㍾|M": 1867, "大正|㍽|T": 1911, "昭和|㍼|S": 1925, "平成|㍻|H": 1988, "令和|㋿|R": 2018}
"""Names of a Japanese era -> the year before its first."""
_WEEK_WORDS = any_of(table_words("calendar", "weeks"))
ERA_DATE = rf"\s*(?:{'|'.join(_ERAS)})\s?(?:元|\d{{1,2}})\s?[年./-]\s?\d{{1,2}}\s?[月./-]\s?\d{{1,2}}日?"
ERA_DATE += r"(?:\s+\d{1,2}:\d\d.*)?"
WEEK_DATE = (
    rf"\s*(?:\d{{4}}[-/ ]?(?i:{_WEEK_WORDS})[-./ ]?\d{{1,2}}(?:-?[1-7])?"
    rf"|(?i:{_WEEK_WORDS})[-./ ]{{0,2}}\d{{1,2}}[-/. ]+\d{{4}}|\d{{4}}年第?\d{{1,2}}週)\s*"
)
PERSIAN_YEAR = r"\s*(?:1[34]\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]1[34]\d{2})(?:\D.*)?"
BUDDHIST_YEAR = r"\s*(?:2[45]\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]2[45]\d{2})(?:\D.*)?"
_PARTS = r"^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$"
_PERSIAN_DAY = r"^1[34]\d{2}-0?(?:0?[1-6]-0?(?:[12]?\d|3[01])|(?:0?[7-9]|1[0-2])-0?(?:[12]?\d|30))$"
_WEEK_PARTS = (
    (rf"^\s*(\d{{4}})[-/ ]?(?i:{_WEEK_WORDS})[-./ ]?(\d{{1,2}})(?:-?([1-7]))?\s*$", r"\1-\2-0\3"),
    (rf"^\s*(?i:{_WEEK_WORDS})[-./ ]{{0,2}}(\d{{1,2}})[-/. ]+(\d{{4}})\s*$", r"\2-\1-0"),
    (r"^\s*(\d{4})年第?(\d{1,2})週\s*$", r"\1-\2-0"),
)
_WEEK_FITS = r"^\d{4}-(?:[1-9]|0[1-9]|[1-4]\d|5[0-3])-0[1-7]?$"
_BUDDHIST_YEARS_AHEAD = 543
_EPOCH = dt.date(1970, 1, 1)
_DAY = dt.timedelta(days=1)
_NEW_YEAR_1404 = 1_095_364, dt.date(2025, 3, 21)
"""Number of a day in `persian_day`, and the day."""


def era_as_iso(cell: nw.Expr) -> nw.Expr:
    """令和7年9月17日 and R7.9.17 as 2025-09-17, its parts below ten with a zero or two; others unchanged."""
    written = cell.str.replace_all("元", "1", literal=True)
    after = r"\s?(\d{1,2})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})\D?.*$"
    iso = written
    for names, before in _ERAS.items():
        pattern = rf"^\s*(?:{names}){after}"
        parts = written.str.replace_all(pattern, r"\1|-0\2-0\3")
        iso = nw.when(written.str.contains(pattern)).then(_later(parts, before)).otherwise(iso)
    return iso


def buddhist_as_iso(iso: nw.Expr) -> nw.Expr:
    """2568-09-17 as 2025-09-17."""
    parts = iso.str.replace_all(r"^(\d{4})(-.*)$", r"\1|\2")
    return nw.when(iso.str.contains(_PARTS)).then(_later(parts, -_BUDDHIST_YEARS_AHEAD)).otherwise(None)


def _later(parts: nw.Expr, years: int) -> nw.Expr:
    """A year, a bar and the rest of a date, so many years later."""
    fits = parts.str.contains(r"^\d{1,4}\|")
    year = nw.when(fits).then(parts.str.replace_all(r"\|.*$", "")).otherwise(None).cast(nw.Int64) + years
    return nw.concat_str(year.cast(nw.String), parts.str.replace_all(r"^\d+\|", ""))


def persian_day(iso: nw.Expr) -> nw.Expr:
    """1404-06-26 as the day of the common calendar, by the cycle of eight leap years in 33 (1206 to 1498)."""
    fits = iso.str.contains(_PERSIAN_DAY)
    year, month, day = (_part(iso, fits, _PARTS, rf"\{at}") for at in (1, 2, 3))
    shifted = year + 1595
    leap_days = shifted // 33 * 8 + (shifted % 33 + 3) // 4
    months = nw.when(month < 7).then((month - 1) * 31).otherwise((month - 7) * 30 + 186)  # noqa: PLR2004 - six months of 31 days
    return _day_after(shifted * 365 + leap_days + months + day, *_NEW_YEAR_1404)


def week_day(cell: nw.Expr) -> nw.Expr:
    """2025-W38-3 and KW 38/2025 as a day: that of the week where it is named, else its Monday (ISO 8601)."""
    text = reduce(lambda text, step: text.str.replace_all(*step), _WEEK_PARTS, cell)
    fits = text.str.contains(_WEEK_FITS)
    pattern = r"^(\d{4})-(\d{1,2})-0([1-7]?)$"
    year, week = _part(text, fits, pattern, r"\1") - 1, _part(text, fits, pattern, r"\2")
    weekday = _part(text, fits, pattern, r"0\3")
    fourth = year * 365 + year // 4 - year // 100 + year // 400 + 4
    monday = fourth - (fourth - 1) % 7
    later = nw.when(weekday > 0).then(weekday - 1).otherwise(0)
    return _day_after(monday + (week - 1) * 7 + later, _EPOCH.toordinal(), _EPOCH)


def _part(text: nw.Expr, fits: nw.Expr, pattern: str, part: str) -> nw.Expr:
    return nw.when(fits).then(text.str.replace_all(pattern, part)).otherwise(None).cast(nw.Int64)


def _day_after(number: nw.Expr, number_of_origin: int, origin: dt.date) -> nw.Expr:
    return (nw.lit(origin) + nw.lit(_DAY) * (number - number_of_origin)).cast(nw.Date)
