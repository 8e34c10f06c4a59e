"""The appendix for analysts: how the segments lie, overlap and are shaped, and the data behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.page.parts import Head, Illustration, Row, Table, cell, numeric_heads
from reportgen.prose.sentence import Sentence, say
from reportgen.shared.comparisons import drawn_measures
from reportgen.shared.words import header_of
from reportgen.topics.appendix import charts, words

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.shared.figures import Shared
    from reportgen.topics.appendix.facts import AppendixFacts

RIDGES = 3
"""Measures whose spread is drawn."""


@dataclass(frozen=True)
class AppendixSection:
    """For analysts: the segments as they lie, and the data behind them."""

    heading: Sentence
    map: Illustration | None
    """None where customers differ in less than two ways."""
    silhouettes: Illustration
    ridgelines: Illustration
    histograms: Illustration
    together: Table | None


def appendix_section(facts: AppendixFacts, shared: Shared, analysis: Analysis) -> AppendixSection:
    """Every chart that the data allow."""
    matrix, segmentation, fmt = analysis.matrix, analysis.segmentation, analysis.formatter
    ridged = drawn_measures(shared, RIDGES)
    return AppendixSection(
        words.appendix_heading(facts),
        _map(facts, shared, analysis),
        Illustration(charts.silhouettes(matrix, segmentation, shared, fmt), words.silhouettes_text(shared)),
        Illustration(
            charts.ridgelines(ridged, analysis.customers, matrix, segmentation, shared),
            words.ridgelines_text(ridged, shared),
        ),
        Illustration(charts.histograms(analysis.statistics, shared, fmt), words.histograms_text(shared)),
        _correlations(facts, shared),
    )


def _map(facts: AppendixFacts, shared: Shared, analysis: Analysis) -> Illustration | None:
    if facts.map is None:
        return None
    drawn = charts.plane_map(
        facts.map.plane, analysis.segmentation, analysis.matrix, analysis.customers, shared
    )
    return Illustration(drawn, words.map_text(facts.map.share, shared))


def _correlations(facts: AppendixFacts, shared: Shared) -> Table | None:
    """Measures that go together; None where none do."""
    if not facts.pairs:
        return None
    rows = tuple(
        Row(
            (
                header_of(shared.measures[pair.first].feature),
                header_of(shared.measures[pair.second].feature),
                cell(pair.correlation),
            )
        )
        for pair in facts.pairs
    )
    heads = (Head(say("Measure")), Head(say("Goes with")), *numeric_heads(say("Correlation")))
    return Table(say("Measures that go together"), heads, rows, note=words.correlation_note())
