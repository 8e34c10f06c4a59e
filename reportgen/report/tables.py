"""The tables of report and brief: facts in rows, nothing computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, told
from reportgen.claims.measures import compared
from reportgen.claims.state import numeric_features
from reportgen.columns.labels import ROLE_WORDS
from reportgen.features.table import Use
from reportgen.narrative import statements
from reportgen.narrative.descriptions import in_brief
from reportgen.narrative.recommendations import by_stake
from reportgen.narrative.words import header_of, middles, name_of, value_word
from reportgen.page.parts import Head, Row, Table
from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, capitalised, joined, just, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.columns.assigned_roles import ColumnRole
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


def candidates(analysis: Analysis, facts: Facts) -> Table:
    """The chosen number of segments, its neighbours, and the number with the best separation."""
    tried = {candidate.k: candidate for candidate in analysis.choice.candidates}
    best = max(tried.values(), key=lambda c: (round(c.silhouette, 2), -c.k)).k
    chosen = analysis.choice.k
    shown = sorted({chosen - 1, chosen, chosen + 1, best, *analysis.choice.rivals} & set(tried))
    heads = (
        Head(say("Segments")),
        Head(say("Repeatability"), numeric=True),
        Head(say("Range"), numeric=True),
        Head(say("Separation"), numeric=True),
        Head(say("Agreement"), numeric=True),
        Head(say("Smallest segment"), numeric=True),
        Head(say("Remark")),
    )
    rows = tuple(Row(_candidate(k, best, analysis, facts)) for k in shown)
    return Table(say("The chosen number and its neighbours"), heads, rows, note=_candidate_note(facts))


def _candidate(k: int, best: int, analysis: Analysis, facts: Facts) -> tuple[Sentence, ...]:
    key = f"k.{k}"
    span = say(
        "{low} to {high}",
        low=facts[f"{key}.prediction_strength.low"],
        high=facts[f"{key}.prediction_strength.high"],
    )
    remarks = tuple(
        remark
        for remark, holds in (
            (phrase("used here"), k == analysis.choice.k),
            (phrase("about as good"), k in analysis.choice.rivals),
            (phrase("widest separation"), k == best),
            (phrase("a segment too small"), not analysis.choice.candidate(k).allowed),
        )
        if holds
    )
    return (
        cell(facts, key),
        cell(facts, f"{key}.prediction_strength"),
        span,
        cell(facts, f"{key}.silhouette"),
        cell(facts, f"{key}.stability"),
        cell(facts, f"{key}.smallest"),
        joined(tuple(map(just, remarks)), ", "),
    )


def _candidate_note(facts: Facts) -> Sentence:
    return say(
        "Repeatability: prediction strength (Tibshirani and Walther); {limit} is the limit. Separation: mean "
        "silhouette. Agreement: adjusted Rand index against refits on resampled customers.",
        limit=facts["run.prediction_limit"],
    )


def certainty(analysis: Analysis, facts: Facts) -> Table:
    """Per segment: how often it is found again, how far it stands apart, and what that means."""
    columns = {
        "stability": say("Found again"),
        "silhouette": say("Separation"),
        "confident_share": say("Well inside"),
    }
    keys = tuple(columns)[:2] if analysis.by_rules else tuple(columns)
    heads = [Head(say("Segment")), *(Head(columns[key], numeric=True) for key in keys)]
    heads += [] if analysis.by_rules else [Head(say("Its edge"))]
    rows = tuple(
        Row(
            (named(s), *(cell(facts, f"segment.{s.key}.{key}") for key in keys), *_edge(s, analysis, facts)),
            s,
        )
        for s in analysis.segments
    )
    note = say(
        "Found again: share of its customers that it keeps when segments are made anew from resampled "
        "customers (mean Jaccard overlap; one is all). Separation: how much nearer its customers are to each "
        "other than to the next segment (mean silhouette; one is most, zero none)."
    )
    if not analysis.by_rules:
        note += say(" Well inside: customers clearly nearer to their own segment than to the next.")
    return Table(say("How firm each segment is"), tuple(heads), rows, note=note)


def _edge(segment: Segment, analysis: Analysis, facts: Facts) -> tuple[Sentence, ...]:
    """What the share well inside means for somebody who writes to the segment."""
    if analysis.by_rules:
        return ()
    inside = facts[f"segment.{segment.key}.confident_share"].shown
    if inside >= statements.FIRM:
        return (say("clear"),)
    return (say("blurred"),) if inside < statements.SOFT else (say("some overlap"),)


def waterfall(analysis: Analysis, facts: Facts) -> Table:
    """From the file to what is analysed, to the row and the cent."""
    steps = analysis.rows.waterfall
    money = steps.start_amount is not None
    heads = [Head(say("Step")), Head(say("Rows"), numeric=True)]
    heads += [Head(say("Amount"), numeric=True)] if money else []
    rows = [_step(say("In the file"), "rows.start", facts, money=money)]
    rows += [
        _step(just(told(line.label)), f"rows.{line.step}.{line.cause}", facts, money=money)
        for line in steps.lines
    ]
    total = _step(say("Used for the segments"), "rows.end", facts, money=money)
    return Table(say("Every row accounted for"), tuple(heads), tuple(rows), total)


def _step(label: Sentence, key: str, facts: Facts, *, money: bool) -> Row:
    amount = (cell(facts, f"{key}.amount"),) if money else ()
    return Row((capitalised(label), cell(facts, key), *amount))


def measures(analysis: Analysis, facts: Facts) -> Table:
    """Every measure: what it is, what it did, its middle and spread, what was missing, how it was scaled."""
    scales = {column.name: column.scale for column in analysis.model.columns}
    heads = (
        Head(say("Measure")),
        Head(say("What it is")),
        Head(say("Used to")),
        Head(say("Median"), numeric=True),
        Head(say("Middle half"), numeric=True),
        Head(say("Missing"), numeric=True),
        Head(say("Scale")),
    )
    rows = tuple(_measure(feature, scales.get(feature.name), facts) for feature in numeric_features(analysis))
    note = say("Middle half: a quarter of customers lie below it, a quarter above.")
    return Table(say("The measures"), heads, rows, note=note)


def _measure(feature: Feature, scale: str | None, facts: Facts) -> Row:
    key = f"all.{feature.name}"
    scales = {
        "none": phrase("as it is"),
        "log1p": phrase("log"),
        "asinh": phrase("log, with signs"),
    }
    return Row(
        (
            header_of(feature),
            just(told(feature.definition) if feature.definition else phrase("as in the file")),
            just(phrase("group") if feature.use is Use.GROUPED_BY else phrase("describe")),
            cell(facts, f"{key}.median"),
            say("{low} to {high}", low=facts[f"{key}.low"], high=facts[f"{key}.high"]),
            cell(facts, f"{key}.missing"),
            EMPTY if scale is None else just(scales[scale]),
        )
    )


def columns(analysis: Analysis) -> Table:
    """Every column of the file, what it was taken for, and why."""
    heads = (Head(say("Column")), Head(say("Taken for")), Head(say("Why")))
    by_label = sorted(analysis.rows.roles.columns, key=lambda column: column.label.casefold())
    rows = tuple(_column(column) for column in by_label)
    return Table(say("The columns of the file"), heads, rows)


def _column(column: ColumnRole) -> Row:
    return Row(
        (
            Sentence((UserLabel(column.label),)),
            just(ROLE_WORDS[column.role]),
            just(UserLabel(told(column.reason))),
        )
    )


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
