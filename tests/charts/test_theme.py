"""Colours can be told apart from their ground, ours and those of any accent; the dot strip speaks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.base.colours import colour_of, darkened, shade_of
from reportgen.charts import palette, theme
from reportgen.charts.cell_charts import dot_strip
from reportgen.charts.palette import OURS, diverging_colour, ink_on, palette_of, use_accent

ACCENTS = st.integers(0, 0xFFFFFF).map(lambda number: darkened(f"#{number:06X}"))
"""Any colour, or the nearest one that a user may choose."""


def luminance(diverging_colour):
    channels = (int(diverging_colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    palette, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (palette + 0.05)


@pytest.mark.parametrize("slot", theme.SLOTS)
def test_slots_stand_out(slot):
    assert contrast(slot.fill, theme.WHITE) >= 3
    assert contrast(slot.text, theme.WHITE) >= 4.5
    assert contrast(slot.tint, OURS.light.brand) >= 4.5
    assert contrast(slot.tint, theme.INK) >= 4.5


@pytest.mark.parametrize("z", [-9, -1.8, -0.4, 0, 0.4, 1.8, 9])
def test_ink_reads_on_every_cell_of_the_heat_map(z):
    assert contrast(diverging_colour(z), theme.INK) >= 4.5


@given(ACCENTS)
def test_marks_and_figures_can_be_read_in_any_accent(accent):
    found = palette_of(accent)
    light, on_dark = found.light, found.dark
    assert contrast(light.brand, theme.WHITE) >= 4.5
    assert contrast(light.highlight, light.brand) >= 3
    assert contrast(light.highlight, theme.INK) >= 4.5
    assert contrast(light.bar, theme.WHITE) >= 3
    assert contrast(found.caption, accent) >= 4.5
    assert min(contrast(on_dark.brand, ground) for ground in (palette.DARK_PAPER, "#1F2430")) >= 4.5
    assert contrast(on_dark.highlight, palette.DARK_INK) >= 4.5
    assert contrast(on_dark.bar, palette.DARK_PAPER) >= 3
    for step, on_screen in zip(light.ramp, on_dark.ramp, strict=True):
        ink = ink_on(step)
        assert contrast(ink, step) >= 4.5
        assert contrast(palette.dark_colours()[ink], on_screen) >= 4.5


@given(ACCENTS)
def test_a_ramp_goes_down_in_equal_steps_to_about_the_accent(accent):
    ramp = palette_of(accent).light.ramp if accent != OURS.light.brand else palette_of("#17307B").light.ramp
    levels = [shade_of(step).lightness for step in ramp]
    steps = [above - below for above, below in pairwise(levels)]
    assert max(steps) - min(steps) < 0.02
    near_black = shade_of(accent).lightness < 0.1
    assert near_black or abs(levels[-1] - shade_of(accent).lightness) < 0.06


@given(st.integers(0, 0xFFFFFF).map("#{:06X}".format))
def test_a_colour_comes_back_from_its_shade(given_colour):
    assert colour_of(shade_of(given_colour)) == given_colour


def test_our_own_colour_as_an_accent_changes_nothing():
    assert palette_of(OURS.light.brand) == OURS
    with use_accent(None):
        assert palette.palette() == OURS


def test_letters_read_on_the_ramp():
    assert all(contrast(step, ink_on(step)) >= 4.5 for step in OURS.light.ramp)


def test_dot_strip_says_what_it_shows():
    assert "<title>Above &lt;all&gt; &amp; everyone</title>" in dot_strip(1, 2, "Above <all> & everyone")
    assert 'cx="66"' in dot_strip(0, 1, "")
    assert "<circle" not in dot_strip(2.4, 1, "")


def test_dark_drawings_are_as_clear_as_light_ones():
    changed = palette.dark_colours()
    for ink in (theme.INK, theme.SECONDARY, theme.QUIET, *(slot.text for slot in theme.SLOTS)):
        assert contrast(changed[ink], palette.DARK_PAPER) >= 4.5
    for slot in theme.SLOTS:
        assert contrast(changed[slot.fill], palette.DARK_PAPER) >= 3
        assert contrast(changed[slot.text], changed[theme.WHITE]) >= 4.5
    for ground in (theme.TINT, OURS.light.highlight, *theme.DIVERGING):
        assert contrast(changed[theme.INK], changed[ground]) >= 4.5
    for ground in OURS.light.ramp:
        assert contrast(changed[ink_on(ground)], changed[ground]) >= 4.5
    assert contrast(changed[theme.SECONDARY], changed[theme.TINT]) >= 4.5


def test_every_colour_of_a_drawing_has_a_dark_one():
    with use_accent("#7A1F3D"):
        own = palette.palette().light
        light = (
            {diverging_colour(z / 10) for z in range(-30, 31)} | {s.fill for s in theme.SLOTS} | set(own.ramp)
        )
        assert light | {own.brand, own.highlight, own.bar} <= set(palette.dark_colours())


def test_segments_keep_their_colours_whatever_the_accent():
    before = palette.dark_colours()
    for slot in theme.SLOTS:
        with use_accent(darkened(slot.fill)):
            assert palette.dark_colours()[slot.fill] == before[slot.fill]
