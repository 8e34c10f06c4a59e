"""Months to be told of: a shop of 400 customers, half of them in each of two segments, and who moved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.changes.control_limits import ControlLimits
from reportgen.changes.migration import Moves, count_flows
from reportgen.changes.month_changes import MonthComparison
from reportgen.changes.monthly_counts import Counted, CountKind
from reportgen.features.table import FeatureKind
from reportgen.record.flows import JOINED, LEFT
from reportgen.record.manifest import Manifest, RecordedSegment, ReportSummary
from reportgen.shared.figures import Shared, shared_figures
from reportgen.topics.movement.compute import movement_facts
from tests.builders import a_segmentation, a_table, an_analysis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.topics.movement.facts import MonthMoves, MovementFacts

Ways = "Mapping[tuple[str, str], tuple[int, int]]"
"""Way -> customers who went it, and how many of them ordered."""
STEADY = {
    ("a", "a"): (170, 90),
    ("a", "b"): (20, 2),
    ("a", LEFT): (10, 0),
    ("b", "a"): (15, 15),
    ("b", "b"): (165, 80),
    ("b", LEFT): (4, 0),
    (JOINED, "a"): (15, 15),
    (JOINED, "b"): (15, 15),
}
KINDS = {"recency": FeatureKind.DAYS, "frequency": FeatureKind.COUNT, "monetary": FeatureKind.MONEY}


JOINERS, RETURNERS, LEAVERS = (Counted(kind) for kind in (CountKind.JOINED, CountKind.BACK, CountKind.LEFT))
REACTIVATED = Counted(CountKind.REACTIVATED)


def ordered(segment: str) -> Counted:
    """The key of who ordered of a segment, in the comparison's control limits."""
    return Counted(CountKind.ORDERED, segment)


def slower(segment: str) -> Counted:
    return Counted(CountKind.SLOWER, segment)


def flow(origin: str, target: str) -> Counted:
    return Counted(CountKind.FLOW, origin, target)


def limits(expected: float, low: float, high: float, *, signal: bool = True) -> ControlLimits:
    return ControlLimits(expected, low, high, 6, signal)


@dataclass(frozen=True)
class Told:
    """A month with its figures."""

    analysis: Analysis
    shared: Shared
    facts: MovementFacts

    @property
    def moves(self) -> MonthMoves:
        assert self.facts.moves is not None
        return self.facts.moves


@dataclass(frozen=True)
class Month:
    """What went on in a month."""

    ways: Ways = field(default_factory=lambda: STEADY)
    limits: Mapping[Counted, ControlLimits] = field(default_factory=dict)
    slower: int = 0
    """Customers who stayed in `a` and order less than they did."""
    stopped: int = 0
    """Customers who stayed in `b`, had stopped, and ordered."""

    def comparison(self) -> MonthComparison:
        moves = Moves(pd.concat([_rows(way, *counts) for way, counts in self.ways.items()]))
        stay = {key: moves.frame["ordered"] & (moves.frame["origin"] == key) for key in "ab"}
        slower, reactivated = (
            stay["a"] & (stay["a"].cumsum() <= self.slower),
            stay["b"] & (stay["b"].cumsum() <= self.stopped),
        )
        moves = Moves(
            moves.frame.assign(slower=slower, reactivated=reactivated, stopped=reactivated, paced=True)
        )
        return MonthComparison(
            previous=before(), migration=count_flows(moves, 30), limits=dict(self.limits), moves=moves
        )

    def told(self, **known: object) -> Told:
        """Its figures; `known` are further fields of the comparison."""
        analysis = replace(shop(), comparison=replace(self.comparison(), **known))
        shared = shared_figures(analysis)
        facts = movement_facts(analysis, shared)
        assert facts is not None
        return Told(analysis, shared, facts)


def _rows(way: tuple[str, str], customers: int, ordered: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "origin": way[0],
            "target": way[1],
            "ordered": [number < ordered for number in range(customers)],
            "due": 0.5,
            "before": 40.0,
            "now": 50.0,
            "rate_then": 4.0,
            "rate_now": 2.0,
        },
        index=[f"{way[0]}-{way[1]}-{number:03d}" for number in range(customers)],
    )


def shop() -> Analysis:
    """Customers of this month; segments made in April."""
    frame = pd.DataFrame(
        {name: [2.0] * 200 + [90.0] * 200 for name in KINDS}, index=[f"{i:03d}" for i in range(400)]
    )
    made = an_analysis(a_table(frame, KINDS, "monetary"), a_segmentation(*[0] * 200, *[1] * 200))
    segmented = replace(made.segmented, model=replace(made.model, month="2026-04"))
    return replace(made, segmented=segmented)


def before() -> Manifest:
    """The month before."""
    segments = tuple(RecordedSegment(s.key, s.name, s.slot, customers=190) for s in shop().segments)
    return Manifest(
        "shop", "2026-09", "", "", "", {}, ReportSummary("", "", "", 380, 2), segments, {}, fitted="2026-04"
    )
