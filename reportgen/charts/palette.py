"""Colours of everything that belongs to no segment: our own, or derived from the user's accent colour.

The palette in use is a context variable, set once a build, as the locale is. Drawings use the light colours;
`dark_css` replaces them on a dark screen.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from reportgen.base.colours import READABLE, Shade, colour_of, contrast, shade_of
from reportgen.charts import theme
from reportgen.charts.theme import INK, WHITE

if TYPE_CHECKING:
    from collections.abc import Iterator

DARK_PAPER, DARK_INK = "#14171E", "#E8EAF0"
_LIGHTEST, _STEPS = 0.968, 6
_DARKEST = (0.1, 0.6)
"""Between these the darkest step of a ramp may lie."""
_DARK_LOW, _DARK_MIDDLE, _DARK_HIGH = (0.255, 0.5), (0.63, 0.69), 0.755
"""On a dark screen: steps under light ink, and between the first and the last under dark ink."""
_FULL_Z, _DIVERGING_STEPS = 1.8, 6
"""Standard deviations at which a diverging colour is full, and the steps that lead there."""
_DARK_DIVERGING = ("#8A4A18", "#262B36", "#2F5F99")


@dataclass(frozen=True)
class Tones:
    """The colours of marks on one ground."""

    brand: str
    """Lines and points."""
    highlight: str
    """A quiet surface behind them."""
    bar: str
    """Surfaces that stand by themselves."""
    ramp: tuple[str, ...]
    """Little to much, in six steps; `ink_on` gives the colour of text on each."""


@dataclass(frozen=True)
class Palette:
    """The same marks on paper and on a dark screen."""

    light: Tones
    dark: Tones
    caption: str
    """Words on the cover's own colour."""
    edge: str | None = None
    """Line around blocks on the cover; none where their colours stand out by themselves."""


OURS = Palette(
    Tones(
        "#17307A", "#E6EBF5", "#3C66A9", ("#F1F5FA", "#D3E0F0", "#A6BFE0", "#6E93C8", "#3C66A9", "#17307A")
    ),
    Tones(
        "#8FA6EA", "#232D47", "#6F8FD0", ("#1D2330", "#25304A", "#2C3F68", "#37538A", "#6F8FD0", "#8FA6EA")
    ),
    "#D3E0F0",
)
_PALETTE: ContextVar[Palette] = ContextVar("palette", default=OURS)


@contextmanager
def use_accent(accent: str | None) -> Iterator[None]:
    """Draw everything inside in this accent colour; None takes our own palette."""
    with use_palette(OURS if accent is None else palette_of(accent)):
        yield


@contextmanager
def use_palette(chosen: Palette) -> Iterator[None]:
    """Draw everything inside in these colours."""
    token = _PALETTE.set(chosen)
    try:
        yield
    finally:
        _PALETTE.reset(token)


def palette() -> Palette:
    """The palette in use."""
    return _PALETTE.get()


def tones() -> Tones:
    """Its colours on paper."""
    return palette().light


def ramp_colour(part: float) -> str:
    """The step of the ramp for a value between 0 (least) and 1 (most)."""
    ramp = tones().ramp
    return ramp[min(int(part * len(ramp)), len(ramp) - 1)]


def ink_on(ground: str) -> str:
    """The colour of text with the higher contrast on a ground: dark or white."""
    return max((INK, WHITE), key=lambda ink: contrast(ink, ground))


@cache
def palette_of(accent: str) -> Palette:
    """The palette of an accent that can be read on white."""
    if accent == OURS.light.brand:
        return OURS
    shade = shade_of(accent)
    ramp = _ramp(shade)
    soft = colour_of(Shade(0.945, 0.16 * shade.chroma, shade.hue))
    light = Tones(accent, soft, accent, ramp)
    return Palette(light, _dark(shade, ramp), WHITE, WHITE)


