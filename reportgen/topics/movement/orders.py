"""Findings about who ordered, who orders less than they used to, and who ordered again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, say
from reportgen.record.flows import REACTIVATED
from reportgen.shared.words import first_fitting, members, spoken, years_worth
from reportgen.topics.movement.change import Wording, beyond, paragraph, they_spent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.facts import (
        AnySegment,
        CountFigures,
        NormalRange,
        OrderedFigures,
        RateFigures,
        ReactivatedFigures,
    )

SHORT = Wording(phrase("{n} more of {name} ordered"), phrase("{n} fewer of {name} ordered"))
SHORTER = Wording(phrase("{n} more of a segment ordered"), phrase("{n} fewer of a segment ordered"))


def ordered_change(
    figures: OrderedFigures, normal: NormalRange, segment: AnySegment, since: Fact, shared: Shared
) -> Finding:
    """More or fewer customers of a segment ordered than normal."""
    n, name, silent = figures.count.customers, spoken(segment), figures.not_ordered
    concerned = n if silent is None else silent.customers
    headline = (
        say(
            "{n} {whom} ordered, more than the {usual} expected",
            n=n,
            whom=members(segment),
            usual=normal.expected,
        )
        if silent is None
        else _did_not_order(concerned, members(segment), figures.worth, shared)
    )
    detail = say(
        "Of the {of} at the end of {since}, {n} have ordered since; about {usual} were expected "
        "(normally {low} to {high}).",
        of=figures.of,
        n=n,
        since=since,
        usual=normal.expected,
        low=normal.low,
        high=normal.high,
    )
    short = say(SHORT.of(n, normal), n=normal.gap, name=name)
    return Finding(
        f"ordered.{segment.key}",
        headline,
        paragraph(detail, they_spent(concerned, figures.worth, shared)),
        (segment.key,),
        in_short=(short, say(SHORTER.of(n, normal), n=normal.gap)),
        leads=True,
        money=figures.worth,
        customers=concerned,
        rises=silent is None,
        unusual=beyond(normal, concerned),
    )


def _did_not_order(n: Fact, whom: Sentence, worth: Fact | None, shared: Shared) -> Sentence:
    """The headline about those who did not order, with what they spent where there is room for it."""
    alone = say("{n} {whom} did not order", n=n, whom=whom)
    if worth is None:
        return alone
    with_money = say(
        "{n} {whom} did not order: {money} of {worth}",
        n=n,
        whom=whom,
        money=worth,
        worth=years_worth(shared),
    )
    shorter = say("{n} {whom} did not order; they spent {money}", n=n, whom=whom, money=worth)
    return first_fitting((with_money, shorter), alone)


def slower_change(
    count: CountFigures, normal: NormalRange, rate: RateFigures, segment: AnySegment, shared: Shared
) -> Finding:
    """More customers of a segment than normal order less than they used to."""
    name, n = spoken(segment), count.customers
    detail = say(
        "They order on {now} days a month now, against {then} before. About {usual} such customers "
        "were expected (normally up to {high}).",
        now=rate.now,
        then=rate.before,
        usual=normal.expected,
        high=normal.high,
    )
    short = say("{n} more of {name} order less", n=normal.gap, name=name)
    return Finding(
        f"slower.{segment.key}",
        _orders_less(n, members(segment), rate.worth, shared),
        paragraph(detail, they_spent(n, rate.worth, shared)),
        (segment.key,),
        in_short=(short, say("{n} more of a segment order less", n=normal.gap)),
        leads=True,
        money=rate.worth,
        customers=n,
        rises=False,
        unusual=beyond(normal, n),
    )


def _orders_less(n: Fact, whom: Sentence, worth: Fact | None, shared: Shared) -> Sentence:
    """The headline about those who order less, likewise."""
    alone = say("{n} {whom} order less than they used to", whom=whom, n=n)
    if worth is None:
        return alone
    with_money = say(
        "{n} {whom} order less: {money} of {worth}",
        whom=whom,
        n=n,
        money=worth,
        worth=years_worth(shared),
    )
    shorter = say("{n} {whom} order less; they spent {money}", n=n, whom=whom, money=worth)
    return first_fitting((with_money, shorter), alone)


def reactivated_change(
    figures: ReactivatedFigures,
    normal: NormalRange,
    names: Mapping[str, AnySegment],
    since: Fact,
    shared: Shared,
) -> Finding:
    """More customers than normal ordered again who had stopped."""
    n = figures.count.customers
    headline = say(
        "{n} lapsed customers ordered again, more than the {usual} expected", n=n, usual=normal.expected
    )
    detail = say(
        "At the end of {since}, {of} customers had long been overdue by their own rhythm; normally up to "
        "{high} of them order again.",
        of=figures.of,
        since=since,
        high=normal.high,
    )
    told = paragraph(detail, _segment_of_most(figures, names), they_spent(n, figures.worth, shared))
    return Finding(
        REACTIVATED,
        headline,
        told,
        (),
        in_short=(say("{n} more lapsed customers ordered", n=normal.gap),),
        leads=True,
        money=figures.worth,
        customers=n,
        rises=True,
        unusual=beyond(normal, n),
    )


def _segment_of_most(figures: ReactivatedFigures, names: Mapping[str, AnySegment]) -> Sentence:
    """The segment that most of them were in; nothing where each holds too few to be shown."""
    shown = [(fact, key) for key, fact in figures.by_segment.items() if fact.shown]
    if not shown:
        return EMPTY
    most, segment = max(shown, key=lambda part: (part[0].shown, part[1]))
    return say("{n} of them were in {name} then.", n=most, name=spoken(names[segment]))
