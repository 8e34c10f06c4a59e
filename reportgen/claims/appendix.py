"""Figures of the appendix: what the segment map keeps, and which measures go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.prose.facts import Fact, Unit
from reportgen.segments.views import plane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.overview import Correlation

MOST_PAIRS = 6
WEAKEST = 0.3
"""Rank correlations nearer to zero are not told."""


def appendix(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Facts that only analysts read."""
    found = plane(analysis.matrix)
    if found is not None:
        share = sum(found.shares)
        yield Fact.of("map.share", share, Unit.SHARE, fmt.share(share))
    for pair in pairs(analysis):
        yield Fact.of(key_of(pair), pair.rho, Unit.NUMBER, fmt.number(pair.rho, 2))


def pairs(analysis: Analysis) -> tuple[Correlation, ...]:
    """The measures that go together closest."""
    strong = (pair for pair in analysis.overview.correlations if abs(pair.rho) >= WEAKEST)
    return tuple(strong)[:MOST_PAIRS]


def key_of(pair: Correlation) -> str:
    """The fact of a pair of measures."""
    return f"correlation.{pair.first}.{pair.second}"
