"""Value per customer by segment, its concentration, and customers by recency and frequency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.layout import ticks
from reportgen.charts.lorenz import LorenzPoint, LorenzTexts
from reportgen.charts.lorenz import lorenz as draw_lorenz
from reportgen.charts.marimekko import MarimekkoBlock, MarimekkoTexts
from reportgen.charts.marimekko import marimekko as draw_marimekko
from reportgen.charts.marks import Tick
from reportgen.charts.rfm_grid import RfmCell, RfmTexts
from reportgen.charts.rfm_grid import rfm_grid as draw_grid
from reportgen.prose.sentence import capitalised, plainly, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.base.formatting import Formatter
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared, TotalWorth
    from reportgen.topics.money.facts import ConcentrationFigures, GridCell

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def marimekko(worth: TotalWorth, shared: Shared, fmt: Formatter) -> Figure:
    """Value per customer over share of customers; a line at the average of all."""
    blocks = tuple(
        MarimekkoBlock(
            each.segment.name,
            each.segment.slot,
            each.segment.profile.customer_share,
            each.share.text,
            own.each.shown,
            own.each.text,
        )
        for each, own in shared.worth
    )
    per_customer = capitalised(say("{word} per customer", word=shared.value_word)).plain
    people = plainly("Share of customers")
    texts = MarimekkoTexts(
        per_customer,
        people,
        plainly("All customers"),
        tuple(Tick(value, fmt.money(value).text) for value in ticks(max(block.value for block in blocks))),
        (plainly("Segment"), people, per_customer),
    )
    return draw_marimekko(blocks, Tick(worth.each.shown, worth.each.text), texts)


def lorenz(concentration: ConcentrationFigures, word: str, fmt: Formatter) -> Figure:
    """Concentration of value; `word` is what value is called."""
    top, value = concentration.top, concentration.top_value
    axis = tuple(Tick(share, fmt.share(share).text) for share in SHARES)
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
    return draw_lorenz(concentration.curve, (mark,), texts)


def grid(cells: Mapping[GridCell, Fact], min_cell: int) -> Figure:
    """Customers by recency and frequency score."""
    drawn = tuple(
        RfmCell(recency, frequency, fact.text or None, fact.shown)
        for (recency, frequency), fact in cells.items()
    )
    texts = RfmTexts(
        plainly("Recency score (5: ordered most recently)"),
        plainly("Frequency score (5: most orders)"),
        (plainly("Recency score"), plainly("Frequency score"), plainly("Customers")),
        plainly("under {n}", n=str(min_cell)),
    )
    return draw_grid(drawn, texts)
