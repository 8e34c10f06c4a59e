"""The tables of report and brief: facts in rows, nothing computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.recommendations import by_stake
from reportgen.narrative.words import name_of, value_word
from reportgen.page.parts import Head, Row, Table
from reportgen.prose.sentence import EMPTY, Sentence, just, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.prose.facts import Facts
    from reportgen.segments.naming import Segment


def cell(facts: Facts, key: str) -> Sentence:
    """A fact in a cell; empty where it could not be stated."""
    return Sentence((facts[key],)) if key in facts else EMPTY


def named(segment: Segment) -> Sentence:
    """A segment's name in a cell."""
    return Sentence((name_of(segment),))


def budget(recommendations: tuple[Recommendation, ...], analysis: Analysis, facts: Facts) -> Table:
    """Where effort may go: value beside customers, and the reason, for every segment."""
    word = value_word(analysis)
    heads = (
        Head(say("Segment")),
        Head(say("Share of customers"), numeric=True),
        Head(say("Share of {word}", word=word), numeric=True),
        Head(say("Times the average"), numeric=True),
        Head(say("Commonly tried")),
        Head(say("It does not work if")),
    )
    rows = tuple(
        Row(
            (
                named(r.segment),
                cell(facts, f"segment.{r.segment.key}.customer_share"),
                cell(facts, f"segment.{r.segment.key}.value_share"),
                cell(facts, f"segment.{r.segment.key}.index"),
                just(r.play.objective),
                just(r.play.disproof),
            ),
            r.segment,
        )
        for r in by_stake(recommendations)
    )
    note = say(
        "Times the average: {word} of one customer of the segment over that of the average customer.",
        word=word,
    )
    return Table(say("Segments by past {word}", word=word), heads, rows, note=note)
