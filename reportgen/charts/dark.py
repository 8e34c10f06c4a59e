"""What the colours of drawings become on a dark screen; paper and mail keep the light ones."""

from __future__ import annotations

from reportgen.charts import theme
from reportgen.charts.heat_map import colours

PAPER, INK = "#14171E", "#E8EAF0"
RAMP = ("#1D2330", "#25304A", "#2C3F68", "#37538A", "#6F8FD0", "#8FA6EA")
"""Light ink reads on the first four, the paper's own colour on the last two."""
DIVERGING = ("#8A4A18", "#262B36", "#2F5F99")
DARK = {
    theme.INK: INK,
    theme.SECONDARY: "#B7BDCA",
    theme.QUIET: "#9AA1B0",
    theme.RULE: "#3A4150",
    theme.GRID: "#2B313D",
    theme.TINT: "#20252F",
    theme.WHITE: PAPER,
    theme.HIGHLIGHT: "#232D47",
    theme.EDGE: "#737B8C",
    **dict(zip(theme.RAMP, RAMP, strict=True)),
    **{colour: slot.tint for slot in theme.SLOTS for colour in (slot.fill, slot.text)},
    **dict(zip(colours(theme.DIVERGING), colours(DIVERGING), strict=True)),
}
"""Light colour -> dark colour."""


def dark_css(within: str) -> str:
    """Style rules that recolour every drawing inside a selector, whoever drew it."""
    return "\n".join(
        f'{within} [{kind}="{light}" i] {{ {kind}: {dark} }}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    )
