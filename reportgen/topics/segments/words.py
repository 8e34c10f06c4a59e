"""Words of the cards, and around the heat map of segments and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.features.table import Use
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import Sentence, joined, listed, say
from reportgen.shared.comparisons import compared, extremes, largest_segment, widest
from reportgen.shared.words import label_of, middles, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.features.table import Feature
    from reportgen.shared.figures import Shared
    from reportgen.shared.measures import MeasureFigures


def cards_heading(shared: Shared) -> Sentence:
    """Which segment holds most customers, where one does alone."""
    most = largest_segment(shared)
    if most is None:
        return say("Who is in each segment")
    return say("The largest segment is {name}", name=spoken(most.segment))


def heat_text(features: Sequence[Feature], shared: Shared) -> ChartText:
    """Segments by measure; `features` are all of the customers' table."""
    leading = widest(shared)
    measure = leading[0] if len(leading) == 1 else None
    coloured = say("Table of measures by segment, coloured by distance from the average customer. ")
    subtitle = say("The typical figure of each measure; blue: more than all customers, orange: less")
    return ChartText(
        say("The typical customer of each segment"),
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


def heat_key() -> Sentence:
    """What colour and arrows mean, where there is room for no more."""
    return say("Colour: how far from all customers; an arrow marks a clear difference.")


def _heat_note(features: Sequence[Feature], shared: Shared) -> Sentence:
    measures = [each.feature for each in shared.measures.values()]
    note = say(
        "Colour: how far from all customers; an arrow marks a clear difference (half a standard deviation). "
    ) + middles(measures)
    if any(feature.use is Use.DESCRIBED_BY for feature in measures):
        basis = listed(tuple(label_of(feature) for feature in features if feature.use is Use.GROUPED_BY))
        note += say(" The segments were made by {basis}; other measures describe them.", basis=basis)
    if len(compared(shared)) < len(measures):
        note += say(" Measures unknown for more than a fifth of customers are not compared.")
    return note
