"""People whom the earlier month's lists named: how many have ordered since, and are named again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.experiments.assignment import Group
from reportgen.prose.facts import Fact, Unit, part_of, people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from reportgen.base.formatting import Formatter
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.record.registered import RegisteredAction

MOST = 0.5
"""Share of those named now from which on they are the same people as a month before."""


@dataclass(frozen=True)
class NamedFigures:
    """People whom the earlier month's list named, though no action was registered."""

    month: Fact
    then: Fact
    """Customers on the list of then; whoever was left out stood on none."""
    ordered: Fact
    """Of them, who have ordered since."""
    control: Fact | None
    """Customers who were held back from it; None where these are too few to be shown."""
    control_ordered: Fact | None
    """Of them, who have ordered since."""
    again: bool
    """Whether most of those named now were named then."""


def is_registered(segment: str, comparison: MonthComparison, registered: Sequence[RegisteredAction]) -> bool:
    """Whether somebody said that the earlier month's list of a segment was used."""
    since = None if comparison.previous is None else comparison.previous.month
    return any(each.segment == segment and each.month == since for each in registered)


def named_figures(
    meant: Mapping[str, pd.Index], comparison: MonthComparison, smallest: int, fmt: Formatter
) -> Iterator[tuple[str, NamedFigures]]:
    """By segment, where enough were named then to be shown.

    Args:
        meant: ids of those whom a segment's action is for, of segments for which nothing is registered.
        comparison: with the earlier month.
        smallest: customers that may be shown.
        fmt: how numbers are written.
    """
    if comparison.previous is None or comparison.moves is None or "listed" not in comparison.moves.frame:
        return
    frame, earlier = comparison.moves.frame, comparison.previous
    for segment, now in meant.items():
        listed = frame[frame["listed"] & (frame["origin"] == segment)]
        then = listed[listed["group"] != Group.CONTROL]
        held_back = listed[listed["group"] == Group.CONTROL]
        compared = len(held_back) >= smallest
        if len(then) >= smallest:
            key = f"segment.{segment}.named"
            yield (
                segment,
                NamedFigures(
                    Fact(f"{key}.month", earlier.month, Unit.DATE, 0.0, fmt.month(earlier.month)),
                    people(f"{key}.then", len(then), smallest, fmt),
                    part_of(f"{key}.ordered", _ordered(then), len(then), smallest, fmt),
                    control=people(f"{key}.control", len(held_back), smallest, fmt) if compared else None,
                    control_ordered=part_of(
                        f"{key}.control.ordered", _ordered(held_back), len(held_back), smallest, fmt
                    )
                    if compared
                    else None,
                    again=int(now.isin(listed.index).sum()) >= max(MOST * len(now), smallest),
                ),
            )


def _ordered(some: pd.DataFrame) -> int:
    return int(some["ordered"].fillna(value=False).sum())
