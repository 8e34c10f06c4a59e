"""Figures that only analysts read: what the segment map keeps, and which measures go together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.segments.views import plane
from reportgen.shared.numbers import decimal_fact, share_fact

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.descriptive_statistics import Correlation
    from reportgen.prose.facts import Fact
    from reportgen.segments.views import Plane
    from reportgen.shared.figures import Shared

MOST_PAIRS = 6
WEAKEST = 0.3
"""Rank correlations nearer to zero are not told."""


@dataclass(frozen=True)
class MapFigures:
    """Customers on the plane of their main differences."""

    plane: Plane
    share: Fact
    """Of the differences between customers, what the plane keeps."""


@dataclass(frozen=True)
class PairFigures:
    """Two measures that go together."""

    first: str
    second: str
    """Names of the features."""
    correlation: Fact


@dataclass(frozen=True)
class AppendixFacts:
    """What the appendix states."""

    map: MapFigures | None
    """None where customers differ in less than two ways."""
    pairs: tuple[PairFigures, ...]


def appendix_facts(analysis: Analysis, _shared: Shared) -> AppendixFacts:
    """The map's share and the closest pairs of measures."""
    fmt = analysis.formatter
    strong = [pair for pair in analysis.statistics.correlations if abs(pair.rho) >= WEAKEST]
    return AppendixFacts(
        _map(plane(analysis.matrix), fmt), tuple(_pair(pair, fmt) for pair in strong[:MOST_PAIRS])
    )


def _map(found: Plane | None, fmt: Formatter) -> MapFigures | None:
    return None if found is None else MapFigures(found, share_fact("map.share", sum(found.shares), fmt))


def _pair(pair: Correlation, fmt: Formatter) -> PairFigures:
    key = f"correlation.{pair.first}.{pair.second}"
    return PairFigures(pair.first, pair.second, decimal_fact(key, pair.rho, 2, fmt))
