"""Effect sizes: which differences of a segment are large enough to report, to name it by, or to advise on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.features.table import MEDIAN_KINDS, FeatureKind

if TYPE_CHECKING:
    from reportgen.segments.values import Effect

SOMEWHAT = 0.3
CLEARLY = 0.5
"""Effect sizes from which a difference is reported, and from which it may give a segment its name."""
A_QUARTER_MORE, A_FIFTH_LESS = 1.25, 0.8
"""Ratios to everybody's figure from which readers call money, counts and times different."""
TWICE = 2.0
"""Ratio from which a strong word may be used."""
TEN_POINTS = 0.1
"""Difference of shares from which readers would call them different."""


def is_shown(effect: Effect, kind: FeatureKind) -> bool:
    """Whether the segment's own figure shows what the effect size says.

    A standardised difference can be large where the figures are not: 47 days against 37, or one order
    against one where the few others buy much more often.
    """
    own, everyone = effect.segment_value, effect.everyone_value
    if (own > everyone) is not (effect.size > 0) or own == everyone:
        return False
    if kind is FeatureKind.SHARE:
        return abs(own - everyone) >= TEN_POINTS
    if kind not in MEDIAN_KINDS or everyone <= 0:
        return True
    return not A_FIFTH_LESS < own / everyone < A_QUARTER_MORE


def is_strong(effect: Effect) -> bool:
    """Whether the segment's figure is at least twice everybody's, or at most half of it."""
    own, everyone = effect.segment_value, effect.everyone_value
    return everyone <= 0 or own >= TWICE * everyone or TWICE * own <= everyone
