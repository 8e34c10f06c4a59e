"""Facts into charts: which marks, with which texts, drawn for which width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.charts.cell_charts import dot_strip
from reportgen.charts.cohort import CohortCell, CohortRow, CohortTexts
from reportgen.charts.cohort import cohort as cohort_table
from reportgen.charts.decision_tree import Node, Question, TreeOutcome, TreeTexts, decision_tree
from reportgen.charts.heat_map import HeatCell, HeatRow, heat_map
from reportgen.charts.lorenz import LorenzPoint, LorenzTexts
from reportgen.charts.lorenz import lorenz as draw_lorenz
from reportgen.charts.marimekko import MarimekkoBlock, MarimekkoTexts
from reportgen.charts.marimekko import marimekko as draw_marimekko
from reportgen.charts.marks import Tick
from reportgen.charts.rfm_grid import RfmCell, RfmTexts, rfm_grid
from reportgen.charts.scale import ticks
from reportgen.charts.share_bars import MosaicTexts, SegmentShares, paired_bars
from reportgen.charts.share_bars import mosaic as draw_mosaic
from reportgen.charts.theme import CLOSE, FULL, PHONE, PITCH
from reportgen.claims.measures import compared
from reportgen.claims.state import lorenz_curve
from reportgen.features.table import Use
from reportgen.narrative import chart_texts, habits
from reportgen.narrative.words import header_of, value_word
from reportgen.page.parts import Illustration
from reportgen.prose.sentence import capitalised, plainly, say
from reportgen.segments.values import Leaf, Split

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.charts.figure import Figure
    from reportgen.features.table import Feature
    from reportgen.page.parts import ChartText
    from reportgen.prose.facts import Fact, Facts
    from reportgen.segments.naming import Segment

Draw = Callable[["Analysis", "Facts"], "Figure"]
Tell = Callable[["Analysis", "Facts"], "ChartText"]
CURVE_POINTS, STEEP = 120, 0.05
"""Points of the Lorenz curve, and the share of customers up to which it is drawn more finely."""
MOST_COLUMNS, SHORT_COLUMNS = 8, 5
ROOMY = 5
"""Segments up to which a brief has room for rows of the usual height."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Pictures:
    """Every chart of a report with its words; None where the data do not hold what it shows."""

    mosaic: Figure
    narrow_mosaic: Figure
    pairs: Illustration
    pairs_short: Illustration
    """The same, low enough for a brief."""
    marimekko: Illustration | None
    lorenz: Illustration | None
    grid: Illustration | None
    heat: Illustration
    heat_short: Illustration
    """The same with the few measures that a brief has room for, as low."""
    flow: Illustration | None
    cohorts: Illustration | None


def illustrate(analysis: Analysis, facts: Facts) -> Pictures:
    """Draw every chart once."""

    def drawn(draw: Draw, tell: Tell, *, possible: bool = True) -> Illustration | None:
        return Illustration(draw(analysis, facts), tell(analysis, facts)) if possible else None

    pitch = CLOSE if len(analysis.segments) > ROOMY else PITCH
    return Pictures(
        mosaic(analysis, facts),
        mosaic(analysis, facts, PHONE),
        Illustration(pairs(analysis, facts), chart_texts.pairs(analysis, facts)),
        Illustration(pairs(analysis, facts, pitch=pitch), chart_texts.pairs(analysis, facts)),
        drawn(marimekko, chart_texts.marimekko, possible=analysis.has_value),
        drawn(lorenz, chart_texts.lorenz, possible="concentration.top_value" in facts),
        drawn(grid, chart_texts.grid, possible=analysis.has_orders),
        Illustration(heat(analysis, facts, MOST_COLUMNS), chart_texts.heat(analysis, facts)),
        Illustration(heat(analysis, facts, SHORT_COLUMNS, pitch), chart_texts.heat(analysis, facts)),
        drawn(flow, chart_texts.flow, possible=analysis.rules is not None),
        drawn(
            cohorts,
            habits.cohorts,
            possible=any(any(cohort.returned) for cohort in analysis.customers.cohorts),
        ),
    )


