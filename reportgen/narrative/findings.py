"""What the segmentation shows, each finding short and long, each guarded by the figures it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.measures import compared, spread
from reportgen.narrative.statements import sure_in_short
from reportgen.narrative.words import label_of, middle_word, spoken, value_word, verdict_words, window_words
from reportgen.prose.comparisons import largest, more
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, say, within
from reportgen.segments.effects import CLEARLY

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Fact, Facts
    from reportgen.segments.naming import Segment

MUCH, MANY = 0.1, 0.3
"""Share of value, and share of customers, from which a small or a large group is news."""


def find(analysis: Analysis, facts: Facts) -> tuple[Finding, ...]:
    """Findings in the order in which a reader needs them; those that cannot be said are absent."""
    makers = (_worth, _giants, _once, _absent, _spread, _largest, _certainty)
    found = (maker(analysis, facts) for maker in makers)
    return tuple(finding for finding in found if finding is not None)


def most_valuable(analysis: Analysis, facts: Facts) -> Segment | None:
    """The segment with the largest printed share of value, if one is alone at the top."""
    return _leader(analysis, facts, "value_share")


def _leader(analysis: Analysis, facts: Facts, figure: str) -> Segment | None:
    keys = {f"segment.{s.key}.{figure}": s for s in analysis.segments}
    top = largest([facts[key] for key in keys if key in facts])
    return None if top is None else keys[top.key]


def _worth(analysis: Analysis, facts: Facts) -> Finding | None:
    segment = most_valuable(analysis, facts)
    if segment is None:
        return None
    own = f"segment.{segment.key}"
    people, value = facts[f"{own}.customer_share"], facts[f"{own}.value_share"]
    if not more(value, people):
        return None
    word = value_word(analysis)
    headline = say("{people} of customers bring {value} of {word}", people=people, value=value, word=word)
    detail = say(
        "{name}: {each} a customer on average, against {all} for all customers.",
        name=spoken(segment),
        each=facts[f"{own}.value_each"],
        all=facts["total.value_each"],
    )
    return Finding("worth", headline, detail, (segment.key,))


def consequence(analysis: Analysis, facts: Facts) -> Sentence:
    """The sentence below the report's title: the first finding in people and money."""
    first = find(analysis, facts)[0]
    if first.key == "largest":
        return say("{headline}: {detail}", headline=first.headline, detail=first.detail)
    if first.key != "worth":
        return first.detail
    own = f"segment.{first.segments[0]}"
    return say(
        "{name}: {n} of {all} customers account for {amount} of {total} {word}{known}{window}.",
        name=spoken(analysis.segment(first.segments[0])),
        n=facts[f"{own}.customers"],
        all=facts["total.customers"],
        amount=facts[f"{own}.value"],
        total=facts["total.value"],
        word=value_word(analysis),
        known=say(" of known customers") if "guests.amount" in facts else EMPTY,
        window=_in_window(facts),
    )


def _giants(analysis: Analysis, facts: Facts) -> Finding | None:
    """A hundredth of the customers who carry a tenth of value or more."""
    if "concentration.giants_value" not in facts:
        return None
    value = facts["concentration.giants_value"]
    if value.shown < MUCH:
        return None
    headline = say(
        "{n} customers ({share}) bring {value} of {word}",
        n=facts["concentration.giants"],
        share=facts["concentration.giants_share"],
        value=value,
        word=value_word(analysis),
    )
    return Finding("giants", headline, _about_giants(analysis, facts), ())


def _about_giants(analysis: Analysis, facts: Facts) -> Sentence:
    """Where they stand, what is left without them, and where they are named."""
    named = say(" customers.csv, among the private lists, names them.")
    home = next((s for s in analysis.segments if f"segment.{s.key}.giants_aside" in facts), None)
    if home is None:
        return say("Look at them one by one before you act on an average.") + named
    own, name = f"segment.{home.key}.giants", spoken(home)
    aside, here = facts[f"{own}_aside"], facts.get(own)
    if here is None:
        told = say("Most of them are in {name}, whose other customers bring {rest}.", name=name, rest=aside)
    elif here.shown == facts["concentration.giants"].shown:
        told = say("All of them are in {name}, whose other customers bring {rest}.", name=name, rest=aside)
    else:
        told = say(
            "{n} of them are in {name}, whose other customers bring {rest}.", n=here, name=name, rest=aside
        )
    return told + named


def _once(analysis: Analysis, facts: Facts) -> Finding | None:
    """Customers who ordered on one day only, where they are many."""
    if "orders.once_share" not in facts or facts["orders.once_share"].shown < MANY:
        return None
    headline = say("{share} of customers ordered on one day only", share=facts["orders.once_share"])
    detail = say("They bring {value} of {word}.", value=facts["orders.once_value"], word=value_word(analysis))
    return Finding("once", headline, detail, ())


def _in_window(facts: Facts) -> Sentence:
    window = window_words(facts)
    return say(" in the {window}", window=window) if window.pieces else window


