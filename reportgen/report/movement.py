"""What changed, as a section of the report and as the first thing in the brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase, translated
from reportgen.changes.month_changes import flow_key
from reportgen.charts.cell_charts import sparkline
from reportgen.charts.marks import Tick
from reportgen.charts.ribbons import LOW, WHOLE, Ribbon, RibbonTexts, Side
from reportgen.charts.ribbons import ribbons as draw_ribbons
from reportgen.charts.scale import ticks
from reportgen.charts.trend import HEIGHT as TREND_HEIGHT
from reportgen.charts.trend import LOW as TREND_LOW
from reportgen.charts.trend import TrendLine
from reportgen.charts.trend import trend as draw_trend
from reportgen.claims.movement import shown_flows
from reportgen.narrative import movement as words
from reportgen.narrative import movement_notes
from reportgen.narrative.chart_texts import movement_texts, trend_texts
from reportgen.narrative.movement_parts import bare_name, moved
from reportgen.narrative.standing import standing
from reportgen.narrative.words import value_word, within_window
from reportgen.page.parts import Head, Illustration, Row, Table
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, joined, just, plainly, say
from reportgen.record.flows import BACK, JOINED, LEFT, REMOVED
from reportgen.report import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis import Analysis
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Facts
    from reportgen.prose.finding import Finding
    from reportgen.record.flows import Flow
    from reportgen.segments.naming import Segment

ENDS = {
    JOINED: phrase("Joined"),
    BACK: phrase("Came back"),
    LEFT: phrase("Left"),
    REMOVED: phrase("Removed on request"),
}


@dataclass(frozen=True)
class Trend:
    """One row of the segments' own table: then, now, and the months before."""

    segment: Segment
    cells: tuple[Sentence, ...]
    svg: str


@dataclass(frozen=True)
class Trends:
    """Every segment then and now."""

    title: Sentence
    heads: tuple[Head, ...]
    rows: tuple[Trend, ...]
    total: tuple[Sentence, ...]
    note: Sentence


@dataclass(frozen=True)
class MovementSection:
    """What changed since the earlier month."""

    heading: Sentence
    lead: Sentence
    findings: tuple[Finding, ...]
    ribbons: Illustration
    flows: Table
    trends: Trends
    lines: Illustration | None
    news: Sentence
    """New and retired segments, and whether the segments should be made anew; often nothing."""
    standing: Sentence
    in_short: tuple[Sentence, ...]
    """The heading in fewer words, the fullest first."""
    lists: Sentence
    """Which private lists name the people that the page speaks of."""

    @property
    def compared(self) -> Sentence:
        """All that must be known of the comparison, in one paragraph."""
        translated = (self.standing, self.news, self.lists)
        return joined(tuple(sentence for sentence in translated if sentence.pieces))


def movement(analysis: Analysis, facts: Facts, *, low: bool = False) -> MovementSection | None:
    """The section; None in a month of which no change is told. `low` drawings fit a brief."""
    if moved(analysis) is None:
        return None
    news = (movement_notes.announced(analysis), movement_notes.refit_advice(analysis, facts))
    return MovementSection(
        words.movement_headline(analysis, facts),
        words.movement_lead(analysis, facts),
        words.movement_findings(analysis, facts),
        picture(analysis, facts, LOW if low else WHOLE),
        flows(analysis, facts),
        trends(analysis, facts),
        _lines(analysis, facts, low=low),
        joined(tuple(sentence for sentence in news if sentence.pieces)),
        standing(analysis, facts),
        words.movement_in_short(analysis, facts),
        movement_notes.lists(analysis, facts),
    )


def changed_figures(analysis: Analysis, facts: Facts) -> tuple[tuple[Sentence, Sentence], ...]:
    """The large figures of a month: customers, value, who came and who left."""
    word = value_word(analysis)
    figures = [(say("Customers"), _with_change(facts, "total.customers", "total.change"))]
    if "total.value_change" in facts:
        figures.append((within_window(word, facts), _with_change(facts, "total.value", "total.value_change")))
    figures.append((say("Joined or came back"), _came(facts)))
    figures.append((say("Left"), tables.cell(facts, "movement.left.customers")))
    figures.append((say("Changed group"), tables.cell(facts, "movement.changed")))
    return tuple(figures[:4] if len(figures) > 4 else figures)  # noqa: PLR2004 - four fit the line


def _with_change(facts: Facts, now: str, change: str) -> Sentence:
    return say("{now} ({change})", now=facts[now], change=facts[change])