def drawn_features(analysis: Analysis, facts: Facts, most: int) -> tuple[Feature, ...]:
    """Measures that made the segments, then those that describe them; widest range of means first."""
    measures = compared(analysis, facts)
    return tuple(sorted(measures, key=lambda feature: feature.use is not Use.GROUPED_BY)[:most])


def mosaic(analysis: Analysis, facts: Facts, width: int = FULL) -> Figure:
    """The cover's bars."""
    word = value_word(analysis)
    people, value = plainly("Share of customers"), plainly("Share of {word}", word=word)
    title = people
    if analysis.has_value:
        title = plainly("Share of {word} above, of customers below", word=word)
    texts = MosaicTexts(title, people, value, tuple(_share_heads(analysis)))
    return draw_mosaic(tuple(_block(segment, facts) for segment in analysis.segments), texts, width)


def _block(segment: Segment, facts: Facts) -> SegmentShares:
    share = segment.profile.customer_share
    people = facts[f"segment.{segment.key}.customer_share"]
    value = facts.get(f"segment.{segment.key}.value_share")
    if value is None:
        return SegmentShares(segment.name, segment.slot, share, people.text)
    return SegmentShares(segment.name, segment.slot, share, people.text, float(value.value), value.text)


def pairs(analysis: Analysis, facts: Facts, width: int = FULL, *, pitch: float = PITCH) -> Figure:
    """Share of customers beside share of value."""
    rows = tuple(_bar(segment, facts) for segment in analysis.segments)
    return paired_bars(rows, _share_heads(analysis), width, pitch=pitch)


def _share_heads(analysis: Analysis) -> list[str]:
    """Heads of a chart's figures: segment, share of customers, share of value where there is one."""
    heads = [plainly("Segment"), plainly("Share of customers")]
    return [*heads, plainly("Share of {word}", word=value_word(analysis))] if analysis.has_value else heads


def _bar(segment: Segment, facts: Facts) -> SegmentShares:
    people = facts[f"segment.{segment.key}.customer_share"]
    value = facts.get(f"segment.{segment.key}.value_share")
    if value is None:
        return SegmentShares(segment.name, segment.slot, people.shown, people.text)
    return SegmentShares(segment.name, segment.slot, people.shown, people.text, value.shown, value.text)


def marimekko(analysis: Analysis, facts: Facts) -> Figure:
    """Value per customer over share of customers."""
    word = value_word(analysis)
    blocks = tuple(
        MarimekkoBlock(
            s.name,
            s.slot,
            s.profile.customer_share,
            facts[f"segment.{s.key}.customer_share"].text,
            facts[f"segment.{s.key}.value_each"].shown,
            facts[f"segment.{s.key}.value_each"].text,
        )
        for s in analysis.segments
    )
    mean = facts["total.value_each"]
    axis = ticks(max(block.value for block in blocks))
    each, people = capitalised(say("{word} per customer", word=word)).plain, plainly("Share of customers")
    texts = MarimekkoTexts(
        each,
        people,
        plainly("All customers"),
        tuple(Tick(value, analysis.formatter.money(value).text) for value in axis),
        (plainly("Segment"), people, each),
    )
    return draw_marimekko(blocks, Tick(mean.shown, mean.text), texts)


def lorenz(analysis: Analysis, facts: Facts) -> Figure:
    """Concentration of value."""
    word = value_word(analysis)
    curve = lorenz_curve(analysis.customers.frame[analysis.customers.value].to_numpy(dtype=float))
    if curve is None:
        raise ValueError("no curve can be drawn of this value")
    step = max(analysis.options.min_cell / len(analysis.customers.frame), 1 / (10 * CURVE_POINTS))
    grid = np.union1d(np.arange(0, STEEP, step), np.linspace(STEEP, 1, CURVE_POINTS))
    points = tuple(zip(grid.tolist(), np.interp(grid, *curve).tolist(), strict=True))
    top, value = facts["concentration.top"], facts["concentration.top_value"]
    axis = tuple(Tick(share, analysis.formatter.share(share).text) for share in SHARES)
    texts = LorenzTexts(
        plainly("Share of customers, highest {word} first", word=word),
        plainly("Share of {word}", word=word),
        plainly("If all were alike"),
        (
            plainly("Top {top} of customers", top=top),
            plainly("bring {value} of {word}", value=value, word=word),
        ),
        axis,
        axis,
        (plainly("Share of customers"), plainly("Share of {word}", word=word)),
    )
    mark = LorenzPoint(top.shown, float(value.value), top.text, value.text)
    return draw_lorenz(points, (mark,), texts)


