"""Words of the cards, and around the heat map of segments and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.features.table import Use
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import Sentence, joined, listed, say
from reportgen.shared.comparisons import compared, extremes, widest
from reportgen.shared.words import first_fitting, label_of, middles, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.features.table import Feature
    from reportgen.shared.figures import MeasureFigures, SegmentFigures, Shared


def size_of(figures: SegmentFigures, shared: Shared) -> Sentence:
    """How many customers a segment has, what they are worth, and how many are clearly inside."""
    text = say("{n} customers ({share})", n=figures.customers, share=figures.share)
    if figures.worth is not None:
        text += say(
            " \u00b7 {value} {word} ({share})",
            value=figures.worth.value,
            word=shared.value_word,
            share=figures.worth.share,
        )
    if figures.confident_share is None:
        return text
    return text + say(" \u00b7 {inside} clearly inside", inside=figures.confident_share)


def heat_text(features: Sequence[Feature], shared: Shared) -> ChartText:
    """Segments by measure; `features` are all of the customers' table."""
    leading = widest(shared)
    measure = leading[0] if len(leading) == 1 else None
    title = None
    if measure is not None:
        title = say("The segments differ most in {label}", label=label_of(measure.feature))
    coloured = say("Table of measures by segment, coloured by distance from the average customer. ")
    subtitle = say("The typical figure of each segment; blue above the average customer, orange below")
    return ChartText(
        first_fitting((title,), say("What sets the segments apart")),
        subtitle,
        coloured + (_ends(measure, shared) if measure is not None else joined(())),
        _heat_note(features, shared),
    )


def _ends(measure: MeasureFigures, shared: Shared) -> Sentence:
    """The segments with the lowest and the highest figure, as far as each is alone."""
    rows = tuple(
        say(
            "{name}: {label} {figure}.",
            name=spoken(end[0].segment),
            label=label_of(measure.feature),
            figure=end[1],
        )
        for end in extremes(measure, shared)
        if end is not None
    )
    return joined(rows)


def _heat_note(features: Sequence[Feature], shared: Shared) -> Sentence:
    measures = [each.feature for each in shared.measures.values()]
    note = say(
        "Colour: distance from the average customer on the scale that segments were made on; "
        "arrows from half a standard deviation. "
    ) + middles(measures)
    if any(feature.use is Use.DESCRIBED_BY for feature in measures):
        basis = listed(tuple(label_of(feature) for feature in features if feature.use is Use.GROUPED_BY))
        note += say(" The segments were made by {basis}; other measures describe them.", basis=basis)
    if len(compared(shared)) < len(measures):
        note += say(" Measures that are unknown of more than a fifth of customers are not compared.")
    return note
