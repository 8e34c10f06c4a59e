"""Dot strip: where a segment stands among all customers, small enough for a table cell."""

from __future__ import annotations

from xml.sax.saxutils import escape

from reportgen.charts import theme
from reportgen.charts.text_metrics import printable

_REACH = 2.0
"""Standard deviations at the ends of the line."""
_END, _RADIUS = 6.0, 4.5


def dot_strip(z: float, slot: int, title: str, width: int = 132, height: int = 16) -> str:
    """Draw a dot on a line from -2 to +2 standard deviations; a stroke marks all customers.

    A segment beyond the ends is drawn there as an arrow that points outwards.

    Args:
        z: Standard deviations from the average customer.
        slot: Colour slot of the segment.
        title: The same in words, for those who cannot see it.
        width: Pixels.
        height: Pixels.

    Returns:
        An SVG element with a `<title>`.
    """
    middle, centre = height / 2, width / 2
    reach = centre - _END
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(printable(title))}</title>'
        f'<path d="M{_END:g} {middle:g}H{width - _END:g}" stroke="{theme.RULE}" stroke-width="2"/>'
        f'<path d="M{centre:g} 2V{height - 2:g}" stroke="{theme.QUIET}" stroke-width="1.5"/>'
        f"{_mark(z, centre, middle, reach, theme.slot(slot).fill)}</svg>"
    )


def _mark(z: float, centre: float, middle: float, reach: float, fill: str) -> str:
    if abs(z) <= _REACH:
        x = round(centre + z / _REACH * reach, 1)
        return f'<circle cx="{x:g}" cy="{middle:g}" r="{_RADIUS}" fill="{fill}"/>'
    side = 1 if z > 0 else -1
    tip, back = centre + side * (reach + _END - 0.5), centre + side * (reach - _RADIUS)
    return f'<path d="M{tip:g} {middle:g}L{back:g} {middle - 5:g}V{middle + 5:g}Z" fill="{fill}"/>'
