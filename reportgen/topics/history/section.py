"""The months as a section of the report: columns by month, and this month beside earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts import theme
from reportgen.charts.month_columns import HEIGHT
from reportgen.cleaning.period import days_of
from reportgen.page.parts import Head, Illustration, Row, Section, Table, cell, numeric_heads
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.topics.history.charts import flow_columns, revenue_columns, segment_lines
from reportgen.topics.history.words import (
    flows_text,
    history_heading,
    history_lead,
    lines_text,
    revenue_text,
)

if TYPE_CHECKING:
    from reportgen.base.formatting import Formatter
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.history.facts import EarlierFigures, HistoryFacts

NARROW = (theme.PHONE, HEIGHT)


def history_section(facts: HistoryFacts | None, shared: Shared, fmt: Formatter) -> Section | None:
    """The section; None where the data hold no months to tell of."""
    if facts is None:
        return None
    return Section(
        key="history",
        eyebrow=say("Month by month"),
        heading=history_heading(facts),
        lead=history_lead(facts, shared),
        pictures=tuple(
            picture
            for picture in (
                revenue_picture(facts, shared, fmt),
                flows_picture(facts, shared, fmt),
                lines_picture(facts, shared, fmt),
            )
            if picture is not None
        ),
        tables=(beside_table(facts, shared),),
    )


def revenue_picture(
    facts: HistoryFacts, shared: Shared, fmt: Formatter, height: int = HEIGHT
) -> Illustration:
    """Revenue by month and segment, with its words; so many pixels high."""
    return Illustration(
        revenue_columns(facts, shared, fmt, (theme.FULL, height)), revenue_text(facts, shared)
    )


def flows_picture(
    facts: HistoryFacts, shared: Shared, fmt: Formatter, height: int = HEIGHT
) -> Illustration | None:
    """Who was new, came back and lapsed, with its words; None where too few months tell."""
    drawn, text = flow_columns(facts, fmt, (theme.FULL, height)), flows_text(facts, shared)
    return None if drawn is None or text is None else Illustration(drawn, text)


def lines_picture(
    facts: HistoryFacts, shared: Shared, fmt: Formatter, height: int = HEIGHT
) -> Illustration | None:
    """Customers by segment at each month's end, with its words; None where too few months tell."""
    drawn = segment_lines(facts, shared, fmt, height)
    return None if drawn is None else Illustration(drawn, lines_text(facts, shared))


@dataclass(frozen=True)
class _Line:
    """A row of the table: what it is, and its figures."""

    label: Sentence
    now: Fact | None
    before: Fact | None
    earlier: EarlierFigures


def beside_table(facts: HistoryFacts, shared: Shared) -> Table:
    """This month beside the same month of the year before, and the three before it."""
    this, year = facts.this, facts.year_before
    lines = (
        _Line(say("Revenue"), this.revenue, None if year is None else year.revenue, facts.revenue),
        _Line(
            say("Customers who ordered"), this.ordered, None if year is None else year.ordered, facts.ordered
        ),
        *_active(facts, shared),
    )
    with_year = year is not None
    with_three = any(line.earlier.last_three for line in lines)
    heads = (
        Head(say("Measure")),
        *numeric_heads(cell(this.month)),
        *(numeric_heads(cell(year.month), say("Change")) if year is not None else ()),
        *(numeric_heads(say("Three months before, average"), say("Change")) if with_three else ()),
    )
    rows = tuple(_row(line, with_year=with_year, with_three=with_three) for line in lines)
    return Table(say("This month beside earlier ones"), heads, rows, note=_note(facts, shared))


def _active(facts: HistoryFacts, shared: Shared) -> tuple[_Line, ...]:
    this, year, window = facts.this, facts.year_before, shared.window
    if this.active is None or window is None:
        return ()
    label = say("Customers with an order in {n} months", n=window.months)
    return (_Line(label, this.active, None if year is None else year.active, facts.active),)


def _row(line: _Line, *, with_year: bool, with_three: bool) -> Row:
    year = (line.before, line.earlier.on_year) if with_year else ()
    three = (line.earlier.last_three, line.earlier.on_three) if with_three else ()
    return Row((line.label, *map(cell, (line.now, *year, *three))))


def _note(facts: HistoryFacts, shared: Shared) -> Sentence:
    """The normal range of revenue, that months are brought to one length, and what is not compared."""
    notes = (_normal(facts), _one_length(facts), _not_compared(facts, shared))
    return joined(tuple(note for note in notes if note.pieces), " ")


def _normal(facts: HistoryFacts) -> Sentence:
    normal = facts.normal
    if normal is None or not normal.low.shown:
        return EMPTY
    return say(
        "Revenue was expected to be {usual}, normally {low} to {high}, by the {months} months before.",
        usual=normal.expected,
        low=normal.low,
        high=normal.high,
        months=normal.months,
    )


def _one_length(facts: HistoryFacts) -> Sentence:
    year = () if facts.year_before is None else (facts.year_before,)
    compared = (facts.this, *year, *facts.three_before)
    if len({days_of(str(each.month.value)) for each in compared}) == 1:
        return EMPTY
    return say("Averages and changes are worked out per day, as the months differ in length.")


def _not_compared(facts: HistoryFacts, shared: Shared) -> Sentence:
    """Why active customers are not compared, where they are not."""
    if shared.window is None or (facts.active.on_year and facts.active.on_three):
        return EMPTY
    return say(
        "Customers with an order in {n} months are compared only where the file holds all those months.",
        n=shared.window.months,
    )
