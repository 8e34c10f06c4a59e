"""Rows about the people whom a month is about, for the table of decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import Row
from reportgen.prose.sentence import EMPTY, say
from reportgen.report.tables import cell, named

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts
    from reportgen.segments.naming import Segment


def asked(analysis: Analysis, facts: Facts) -> tuple[Row, ...]:
    """Segments of which far fewer ordered than usual, or far more order less: those people come first."""
    periods, segments = analysis.periods, {segment.key: segment for segment in analysis.segments}
    if periods is None:
        return ()
    silent = (_silent(segments[key], analysis, facts) for key in periods.fell_silent if key in segments)
    slower = (_slower(segments[key], analysis, facts) for key in periods.slowed if key in segments)
    return (*silent, *slower)


def _silent(segment: Segment, analysis: Analysis, facts: Facts) -> Row:
    own = f"movement.ordered.{segment.key}"
    ask = say(
        "Ask what changed: a call or a personal message to those who did not order, before any "
        "offer; not-ordered.csv names the {n} who may be written to",
        n=facts[f"{own}.listed"],
    )
    past = (EMPTY,) if analysis.has_value else ()
    judge = say("share who order within a month")
    return Row((named(segment), ask, cell(facts, f"{own}.silent"), *past, judge), segment)


def _slower(segment: Segment, analysis: Analysis, facts: Facts) -> Row:
    own = f"movement.slower.{segment.key}"
    ask = say(
        "Ask what changed, while they still order; ordering-less.csv names the {n} who may be written to",
        n=facts[f"{own}.listed"],
    )
    past = (EMPTY,) if analysis.has_value else ()
    judge = say("their order days in the next two months")
    return Row((named(segment), ask, cell(facts, f"{own}.customers"), *past, judge), segment)