def grid(analysis: Analysis, facts: Facts) -> Figure:
    """Customers by recency and frequency score."""
    cells = tuple(
        RfmCell(r, f, fact.text or None, fact.shown)
        for r in range(1, 6)
        for f in range(1, 6)
        if (fact := facts[f"grid.{r}.{f}.customers"])
    )
    texts = RfmTexts(
        plainly("Recency score (5: ordered most recently)"),
        plainly("Frequency score (5: most orders)"),
        (plainly("Recency score"), plainly("Frequency score"), plainly("Customers")),
        plainly("under {n}", n=str(analysis.options.min_cell)),
    )
    return rfm_grid(cells, texts)


def cohorts(analysis: Analysis, facts: Facts) -> Figure:
    """Who came back, by month of the first order."""
    rows = tuple(
        CohortRow(
            analysis.formatter.month(cohort.month),
            facts[f"cohort.{cohort.month}.customers"].text,
            tuple(
                _cohort_cell(facts[f"cohort.{cohort.month}.{later}"])
                for later in range(1, len(cohort.returned) + 1)
            ),
        )
        for cohort in analysis.customers.cohorts
    )
    hidden = plainly("under {n} customers", n=str(analysis.options.min_cell))
    texts = CohortTexts(plainly("First order"), plainly("New"), plainly("Months since"), hidden)
    return cohort_table(rows, texts)


def _cohort_cell(fact: Fact) -> CohortCell:
    return CohortCell(fact.shown, fact.text.replace("%", "").strip() or None)


def heat(analysis: Analysis, facts: Facts, most: int, pitch: float = PITCH) -> Figure:
    """Segments by measure, at the most so many."""
    features = drawn_features(analysis, facts, most)
    rows = tuple(
        HeatRow(
            s.name,
            tuple(HeatCell(s.profile.z[f.name], facts[f"segment.{s.key}.{f.name}"].text) for f in features),
            s.slot,
        )
        for s in analysis.segments
    )
    everyone = tuple(HeatCell(0.0, facts[f"all.{feature.name}"].text) for feature in features)
    rows = (*rows, HeatRow(plainly("All customers"), everyone))
    heads = tuple(header_of(feature).plain for feature in features)
    return heat_map(heads, rows, plainly("Segment"), pitch=pitch)


def flow(analysis: Analysis, facts: Facts) -> Figure:
    """The rule tree."""
    if analysis.rules is None:
        raise ValueError("no rules to draw")
    heads = (plainly("Path"), plainly("Segment"), plainly("Customers"))
    texts = TreeTexts(plainly("yes"), plainly("no"), heads)
    return decision_tree(_node(analysis, facts, "rules.tree", analysis.rules.root), texts)


def _node(analysis: Analysis, facts: Facts, key: str, node: Split | Leaf) -> Node:
    if isinstance(node, Leaf):
        segment = analysis.segment(node.key)
        customers, right = facts[f"{key}.customers"], facts[f"{key}.precision"]
        detail = plainly("{customers} customers, {right} right", customers=customers, right=right)
        return TreeOutcome(segment.name, segment.slot, detail)
    feature = analysis.customers.feature(node.feature)
    question = plainly("{label} up to {limit}?", label=header_of(feature), limit=facts[key])
    low = _node(analysis, facts, f"{key}.low", node.low)
    return Question(question, low, _node(analysis, facts, f"{key}.high", node.high))


def strip(segment: Segment, feature: Feature, facts: Facts) -> str:
    """One dot-strip of a card."""
    own, everyone = facts[f"segment.{segment.key}.{feature.name}"], facts[f"all.{feature.name}"]
    title = plainly(
        "{label}: {own}, all customers {everyone}", label=header_of(feature), own=own, everyone=everyone
    )
    return dot_strip(segment.profile.z[feature.name], segment.slot, title)
