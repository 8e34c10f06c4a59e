"""All of a month's actions: planned ones, and registered ones as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.experiments.plan import plan_actions
from reportgen.experiments.read_back import ActionState, pooled_results, read_actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis import Analysis
    from reportgen.experiments.design import Recommended
    from reportgen.experiments.plan import ActionPlan
    from reportgen.experiments.read_back import ActionResult, PooledResult
    from reportgen.record.registered import RecordedReading


@dataclass(frozen=True)
class MonthActions:
    """What is done next and what was done, for words, lists and the record alike."""

    plan: ActionPlan
    results: tuple[ActionResult, ...]
    """By the day of contact."""
    pooled: tuple[PooledResult, ...]

    @property
    def first_readings(self) -> tuple[RecordedReading, ...]:
        """What this month reads for the first time."""
        read = (each.reading for each in self.results if each.state is ActionState.READ)
        return tuple(each for each in read if each is not None)

    @property
    def latest(self) -> ActionResult | None:
        """The one to speak of first: read now, else one that is to be read, else the last that was read."""
        for state in (ActionState.READ, ActionState.RUNNING, ActionState.PLANNED, ActionState.UNREADABLE):
            of_state = [each for each in self.results if each.state is state]
            if of_state:
                return of_state[-1]
        return self.results[-1] if self.results else None


def month_actions(analysis: Analysis, recommended: Sequence[Recommended]) -> MonthActions:
    """Draw control groups and read what is to be read.

    Args:
        analysis: of the build.
        recommended: the actions, one a segment.
    """
    results = read_actions(analysis)
    pooled = pooled_results(results, analysis.options.min_cell)
    return MonthActions(plan_actions(analysis, recommended), results, pooled)
