"""Findings about who ordered, who orders less than they used to, and who ordered again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.record.flows import REACTIVATED
from reportgen.shared.words import spoken
from reportgen.topics.movement.change import Change, Wording, paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.prose.facts import Fact
    from reportgen.topics.movement.facts import (
        AnySegment,
        CountFigures,
        NormalRange,
        OrderedFigures,
        RateFigures,
        ReactivatedFigures,
    )

HEADLINE = Wording(
    phrase("{n} customers of {name} ordered, more than the {usual} expected"),
    phrase("{n} customers of {name} ordered, fewer than the {usual} expected"),
)
DETAIL = Wording(
    phrase(
        "{n} of the {of} who were in it at the end of {since} have ordered since, {gap} more "
        "than expected; normally {low} to {high} do."
    ),
    phrase(
        "{n} of the {of} who were in it at the end of {since} have ordered since, {gap} fewer "
        "than expected; normally {low} to {high} do."
    ),
)
SHORT = Wording(phrase("{n} more of {name} ordered"), phrase("{n} fewer of {name} ordered"))
SHORTER = Wording(phrase("{n} more of a segment ordered"), phrase("{n} fewer of a segment ordered"))


def ordered_change(figures: OrderedFigures, normal: NormalRange, segment: AnySegment, since: Fact) -> Change:
    """More or fewer customers of a segment ordered than normal."""
    n, name = figures.count.customers, spoken(segment)
    headline = say(HEADLINE.of(n, normal), name=name, n=n, usual=normal.expected)
    detail = say(
        DETAIL.of(n, normal),
        of=figures.of,
        n=n,
        since=since,
        gap=normal.gap,
        low=normal.low,
        high=normal.high,
    )
    finding = Finding(
        f"ordered.{segment.key}",
        headline,
        detail,
        (segment.key,),
        leads=True,
        customers=n,
        gap=normal.gap.shown,
    )
    short = say(SHORT.of(n, normal), n=normal.gap, name=name)
    return Change(finding, (short, say(SHORTER.of(n, normal), n=normal.gap)))


def slower_change(count: CountFigures, normal: NormalRange, rate: RateFigures, segment: AnySegment) -> Change:
    """More customers of a segment than normal order less than they used to."""
    name = spoken(segment)
    headline = say(
        "{n} customers of {name} order less than they used to, more than the {usual} expected",
        name=name,
        n=count.customers,
        usual=normal.expected,
    )
    detail = say(
        "They still order: on {now} days a month in the last two months, against {then} before. "
        "Normally there are up to {high} such customers.",
        now=rate.now,
        then=rate.before,
        high=normal.high,
    )
    finding = Finding(
        f"slower.{segment.key}",
        headline,
        detail,
        (segment.key,),
        leads=True,
        customers=count.customers,
        gap=normal.gap.shown,
    )
    short = say("{n} more of {name} order less", n=normal.gap, name=name)
    return Change(finding, (short, say("{n} more of a segment order less", n=normal.gap)))


def reactivated_change(
    figures: ReactivatedFigures, normal: NormalRange, names: Mapping[str, AnySegment], since: Fact
) -> Change:
    """More customers than normal ordered again who had stopped."""
    n = figures.count.customers
    headline = say(
        "{n} customers who had stopped ordered again, more than the {usual} expected",
        n=n,
        usual=normal.expected,
    )
    detail = say(
        "{n} of the {of} who were long overdue by their own rhythm at the end of {since} have "
        "ordered since; normally up to {high} do.",
        of=figures.of,
        since=since,
        n=n,
        high=normal.high,
    )
    told = paragraph(detail, _segment_of_most(figures, names))
    finding = Finding(REACTIVATED, headline, told, (), leads=True, customers=n, gap=normal.gap.shown)
    return Change(finding, (say("{n} more who had stopped ordered", n=normal.gap),))


def _segment_of_most(figures: ReactivatedFigures, names: Mapping[str, AnySegment]) -> Sentence:
    """The segment that most of them were in; nothing where each holds too few to be shown."""
    shown = [(fact, key) for key, fact in figures.by_segment.items() if fact.shown]
    if not shown:
        return EMPTY
    most, segment = max(shown, key=lambda part: (part[0].shown, part[1]))
    return say("{n} of them were in {name} then.", n=most, name=spoken(names[segment]))
