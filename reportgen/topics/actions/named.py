"""People whom the earlier month's lists named, and who are named again."""

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
class Named:
    """Whom the action of a segment is for now, by id."""

    customers: pd.Index
    control: pd.Index
    """Of them, who are left out."""


@dataclass(frozen=True)
class NamedFigures:
    """People whom the earlier month's list named, and who are named again though no action was registered."""

    month: Fact
    again: Fact
    """Of those named now, who were named then."""
    then: Fact
    """Customers whom the list of then named."""
    ordered: Fact
    """Of them, who have ordered since."""
    left_out: Fact | None
    """Of the control group drawn now, who were left out then, too; None where they are too few."""
    others: Fact | None
    """Of them, who have not ordered and are not named again; None where these are too few to be shown."""


def is_registered(segment: str, comparison: MonthComparison, registered: Sequence[RegisteredAction]) -> bool:
    """Whether somebody said that the earlier month's list of a segment was used."""
    since = None if comparison.previous is None else comparison.previous.month
    return any(each.segment == segment and each.month == since for each in registered)


def named_figures(
    meant: Mapping[str, Named], comparison: MonthComparison, smallest: int, fmt: Formatter
) -> Iterator[tuple[str, NamedFigures]]:
    """By segment; where most of those named now were named then.

    Args:
        meant: whom a segment's action is for, of segments for which nothing is registered.
        comparison: with the earlier month.
        smallest: customers that may be shown.
        fmt: how numbers are written.
    """
    if comparison.previous is None or comparison.moves is None or "listed" not in comparison.moves.frame:
        return
    frame, since = comparison.moves.frame, comparison.previous.month
    for segment, now in meant.items():
        then = frame[frame["listed"] & (frame["origin"] == segment)]
        again, ids = int(now.customers.isin(then.index).sum()), frame.index[frame["group"] == Group.CONTROL]
        left_out = int(now.control.isin(ids).sum())
        if again >= max(MOST * len(now.customers), smallest):
            since_then = then["ordered"].fillna(value=False).astype(bool)
            key, ordered = f"segment.{segment}.named", int(since_then.sum())
            others = int((~since_then & ~then.index.isin(now.customers)).sum())
            yield (
                segment,
                NamedFigures(
                    Fact(f"{key}.month", since, Unit.DATE, 0.0, fmt.month(since)),
                    part_of(f"{key}.again", again, len(now.customers), smallest, fmt),
                    people(f"{key}.then", len(then), smallest, fmt),
                    part_of(f"{key}.ordered", ordered, len(then), smallest, fmt),
                    part_of(f"{key}.left_out", left_out, len(now.control), smallest, fmt)
                    if left_out >= smallest
                    else None,
                    people(f"{key}.others", others, smallest, fmt) if others >= smallest else None,
                ),
            )
