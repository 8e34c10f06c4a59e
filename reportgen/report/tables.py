"""The tables of report and brief: facts in rows, nothing computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.measures import compared
from reportgen.narrative.descriptions import in_brief
from reportgen.narrative.recommendations import by_stake
from reportgen.narrative.words import header_of, middles, name_of, value_word
from reportgen.page.parts import Head, Row, Table
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.prose.facts import Facts
    from reportgen.segments.naming import Segment


def cell(facts: Facts, key: str) -> Sentence:
    """A fact in a cell; empty where it could not be stated."""
    return Sentence((facts[key],)) if key in facts else EMPTY


def named(segment: Segment) -> Sentence:
    """A segment's name in a cell."""
    return Sentence((name_of(segment),))


def leading_features(analysis: Analysis, facts: Facts, most: int) -> tuple[Feature, ...]:
    """The grouped-by measures that set the segments furthest apart, in the order of the file."""
    basis = [f for f in analysis.customers.basis if f.name != analysis.customers.value]
    widest = [feature for feature in compared(analysis, facts) if feature in basis][:most]
    return tuple(feature for feature in analysis.customers.features if feature in widest)


def comparison(analysis: Analysis, facts: Facts) -> Table:
    """One row a segment: size, value, and the measures that set the segments apart."""
    features = leading_features(analysis, facts, 2 if analysis.has_value else 4)
    word = value_word(analysis)
    heads = [Head(say("Segment")), Head(say("Customers"), numeric=True), Head(say("Share"), numeric=True)]
    keys = ["customers", "customer_share"]
    if analysis.has_value:
        heads += [
            Head(capitalised(just(word)), numeric=True),
            Head(say("Share of {word}", word=word), numeric=True),
            Head(capitalised(say("{word} each", word=word)), numeric=True),
        ]
        keys += ["value", "value_share", "value_each"]
    heads += [Head(header_of(f), numeric=True) for f in features]
    keys += [feature.name for feature in features]
    rows = tuple(
        Row((named(s), *(cell(facts, f"segment.{s.key}.{key}") for key in keys)), s)
        for s in analysis.segments
    )
    return Table(
        say("The segments compared"),
        tuple(heads),
        rows,
        _everyone(analysis, facts, features),
        _comparison_note(analysis, features),
    )


def _comparison_note(analysis: Analysis, features: tuple[Feature, ...]) -> Sentence:
    told = middles(features)
    if not analysis.has_value:
        return told
    return capitalised(say("{word} each: average of the segment. ", word=value_word(analysis))) + told


def _everyone(analysis: Analysis, facts: Facts, features: tuple[Feature, ...]) -> Row:
    worth = (cell(facts, "total.value"), cell(facts, "total.share"), cell(facts, "total.value_each"))
    money = worth if analysis.has_value else ()
    measures = tuple(cell(facts, f"all.{feature.name}") for feature in features)
    return Row(
        (say("All customers"), cell(facts, "total.customers"), cell(facts, "total.share"), *money, *measures)
    )


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


def profiles(analysis: Analysis, facts: Facts) -> Table:
    """Who is in each segment, in a line; for the brief."""
    heads = [Head(say("Segment")), Head(say("Customers"), numeric=True)]
    keys = ["customers"]
    if analysis.has_value:
        heads.append(Head(capitalised(just(value_word(analysis))), numeric=True))
        keys.append("value")
    heads.append(Head(say("The typical customer (in brackets: of all customers)")))
    rows = tuple(
        Row(
            (
                named(s),
                *(cell(facts, f"segment.{s.key}.{key}") for key in keys),
                in_brief(s, analysis, facts),
            ),
            s,
        )
        for s in analysis.segments
    )
    return Table(say("Who is in each segment"), tuple(heads), rows)
