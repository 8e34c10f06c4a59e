"""The sections of the full report, each a value that its template only arranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.sentence import EMPTY, Label, Sentence, joined, listed, say
from reportgen.customers.table import Use
from reportgen.narrative import chart_texts
from reportgen.narrative.findings import describe, find, most_valuable, widest_feature
from reportgen.narrative.words import (
    VERDICT_WORDS,
    first_fitting,
    label_of,
    value_word,
    window_words,
)
from reportgen.report import pictures, tables
from reportgen.report.content import (
    Budget,
    Card,
    Cover,
    Differ,
    Glance,
    Illustration,
    Method,
    Money,
    Strip,
    Summary,
    Sure,
    Term,
    Who,
)

if TYPE_CHECKING:
    from reportgen.audit import Issue
    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Facts
    from reportgen.narrative.findings import Finding
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.periods.identity import Segment
    from reportgen.segments.values import SegmentRule

FIRST = 3
"""Findings and decisions that a reader meets first."""


def cover(analysis: Analysis, facts: Facts) -> Cover:
    """Page one: the finding, and all that it takes to trust it."""
    findings = find(analysis, facts)
    return Cover(
        "Customer segment report",
        headline(analysis, facts),
        findings[0].detail,
        pictures.mosaic(analysis, facts),
        terms(analysis, facts),
    )


def headline(analysis: Analysis, facts: Facts) -> Sentence:
    """The report's title: its first finding, where that is about worth; else what the segments are."""
    first = find(analysis, facts)[0]
    if first.key == "worth":
        return first.headline
    feature = widest_feature(analysis)
    groups = say("{k} groups of customers", k=facts["total.segments"])
    if feature is None:
        return groups
    return first_fitting((groups + say(", told apart most by {label}", label=label_of(feature)),), groups)


def terms(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    """What page one always says: period, people, value, what is missing, how sure, whom to ask."""
    words = VERDICT_WORDS[analysis.structure.verdict]
    return (
        Term("Data", _data(analysis, facts)),
        Term("Customers", _people(analysis, facts)),
        Term("Value", say(analysis.customers.value_definition)),
        Term("Not in these figures", missing(facts)),
        Term(f"How sure: {words.short.lower()}", say(words.long)),
        Term("Questions to", _contact(analysis)),
    )


def _data(analysis: Analysis, facts: Facts) -> Sentence:
    if "data.until" not in facts:
        return say("A table of customers without dates; this report describes it as it stands.")
    until = say("Data to {until}.", until=facts["data.until"])
    if not analysis.has_orders:
        return until + say(" The table is described as it stands.")
    return until + say(
        " Figures are for the {window}. First report: there is no earlier month to compare with.",
        window=window_words(facts),
    )


def _people(analysis: Analysis, facts: Facts) -> Sentence:
    who = "active customers, with an order in that time" if analysis.has_orders else "customers"
    text = say("{n} {who}", n=facts["total.customers"], who=who)
    groups = tuple(
        say("{n} {label}", n=facts[f"group.{group.key}.customers"], label=group.label)
        for group in analysis.customers.groups
        if group.customers
    )
    return text + (say("; counted apart: {groups}.", groups=listed(groups)) if groups else say("."))


def missing(facts: Facts) -> Sentence:
    """What the data do not hold, in a sentence."""
    known = "Costs, margins and other sales channels"
    if "guests.rows" not in facts:
        return say(f"{known}.")
    if "guests.amount" not in facts:
        return say(f"{known}; {{rows}} order lines without a customer.", rows=facts["guests.rows"])
    return say(
        f"{known}; {{amount}} of order lines without a customer.",
        amount=facts["guests.amount"],
    )


def _contact(analysis: Analysis) -> Sentence:
    named = analysis.options.contact or analysis.options.company
    return Sentence((Label(named),)) if named else say("whoever sent you this report")


def summary(analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]) -> Summary:
    """One page that stands alone."""
    return Summary(
        say("What the data show, and what to do about it") if recommendations else say("What the data show"),
        first_findings(analysis, facts),
        key_figures(analysis, facts),
        tables.decisions(recommendations, analysis, facts, FIRST),
    )