def _came(facts: Facts) -> Sentence:
    joined, back = facts["movement.joined.customers"], facts["movement.back.customers"]
    return say("{joined} + {back}", joined=joined, back=back)


def flows(analysis: Analysis, facts: Facts) -> Table:
    """Every flow that may be shown, beside its usual size, and all others as one: it adds up."""
    large, others = _shown(analysis)
    usual = any(f"movement.{flow_key(flow)}.usual" in facts for flow in large)
    heads = [Head(say("From")), Head(say("To")), Head(say("Customers"), numeric=True)]
    heads += [Head(say("Ordered"), numeric=True)] if analysis.has_orders else []
    heads += [Head(say("Usual"), numeric=True), Head(say("Usual range"), numeric=True)] if usual else []
    heads += [Head(_worth_now(analysis), numeric=True)] if analysis.has_value else []
    rows = [_flow_row(flow, analysis, facts, usual=usual) for flow in large]
    if others:
        rows.append(_other_row(analysis, facts, usual=usual))
    note = say(
        "Ordered: those who did since the earlier month\u2019s end; for the others only time passed. "
        "Moves of few customers stand together."
    )
    if usual:
        note = joined((note, say("Usual range: what earlier months and chance explain.")))
    rows.append(_row_of(say("Stayed where they were"), "movement.stayed", facts, len(heads)))
    total = _row_of(say("Customers of either month"), "movement.all", facts, len(heads))
    return Table(
        say("Who changed group"), tuple(heads), tuple(rows), total, note if analysis.has_orders else EMPTY
    )


def _worth_now(analysis: Analysis) -> Sentence:
    return capitalised(say("{word} now", word=value_word(analysis)))


def _row_of(label: Sentence, key: str, facts: Facts, cells: int) -> Row:
    return Row((label, EMPTY, tables.cell(facts, key), *(EMPTY,) * (cells - 3)))


def _flow_row(flow: Flow, analysis: Analysis, facts: Facts, *, usual: bool) -> Row:
    key = f"movement.{flow_key(flow)}"
    cells = [_end(flow.origin, analysis), _end(flow.target, analysis), tables.cell(facts, f"{key}.customers")]
    cells += [tables.cell(facts, f"{key}.ordered")] if analysis.has_orders else []
    if usual:
        band = f"{key}.low" in facts
        reach = say("{low} to {high}", low=facts[f"{key}.low"], high=facts[f"{key}.high"]) if band else EMPTY
        cells += [tables.cell(facts, f"{key}.usual"), reach]
    cells += [tables.cell(facts, f"{key}.now")] if analysis.has_value else []
    return Row(tuple(cells))


def _other_row(analysis: Analysis, facts: Facts, *, usual: bool) -> Row:
    blank = (EMPTY,) * (int(analysis.has_orders) + 2 * int(usual))
    money = (tables.cell(facts, "movement.other.now"),) if analysis.has_value else ()
    return Row((say("Other moves"), EMPTY, tables.cell(facts, "movement.other.customers"), *blank, *money))


def _end(key: str, analysis: Analysis) -> Sentence:
    return just(ENDS[key]) if key in ENDS else bare_name(key, analysis)


def _shown(analysis: Analysis) -> tuple[tuple[Flow, ...], tuple[Flow, ...]]:
    periods = moved(analysis)
    if periods is None or periods.migration is None:
        return (), ()
    return shown_flows(periods.migration, analysis.options.min_cell)


def trends(analysis: Analysis, facts: Facts) -> Trends:
    """Every segment: customers then and now, value's change, and its size over the months."""
    sizes = (say("Before"), say("Now"), say("Change"))
    heads = [Head(say("Segment")), *(Head(size, numeric=True) for size in sizes)]
    keys = ["was", "customers", "change"]
    totals = ["total.was", "total.customers", "total.change"]
    if analysis.has_value:
        change = say("Change of {word}", word=value_word(analysis))
        share = say("Share of {word}", word=value_word(analysis))
        heads += [Head(each, numeric=True) for each in (_worth_now(analysis), share, change)]
        keys += ["value", "value_share", "value_change"]
        totals += ["total.value", "total.share", "total.value_change"]
    heads.append(Head(say("Customers by month")))
    rows = tuple(
        Trend(
            segment,
            (tables.named(segment), *(tables.cell(facts, f"segment.{segment.key}.{key}") for key in keys)),
            _spark(segment, analysis, facts),
        )
        for segment in analysis.segments
    )
    total = (say("All customers"), *(tables.cell(facts, key) for key in totals))
    note = say(
        "Figures are rounded one by one; shares add up to 100%. "
        "Each small line begins at zero and is drawn to its own height."
    )
    return Trends(say("The segments then and now"), tuple(heads), rows, total, note)


