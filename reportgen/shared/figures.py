"""Figures that several topics speak of: the window, all customers, each segment, each measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.columns.assigned_roles import Grain
from reportgen.options.enums import Format
from reportgen.prose.facts import Fact, Unit, people
from reportgen.segments.algorithms import AGREE
from reportgen.segments.choose_k import STRONG
from reportgen.segments.field_names import HOLDS
from reportgen.segments.structure import FOUND_AGAIN
from reportgen.shared.measures import measure_figures
from reportgen.shared.numbers import (
    count_fact,
    day_fact,
    decimal_fact,
    money_fact,
    share_fact,
    text_fact,
)
from reportgen.shared.order_size import OrderSize, order_size
from reportgen.shared.overdue import OverdueFigures, Reach, list_files, overdue_figures, reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.cleaning.clean_rows import CleanRows
    from reportgen.cleaning.period import Period
    from reportgen.features.table import Customers, Feature
    from reportgen.segments.naming import Segment
    from reportgen.segments.values import Effect, Segmentation
    from reportgen.shared.measures import MeasureFigures


@dataclass(frozen=True)
class Limits:
    """Limits of the method that sentences name."""

    prediction: Fact
    agreement: Fact
    min_cell: Fact


@dataclass(frozen=True)
class WindowFigures:
    """Which days the data hold, and which of them count."""

    data_from: Fact
    data_until: Fact
    start: Fact
    end: Fact
    month: Fact
    unfinished: Fact | None
    """The month that the data end in before it ends; None where they hold all of it."""
    rows_after: Fact
    months: Fact


@dataclass(frozen=True)
class GuestFigures:
    """Order lines without a customer number."""

    rows: Fact | None
    amount: Fact | None
    share: Fact | None
    """That amount as a part of it and what customers brought; None where either is unknown or nought."""


@dataclass(frozen=True)
class TotalWorth:
    """What all customers are worth together, and each on average."""

    value: Fact
    each: Fact


@dataclass(frozen=True)
class TotalFigures:
    """All customers who are in a segment."""

    customers: Fact
    share: Fact
    """All of them, for the last row of a table."""
    segments: Fact
    basis: Fact
    """Measures that the segments were made of."""
    set_aside: Fact
    worth: TotalWorth | None
    """None where the data do not hold what customers are worth."""


@dataclass(frozen=True)
class LevelFigures:
    """A category that stands out in a segment."""

    feature: Feature
    effect: Effect
    share: Fact
    everyone: Fact


@dataclass(frozen=True)
class SegmentWorth:
    """What a segment is worth."""

    value: Fact
    each: Fact
    index: Fact
    """Value of one of its customers over that of an average one."""
    share: Fact


@dataclass(frozen=True)
class SegmentFigures:
    """One segment."""

    segment: Segment
    customers: Fact
    share: Fact
    """Of all customers."""
    stability: Fact
    silhouette: Fact
    confident_share: Fact | None
    """Customers clearly inside; None for fixed limits."""
    levels: tuple[LevelFigures, ...]
    """Categories that stand out and hold enough people to be shown, strongest first."""
    worth: SegmentWorth | None
    name_fits: Fact | None = None
    """Share of its customers for whom its name holds; None for names of the user's, and for fixed limits."""


@dataclass(frozen=True)
class Shared:
    """What every topic may speak of."""

    has_value: bool
    has_orders: bool
    by_rules: bool
    """Whether the segments are fixed limits instead of clusters."""
    value_word: str
    """What a customer's worth is called, in the report's language: revenue where it comes from orders."""
    min_cell: int
    limits: Limits
    window: WindowFigures | None
    """None for data without dates."""
    guests: GuestFigures
    total: TotalFigures
    segments: tuple[SegmentFigures, ...]
    """In the order of the report."""
    measures: Mapping[str, MeasureFigures]
    """By the name of the feature, in the order of the customers' table."""
    two_largest: Fact | None
    """Share of value of the two segments that bring most; None without value."""
    overdue: OverdueFigures | None = None
    """Customers who are overdue by their own rhythm; None without orders."""
    orders: Mapping[str, OrderSize] = field(default_factory=dict)
    """By key of the segment: its average order; empty without orders and value."""
    files: Mapping[str, Fact] = field(default_factory=dict)
    """By key of the segment: its private list."""
    writes_lists: bool = True
    """Whether this build writes private lists: a page names no file that is not there."""
    reach: Mapping[str, Reach] = field(default_factory=dict)
    """By key of the segment: how its customers can be reached; of those where the file tells."""
    has_visits: bool = False
    """Whether rows are visits without money, of which those inside the window count."""

    @property
    def covers(self) -> WindowFigures | None:
        """The time in which orders and visits count; None where a table tells of customers as they stand."""
        return self.window if self.has_orders or self.has_visits else None

    def of(self, key: str) -> SegmentFigures:
        """The figures of a segment."""
        return next(figures for figures in self.segments if figures.segment.key == key)

    @property
    def worth(self) -> tuple[tuple[SegmentFigures, SegmentWorth], ...]:
        """Each segment with what it is worth; none where the data do not hold it."""
        return tuple((each, each.worth) for each in self.segments if each.worth is not None)