def _spread(analysis: Analysis, facts: Facts) -> Finding | None:
    """The measure on which the segments lie furthest apart, where one is alone at the top."""
    feature = widest_feature(analysis, facts)
    if feature is None:
        return None
    low, high = extremes(analysis, facts, feature)
    if low is None or high is None:
        return None
    headline = say("The segments differ most in {label}", label=label_of(feature))
    detail = say(
        "{label}: {middle} of {low} in {low_name}, {high} in {high_name}.",
        label=capitalised(just(label_of(feature))),
        middle=middle_word(feature),
        low=low[1],
        low_name=spoken(low[0]),
        high=high[1],
        high_name=spoken(high[0]),
    )
    return Finding("spread", headline, detail, (low[0].key, high[0].key))


def widest_feature(analysis: Analysis, facts: Facts) -> Feature | None:
    """The compared measure with the widest range of segment means, where it is alone at the top."""
    widest = widest_features(analysis, facts)
    return widest[0] if len(widest) == 1 else None


def widest_features(analysis: Analysis, facts: Facts) -> tuple[Feature, ...]:
    """The compared measures with the widest range of segment means, to two decimals.

    None where printed figures are all the same or one is unknown.
    """
    measures = compared(analysis, facts)
    widths = [round(spread(analysis, feature), 2) for feature in measures]
    widest = tuple(f for f, width in zip(measures, widths, strict=True) if width == max(widths, default=0.0))
    return widest if all(_tells_apart(feature, analysis, facts) for feature in widest) else ()


def _tells_apart(feature: Feature, analysis: Analysis, facts: Facts) -> bool:
    figures = [facts[f"segment.{segment.key}.{feature.name}"] for segment in analysis.segments]
    return len({figure.shown for figure in figures}) > 1 and all(figure.value != "" for figure in figures)


def extremes(
    analysis: Analysis, facts: Facts, feature: Feature
) -> tuple[tuple[Segment, Fact] | None, tuple[Segment, Fact] | None]:
    """The segments with the lowest and the highest printed figure, each None where it is not alone."""
    ranked = sorted(
        ((segment, facts[f"segment.{segment.key}.{feature.name}"]) for segment in analysis.segments),
        key=lambda pair: pair[1].shown,
    )
    low = ranked[0] if more(ranked[1][1], ranked[0][1]) else None
    high = ranked[-1] if more(ranked[-1][1], ranked[-2][1]) else None
    return low, high


def _largest(analysis: Analysis, facts: Facts) -> Finding | None:
    segment = _leader(analysis, facts, "customers")
    if segment is None:
        return None
    own = f"segment.{segment.key}"
    headline = say("The largest segment is {name}", name=spoken(segment))
    n, share = facts[f"{own}.customers"], facts[f"{own}.customer_share"]
    detail = say("{n} customers, {share} of all.", n=n, share=share)
    if f"{own}.value_share" in facts:
        detail = say(
            "{n} customers, {share} of all, bring {value} of {word}.",
            n=n,
            share=share,
            value=facts[f"{own}.value_share"],
            word=value_word(analysis),
        )
    return Finding("largest", headline, detail, (segment.key,))


def _absent(analysis: Analysis, facts: Facts) -> Finding | None:
    """The segment of largest value whose customers have clearly stayed away longer than the rest."""
    away = [s for s in analysis.segments if _effect(s, "recency") >= CLEARLY and s.profile.value is not None]
    if not analysis.has_orders or not analysis.has_value or not away:
        return None
    segment = max(away, key=lambda s: (s.profile.value or 0.0, s.key))
    own = f"segment.{segment.key}"
    headline = say(
        "{n} customers last ordered a median of {days} days ago",
        n=facts[f"{own}.customers"],
        days=facts[f"{own}.recency"],
    )
    detail = say(
        "{name}: they spent {amount}{window}. That is past revenue, not a forecast.",
        name=spoken(segment),
        amount=facts[f"{own}.value"],
        window=_in_window(facts),
    )
    return Finding("absent", headline, detail, (segment.key,))


def _effect(segment: Segment, feature: str) -> float:
    return next((effect.size for effect in segment.profile.effects if effect.feature == feature), 0.0)


def _certainty(analysis: Analysis, facts: Facts) -> Finding:
    headline = say("How sure: {verdict}", verdict=within(just(verdict_words(analysis).short)))
    return Finding("certainty", headline, sure_in_short(analysis, facts), ())


def times_the_average(analysis: Analysis, facts: Facts) -> Sentence | None:
    """What one customer of the most valuable kind brings, where one kind is alone at the top."""
    top = largest([facts[f"segment.{s.key}.index"] for s in analysis.segments])
    if top is None:
        return None
    segment = next(s for s in analysis.segments if f"segment.{s.key}.index" == top.key)
    return say("A customer of {name} brings {times} times the average", name=spoken(segment), times=top)
