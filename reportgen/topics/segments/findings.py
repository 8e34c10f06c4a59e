"""What a reader should know of the segments first: who stays away, what parts them, which is the largest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.prose.finding import Finding
from reportgen.prose.sentence import Sentence, capitalised, just, say
from reportgen.segments.effects import CLEARLY
from reportgen.shared.comparisons import extremes, largest_segment, widest
from reportgen.shared.words import in_window, label_of, middle_word, spoken, years_worth

if TYPE_CHECKING:
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, SegmentWorth, Shared
    from reportgen.shared.overdue import OverdueFigures

SPREAD = "spread"
"""Key of the finding about the measure that parts the segments most."""
TOLD_APART = ("seasonal", "new")
"""Names of those who stay away by nature: until their season, or until their next order is due."""


def segments_findings(shared: Shared) -> tuple[Finding, ...]:
    """Those that the figures allow."""
    away = absent_finding(shared) if shared.overdue is None else overdue_finding(shared.overdue, shared)
    made = (away, spread_finding(shared), largest_finding(shared))
    return tuple(finding for finding in made if finding is not None)


def absent_finding(shared: Shared) -> Finding | None:
    """The segment of largest value whose customers have clearly stayed away longer than the rest."""
    away = [
        (each, worth)
        for each, worth in shared.worth
        if _recency_effect(each) >= CLEARLY and each.segment.group not in TOLD_APART
    ]
    if not shared.has_orders or not away:
        return None
    figures, worth = max(away, key=lambda pair: (pair[0].segment.profile.value or 0.0, pair[0].segment.key))
    days = shared.measures["recency"].segments[figures.segment.key]
    return Finding(
        "absent",
        say(
            "{n} customers last ordered a median of {days} {days:day|days} ago",
            n=figures.customers,
            days=days,
        ),
        _past_spend(figures, worth, shared),
        (figures.segment.key,),
        money=worth.value,
        customers=figures.customers,
    )


def overdue_finding(overdue: OverdueFigures, shared: Shared) -> Finding | None:
    """Who is past their own rhythm, where they are more than chance explains."""
    n, spent = overdue.customers, overdue.spent
    if not n.shown or overdue.observed <= overdue.expected:
        return None
    alone = say("{n} customers are overdue by their own rhythm", n=n)
    with_money = (
        None
        if spent is None
        else say(
            "{n} customers are overdue: {money} of {worth}",
            n=n,
            money=spent,
            worth=years_worth(shared),
        )
    )
    detail = say("They have been silent for over {limit} times their usual gap.", limit=overdue.limit)
    return Finding(
        "overdue",
        alone if with_money is None else with_money,
        detail,
        (),
        in_short=(say("{n} customers are overdue", n=n),),
        leads=True,
        money=spent,
        customers=n,
        unusual=1 - overdue.expected / overdue.observed,
    )


def _past_spend(figures: SegmentFigures, worth: SegmentWorth, shared: Shared) -> Sentence:
    return say(
        "{name}: they spent {amount}{window}. That is past revenue, not a forecast.",
        name=spoken(figures.segment),
        amount=worth.value,
        window=in_window(shared.covers),
    )


def _recency_effect(figures: SegmentFigures) -> float:
    """How much longer than other customers they have stayed away, in standard deviations."""
    effects = figures.segment.profile.effects
    return next((effect.size for effect in effects if effect.feature == "recency"), 0.0)


def spread_finding(shared: Shared) -> Finding | None:
    """The measure on which the segments lie furthest apart, where one is alone at the top."""
    leading = widest(shared)
    if len(leading) != 1:
        return None
    low, high = extremes(leading[0], shared)
    if low is None or high is None:
        return None
    label = label_of(leading[0].feature)
    detail = say(
        "{label}: {middle} of {low} in {low_name}, {high} in {high_name}.",
        label=capitalised(just(label)),
        middle=middle_word(leading[0].feature),
        low=low[1],
        low_name=spoken(low[0].segment),
        high=high[1],
        high_name=spoken(high[0].segment),
    )
    headline = say("The segments differ most in {label}", label=label)
    return Finding(SPREAD, headline, detail, (low[0].segment.key, high[0].segment.key))


def largest_finding(shared: Shared) -> Finding | None:
    """The segment with most customers, where one is alone at the top."""
    figures = largest_segment(shared)
    if figures is None:
        return None
    headline, detail = (
        say("The largest segment is {name}", name=spoken(figures.segment)),
        _size(figures, shared),
    )
    return Finding(
        "largest",
        headline,
        detail,
        (figures.segment.key,),
        consequence=say("{headline}: {detail}", headline=headline, detail=detail),
        money=_value(figures),
        customers=figures.customers,
    )


def _size(figures: SegmentFigures, shared: Shared) -> Sentence:
    if figures.worth is None:
        return say("{n} customers, {share} of all.", n=figures.customers, share=figures.share)
    return say(
        "{n} customers, {share} of all, bring {value} of {word}.",
        n=figures.customers,
        share=figures.share,
        value=figures.worth.share,
        word=shared.value_word,
    )


def _value(figures: SegmentFigures) -> Fact | None:
    return None if figures.worth is None else figures.worth.value