def shared_figures(analysis: Analysis) -> Shared:
    """Compute what several topics use, once."""
    fmt = analysis.formatter
    measures = measure_figures(analysis.customers, analysis.segments, fmt)
    return Shared(
        has_value=analysis.has_value,
        has_orders=analysis.has_orders,
        by_rules=analysis.by_rules,
        value_word=value_word(has_orders=analysis.has_orders),
        min_cell=analysis.options.min_cell,
        limits=Limits(
            decimal_fact("run.prediction_limit", STRONG, 1, fmt),
            decimal_fact("run.agreement_limit", AGREE, 1, fmt),
            count_fact("run.min_cell", analysis.options.min_cell, Unit.CUSTOMERS, fmt),
        ),
        window=_window(analysis, fmt),
        guests=_guests(
            analysis.rows, float(analysis.customers.worth.sum()) if analysis.has_value else None, fmt
        ),
        total=_total(analysis, fmt),
        segments=tuple(_segment(each, analysis, fmt) for each in analysis.segments),
        measures=measures,
        two_largest=_two_largest(analysis.segments, fmt) if analysis.has_value else None,
        overdue=overdue_figures(analysis, fmt),
        orders=dict(_orders(analysis.customers, analysis.segmentation, fmt))
        if analysis.has_orders and analysis.has_value
        else {},
        files={
            key: text_fact(f"segment.{key}.file", f"lists/{name}.csv")
            for key, name in list_files(analysis.segments).items()
        },
        writes_lists=Format.LISTS in analysis.options.formats,
        reach=_reach(analysis.customers, analysis.segmentation, analysis.options.min_cell, fmt),
        has_visits=analysis.customers.grain is Grain.VISIT,
    )


def _orders(
    customers: Customers, segmentation: Segmentation, fmt: Formatter
) -> Iterator[tuple[str, OrderSize]]:
    """The average order of each segment, where it brought something."""
    for place, key in enumerate(segmentation.keys):
        size = order_size(f"segment.{key}", segmentation.labels == place, customers, fmt)
        if size is not None:
            yield key, size


def _reach(
    customers: Customers, segmentation: Segmentation, smallest: int, fmt: Formatter
) -> Mapping[str, Reach]:
    """Of each segment; none where the file tells of no consent and no contacts."""
    if customers.contacts is None:
        return {}
    return {
        key: reach(f"segment.{key}", segmentation.labels == place, customers, smallest, fmt)
        for place, key in enumerate(segmentation.keys)
    }


def value_word(*, has_orders: bool) -> str:
    """What a customer's worth is called: revenue where it comes from orders."""
    return translated(phrase("revenue") if has_orders else phrase("value"))


def _window(analysis: Analysis, fmt: Formatter) -> WindowFigures | None:
    period = analysis.customers.period
    if period is None:
        return None
    last = float(period.data_until.toordinal())
    end = float(period.end.toordinal())
    asked = analysis.options.window_months
    held = min(asked, _months_since(period)) if analysis.has_orders else asked
    return WindowFigures(
        data_from=day_fact("data.from", period.data_from, fmt),
        data_until=day_fact("data.until", period.data_until, fmt),
        start=day_fact("window.start", period.start, fmt),
        end=day_fact("window.end", period.end, fmt),
        month=Fact("window.month", period.month, Unit.DATE, end, fmt.month(period.month)),
        unfinished=None
        if period.unfinished is None
        else Fact("data.unfinished", period.unfinished, Unit.DATE, last, fmt.month(period.unfinished)),
        rows_after=count_fact("data.rows_after", period.rows_after, Unit.ROWS, fmt),
        months=count_fact("window.months", held, Unit.MONTHS, fmt),
    )


