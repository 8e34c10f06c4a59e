"""The cover's bars, and the segments' shares of customers and of value side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.share_bars import MosaicTexts, SegmentShares, paired_bars
from reportgen.charts.share_bars import mosaic as draw_mosaic
from reportgen.charts.theme import FULL, PITCH, low_pitch
from reportgen.page.parts import Illustration
from reportgen.prose.sentence import plainly
from reportgen.topics.overview.words import pairs_text

if TYPE_CHECKING:
    from reportgen.charts.figure import Figure
    from reportgen.shared.figures import SegmentFigures, Shared


def mosaic(shared: Shared, width: int = FULL) -> Figure:
    """The cover's bars: value above customers; customers alone without value."""
    word = shared.value_word
    people, value = plainly("Share of customers"), plainly("Share of {word}", word=word)
    title = people
    if shared.has_value:
        title = plainly("Share of {word} above, of customers below", word=word)
    texts = MosaicTexts(title, people, value, tuple(_heads(shared)))
    return draw_mosaic(tuple(map(_block, shared.segments)), texts, width)


def _block(figures: SegmentFigures) -> SegmentShares:
    segment, share, worth = figures.segment, figures.segment.profile.customer_share, figures.worth
    if worth is None:
        return SegmentShares(segment.name, segment.slot, share, figures.share.text)
    value = worth.share
    return SegmentShares(
        segment.name, segment.slot, share, figures.share.text, float(value.value), value.text
    )


def pairs_illustration(shared: Shared, width: int = FULL, *, low: bool = False) -> Illustration:
    """Share of customers beside share of value, with its words; `low` is low enough for a brief."""
    pitch = low_pitch(len(shared.segments)) if low else PITCH
    rows = tuple(map(_bar, shared.segments))
    return Illustration(paired_bars(rows, _heads(shared), width=width, pitch=pitch), pairs_text(shared))


def _bar(figures: SegmentFigures) -> SegmentShares:
    segment, people, worth = figures.segment, figures.share, figures.worth
    if worth is None:
        return SegmentShares(segment.name, segment.slot, people.shown, people.text)
    return SegmentShares(
        segment.name, segment.slot, people.shown, people.text, worth.share.shown, worth.share.text
    )


def _heads(shared: Shared) -> list[str]:
    """Heads of a chart's figures: segment, share of customers, share of value where there is one."""
    heads = [plainly("Segment"), plainly("Share of customers")]
    return [*heads, plainly("Share of {word}", word=shared.value_word)] if shared.has_value else heads
