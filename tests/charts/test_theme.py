"""Colours can be told apart from their ground, and the small hand-made drawing speaks."""

from __future__ import annotations

import pytest

from reportgen.charts import dark, theme
from reportgen.charts.dot_strip import dot_strip
from reportgen.charts.heat_map import colour


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("slot", theme.SLOTS)
def test_slots_stand_out(slot):
    assert contrast(slot.fill, theme.WHITE) >= 3
    assert contrast(slot.text, theme.WHITE) >= 4.5
    assert contrast(slot.tint, theme.BRAND) >= 4.5
    assert contrast(slot.tint, theme.INK) >= 4.5


@pytest.mark.parametrize("z", [-9, -1.8, -0.4, 0, 0.4, 1.8, 9])
def test_ink_reads_on_every_cell_of_the_heat_map(z):
    assert contrast(colour(z), theme.INK) >= 4.5


def test_letters_read_on_the_ramp():
    assert all(contrast(step, theme.INK) >= 4.5 for step in theme.RAMP[:4])
    assert all(contrast(step, theme.WHITE) >= 4.5 for step in theme.RAMP[4:])


def test_dot_strip_says_what_it_shows():
    assert "<title>Above &lt;all&gt; &amp; everyone</title>" in dot_strip(1, 2, "Above <all> & everyone")
    assert 'cx="66"' in dot_strip(0, 1, "")
    assert "<circle" not in dot_strip(2.4, 1, "")


def test_dark_drawings_are_as_clear_as_light_ones():
    changed = dark.DARK
    for ink in (theme.INK, theme.SECONDARY, theme.QUIET, *(slot.text for slot in theme.SLOTS)):
        assert contrast(changed[ink], dark.PAPER) >= 4.5
    for slot in theme.SLOTS:
        assert contrast(changed[slot.fill], dark.PAPER) >= 3
        assert contrast(changed[slot.text], changed[theme.WHITE]) >= 4.5
    for ground in (theme.TINT, theme.HIGHLIGHT, *theme.RAMP[:4], *theme.DIVERGING):
        assert contrast(changed[theme.INK], changed[ground]) >= 4.5
    for ground in theme.RAMP[4:]:
        assert contrast(changed[theme.WHITE], changed[ground]) >= 4.5
    assert contrast(changed[theme.SECONDARY], changed[theme.TINT]) >= 4.5


def test_every_colour_of_a_drawing_has_a_dark_one():
    light = {colour(z / 10) for z in range(-30, 31)} | {s.fill for s in theme.SLOTS} | set(theme.RAMP)
    assert light <= set(dark.DARK)
