"""Facts into charts: which marks, with which texts, drawn for which width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.charts.lorenz import LorenzPoint, LorenzTexts
from reportgen.charts.lorenz import lorenz as draw_lorenz
from reportgen.charts.marimekko import MarimekkoBlock, MarimekkoTexts
from reportgen.charts.marimekko import marimekko as draw_marimekko
from reportgen.charts.marks import Tick
from reportgen.charts.rfm_grid import RfmCell, RfmTexts, rfm_grid
from reportgen.charts.scale import ticks
from reportgen.claims.state import lorenz_curve
from reportgen.narrative.words import value_word
from reportgen.prose.sentence import capitalised, plainly, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Facts

CURVE_POINTS, STEEP = 120, 0.05
"""Points of the Lorenz curve, and the share of customers up to which it is drawn more finely."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


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
