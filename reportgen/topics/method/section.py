"""The section for those who want to check: every row, measure and column accounted for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.charts.waterfall import WaterfallStep
from reportgen.charts.waterfall import waterfall as draw_waterfall
from reportgen.columns.labels import ROLE_WORDS
from reportgen.features.table import Use
from reportgen.page.parts import Head, Illustration, Row, Table, Term, cell, numeric_heads
from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, capitalised, just, plainly, say
from reportgen.shared.words import header_of
from reportgen.topics.method import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.prose.facts import Fact
    from reportgen.segments.values import SavedModel
    from reportgen.shared.figures import Shared
    from reportgen.shared.measures import MeasureFigures
    from reportgen.topics.method.facts import MethodFacts, StepFigures, WaterfallFigures

EARLIER_SCALES = {"none": phrase("as it is"), "log1p": phrase("log"), "asinh": phrase("log, with signs")}
"""How an earlier version scaled a measure, for readers."""


@dataclass(frozen=True)
class MethodSection:
    """From the file to the segments, for those who want to check."""

    heading: Sentence
    flow: Illustration | None
    """The questions, where they are too many to stand at a glance."""
    waterfall: Table
    """For the workbook."""
    account: Illustration | None
    """The same, drawn; None where every row counts."""
    measures: Table
    lifetime: Table | None
    """The forecast's back-test; None where there was none."""
    columns: Table
    doubts: tuple[Sentence, ...]
    notes: tuple[Term, ...]
    glossary: tuple[Term, ...]


@dataclass(frozen=True)
class FromOtherTopics:
    """What other topics say in this section; an empty sentence is left out."""

    flow: Illustration | None
    backtest: Table | None
    other_methods: Sentence
    products: Sentence
    forecast: Sentence


def method_section(
    facts: MethodFacts, shared: Shared, analysis: Analysis, others: FromOtherTopics
) -> MethodSection:
    """The section, with what other topics add to it."""
    return MethodSection(
        words.method_heading(facts.waterfall),
        others.flow,
        waterfall_table(facts.waterfall),
        account(facts.waterfall) if facts.waterfall.steps else None,
        measures_table(tuple(shared.measures.values()), analysis.model, facts.powers),
        others.backtest,
        columns_table(analysis.rows.roles),
        tuple(words.doubt(issue) for issue in analysis.issues if issue.code != "known-export"),
        _notes(facts, shared, analysis, others),
        tuple(Term(just(word), just(meaning)) for word, meaning in words.GLOSSARY),
    )


def _notes(
    facts: MethodFacts, shared: Shared, analysis: Analysis, others: FromOtherTopics
) -> tuple[Term, ...]:
    features, model = analysis.customers.features, analysis.model
    limits = words.fixed_limits(analysis.segments, model, analysis.options.vocabulary)
    fitted = words.fitted(analysis.choice, model, analysis.segmentation, facts.run, shared)
    notes = (
        Term(say("Grouped"), words.grouped(features)),
        Term(say("Left out"), words.left_out(analysis.rows.roles, features)),
        Term(say("Products"), others.products),
        Term(say("Expected spend"), others.forecast),
        Term(say("Limits"), words.limits(shared)),
        Term(say("Fitted"), fitted),
        Term(say("Limits of the segments"), limits),
        Term(say("Other ways"), others.other_methods),
        Term(say("Repeat it"), words.repeat(facts, shared)),
    )
    return tuple(note for note in notes if note.text.pieces)


def waterfall_table(waterfall: WaterfallFigures) -> Table:
    """From the file to what is analysed, to the row and the cent."""
    heads = (Head(say("Step")), *numeric_heads(say("Rows")))
    if waterfall.start.amount is not None:
        heads += numeric_heads(say("Amount"))
    rows = (
        _step(say("In the file"), waterfall.start, len(heads)),
        *(_step(just(translated(step.label)), step, len(heads)) for step in waterfall.steps),
    )
    total = _step(say("Used for the segments"), waterfall.end, len(heads))
    return Table(say("Every row accounted for"), heads, rows, total)


def account(waterfall: WaterfallFigures) -> Illustration:
    """The same as a drawing: what is left at each step."""
    heads = [plainly("Step"), plainly("Rows")]
    if waterfall.start.amount is not None:
        heads.append(plainly("Amount"))

    def drawn(label: Sentence, step: StepFigures, before: float, after: float) -> WaterfallStep:
        texts = (step.rows.text, "" if step.amount is None else step.amount.text)
        return WaterfallStep(label.plain, before, after, texts[: len(heads) - 1])

    total, rest = waterfall.start.rows.shown, waterfall.end.rows.shown
    left = accumulate((step.rows.shown for step in waterfall.steps), initial=total)
    steps = [
        replace(drawn(say("In the file"), waterfall.start, total, total), whole=True),
        *(
            drawn(capitalised(just(translated(step.label))), step, before, after)
            for step, (before, after) in zip(waterfall.steps, pairwise(left), strict=True)
        ),
        replace(drawn(say("Used for the segments"), waterfall.end, rest, rest), whole=True),
    ]
    return Illustration(draw_waterfall(steps, heads), words.waterfall_text(waterfall))


def _step(label: Sentence, step: StepFigures, cells: int) -> Row:
    return Row((capitalised(label), cell(step.rows), cell(step.amount))[:cells])


def measures_table(
    measures: Sequence[MeasureFigures], model: SavedModel, powers: Mapping[str, Fact]
) -> Table:
    """Every measure: what it is, what it did, its middle and spread, what was missing, how it was scaled."""
    scales = {column.name: _scale(column.scale, powers.get(column.name)) for column in model.columns}
    heads = (
        Head(say("Measure")),
        Head(say("What it is")),
        Head(say("Used to")),
        *numeric_heads(say("Median"), say("Middle half"), say("Missing")),
        Head(say("Scale")),
    )
    rows = tuple(_measure(each, scales.get(each.feature.name, EMPTY)) for each in measures)
    note = say("Middle half: a quarter of customers lie below it, a quarter above.")
    return Table(say("The measures"), heads, rows, note=note)


def _scale(scale: str, power: Fact | None) -> Sentence:
    """How a measure was scaled: a power between a logarithm and the figures as they are."""
    if power is None:
        return just(EARLIER_SCALES.get(scale, EARLIER_SCALES["none"]))
    if power.shown in (0.0, 1.0):
        return just(EARLIER_SCALES["none" if power.shown else "log1p"])
    return say("power {power}", power=power)


def _measure(figures: MeasureFigures, scale: Sentence) -> Row:
    feature = figures.feature
    return Row(
        (
            header_of(feature),
            just(translated(feature.definition) if feature.definition else phrase("as in the file")),
            just(phrase("group") if feature.use is Use.GROUPED_BY else phrase("describe")),
            cell(figures.median),
            say("{low} to {high}", low=figures.low, high=figures.high),
            cell(figures.missing),
            scale,
        )
    )


def columns_table(roles: Roles) -> Table:
    """Every column of the file, what it was taken for, and why."""
    heads = (Head(say("Column")), Head(say("Taken for")), Head(say("Why")))
    by_label = sorted(roles.columns, key=lambda column: column.label.casefold())
    return Table(say("The columns of the file"), heads, tuple(map(_column, by_label)))


def _column(column: ColumnRole) -> Row:
    return Row(
        (
            Sentence((UserLabel(column.label),)),
            just(ROLE_WORDS[column.role]),
            just(UserLabel(translated(column.reason))),
        )
    )