def _months_since(period: Period) -> int:
    """Months from the first day of the data to the end of the period, both counted."""
    since, end = period.data_from, period.end
    return max(12 * (end.year - since.year) + end.month - since.month + 1, 1)


def _guests(counted: CleanRows, brought: float | None, fmt: Formatter) -> GuestFigures:
    rows, amount = counted.guest_rows, counted.guest_amount
    money = None if amount is None else float(amount)
    return GuestFigures(
        count_fact("guests.rows", rows, Unit.ROWS, fmt) if rows else None,
        None if money is None else money_fact("guests.amount", money, fmt),
        share_fact("guests.share", money / (money + brought), fmt)
        if money is not None and money > 0 and brought is not None and brought > 0
        else None,
    )


def _total(analysis: Analysis, fmt: Formatter) -> TotalFigures:
    customers, smallest = len(analysis.customers.frame), analysis.options.min_cell
    return TotalFigures(
        customers=count_fact("total.customers", customers, Unit.CUSTOMERS, fmt),
        share=share_fact("total.share", 1.0, fmt),
        segments=count_fact("total.segments", len(analysis.segments), Unit.COUNT, fmt),
        basis=count_fact("total.basis", len(analysis.customers.clustering_features), Unit.COUNT, fmt),
        set_aside=people("total.set_aside", int(analysis.segmentation.set_aside.sum()), smallest, fmt),
        worth=_total_worth(analysis.customers, fmt) if analysis.has_value else None,
    )


def _total_worth(customers: Customers, fmt: Formatter) -> TotalWorth:
    value = float(customers.frame[customers.value].sum())
    each = value / len(customers.frame)
    return TotalWorth(money_fact("total.value", value, fmt), money_fact("total.value_each", each, fmt))


def _segment(segment: Segment, analysis: Analysis, fmt: Formatter) -> SegmentFigures:
    key, profile = f"segment.{segment.key}", segment.profile
    return SegmentFigures(
        segment=segment,
        customers=people(f"{key}.customers", profile.customers, analysis.options.min_cell, fmt),
        share=share_fact(f"{key}.customer_share", profile.customer_share, fmt),
        stability=decimal_fact(f"{key}.stability", profile.stability.jaccard, 2, fmt, FOUND_AGAIN),
        silhouette=decimal_fact(f"{key}.silhouette", profile.stability.silhouette, 2, fmt),
        confident_share=None
        if analysis.by_rules
        else share_fact(f"{key}.confident_share", profile.confident_share, fmt),
        levels=tuple(_levels(segment, analysis.customers, analysis.options.min_cell, fmt)),
        worth=_worth(segment, fmt) if analysis.has_value else None,
        name_fits=None if segment.fits is None else share_fact(f"{key}.name_fits", segment.fits, fmt, HOLDS),
    )


def _levels(segment: Segment, customers: Customers, smallest: int, fmt: Formatter) -> Iterator[LevelFigures]:
    for place, level in enumerate(segment.profile.levels):
        if level.segment_value * segment.profile.customers < smallest:
            continue
        key = f"segment.{segment.key}.level.{place}"
        own, everyone = level.segment_value, level.everyone_value
        feature = customers.feature(level.feature)
        yield LevelFigures(feature, level, share_fact(key, own, fmt), share_fact(f"{key}.all", everyone, fmt))


def _worth(segment: Segment, fmt: Formatter) -> SegmentWorth:
    key, profile = f"segment.{segment.key}", segment.profile
    value, each, share = profile.value or 0.0, profile.value_each or 0.0, profile.value_share or 0.0
    return SegmentWorth(
        value=money_fact(f"{key}.value", value, fmt),
        each=money_fact(f"{key}.value_each", each, fmt),
        index=decimal_fact(f"{key}.index", share / profile.customer_share, 1, fmt),
        share=share_fact(f"{key}.value_share", share, fmt),
    )


def _two_largest(segments: Sequence[Segment], fmt: Formatter) -> Fact:
    shares = sorted(segment.profile.value_share or 0.0 for segment in segments)
    return share_fact("concentration.two_value", sum(shares[-2:]), fmt)