def _spark(segment: Segment, analysis: Analysis, facts: Facts) -> str:
    values = _sizes(segment, analysis)
    first = next((value for value in values if value is not None), None)
    now = facts[f"segment.{segment.key}.customers"].text
    start = analysis.formatter.count(first).text if first is not None else now
    title = plainly("{name}: {start} first, {now} now", name=segment.name, start=start, now=now)
    return sparkline(values, segment.slot, title)


def _sizes(segment: Segment, analysis: Analysis) -> tuple[float | None, ...]:
    """Customers of a segment in the earlier months and this one; small ones are not shown."""
    found: list[float | None] = []
    for manifest in analysis.periods.history if analysis.periods else ():
        known = next((s.customers for s in manifest.segments if s.key == segment.key), None)
        found.append(known if known and known >= analysis.options.min_cell else None)
    return (*found, segment.profile.customers)


def _lines(analysis: Analysis, facts: Facts, *, low: bool) -> Illustration:
    periods = analysis.periods
    months = [manifest.month for manifest in periods.history] if periods else []
    now = analysis.trail.end[:7] if analysis.trail else ""
    lines = tuple(
        TrendLine(s.name, s.slot, sizes, tuple(_count(size, analysis) for size in sizes))
        for s in analysis.segments
        if (sizes := _sizes(s, analysis))
    )
    top = max(value for each in lines for value in each.values if value is not None)
    axis = tuple(Tick(value, analysis.formatter.count(value).text) for value in ticks(top))
    named = [analysis.formatter.month(month) for month in (*months, now)]
    figure = draw_trend(lines, named, axis, plainly("Segment"), TREND_LOW if low else TREND_HEIGHT)
    return Illustration(figure, trend_texts(analysis, facts))


def _count(size: float | None, analysis: Analysis) -> str:
    return "" if size is None else analysis.formatter.count(size).text


# --- the drawing


def picture(analysis: Analysis, facts: Facts, size: tuple[int, int]) -> Illustration:
    """Who went where since the earlier month, drawn so many pixels wide and high."""
    return Illustration(_ribbons(analysis, facts, size), movement_texts(facts))


def _ribbons(analysis: Analysis, facts: Facts, size: tuple[int, int]) -> Figure:
    large, _ = _shown(analysis)
    periods = moved(analysis)
    stayed = [f for f in periods.migration.flows if f.stayed] if periods and periods.migration else []
    stayed = [flow for flow in stayed if flow.customers >= analysis.options.min_cell]
    before, now = _sides(analysis, facts, large)
    drawn = [
        Ribbon(f.origin, f.target, f.customers, facts[f"movement.{flow_key(f)}.customers"].text)
        for f in large
    ]
    drawn += [
        Ribbon(f.origin, f.target, f.customers, analysis.formatter.count(f.customers).text) for f in stayed
    ]
    heads = (plainly("From"), plainly("To"), plainly("Customers"))
    texts = RibbonTexts(facts["movement.since"].text, facts["window.month"].text, heads)
    return draw_ribbons(before, now, drawn, texts, size)


def _sides(
    analysis: Analysis, facts: Facts, large: Sequence[Flow]
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    before, now = [], []
    for s in analysis.segments:
        was, size = facts[f"segment.{s.key}.was"], facts[f"segment.{s.key}.customers"]
        if was.shown or any(flow.origin == s.key for flow in large):
            before.append(Side(s.key, s.name, s.slot, was.shown, was.text))
        now.append(Side(s.key, s.name, s.slot, s.profile.customers, size.text))
    for retired in analysis.periods.retired if analysis.periods else ():
        leaving = sum(flow.customers for flow in large if flow.origin == retired.key)
        if leaving:
            before.append(
                Side(retired.key, retired.name, None, leaving, analysis.formatter.count(leaving).text)
            )
    came = {flow.origin for flow in large}
    before.extend(_outside(key, facts) for key in (JOINED, BACK) if key in came)
    gone = {flow.target for flow in large}
    now.extend(_outside(key, facts) for key in (LEFT, REMOVED) if key in gone)
    return tuple(before), tuple(now)


def _outside(key: str, facts: Facts) -> Side:
    fact = facts[f"movement.{key}.customers"]
    return Side(key, translated(ENDS[key]), None, fact.shown, fact.text)
