"""The cover, the page that stands alone, and the segments side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from reportgen.charts.theme import PHONE
from reportgen.features.table import Use
from reportgen.options.enums import Paper
from reportgen.page.parts import Head, Illustration, Row, Table, Term, cell, name_cell, numeric_heads
from reportgen.prose.sentence import Sentence, capitalised, just, say
from reportgen.shared.comparisons import compared, largest_segments
from reportgen.shared.words import header_of, middles, rounding_note, within_window
from reportgen.topics.overview.charts import mosaic, pairs_illustration
from reportgen.topics.overview.words import glance_heading, headline, largest_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.charts.figure import Figure
    from reportgen.prose.finding import Finding
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.shared.measures import MeasureFigures

PAGE = {Paper.A4: 978, Paper.LETTER: 930}
ROW, WORDS = 25, 295
"""Height of a page, of a table's row, and of headings, captions and notes, in CSS pixels."""
KEY_FIGURES = 4
T = TypeVar("T")


@dataclass(frozen=True)
class CoverPage:
    """Page one: the finding, its consequence, and what must be known to trust it."""

    eyebrow: Sentence
    headline: Sentence
    consequence: Sentence
    mosaic: Figure
    """Bars of value over customers; of customers alone without a value column."""
    narrow_mosaic: Figure
    """The same, drawn for a phone."""
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class SummaryPage:
    """One page that stands alone."""

    heading: Sentence
    findings: tuple[Finding, ...]
    figures: tuple[Term, ...]
    decisions: Table | None


@dataclass(frozen=True)
class GlanceSection:
    """The segments side by side."""

    heading: Sentence
    pairs: Illustration
    table: Table
    """For the workbook."""
    beside: Table | None
    """The same without the shares, which the bars show; None where all the rest stands in the heat map."""
    flow: Illustration | None
    """Questions that place most customers; None where there are none, or too many for the page."""


def cover_page(eyebrow: Sentence, first: Finding, terms: tuple[Term, ...], shared: Shared) -> CoverPage:
    """Page one: the first finding, and all that it takes to trust it."""
    return CoverPage(
        eyebrow, headline(first, shared), first.below_title, mosaic(shared), mosaic(shared, PHONE), terms
    )


def summary_page(
    findings: tuple[Finding, ...], decisions: Table | None, shared: Shared, *, advised: bool
) -> SummaryPage:
    """One page that stands alone; `advised` says that the report recommends what to do."""
    heading = say("What the data show, and what to do about it") if advised else say("What the data show")
    return SummaryPage(heading, findings, key_figures(shared), decisions)


def key_figures(shared: Shared) -> tuple[Term, ...]:
    """Four figures, large."""
    total, word = shared.total, shared.value_word
    figures = [Term(say("Customers"), cell(total.customers)), Term(say("Segments"), cell(total.segments))]
    if total.worth is not None:
        each = capitalised(say("Average {word} each", word=word))
        figures.insert(0, Term(within_window(word, shared.covers), cell(total.worth.value)))
        figures.insert(2, Term(each, cell(total.worth.each)))
    figures.append(Term(largest_label(shared), cell(largest_segments(shared)[0].share)))
    figures.append(Term(say("Measures grouped by"), cell(total.basis)))
    return tuple(figures[:KEY_FIGURES])


def glance_section(
    flow: Illustration | None, paper: Paper, value_column: str | None, shared: Shared
) -> GlanceSection:
    """The segments side by side, with the questions that tell them where one page holds both."""
    pairs = pairs_illustration(shared)
    fits = flow is not None and fits_a_page(pairs, flow, len(shared.segments), paper)
    table = comparison_table(value_column, shared)
    beside = without_shares(table, value_column, shared) if shared.has_value else None
    return GlanceSection(glance_heading(shared), pairs, table, beside, flow if fits else None)


def without_shares(table: Table, value_column: str | None, shared: Shared) -> Table:
    """The table of segments without its columns of shares."""
    shares = (2, 4)

    def kept(parts: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(part for i, part in enumerate(parts) if i not in shares)

    rows = tuple(replace(row, cells=kept(row.cells)) for row in table.rows)
    total = None if table.total is None else replace(table.total, cells=kept(table.total.cells))
    note = _note(_leading_measures(value_column, shared), shared)
    return replace(table, heads=kept(table.heads), rows=rows, total=total, note=note)


def fits_a_page(pairs: Illustration, flow: Illustration, segments: int, paper: Paper) -> bool:
    """Whether bars, table and questions fit on one page, by their heights in CSS pixels."""
    drawn = pairs.figure.height + flow.figure.height
    return drawn + ROW * (segments + 2) + WORDS <= PAGE[paper]


def comparison_table(value_column: str | None, shared: Shared) -> Table:
    """One row a segment: size, value, and the measures that set the segments apart."""
    measures = _leading_measures(value_column, shared)
    word = shared.value_word
    heads = (Head(say("Segment")), *numeric_heads(say("Customers"), say("Share")))
    if shared.has_value:
        heads += numeric_heads(
            capitalised(just(word)),
            say("Share of {word}", word=word),
            capitalised(say("{word} each", word=word)),
        )
    heads += numeric_heads(*(header_of(measure.feature) for measure in measures))
    rows = tuple(_segment_row(each, measures) for each in shared.segments)
    return Table(
        say("The segments compared"),
        heads,
        rows,
        _all_row(measures, shared),
        _note(measures, shared) + rounding_note(shared),
    )


def _leading_measures(value_column: str | None, shared: Shared) -> tuple[MeasureFigures, ...]:
    """The grouped-by measures that set the segments furthest apart, in the order of the file."""
    most = 2 if shared.has_value else 4
    made_by = [
        measure.feature.name
        for measure in compared(shared)
        if measure.feature.use is Use.GROUPED_BY and measure.feature.name != value_column
    ]
    return tuple(shared.measures[name] for name in shared.measures if name in made_by[:most])


def _segment_row(figures: SegmentFigures, measures: Sequence[MeasureFigures]) -> Row:
    worth = figures.worth
    money = () if worth is None else (worth.value, worth.share, worth.each)
    own = (measure.segments[figures.segment.key] for measure in measures)
    facts = (figures.customers, figures.share, *money, *own)
    return Row((name_cell(figures.segment), *map(cell, facts)), figures.segment)


def _all_row(measures: Sequence[MeasureFigures], shared: Shared) -> Row:
    total, worth = shared.total, shared.total.worth
    money = () if worth is None else (worth.value, total.share, worth.each)
    facts = (total.customers, total.share, *money, *(measure.everyone for measure in measures))
    return Row((say("All customers"), *map(cell, facts)))


def _note(measures: Sequence[MeasureFigures], shared: Shared) -> Sentence:
    which = middles([measure.feature for measure in measures])
    if not shared.has_value:
        return which
    return capitalised(say("{word} each: average of the segment. ", word=shared.value_word)) + which
