"""Words around the charts of the appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.findings import extremes
from reportgen.narrative.words import first_fitting, label_of, middles, spoken
from reportgen.page.parts import ChartText
from reportgen.prose.comparisons import largest
from reportgen.prose.sentence import Sentence, joined, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Facts


def plane_map(analysis: Analysis, facts: Facts) -> ChartText:
    """Customers on a plane."""
    title = say("Two directions keep {share} of the differences between customers", share=facts["map.share"])
    rows = tuple(
        say("{name}: {n} customers.", name=spoken(s), n=facts[f"segment.{s.key}.customers"])
        for s in analysis.segments
    )
    subtitle = say("Squares: customers, the larger the more; lines: around three quarters of each segment")
    note = say(
        "Principal components of the measures that made the segments. A square takes the colour of its "
        "leading segment; places with fewer than {least} customers are left empty.",
        least=facts["run.min_cell"],
    )
    return ChartText(title, subtitle, title + Sentence((". ",)) + joined(rows), note)


def silhouettes(analysis: Analysis, facts: Facts) -> ChartText:
    """How customers lie between their own segment and the next."""
    figures = {f"segment.{s.key}.silhouette": s for s in analysis.segments}
    top = largest([facts[key] for key in figures])
    told = None
    if top is not None:
        told = say("{name} stands furthest apart, {mean} on average", name=spoken(figures[top.key]), mean=top)
    rows = tuple(say("{name}: {mean}.", name=spoken(s), mean=facts[key]) for key, s in figures.items())
    subtitle = say("Silhouette of customers, from deep inside their segment to beyond its border")
    note = say(
        "Silhouette: one where a customer is far from the next segment, zero on the border, below zero where "
        "the next one is nearer. Bars: equal parts of a segment; right: its mean."
    )
    neutral = say("How clearly customers belong to their segment")
    return ChartText(first_fitting((told,), neutral), subtitle, joined(rows), note)


def ridgelines(analysis: Analysis, facts: Facts, features: Sequence[Feature]) -> ChartText:
    """How measures are spread within segments."""
    ends = tuple(
        say("{name}: {label} {figure}.", name=spoken(segment), label=label_of(feature), figure=figure)
        for feature in features
        for segment, figure in filter(None, extremes(analysis, facts, feature))
    )
    note = say(
        "The figures below the axes are the quarters of all customers. Skewed measures stand on a "
        "logarithmic scale; the outermost hundredth on either side is drawn at the edge. "
    )
    return ChartText(
        say("Where the segments overlap, measure by measure"),
        say("Customers of each segment along a measure; the line in a hill: the segment\u2019s own figure"),
        say("Hills of customers by segment. ") + joined(ends),
        note + middles(features),
    )


def snake(analysis: Analysis, facts: Facts, features: Sequence[Feature]) -> ChartText:
    """Profiles of the segments."""
    rows = tuple(
        say(
            "{name}: {label} {figure}.",
            name=spoken(s),
            label=label_of(feature),
            figure=facts[f"segment.{s.key}.{feature.name}"],
        )
        for s in analysis.segments
        for feature in features[:1]
    )
    return ChartText(
        say("The profile of each segment around the average customer"),
        say("Standard deviations from the average customer, on the scale that segments were made on"),
        joined(rows),
    )


def histograms(_analysis: Analysis, facts: Facts) -> ChartText:
    """The measures over all customers."""
    return ChartText(
        say("How the measures are spread over all customers"),
        say("Number of customers by measure, in bins of equal width"),
        say("Small histograms of {n} customers, one a measure.", n=facts["total.customers"]),
        say(
            "Bins with fewer than {least} customers are left empty; the outer bins hold what lies beyond.",
            least=facts["run.min_cell"],
        ),
    )


def together() -> Sentence:
    """Below the table of correlations."""
    return say(
        "Spearman\u2019s rank correlation over all customers: one where two measures rise together, "
        "minus one where one falls as the other rises."
    )
