"""What the colours of drawings become on a dark screen; paper and mail keep the light ones."""

from __future__ import annotations

from reportgen.charts import theme
from reportgen.charts.heat_map import colours
from reportgen.charts.palette import DARK_INK, DARK_PAPER, Tones, palette

DIVERGING = ("#8A4A18", "#262B36", "#2F5F99")
_FIXED = {
    theme.INK: DARK_INK,
    theme.SECONDARY: "#B7BDCA",
    theme.QUIET: "#9AA1B0",
    theme.RULE: "#3A4150",
    theme.GRID: "#2B313D",
    theme.TINT: "#20252F",
    theme.WHITE: DARK_PAPER,
    theme.EDGE: "#737B8C",
    **{colour: slot.tint for slot in theme.SLOTS for colour in (slot.fill, slot.text)},
    **dict(zip(colours(theme.DIVERGING), colours(DIVERGING), strict=True)),
}


def dark_colours() -> dict[str, str]:
    """Light colour -> dark colour; an accent that is a segment's colour too follows the segment."""
    light, dark = (_each(tones) for tones in (palette().light, palette().dark))
    return {**dict(zip(light, dark, strict=True)), **_FIXED}


def dark_css(within: str) -> str:
    """Style rules that recolour every drawing inside a selector, whoever drew it."""
    return "\n".join(
        f'{within} [{kind}="{light}" i] {{ {kind}: {dark} }}'
        for light, dark in dark_colours().items()
        for kind in ("fill", "stroke")
    )


def _each(tones: Tones) -> tuple[str, ...]:
    return (tones.brand, tones.highlight, tones.bar, *tones.ramp)
