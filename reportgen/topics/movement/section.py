"""What changed, as a section of the report, in the figures of the brief, and whom to ask first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.page.parts import Illustration, Table
from reportgen.prose.finding import OF_ALL
from reportgen.shared.targets import Target, Why
from reportgen.topics.movement.change import paragraph
from reportgen.topics.movement.charts import ribbons, trend
from reportgen.topics.movement.findings import month_findings
from reportgen.topics.movement.notes import lists, misnamed, new_and_retired, refit_advice
from reportgen.topics.movement.tables import Trends, flow_table, trend_table
from reportgen.topics.movement.words import (
    movement_headline,
    movement_lead,
    ribbons_text,
    trend_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.base.formatting import Formatter
    from reportgen.page.parts import Section
    from reportgen.prose.finding import Finding
    from reportgen.prose.sentence import Sentence
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import Shared
    from reportgen.shared.order_size import OrderSize
    from reportgen.topics.movement.facts import MonthMoves, MovementFacts


@dataclass(frozen=True)
class MovementSection:
    """What changed since the earlier month."""

    heading: Sentence
    lead: Sentence
    findings: tuple[Finding, ...]
    ribbons: Illustration
    flows: Table
    trends: Trends
    lines: Illustration | None
    news: Sentence
    """New and retired segments, and whether the segments should be made anew; often nothing."""
    standing: Sentence
    lists: Sentence
    """Which private lists name the people that the page speaks of."""

    def beside(self, history: Section | None) -> MovementSection:
        """The same without the segments' sizes over the months, where another section draws them."""
        drawn = () if history is None else tuple(picture.figure.name for picture in history.pictures)
        return replace(self, lines=None) if self.lines and self.lines.figure.name in drawn else self

    @property
    def compared(self) -> Sentence:
        """All that must be known of the comparison, in one paragraph."""
        return paragraph(self.standing, self.news, self.lists)


def movement_section(
    facts: MovementFacts | None,
    changes: tuple[Finding, ...],
    standing: Sentence,
    shared: Shared,
    fmt: Formatter,
) -> MovementSection | None:
    """The section; None in a month that is compared with none.

    Args:
        facts: of change.
        changes: what is outside its normal range, see `month_changes`, the most important first.
        standing: with which month this one is compared, see `notes.standing`.
        shared: figures of this month.
        fmt: how numbers are written.
    """
    if facts is None or facts.moves is None:
        return None
    moves, of_customers = facts.moves, tuple(each for each in changes if each.key not in OF_ALL)
    drawn = ribbons(facts, moves, shared, fmt)
    return MovementSection(
        heading=movement_headline(facts, moves, changes, shared),
        lead=movement_lead(facts, moves, of_customers, shared),
        findings=month_findings(moves, of_customers, shared),
        ribbons=Illustration(drawn, ribbons_text(facts, moves, shared)),
        flows=flow_table(moves, shared),
        trends=trend_table(moves, shared, fmt),
        lines=Illustration(trend(moves, shared, fmt), trend_text(shared)),
        news=paragraph(new_and_retired(moves), misnamed(shared), refit_advice(moves.drift, facts.fitted)),
        standing=standing,
        lists=lists(moves, shared),
    )


def asked_targets(facts: MovementFacts | None, shared: Shared) -> tuple[Target, ...]:
    """Whom to ask first: of segments of which far fewer ordered than normal, or far more order less."""
    if facts is None or facts.moves is None:
        return ()
    segments = {figures.segment.key: figures.segment for figures in shared.segments}
    orders = shared.orders
    return (
        *_who_did_not_order(facts.moves, segments, orders),
        *_who_orders_less(facts.moves, segments, orders),
    )


def _who_did_not_order(
    moves: MonthMoves, segments: Mapping[str, Segment], orders: Mapping[str, OrderSize]
) -> Iterator[Target]:
    for key, ordered in moves.ordered.items():
        silent = ordered.not_ordered
        if key in segments and silent is not None and silent.customers.shown:
            yield Target(
                segments[key],
                Why.NOT_ORDERED,
                silent.customers,
                silent.file,
                ordered.worth,
                orders.get(key),
                silent.listed,
            )


def _who_orders_less(
    moves: MonthMoves, segments: Mapping[str, Segment], orders: Mapping[str, OrderSize]
) -> Iterator[Target]:
    for key, slower in moves.slower.items():
        if key in segments and slower.rate is not None:
            rate, customers = slower.rate, slower.count.customers
            yield Target(
                segments[key],
                Why.SLOWER,
                customers,
                rate.file,
                rate.worth,
                orders.get(key),
                rate.listed,
            )