def first_findings(analysis: Analysis, facts: Facts) -> tuple[Finding, ...]:
    """The findings for a reader with a minute, how sure we are among them."""
    findings = find(analysis, facts)
    return (*(finding for finding in findings if finding.key != "certainty"),)[:FIRST] + findings[-1:]


def key_figures(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    """Four figures, large."""
    word = value_word(analysis)
    segment = most_valuable(analysis, facts)
    figures = [
        Term("Customers", tables.cell(facts, "total.customers")),
        Term("Segments", tables.cell(facts, "total.segments")),
    ]
    if analysis.has_value:
        window = window_words(facts)
        when = f", {facts['window.months'].text} months" if window.pieces and analysis.has_orders else ""
        figures.insert(0, Term(f"{word.capitalize()}{when}", tables.cell(facts, "total.value")))
        figures.insert(2, Term(f"{word.capitalize()} a customer", tables.cell(facts, "total.value_each")))
    if segment is None:
        figures.append(Term("Largest segment", _largest_share(analysis, facts)))
        figures.append(Term("Measures grouped by", tables.cell(facts, "total.basis")))
    return tuple(figures[:4])


def _largest_share(analysis: Analysis, facts: Facts) -> Sentence:
    shares = [facts[f"segment.{s.key}.customer_share"] for s in analysis.segments]
    return Sentence((max(shares, key=lambda fact: fact.shown),))


def glance(analysis: Analysis, facts: Facts) -> Glance:
    """The segments side by side."""
    shares = sorted(
        (facts[f"segment.{s.key}.customer_share"] for s in analysis.segments), key=lambda f: f.shown
    )
    neutral = say("{k} segments at a glance", k=facts["total.segments"])
    spoken = say(
        "{k} segments, from {low} to {high} of customers",
        k=facts["total.segments"],
        low=shares[0],
        high=shares[-1],
    )
    heading = spoken if shares[0].text != shares[-1].text else neutral
    return Glance(
        heading,
        Illustration(pictures.pairs(analysis, facts), chart_texts.pairs(analysis, facts)),
        tables.comparison(analysis, facts),
    )


def money(analysis: Analysis, facts: Facts) -> Money | None:
    """Where the value is; nothing without a value column."""
    if not analysis.has_value:
        return None
    word = value_word(analysis)
    neutral = say(f"Where the {word} is")
    heading, lorenz = neutral, None
    if "concentration.top_value" in facts:
        heading = say(
            "{few} of customers bring {most} of {word}",
            few=facts["concentration.most_customers"],
            most=facts["concentration.most_value"],
            word=word,
        )
        lorenz = Illustration(pictures.lorenz(analysis, facts), chart_texts.lorenz(analysis, facts))
    marimekko = Illustration(pictures.marimekko(analysis, facts), chart_texts.marimekko(analysis, facts))
    return Money(heading, marimekko, lorenz, grid(analysis, facts))


def grid(analysis: Analysis, facts: Facts) -> Illustration | None:
    """Recency by frequency, for order data."""
    if not analysis.has_orders:
        return None
    return Illustration(pictures.grid(analysis, facts), chart_texts.grid(analysis, facts))


def who(analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]) -> Who:
    """A card a segment."""
    advice = {r.segment.key: r for r in recommendations}
    heading = "Who is in each segment, and what to do" if recommendations else "Who is in each segment"
    return Who(say(heading), tuple(_card(s, advice.get(s.key), analysis, facts) for s in analysis.segments))


def _card(segment: Segment, advice: Recommendation | None, analysis: Analysis, facts: Facts) -> Card:
    return Card(
        segment,
        _size(segment, analysis, facts),
        describe(segment, analysis, facts) + _levels(segment, analysis, facts),
        _rule(segment, analysis, facts),
        advice,
        _strips(segment, analysis, facts),
    )


