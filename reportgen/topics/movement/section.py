"""What changed, as a section of the report, first in the brief, and first in the table of decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.charts.ribbons import LOW
from reportgen.charts.trend import LOW as LOW_TREND
from reportgen.page.parts import Illustration, Row, Table, Term, cell, name_cell
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.shared.words import within_window
from reportgen.topics.movement.change import paragraph
from reportgen.topics.movement.charts import ribbons, trend
from reportgen.topics.movement.findings import month_findings
from reportgen.topics.movement.notes import lists, misnamed, new_and_retired, refit_advice
from reportgen.topics.movement.tables import Trends, flow_table, trend_table
from reportgen.topics.movement.words import (
    movement_headline,
    movement_in_short,
    movement_lead,
    ribbons_text,
    trend_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.base.formatting import Formatter
    from reportgen.prose.facts import Fact
    from reportgen.prose.finding import Finding
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.change import Change
    from reportgen.topics.movement.facts import MonthMoves, MovementFacts

MOST_FIGURES = 4
"""Large figures that fit on a line."""


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
    in_short: tuple[Sentence, ...]
    """The heading in fewer words, the fullest first."""
    lists: Sentence
    """Which private lists name the people that the page speaks of."""

    @property
    def compared(self) -> Sentence:
        """All that must be known of the comparison, in one paragraph."""
        return paragraph(self.standing, self.news, self.lists)


def movement_section(
    facts: MovementFacts | None,
    changes: tuple[Change, ...],
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
    moves = facts.moves
    drawn = ribbons(facts, moves, shared, fmt)
    return MovementSection(
        heading=movement_headline(facts, moves, changes, shared),
        lead=movement_lead(facts, moves, changes, shared),
        findings=month_findings(moves, changes, shared),
        ribbons=Illustration(drawn, ribbons_text(facts, moves, shared)),
        flows=flow_table(moves, shared),
        trends=trend_table(moves, shared, fmt),
        lines=Illustration(trend(moves, shared, fmt), trend_text(shared)),
        news=paragraph(new_and_retired(moves), misnamed(shared), refit_advice(moves.drift, facts.fitted)),
        standing=standing,
        in_short=movement_in_short(moves, changes),
        lists=lists(moves, shared),
    )


def lower(section: MovementSection, facts: MovementFacts, shared: Shared, fmt: Formatter) -> MovementSection:
    """The same, with drawings low enough for a brief."""
    if facts.moves is None or section.lines is None:
        return section
    flat = ribbons(facts, facts.moves, shared, fmt, LOW)
    lines = trend(facts.moves, shared, fmt, LOW_TREND)
    return replace(
        section, ribbons=replace(section.ribbons, figure=flat), lines=replace(section.lines, figure=lines)
    )


def month_figures(moves: MonthMoves, shared: Shared) -> tuple[Term, ...]:
    """The large figures of a month: customers, value, who came and who left.

    While the data do not fill the window, no change of a total and nobody who left: neither is news.
    """
    total, worth, filling = moves.total, shared.total.worth, moves.window_filling
    figures = [Term(say("Customers"), _figure(shared.total.customers, total.change, alone=filling))]
    if worth is not None and total.worth is not None:
        label = within_window(shared.value_word, shared.window)
        figures.append(Term(label, _figure(worth.value, total.worth.change, alone=filling)))
    came = say("{joined} + {back}", joined=moves.joined.count.customers, back=moves.back.count.customers)
    figures += [
        Term(say("Joined or came back"), came),
        *(() if filling else (Term(say("Left"), cell(moves.left.count.customers)),)),
        Term(say("Changed segment"), cell(total.changed_segment)),
    ]
    return tuple(figures[:MOST_FIGURES])


def _figure(now: Fact, change: Fact, *, alone: bool) -> Sentence:
    """A figure with its change, or alone where the change says nothing."""
    return cell(now) if alone else say("{now} ({change})", now=now, change=change)


def first_decisions(facts: MovementFacts | None, shared: Shared) -> tuple[Row, ...]:
    """Whom to ask first: segments of which far fewer ordered than normal, or far more order less."""
    if facts is None or facts.moves is None:
        return ()
    segments = {figures.segment.key: figures.segment for figures in shared.segments}
    return (
        *_ask_who_did_not_order(facts.moves, segments, shared),
        *_ask_who_orders_less(facts.moves, segments, shared),
    )


def _ask_who_did_not_order(
    moves: MonthMoves, segments: Mapping[str, Segment], shared: Shared
) -> Iterator[Row]:
    for key, ordered in moves.ordered.items():
        if key in segments and ordered.not_ordered is not None:
            ask = say(
                "Ask what changed: a call or a personal message to those who did not order, before any "
                "offer; not-ordered.csv names the {n} who may be written to",
                n=ordered.not_ordered.listed,
            )
            judge = say("share who order within a month")
            yield _decision(segments[key], ask, ordered.not_ordered.customers, judge, shared)


def _ask_who_orders_less(moves: MonthMoves, segments: Mapping[str, Segment], shared: Shared) -> Iterator[Row]:
    for key, slower in moves.slower.items():
        if key in segments and slower.rate is not None:
            ask = say(
                "Ask what changed, while they still order; ordering-less.csv names the {n} who may be "
                "written to",
                n=slower.rate.listed,
            )
            judge = say("their order days in the next two months")
            yield _decision(segments[key], ask, slower.count.customers, judge, shared)


def _decision(segment: Segment, ask: Sentence, customers: Fact, judge: Sentence, shared: Shared) -> Row:
    """A row of the decisions table; what these customers are worth is not told."""
    past = (EMPTY,) if shared.has_value else ()
    return Row((name_cell(segment), ask, cell(customers), *past, judge), segment)
