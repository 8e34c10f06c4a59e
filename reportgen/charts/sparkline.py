"""Sparkline: a segment over the months, small enough for a table's cell."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportgen.charts import theme
from reportgen.charts.text_metrics import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_EDGE = 4.0


def sparkline(
    values: Sequence[float | None], slot: int, title: str, width: int = 120, height: int = 22
) -> str:
    """Draw a line from zero to the largest value, with a dot on the last.

    Args:
        values: One a month, oldest first; None where there was none.
        slot: Colour slot of the segment.
        title: First and last value in words, for those who cannot see it.
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
    dot = f'<circle cx="{points[-1][0]:g}" cy="{points[-1][1]:g}" r="2.6" fill="{ink}"/>' if points else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><title>{escape(printable(title))}</title>'
        f'<path d="M{_EDGE:g} {height - _EDGE / 2:g}H{width - _EDGE:g}" stroke="{theme.RULE}"/>'
        f'<path d="{path if points else "M0 0"}" fill="none" stroke="{ink}" stroke-width="1.6"/>{dot}</svg>'
    )
