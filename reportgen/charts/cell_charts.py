"""Charts small enough for a table cell, as SVG: a dot on a scale, and a sparkline."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportgen.charts import theme
from reportgen.charts.text_metrics import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_REACH = 2.0
"""Standard deviations at the ends of a dot strip."""
_END, _RADIUS = 6.0, 4.5
_EDGE = 4.0
"""Pixels around a sparkline."""


def dot_strip(z: float, slot: int, title: str, width: int = 132, height: int = 16) -> str:
    """Draw a dot on a line from -2 to +2 standard deviations; a stroke marks the average of all customers.

    A segment beyond the ends is drawn there as an arrow that points outwards.

    Args:
        z: Standard deviations from the average customer.
        slot: Colour slot of the segment.
        title: The same in words, for screen readers.
        width: Pixels.
        height: Pixels.

    Returns:
        An SVG element with a `<title>`.
    """
    middle, centre = height / 2, width / 2
    reach = centre - _END
    line = f'<path d="M{_END:g} {middle:g}H{width - _END:g}" stroke="{theme.RULE}" stroke-width="2"/>'
    average = f'<path d="M{centre:g} 2V{height - 2:g}" stroke="{theme.QUIET}" stroke-width="1.5"/>'
    return _svg(width, height, title, line + average + _mark(z, centre, middle, reach, theme.slot(slot).fill))


def _mark(z: float, centre: float, middle: float, reach: float, fill: str) -> str:
    if abs(z) <= _REACH:
        x = round(centre + z / _REACH * reach, 1)
        return f'<circle cx="{x:g}" cy="{middle:g}" r="{_RADIUS}" fill="{fill}"/>'
    side = 1 if z > 0 else -1
    tip, back = centre + side * (reach + _END - 0.5), centre + side * (reach - _RADIUS)
    return f'<path d="M{tip:g} {middle:g}L{back:g} {middle - 5:g}V{middle + 5:g}Z" fill="{fill}"/>'


def sparkline(
    values: Sequence[float | None], slot: int, title: str, width: int = 120, height: int = 22
) -> str:
    """Draw a line from zero to the largest value, with a dot on the last.

    Args:
        values: One a month, oldest first; None where there was none.
        slot: Colour slot of the segment.
        title: First and last value in words, for screen readers.
        width: Pixels.
        height: Pixels.

    Returns:
        An SVG element with a `<title>`.
    """
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    most = max((value for _, value in known), default=0) or 1
    step = (width - 2 * _EDGE) / max(len(values) - 1, 1)
    points = [
        (round(_EDGE + i * step, 1), round(height - _EDGE - value / most * (height - 2 * _EDGE), 1))
        for i, value in known
    ]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    ink = theme.slot(slot).fill
    zero = f'<path d="M{_EDGE:g} {height - _EDGE / 2:g}H{width - _EDGE:g}" stroke="{theme.RULE}"/>'
    line = f'<path d="{path if points else "M0 0"}" fill="none" stroke="{ink}" stroke-width="1.6"/>'
    dot = f'<circle cx="{points[-1][0]:g}" cy="{points[-1][1]:g}" r="2.6" fill="{ink}"/>' if points else ""
    return _svg(width, height, title, zero + line + dot)


def _svg(width: int, height: int, title: str, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(printable(title))}</title>{drawn}</svg>'
    )
