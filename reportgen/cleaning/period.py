"""The period of a report: the last complete month of the data, and the window up to its end."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.options.build_options import BuildOptions

MONTHS = 12
MOST_ISOLATED_SHARE = 0.005
MOST_ISOLATED_ROWS = 2
"""Stray dates are at most this many rows, or this share of all."""
LEAST_SILENCE_BEFORE, LEAST_SILENCE_AFTER = 366, 90
"""Days without a row that set the first or the last dates apart; a late date would move the month."""
YEARS_OF_SILENCE, MOST_FAR_SHARE = 5 * 366, 0.1
"""After so long a silence even a tenth of the rows are slips: no shop opens for one day in years."""
USUAL_GAPS_OF_SILENCE = 20
USUAL = 0.95


@dataclass(frozen=True)
class Period:
    """The window of a report and the span of its data; all dates inclusive."""

    data_from: dt.date
    data_until: dt.date
    """First and last date of the file, without dates far from all others."""
    start: dt.date
    end: dt.date
    """The window: customers are active if they ordered in it; recency counts from `end`."""
    month: str
    """YYYY-MM of `end`."""
    rows_after: int
    """Rows after `end`, left out."""
    unfinished: str | None = None
    """YYYY-MM of a month after `end` that the data begin and do not reach the end of."""


class DayRows(NamedTuple):
    """A date and how many rows carry it."""

    day: dt.date
    rows: int


def without_stray_days(days: Sequence[DayRows]) -> Sequence[DayRows]:
    """Days in order, less a few rows at either end that lie far from all others (1900, 2099)."""
    few = max(MOST_ISOLATED_ROWS, MOST_ISOLATED_SHARE * sum(day.rows for day in days))
    more = max(MOST_ISOLATED_ROWS, MOST_FAR_SHARE * sum(day.rows for day in days))
    silence = USUAL_GAPS_OF_SILENCE * usual_gap(days)
    far = max(YEARS_OF_SILENCE, silence)
    back = days[::-1]
    first = max(_strays(days, few, max(LEAST_SILENCE_BEFORE, silence)), _strays(days, more, far))
    last = max(_strays(back, few, max(LEAST_SILENCE_AFTER, silence)), _strays(back, more, far))
    return days[first : len(days) - last]


def _strays(days: Sequence[DayRows], few: float, silence: int) -> int:
    """How many of the first days are few rows that a long silence parts from all others."""
    strays = rows = 0
    for index, (day, following) in enumerate(pairwise(days), 1):
        rows += day.rows
        if rows > few:
            break
        if abs((following.day - day.day).days) > silence:
            strays = index
    return strays


def usual_gap(days: Sequence[DayRows]) -> int:
    """Days from one date of the data to the next, in all but a twentieth of the cases."""
    gaps = sorted((after.day - before.day).days for before, after in pairwise(days))
    return gaps[int(USUAL * (len(gaps) - 1))] if gaps else 1


def choose_period(days: Sequence[DayRows], options: BuildOptions) -> Period:
    """The window that ends with the month asked for, or with the last complete month.

    Args:
        days: dates of the data in order, stray ones removed, at least one.
        options: month, until and window_months.

    Raises:
        InputError: month and until disagree, or no row lies in the window.
    """
    end = _asked_end(options) or _last_complete_month_end(days)
    period = _period(days, end, options.window_months)
    if not any(period.start <= day <= period.end for day, _ in days):
        raise InputError(
            f"no rows from {period.start} to {period.end}; the dates of the file run from {period.data_from} "
            f"to {period.data_until}",
            "choose a month inside them with --month YYYY-MM",
        )
    return period


def table_period(days: Sequence[DayRows], options: BuildOptions) -> Period | None:
    """The period of a table of customers, which is never cut by it.

    Args:
        days: dates of its latest column of events in order; without any, the month must be given.
        options: month, until and window_months.

    Returns:
        The period; its data run through the whole window where the table has no dates. None for a
        table without dates for which no month was asked.
    """
    end = _asked_end(options) or (_last_complete_month_end(days) if days else None)
    if end is None:
        return None
    start = months_before(end + dt.timedelta(days=1), options.window_months)
    edges = days or (DayRows(start, 0), DayRows(end, 0))
    return replace(_period(edges, end, options.window_months), rows_after=0, unfinished=None)


def _period(days: Sequence[DayRows], end: dt.date, months: int) -> Period:
    last = days[-1].day
    is_complete = (month_end(last) - last).days <= usual_gap(days)
    return Period(
        data_from=days[0].day,
        data_until=days[-1].day,
        start=months_before(end + dt.timedelta(days=1), months),
        end=end,
        month=f"{end:%Y-%m}",
        rows_after=sum(rows for day, rows in days if day > end),
        unfinished=f"{last:%Y-%m}" if last > month_end(end) and not is_complete else None,
    )


def period_issues(period: Period, days: Sequence[DayRows]) -> tuple[Issue, ...]:
    """Issues of the month's beginning and end."""
    issues = []
    if period.rows_after:
        issues.append(
            Issue.of(
                "partial-month",
                phrase(
                    "{rows_after:,} {rows_after:row|rows} after {end} {rows_after:is|are} left out; the file "
                    "ends on {data_until}",
                    rows_after=period.rows_after,
                    end=period.end,
                    data_until=period.data_until,
                ),
            )
        )
    if (period.end - period.data_until).days > usual_gap(days):
        issues.append(
            Issue.of(
                "incomplete-month",
                phrase(
                    "the file ends on {data_until}, before the end of the month",
                    data_until=period.data_until,
                ),
                "build again when the month is over, or name an earlier one with --month",
            )
        )
    if (period.data_from - period.start).days > usual_gap(days):
        issues.append(
            Issue.of(
                "short-history",
                phrase(
                    "the period of this report begins on {start}, the dates of the file only on {data_from}",
                    start=period.start,
                    data_from=period.data_from,
                ),
            )
        )
    return tuple(issues)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or that month's last day."""
    index = day.year * MONTHS + day.month - 1 - months
    year, month = divmod(index, MONTHS)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later; of the last day of a month the last day of that month."""
    later = months_before(day, -months)
    return month_end(later) if day == month_end(day) else later


def month_end(day: dt.date) -> dt.date:
    """The last day of a date's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _asked_end(options: BuildOptions) -> dt.date | None:
    if options.month is None:
        return options.until
    if not re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", options.month):
        raise InputError(f"{options.month!r} is not a month", "write it as YYYY-MM, such as 2026-10")
    if options.until is not None and f"{options.until:%Y-%m}" != options.month:
        raise InputError(
            f"--until {options.until} is not in the month {options.month}",
            "give only one of --until and --month",
        )
    return options.until or month_end(dt.date.fromisoformat(f"{options.month}-01"))


def _last_complete_month_end(days: Sequence[DayRows]) -> dt.date:
    """The end of the last month that the data reach, or nearly: no further off than their usual gap."""
    last = days[-1].day
    this_month = month_end(last)
    previous_month = last.replace(day=1) - dt.timedelta(days=1)
    complete = (this_month - last).days <= usual_gap(days)
    return this_month if complete or previous_month < days[0].day else previous_month


def days_of(month: str) -> int:
    """Days of a month, YYYY-MM."""
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]
