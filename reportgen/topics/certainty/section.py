"""The section on how sure the segments are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import Head, Illustration, Row, Table, cell, name_cell, numeric_heads
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, joined, just, say, within
from reportgen.topics.certainty.charts import k_panel
from reportgen.topics.certainty.words import (
    BLURRED,
    CLEAR,
    inside_share,
    panel_text,
    sure_heading,
    sure_in_short,
    sure_lead,
    words_of,
)

if TYPE_CHECKING:
    from reportgen.base.formatting import Formatter
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.certainty.facts import CertaintyFacts


@dataclass(frozen=True)
class CertaintySection:
    """The verdict, the number of segments, and which segments to trust less."""

    heading: Sentence
    lead: Sentence
    panel: Illustration | None
    """None for fixed limits: nothing chose their number."""
    numbers: Table | None
    segments: Table


def certainty_section(certainty: CertaintyFacts, shared: Shared, fmt: Formatter) -> CertaintySection:
    """The verdict in plain words, then what it rests on."""
    panel = None
    if not shared.by_rules:
        drawn = k_panel(certainty, shared.limits.prediction, fmt)
        panel = Illustration(drawn, panel_text(certainty, shared))
    return CertaintySection(
        sure_heading(certainty, shared),
        sure_lead(certainty, shared),
        panel,
        None if shared.by_rules else _numbers(certainty, shared),
        stability_table(shared),
    )


def certainty_findings(certainty: CertaintyFacts, shared: Shared) -> tuple[Finding, ...]:
    """How sure all of it is, as the last of the findings."""
    headline = say("How sure: {verdict}", verdict=within(just(words_of(certainty, shared).short)))
    return (Finding("certainty", headline, sure_in_short(certainty, shared), ()),)


def _numbers(certainty: CertaintyFacts, shared: Shared) -> Table:
    """The chosen number of segments, its neighbours, and the number with the widest separation."""
    choice = certainty.choice
    tried = {candidate.k: candidate for candidate in choice.candidates}
    widest = max(tried.values(), key=lambda c: (round(c.silhouette, 2), -c.k)).k
    shown = sorted({choice.k - 1, choice.k, choice.k + 1, widest, *choice.rivals} & set(tried))
    heads = (
        Head(say("Segments")),
        *numeric_heads(
            say("Came out in"),
            say("Repeatability"),
            say("Range"),
            say("Separation"),
            say("Agreement"),
            say("Smallest segment"),
        ),
        Head(say("Remark")),
    )
    note = say(
        "Came out in: resamples that take this number. Repeatability: prediction strength (Tibshirani and "
        "Walther), of which {limit} counts as good. Separation: mean "
        "silhouette. Agreement: adjusted Rand index against refits on resampled customers.",
        limit=shared.limits.prediction,
    )
    if certainty.kept:
        note += say(" As it was in the month in which the segments were made.")
    rows = tuple(_number_row(k, widest, certainty) for k in shown)
    return Table(say("The chosen number and its neighbours"), heads, rows, note=note)


def _number_row(k: int, widest: int, certainty: CertaintyFacts) -> Row:
    choice, figures = certainty.choice, certainty.candidates[k]
    strength = figures.prediction_strength
    remarks = tuple(
        remark
        for remark, holds in (
            (phrase("used here"), k == choice.k),
            (phrase("about as good"), k in choice.rivals),
            (phrase("widest separation"), k == widest),
            (phrase("a segment too small"), not choice.candidate(k).allowed),
        )
        if holds
    )
    cells = (
        cell(figures.k),
        EMPTY if certainty.resamples is None else cell(figures.chosen_in),
        cell(strength.mean),
        say("{low} to {high}", low=strength.low, high=strength.high),
        cell(figures.silhouette),
        cell(figures.stability.mean),
        cell(figures.smallest),
        joined(tuple(map(just, remarks)), ", "),
    )
    return Row(cells)


def stability_table(shared: Shared) -> Table:
    """Per segment: how often it is found again, how far it stands apart, and what that means."""
    heads = (Head(say("Segment")), *numeric_heads(say("Stability"), say("Separation")))
    note = say(
        "Stability: share of its customers that it keeps when the analysis is repeated on "
        "resampled customers (mean Jaccard overlap; one is all). Separation: how much nearer its "
        "customers are to each other than to the next segment (mean silhouette; one is most, "
        "zero none)."
    )
    if not shared.by_rules:
        heads += (*numeric_heads(say("Clearly inside")), Head(say("Boundary")))
        note += say(" Clearly inside: customers clearly nearer to their own segment than to the next.")
    rows = tuple(map(_stability_row, shared.segments))
    return Table(say("How stable each segment is"), heads, rows, note=note)


def _stability_row(figures: SegmentFigures) -> Row:
    inside = figures.confident_share
    edge = () if inside is None else (cell(inside), _edge(figures))
    cells = (name_cell(figures.segment), cell(figures.stability), cell(figures.silhouette), *edge)
    return Row(cells, figures.segment)


def _edge(figures: SegmentFigures) -> Sentence:
    """What the share well inside means for somebody who writes to the segment."""
    inside = inside_share(figures)
    if inside >= CLEAR:
        return say("clear")
    return say("blurred") if inside < BLURRED else say("some overlap")
