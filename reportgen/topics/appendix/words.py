"""Words around the charts of the appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.page.parts import ChartText
from reportgen.prose.sentence import Sentence, joined, say
from reportgen.shared.comparisons import extremes, leader
from reportgen.shared.words import first_fitting, label_of, middles, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.shared.measures import MeasureFigures
    from reportgen.topics.appendix.facts import AppendixFacts


def appendix_heading(facts: AppendixFacts) -> Sentence:
    """What the map keeps, where there is one."""
    if facts.map is None:
        return say("The segments overlap where customers are alike")
    return say(
        "A map in two directions shows {share} of the variation between customers", share=facts.map.share
    )


def map_text(share: Fact, shared: Shared) -> ChartText:
    """Customers on a plane that keeps a share of their differences."""
    title = say("This map shows {share} of the variation between customers", share=share)
    named = say("Segments on the map of customers")
    rows = tuple(
        say("{name}: {n} customers.", name=spoken(each.segment), n=each.customers) for each in shared.segments
    )
    subtitle = say("Squares: customers, the larger the more; lines: around three quarters of each segment")
    note = say(
        "Principal components of the measures that made the segments. A square takes the colour of its "
        "leading segment; places with fewer than {least} customers are left empty.",
        least=shared.limits.min_cell,
    )
    return ChartText(named, subtitle, title + Sentence((". ",)) + joined(rows), note)


def silhouettes_text(shared: Shared) -> ChartText:
    """How customers lie between their own segment and the next."""
    top = leader(shared, lambda each: each.silhouette)
    title = None
    if top is not None:
        title = say(
            "{name} stands furthest apart, {mean} on average", name=spoken(top.segment), mean=top.silhouette
        )
    rows = tuple(
        say("{name}: {mean}.", name=spoken(each.segment), mean=each.silhouette) for each in shared.segments
    )
    subtitle = say("Silhouette of customers, from deep inside their segment to beyond its border")
    note = say(
        "Silhouette: one where a customer is far from the next segment, zero on the border, below zero where "
        "the next one is nearer. Bars: equal parts of a segment; right: its mean."
    )
    neutral = say("How clearly customers belong to their segment")
    return ChartText(first_fitting((title,), neutral), subtitle, joined(rows), note)


def ridgelines_text(measures: Sequence[MeasureFigures], shared: Shared) -> ChartText:
    """How measures are spread within segments."""
    ends = tuple(
        say(
            "{name}: {label} {figure}.",
            name=spoken(end[0].segment),
            label=label_of(measure.feature),
            figure=end[1],
        )
        for measure in measures
        for end in extremes(measure, shared)
        if end is not None
    )
    note = say(
        "The figures below the axes are the quarters of all customers. Skewed measures stand on a "
        "logarithmic scale; the outermost hundredth on either side is drawn at the edge. "
    )
    return ChartText(
        say("Where the segments overlap, measure by measure"),
        say("Customers of each segment along a measure; the line in a hill: the segment\u2019s own figure"),
        say("Hills of customers by segment. ") + joined(ends),
        note + middles([measure.feature for measure in measures]),
    )


def histograms_text(shared: Shared) -> ChartText:
    """The measures over all customers."""
    return ChartText(
        say("How the measures are spread over all customers"),
        say("Number of customers by measure, in bins of equal width"),
        say("Small histograms of {n} customers, one a measure.", n=shared.total.customers),
        say(
            "Bins with fewer than {least} customers are left empty; the outer bins hold what lies beyond.",
            least=shared.limits.min_cell,
        ),
    )


def correlation_note() -> Sentence:
    """Below the table of correlations."""
    return say(
        "Spearman\u2019s rank correlation over all customers: one where two measures rise together, "
        "minus one where one falls as the other rises."
    )