def _ramp(accent: Shade) -> tuple[str, ...]:
    """Equal steps of lightness down to the accent, or as near to it as text can be read on every step."""
    low, high = _DARKEST
    ends = sorted(
        (abs(n / 200 - accent.lightness), n / 200) for n in range(round(200 * low), round(200 * high) + 1)
    )
    ramps = (_steps(replace(accent, lightness=end)) for _, end in ends)
    return next(ramp for ramp in ramps if all(contrast(ink_on(step), step) >= READABLE for step in ramp))


def _steps(last: Shade) -> tuple[str, ...]:
    parts = [step / (_STEPS - 1) for step in range(_STEPS)]
    return tuple(
        colour_of(
            Shade(
                _LIGHTEST + part * (last.lightness - _LIGHTEST), last.chroma * (0.05 + 0.95 * part), last.hue
            )
        )
        for part in parts
    )


def _dark(accent: Shade, ramp: tuple[str, ...]) -> Tones:
    """On a dark screen much is light: steps under dark letters lie under light ones there, and vice versa."""
    under_ink = sum(ink_on(step) == INK for step in ramp)
    levels = (*_spread(*_DARK_LOW, under_ink), *_spread(*_DARK_MIDDLE, len(ramp) - under_ink - 1), _DARK_HIGH)
    strength = min(accent.chroma, 0.11)
    chromas = [strength * (0.2 + 0.8 * step / (len(ramp) - 1)) for step in range(len(ramp))]
    steps = (
        colour_of(Shade(level, chroma, accent.hue)) for level, chroma in zip(levels, chromas, strict=True)
    )
    brand, soft = (
        colour_of(Shade(level, strength * part, accent.hue)) for level, part in ((0.74, 1), (0.3, 0.45))
    )
    return Tones(brand, soft, brand, tuple(steps))


def _spread(low: float, high: float, number: int) -> list[float]:
    """So many levels at equal distances, both ends included; one alone is the lower end."""
    return [low + (high - low) * i / max(number - 1, 1) for i in range(number)]


# --- distance from the average


def diverging_colour(z: float) -> str:
    """Colour of a distance from the average, in standard deviations; full at 1.8 either way."""
    return diverging_colours()[_DIVERGING_STEPS + round(max(-1.0, min(z / _FULL_Z, 1.0)) * _DIVERGING_STEPS)]


def diverging_colours(ends: tuple[str, str, str] = theme.DIVERGING) -> tuple[str, ...]:
    """Every step from far below the average to far above."""
    below, middle, above = ends
    parts = [step / _DIVERGING_STEPS for step in range(1, _DIVERGING_STEPS + 1)]
    return (
        *(_blend(middle, below, part) for part in reversed(parts)),
        middle,
        *(_blend(middle, above, part) for part in parts),
    )


def _blend(start: str, end: str, part: float) -> str:
    mixed = (round(a + (b - a) * part) for a, b in zip(_rgb(start), _rgb(end), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


# --- dark screens


def dark_colours() -> dict[str, str]:
    """Light colour -> dark colour; an accent that is a segment's colour too follows the segment."""
    light, dark = (_every_colour(tones) for tones in (palette().light, palette().dark))
    return {**dict(zip(light, dark, strict=True)), **_DARK_THEME}


def dark_css(within: str) -> str:
    """Style rules that recolour every drawing inside a selector; paper and mail keep the light colours."""
    return "\n".join(
        f'{within} [{kind}="{light}" i] {{ {kind}: {dark} }}'
        for light, dark in dark_colours().items()
        for kind in ("fill", "stroke")
    )


def _every_colour(tones: Tones) -> tuple[str, ...]:
    return (tones.brand, tones.highlight, tones.bar, *tones.ramp)


_DARK_THEME = {
    theme.INK: DARK_INK,
    theme.SECONDARY: "#B7BDCA",
    theme.QUIET: "#9AA1B0",
    theme.RULE: "#3A4150",
    theme.GRID: "#2B313D",
    theme.TINT: "#20252F",
    theme.WHITE: DARK_PAPER,
    theme.EDGE: "#737B8C",
    **{colour: slot.tint for slot in theme.SLOTS for colour in (slot.fill, slot.text)},
    **dict(zip(diverging_colours(), diverging_colours(_DARK_DIVERGING), strict=True)),
}
