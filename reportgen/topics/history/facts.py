"""Figures of every month: revenue, who ordered, was new, came back or lapsed; what segments brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.cleaning.period import days_of
from reportgen.prose.facts import Fact, Unit, people, signed
from reportgen.shared.numbers import count_fact, money_fact
from reportgen.topics.history.unnumbered import Unnumbered, unnumbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.changes.month_history import PastMonth, SegmentMonth
    from reportgen.shared.figures import Shared

A_YEAR, A_QUARTER = 12, 3
LEAST_MONTHS = 2
"""Months that make a history."""


@dataclass(frozen=True)
class SegmentMonthFigures:
    """A segment at a month's end."""

    customers: Fact
    revenue: Fact
    """What its customers brought in the month; without text where too few of them ordered to be shown."""


@dataclass(frozen=True)
class MonthFigures:
    """One month."""

    month: Fact
    revenue: Fact
    ordered: Fact
    """Customers who ordered in it."""
    new: Fact | None
    """Of them, whose first order it was; None where nobody can tell yet, as with the next three."""
    returning: Fact | None
    reactivated: Fact | None
    """Of them, who had not ordered for as long as the window is."""
    lapsed: Fact | None
    """Whose last order left the window in it."""
    active: Fact | None
    """Customers with an order in the window up to its end; None while the data do not fill the window."""
    segments: Mapping[str, SegmentMonthFigures]
    """By key; empty where nobody can tell."""


@dataclass(frozen=True)
class EarlierFigures:
    """What one figure of this month is compared with, of months of its length; changes are shares of that."""

    on_year: Fact | None
    """Change on the same month of the year before; None where it is not known."""
    last_three: Fact | None
    """Average of the three months before."""
    on_three: Fact | None


@dataclass(frozen=True)
class YearFigures:
    """The year that ends with this month beside the one before; both are whole."""

    revenue: Fact
    before: Fact
    change: Fact


@dataclass(frozen=True)
class RevenueRange:
    """What earlier months and chance explain of this month's revenue."""

    expected: Fact
    low: Fact
    high: Fact
    gap: Fact
    """How far this month's revenue lies from the expected one, either way."""
    months: Fact
    """Months that it follows from."""
    is_signal: bool
    """Whether this month's revenue lies outside, and moved there this month."""


@dataclass(frozen=True)
class NoneNew:
    """That nobody ordered for the first time this month."""

    unusual: float
    """How likely somebody was to, by the twelve months before: first orders come by chance (Poisson)."""
    since: Fact | None
    """The last month in which enough ordered for the first time to be shown; None where there was none."""
    few_since: bool
    """Whether a few have since."""
    then: Fact | None
    """How many ordered for the first time in that month."""
    less: Fact | None
    """What this month brought less than that of the year before; None where it is not known, or not less."""


@dataclass(frozen=True)
class HistoryFacts:
    """Months up to this one, oldest first, two or more, and what this one is compared with."""

    months: tuple[MonthFigures, ...]
    revenue: EarlierFigures
    ordered: EarlierFigures
    active: EarlierFigures
    """None of it while the data do not fill the windows of both months."""
    year: YearFigures | None
    """None where the data do not hold two whole years."""
    normal: RevenueRange | None
    """Normal range of this month's revenue; None where too few months are known, or the month is held."""
    none_new: NoneNew | None
    """None where this month brought somebody new, or nobody can tell."""
    unnumbered: Unnumbered | None
    """What came without a customer number, where that is more than expected."""
    segments_on_year: Mapping[str, Fact]
    """Customers of a segment more or fewer than a year before, by key; those of which both months tell."""

    @property
    def this(self) -> MonthFigures:
        """This month."""
        return self.months[-1]

    @property
    def year_before(self) -> MonthFigures | None:
        """The same month of the year before."""
        return self.months[-1 - A_YEAR] if len(self.months) > A_YEAR else None

    @property
    def mostly_split(self) -> bool:
        """Whether it is known of most months what each segment brought."""
        return 2 * sum(bool(month.segments) for month in self.months) > len(self.months)

    @property
    def three_before(self) -> tuple[MonthFigures, ...]:
        """The three months before this one; fewer where the file is younger."""
        return self.months[-1 - A_QUARTER : -1]