def _size(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    own = f"segment.{segment.key}"
    text = say("{n} customers ({share})", n=facts[f"{own}.customers"], share=facts[f"{own}.customer_share"])
    if analysis.has_value:
        text += say(
            " \u00b7 {value} {word} ({share})",
            value=facts[f"{own}.value"],
            word=value_word(analysis),
            share=facts[f"{own}.value_share"],
        )
    return text + say(" \u00b7 found again {again}", again=facts[f"{own}.stability"])


def _levels(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """Up to two categories that stand out, told as shares."""
    told = tuple(
        say(
            " {share} have {column} {level} ({everyone} of all).",
            share=facts[f"segment.{segment.key}.level.{place}"],
            column=label_of(analysis.customers.feature(effect.feature)),
            level=Label(effect.level or ""),
            everyone=facts[f"segment.{segment.key}.level.{place}.all"],
        )
        for place, effect in enumerate(segment.profile.levels)
        if effect.size > 1
    )
    return joined(told[:2], "")


def _rule(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence | None:
    """The plain rule of a segment, where the tree has one for it."""
    rules = analysis.rules.rules if analysis.rules else ()
    rule = next((rule for rule in rules if rule.key == segment.key), None)
    if rule is None:
        return None
    return say(
        "{conditions}. It finds {recall} of them, and {precision} of those it finds belong here.",
        conditions=_conditions(rule, analysis, facts),
        recall=facts[f"rules.{rule.key}.recall"],
        precision=facts[f"rules.{rule.key}.precision"],
    )


def _conditions(rule: SegmentRule, analysis: Analysis, facts: Facts) -> Sentence:
    """Such as: spend over 120 and orders up to 4; with every limit a fact."""
    paths = tuple(
        joined(
            tuple(
                say(
                    "{label} {side} {limit}",
                    label=label_of(analysis.customers.feature(feature)),
                    side="up to" if operator == "<=" else "over",
                    limit=facts[f"rules.{rule.key}.{path}.{step}"],
                )
                for step, (feature, operator, _) in enumerate(conditions)
            ),
            " and ",
        )
        for path, conditions in enumerate(rule.conditions)
    )
    return joined(paths, ", or ")


def _strips(segment: Segment, analysis: Analysis, facts: Facts) -> tuple[Strip, ...]:
    return tuple(
        Strip(
            Sentence((label_of(feature),)),
            pictures.strip(segment, feature, facts),
            tables.cell(facts, f"segment.{segment.key}.{feature.name}"),
        )
        for feature in pictures.drawn_features(analysis, 5)
    )


def differ(analysis: Analysis, facts: Facts) -> Differ:
    """The measures, segment by segment."""
    text = chart_texts.heat(analysis, facts)
    spread = next((f for f in find(analysis, facts) if f.key == "spread"), None)
    heading = say("What sets the segments apart")
    lead = spread.detail if spread else EMPTY
    return Differ(
        heading,
        lead,
        Illustration(pictures.heat(analysis, facts), text),
        None if analysis.has_value else grid(analysis, facts),
    )


def budget(analysis: Analysis, facts: Facts, recommendations: tuple[Recommendation, ...]) -> Budget | None:
    """Where effort may go; only where value is known and recommendations are wanted."""
    if not analysis.has_value or not recommendations:
        return None
    word = value_word(analysis)
    lead = say(
        "The file holds no costs, so nothing is said about profit or about what a campaign would bring. "
        f"Segments stand in the order of past {word}, which is what there is to protect."
    )
    return Budget(
        say(f"Where effort may go, by {word} at stake"), lead, tables.budget(recommendations, analysis, facts)
    )


def sure(analysis: Analysis, facts: Facts) -> Sure:
    """The verdict, the number of segments, and which segments to trust less."""
    return Sure(
        _sure_heading(analysis, facts),
        _sure_lead(analysis, facts),
        Illustration(pictures.k_panel(analysis, facts), chart_texts.k_panel(analysis, facts)),
        tables.candidates(analysis, facts),
        tables.certainty(analysis, facts),
    )


def _sure_heading(analysis: Analysis, facts: Facts) -> Sentence:
    short = VERDICT_WORDS[analysis.structure.verdict].short
    rivals = analysis.choice.rivals
    if not rivals:
        return say(f"{short}: {{k}} segments", k=facts["total.segments"])
    return say(
        f"{short}: {{k}} segments, and {{rivals}} would fit about as well",
        k=facts["total.segments"],
        rivals=listed(tuple(facts[f"k.{k}"] for k in rivals), " or "),
    )


def _sure_lead(analysis: Analysis, facts: Facts) -> Sentence:
    words = VERDICT_WORDS[analysis.structure.verdict]
    repeat = say(
        " Segments made anew from resampled customers agree with these at {ari}, "
        "where one is full agreement.",
        ari=facts["certainty.repeatability"],
    )
    inside = say(
        " {share} of customers are clearly nearer to their own segment than to the next.",
        share=facts["certainty.confident_share"],
    )
    return say(words.long) + repeat + inside


def method(analysis: Analysis, facts: Facts) -> Method:
    """From the file to the segments, for those who want to check."""
    return Method(
        say("How the segments were made, and what the data cannot say"),
        flow(analysis, facts),
        tables.waterfall(analysis, facts),
        tables.measures(analysis, facts),
        tables.columns(analysis),
        tuple(say("{text}", text=Label(issue.message)) for issue in issues(analysis)),
        _notes(analysis, facts),
        _glossary(),
    )


def flow(analysis: Analysis, facts: Facts) -> Illustration | None:
    """From questions to segments, where plain rules tell them well enough."""
    if analysis.rules is None:
        return None
    return Illustration(pictures.flow(analysis, facts), chart_texts.flow(analysis, facts))


def issues(analysis: Analysis) -> tuple[Issue, ...]:
    """All doubts, in the order of the steps."""
    return (
        *analysis.raw.issues,
        *analysis.rows.roles.issues,
        *analysis.rows.issues,
        *analysis.customers.issues,
        *analysis.matrix.issues,
    )


def _notes(analysis: Analysis, facts: Facts) -> tuple[Term, ...]:
    basis = tuple(label_of(f) for f in analysis.customers.features if f.use is Use.GROUPED_BY)
    described = tuple(label_of(f) for f in analysis.customers.features if f.use is Use.DESCRIBED_BY)
    grouped = say("By {basis}.", basis=listed(basis))
    if described:
        grouped += say(" Only described by {described}.", described=listed(described))
    return (
        Term("Grouped", grouped),
        Term("Fitted", _fitted(analysis, facts)),
        Term("Limits", _limits(analysis)),
        Term("Repeat it", _repeat(facts)),
    )


def _fitted(analysis: Analysis, facts: Facts) -> Sentence:
    reason = {
        "prediction-strength": "the largest number whose prediction strength reaches {limit}",
        "silhouette": "the widest mean silhouette, as no number reaches a prediction strength of {limit}",
        "given": "the number that was asked for",
    }[analysis.choice.reason]
    number = say(
        "k-means on standardised measures; skewed ones on a log scale. Number of segments: " + reason + ".",
        limit=facts["run.prediction_limit"],
    )
    aside = facts["total.set_aside"]
    if not analysis.segmentation.set_aside.any():
        return number
    return number + say(
        " {n} customers unlike any segment were kept out of the fitting and then given to the nearest.",
        n=aside,
    )


def _limits(analysis: Analysis) -> Sentence:
    value = value_word(analysis)
    worth = f"Costs and margins were not in the file, so value means {value}. " if analysis.has_value else ""
    return say(
        f"Segments describe what was recorded; they do not predict. {worth}"
        "A customer near a border can change segment by one order."
        if analysis.has_orders
        else f"Segments describe what was recorded; they do not predict. {worth}"
        "A customer near a border may as well stand in the next segment."
    )


def _repeat(facts: Facts) -> Sentence:
    return say(
        "reportgen {version}; seed {seed}; settings {settings}; data fingerprint {data}. "
        "Groups of fewer than {cell} customers are not shown.",
        version=facts["run.version"],
        seed=facts["run.seed"],
        settings=facts["run.settings"],
        data=facts["run.fingerprint"],
        cell=facts["run.min_cell"],
    )


def _glossary() -> tuple[Term, ...]:
    return (
        Term("Segment", say("A group of customers who are alike on the measures they were grouped by.")),
        Term("Median", say("The value in the middle: half of the customers lie below it, half above.")),
        Term(
            "Repeatability",
            say("Whether two halves of the customers, grouped apart, agree who belongs together."),
        ),
        Term(
            "Separation",
            say(
                "How much nearer customers are to their own segment than to the next; one is most, zero none."
            ),
        ),
        Term(
            "Comparison group",
            say(
                "Customers of the same segment, drawn by lot, who are left alone, "
                "so that a change can be told from chance."
            ),
        ),
    )
