"""Title, subtitle and alt text of every chart, true for the data at hand or neutral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.measures import compared
from reportgen.features.table import FeatureKind, Use
from reportgen.narrative.findings import extremes, widest_feature
from reportgen.narrative.words import first_fitting, label_of, middles, spoken, value_word, window_words
from reportgen.page.parts import ChartText
from reportgen.prose.comparisons import largest
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, counted, joined, listed, say
from reportgen.segments.values import Leaf, Split

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts


UNCOUNTED = frozenset({FeatureKind.CATEGORY, FeatureKind.DATE})


def pairs(analysis: Analysis, facts: Facts) -> ChartText:
    """Customer share beside value share, by segment."""
    if not analysis.has_value:
        return _sizes(analysis, facts)
    word = value_word(analysis)
    neutral = say("Share of customers and of {word} by segment", word=word)
    rows = tuple(
        say(
            "{name}: {people} of customers, {value} of {word}.",
            name=spoken(s),
            people=facts[f"segment.{s.key}.customer_share"],
            value=facts[f"segment.{s.key}.value_share"],
            word=word,
        )
        for s in analysis.segments
    )
    title = first_fitting((_two_leaders(analysis, facts, word),), neutral)
    return ChartText(
        title, _measured(say("Share of customers and of {word}", word=word), facts), joined(rows)
    )


def _two_leaders(analysis: Analysis, facts: Facts, word: str) -> Sentence | None:
    """Such as: A and B bring 86% of revenue; where the two are alone at the top of four or more."""
    ranked = sorted(analysis.segments, key=lambda s: -facts[f"segment.{s.key}.value_share"].shown)
    figures = [facts[f"segment.{s.key}.value_share"].shown for s in ranked]
    if len(ranked) < 4 or figures[1] == figures[2]:  # noqa: PLR2004 - two of three is no finding
        return None
    return say(
        "{one} and {two} bring {both} of {word}",
        one=spoken(ranked[0]),
        two=spoken(ranked[1]),
        both=facts["concentration.two_value"],
        word=word,
    )


def _sizes(analysis: Analysis, facts: Facts) -> ChartText:
    rows = tuple(
        say("{name}: {people}.", name=spoken(s), people=facts[f"segment.{s.key}.customer_share"])
        for s in analysis.segments
    )
    neutral = say("Customers by segment")
    top = largest([facts[f"segment.{s.key}.customers"] for s in analysis.segments])
    title = None
    if top is not None:
        segment = next(s for s in analysis.segments if f"segment.{s.key}.customers" == top.key)
        share = facts[f"segment.{segment.key}.customer_share"]
        title = say("{name} is the largest segment, {share} of customers", name=spoken(segment), share=share)
    return ChartText(
        first_fitting((title,), neutral),
        say("Share of all {n} customers", n=facts["total.customers"]),
        joined(rows),
    )


def _measured(measure: Sentence, facts: Facts) -> Sentence:
    window = window_words(facts)
    return say("{measure}, {window}", measure=measure, window=window) if window.pieces else measure


def marimekko(analysis: Analysis, facts: Facts) -> ChartText:
    """Value per customer over share of customers."""
    word = value_word(analysis)
    ranked = sorted(analysis.segments, key=lambda s: facts[f"segment.{s.key}.value_each"].shown)
    low, high = (facts[f"segment.{s.key}.value_each"] for s in (ranked[0], ranked[-1]))
    told = capitalised(say("{word} per customer runs from {low} to {high}", word=word, low=low, high=high))
    neutral = capitalised(say("{word} per customer by segment", word=word))
    rows = tuple(
        say("{name}: {each} each.", name=spoken(s), each=facts[f"segment.{s.key}.value_each"])
        for s in analysis.segments
    )
    subtitle = _measured(
        say("Width: share of customers; height: {word} per customer; area: {word}", word=word), facts
    )
    alt = joined(rows) + say(" All customers: {each}.", each=facts["total.value_each"])
    return ChartText(first_fitting((told,) if low.text != high.text else (), neutral), subtitle, alt)


def lorenz(analysis: Analysis, facts: Facts) -> ChartText:
    """Concentration of value among customers."""
    word = value_word(analysis)
    title = say(
        "The top {top} of customers bring {value} of {word}",
        top=facts["concentration.top"],
        value=facts["concentration.top_value"],
        word=word,
    )
    alt = say(
        "Curve of the share of {word} against the share of customers, highest first: "
        "the top {top} bring {value}.",
        word=word,
        top=facts["concentration.top"],
        value=facts["concentration.top_value"],
    )
    return ChartText(
        title, _measured(say("Share of {word} by share of customers, highest first", word=word), facts), alt
    )


def grid(_analysis: Analysis, facts: Facts) -> ChartText:
    """Customers by recency and frequency score."""
    best = facts["grid.5.5.customers"]
    told = say("{n} customers order both often and lately", n=best) if best.text and best.shown else None
    alt = say("Five by five grid of recency and frequency scores with counts of customers.")
    if told is not None:
        alt += say(" {n} have the highest score on both.", n=best)
    hidden = sum(1 for fact in facts.under("grid.") if fact.value and not fact.text)
    note = say(
        "Recency by fifths of the customers; frequency by fifths, or by fixed numbers of orders where many "
        "ordered once."
    ) + (say(" Struck cells hold too few customers to be shown.") if hidden else EMPTY)
    neutral = say("Customers by recency and frequency score")
    return ChartText(
        first_fitting((told,), neutral),
        say("Customers by score; the stronger the colour, the more"),
        alt,
        note,
    )


def heat(analysis: Analysis, facts: Facts) -> ChartText:
    """Segments by measure."""
    feature = widest_feature(analysis, facts)
    numeric = tuple(f for f in analysis.customers.features if f.kind not in UNCOUNTED)
    told = None
    if feature is not None:
        told = say("The segments differ most in {label}", label=label_of(feature))
    rows: tuple[Sentence, ...] = ()
    if feature is not None:
        low, high = extremes(analysis, facts, feature)
        rows = tuple(
            say("{name}: {label} {figure}.", name=spoken(end[0]), label=label_of(feature), figure=end[1])
            for end in (low, high)
            if end is not None
        )
    coloured = say("Table of measures by segment, coloured by distance from the average customer. ")
    alt = coloured + joined(rows)
    note = say(
        "Colour: distance from the average customer on the scale that segments were made on; "
        "arrows from half a standard deviation. "
    ) + middles(numeric)
    basis = listed(tuple(label_of(f) for f in analysis.customers.features if f.use is Use.GROUPED_BY))
    if any(f.use is Use.DESCRIBED_BY for f in numeric):
        note += say(" The segments were made by {basis}; other measures describe them.", basis=basis)
    if len(compared(analysis, facts)) < len(numeric):
        note += say(" Measures that are unknown of more than a fifth of customers are not compared.")
    neutral = say("What sets the segments apart")
    subtitle = say("The typical figure of each segment; blue above the average customer, orange below")
    return ChartText(first_fitting((told,), neutral), subtitle, alt, note)


def flow(analysis: Analysis, facts: Facts) -> ChartText:
    """The rule tree as a flowchart."""
    if analysis.rules is None:
        raise ValueError("no rules to tell")
    questions = facts["rules.questions"]
    title = counted(
        "{n} question places {fidelity} of customers in the right segment",
        "{n} questions place {fidelity} of customers in the right segment",
        round(questions.shown),
        n=questions,
        fidelity=facts["rules.fidelity"],
    )
    alt = joined(tuple(_path(analysis, facts, "rules.tree", analysis.rules.root)))
    note = say(
        "A simplified guide; the exact assignment uses the model itself. The title\u2019s figure was "
        "measured on customers that the questions were not made from, the boxes on all."
    )
    return ChartText(title, say("From the data, by yes or no, to the segment"), alt, note)


def _path(analysis: Analysis, facts: Facts, key: str, node: Split | Leaf) -> list[Sentence]:
    if isinstance(node, Leaf):
        return [say("then {name}.", name=spoken(analysis.segment(node.key)))]
    label = label_of(analysis.customers.feature(node.feature))
    low = say("If {label} is {limit} or less:", label=label, limit=facts[key])
    high = say("If it is more than {limit}:", limit=facts[key])
    return [
        low,
        *_path(analysis, facts, f"{key}.low", node.low),
        high,
        *_path(analysis, facts, f"{key}.high", node.high),
    ]


def movement_texts(facts: Facts) -> ChartText:
    """Flows between two months."""
    title = say("From {since} to {month}", since=facts["movement.since"], month=facts["window.month"])
    subtitle = say("Customers by group at the end of both months; pale: stayed, strong: changed group")
    alt = say(
        "{stayed} customers stayed in their group, {changed} changed it, {left} left.",
        stayed=facts["movement.stayed"],
        changed=facts["movement.changed"],
        left=facts["movement.left.customers"],
    )
    note = say("Moves of fewer than {cell} customers are not drawn.", cell=facts["run.min_cell"])
    return ChartText(title, subtitle, alt, note)


def trend_texts(analysis: Analysis, facts: Facts) -> ChartText:
    """Sizes of the segments over the months."""
    rows = tuple(
        say("{name}: {n} now.", name=spoken(s), n=facts[f"segment.{s.key}.customers"])
        for s in analysis.segments
    )
    return ChartText(
        say("Customers by segment, month by month"),
        say("Customers at the end of each month"),
        joined(rows),
    )