def history_facts(analysis: Analysis, shared: Shared) -> HistoryFacts | None:
    """The figures; None where the data hold no orders or fewer than two whole months, or this is not over."""
    fmt, past = analysis.formatter, analysis.history
    period = analysis.customers.period
    if analysis.comparison.partial or len(past) < LEAST_MONTHS:
        return None
    if period is None or past[-1].month != period.month:
        return None
    days = [days_of(each.month) for each in past]
    return HistoryFacts(
        tuple(_month(each, shared.min_cell, fmt) for each in past),
        _earlier("revenue", _alike([each.revenue for each in past], days), Unit.MONEY, fmt),
        _earlier("ordered", _alike([each.ordered for each in past], days), Unit.CUSTOMERS, fmt),
        _earlier("active", [each.active for each in past], Unit.CUSTOMERS, fmt),
        _year([each.revenue for each in past], fmt),
        None if analysis.comparison.stopped else _range(past[-1], fmt),
        _none_new(past, shared.min_cell, fmt),
        unnumbered([each.month for each in past], analysis.rows.guest_months, fmt),
        dict(_on_year(past, shared.min_cell, fmt)),
    )


def _alike(figures: Sequence[float], days: Sequence[int]) -> list[float]:
    """What months would have brought in as many days as the last one has."""
    return [figure * days[-1] / length for figure, length in zip(figures, days, strict=True)]


def _range(month: PastMonth, fmt: Formatter) -> RevenueRange | None:
    limits = month.limits
    if limits is None:
        return None
    key = "history.revenue"
    expected = money_fact(f"{key}.usual", limits.expected, fmt)
    gap = abs(fmt.money(month.revenue).value - expected.shown)
    return RevenueRange(
        expected,
        money_fact(f"{key}.low", limits.low, fmt),
        money_fact(f"{key}.high", limits.high, fmt),
        Fact.of(f"{key}.gap", abs(month.revenue - limits.expected), Unit.MONEY, fmt.money(gap)),
        Fact.of(f"{key}.judged_by", limits.months, Unit.MONTHS, fmt.count(limits.months)),
        limits.is_signal,
    )


def _none_new(past: Sequence[PastMonth], smallest: int, fmt: Formatter) -> NoneNew | None:
    """That this month brought no first order; None where it did, or where nobody can tell."""
    if past[-1].new is None or past[-1].first_orders:
        return None
    earlier = [each.first_orders for each in past[-1 - A_YEAR : -1]]
    firsts = {each.month: each.first_orders for each in past}
    last = next((month for month in reversed(firsts) if firsts[month] >= smallest), None)
    less = past[-1 - A_YEAR].revenue - past[-1].revenue if len(past) > A_YEAR else 0.0
    return NoneNew(
        1.0 - exp(-sum(earlier) / len(earlier)),
        None if last is None else Fact("history.new.since", last, Unit.DATE, 0.0, fmt.month(last)),
        any(each.first_orders for each in past if last is not None and each.month > last),
        None if last is None else count_fact("history.new.then", firsts[last], Unit.CUSTOMERS, fmt),
        money_fact("history.new.less", less, fmt) if less > 0 else None,
    )


def _on_year(past: Sequence[PastMonth], smallest: int, fmt: Formatter) -> Iterator[tuple[str, Fact]]:
    """The change of each segment since the same month of the year before, told where both may be shown."""
    if len(past) <= A_YEAR:
        return
    before, now = past[-1 - A_YEAR].segments, past[-1].segments
    for key in sorted(now.keys() & before.keys()):
        sizes = (before[key].customers, now[key].customers)
        if min(sizes) >= smallest:
            change = sizes[1] - sizes[0]
            yield key, Fact.of(f"history.{key}.on_year", change, Unit.CUSTOMERS, signed(fmt.count(change)))


def _month(past: PastMonth, smallest: int, fmt: Formatter) -> MonthFigures:
    key = f"history.{past.month}"

    def known(name: str, customers: int | None) -> Fact | None:
        return None if customers is None else people(f"{key}.{name}", customers, smallest, fmt)

    number = float(int(past.month[:4]) * A_YEAR + int(past.month[5:]))
    return MonthFigures(
        month=Fact(f"{key}.month", past.month, Unit.DATE, number, fmt.month(past.month)),
        revenue=money_fact(f"{key}.revenue", past.revenue, fmt),
        ordered=people(f"{key}.ordered", past.ordered, smallest, fmt),
        new=known("new", past.new),
        returning=_others(known("returning", past.returning), past, smallest),
        reactivated=known("reactivated", past.reactivated),
        lapsed=known("lapsed", past.lapsed),
        active=known("active", past.active),
        segments=dict(_segments(key, past.segments, smallest, fmt)),
    )


def _others(returning: Fact | None, past: PastMonth, smallest: int) -> Fact | None:
    """Who ordered and is neither new nor back; withheld where too few of those could be worked out by it."""
    few = any(each is not None and 0 < each < smallest for each in (past.new, past.reactivated))
    if returning is None or not few or isinstance(returning.value, str):
        return returning
    return replace(returning, value=f">={smallest}", shown=0.0, text=translated(phrase("the others")))


def _segments(
    key: str, segments: Mapping[str, SegmentMonth], smallest: int, fmt: Formatter
) -> Iterator[tuple[str, SegmentMonthFigures]]:
    hidden = withheld({name: each.ordered for name, each in segments.items()}, smallest)
    for name, each in segments.items():
        own = f"{key}.{name}"
        revenue = (
            Fact(f"{own}.revenue", f"<{smallest}", Unit.MONEY, 0.0, "")
            if name in hidden
            else money_fact(f"{own}.revenue", each.revenue, fmt)
        )
        yield name, SegmentMonthFigures(people(f"{own}.customers", each.customers, smallest, fmt), revenue)


def withheld(ordered: Mapping[str, int], smallest: int) -> frozenset[str]:
    """Parts of who ordered in a month that are not shown: too few, or they would tell how few others are.

    While those left out hold too few customers together, the next smallest goes with them, so that nobody
    finds them, or their revenue, by taking the others from the total.
    """
    buyers = sorted((number, name) for name, number in ordered.items() if number)
    hidden = [each for each in buyers if each[0] < smallest]
    while 0 < sum(number for number, _ in hidden) < smallest and len(hidden) < len(buyers):
        hidden.append(buyers[len(hidden)])
    return frozenset(name for _, name in hidden)


def _earlier(name: str, past: Sequence[float | None], unit: Unit, fmt: Formatter) -> EarlierFigures:
    """What the last of some figures is compared with."""
    this = past[-1]
    year = past[-1 - A_YEAR] if len(past) > A_YEAR else None
    three = [each for each in past[-1 - A_QUARTER : -1] if each is not None]
    mean = sum(three) / A_QUARTER if len(three) == A_QUARTER else None
    return EarlierFigures(
        _change(f"history.{name}.on_year", this, year, fmt),
        None if this is None or mean is None else _figure(f"history.{name}.last_three", mean, unit, fmt),
        _change(f"history.{name}.on_three", this, mean, fmt),
    )


def _figure(key: str, value: float, unit: Unit, fmt: Formatter) -> Fact:
    return money_fact(key, value, fmt) if unit is Unit.MONEY else Fact.of(key, value, unit, fmt.count(value))


def _change(key: str, now: float | None, before: float | None, fmt: Formatter) -> Fact | None:
    """How much more or less as a share of what was; None where one is unknown, or nothing was."""
    if now is None or before is None or before <= 0:
        return None
    share = (now - before) / before
    return Fact.of(key, share, Unit.SHARE, signed(fmt.exact_share(round(share, 2) + 0.0, 0)))


def _year(revenue: Sequence[float], fmt: Formatter) -> YearFigures | None:
    if len(revenue) < 2 * A_YEAR:
        return None
    now, before = sum(revenue[-A_YEAR:]), sum(revenue[-2 * A_YEAR : -A_YEAR])
    change = _change("history.year.change", now, before, fmt)
    if change is None:
        return None
    return YearFigures(
        money_fact("history.year.revenue", now, fmt), money_fact("history.year.before", before, fmt), change
    )
