"""People whom the earlier month's lists named, and who are named again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """People whom the earlier month's list named, and who are named again though no action was registered."""

    month: Fact
    again: Fact
    """Of those named now, who were named then."""
    then: Fact
    """Customers whom the list of then named."""
    ordered: Fact
    """Of them, who have ordered since."""
    others: Fact | None
    """Of them, who have not ordered and are not named again; None where these are too few to be shown."""


def is_registered(segment: str, comparison: MonthComparison, registered: Sequence[RegisteredAction]) -> bool:
    """Whether somebody said that the earlier month's list of a segment was used."""
    since = None if comparison.previous is None else comparison.previous.month
    return any(each.segment == segment and each.month == since for each in registered)


def named_figures(
    meant: Mapping[str, pd.Index], comparison: MonthComparison, smallest: int, fmt: Formatter
) -> Iterator[tuple[str, NamedFigures]]:
    """By segment; where most of those named now were named then.

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
        then = frame[frame["listed"] & (frame["origin"] == segment)]
        again = int(now.isin(then.index).sum())
        if again >= max(MOST * len(now), smallest):
            since_then = then["ordered"].fillna(value=False).astype(bool)
            key, ordered = f"segment.{segment}.named", int(since_then.sum())
            others = int((~since_then & ~then.index.isin(now)).sum())
            yield (
                segment,
                NamedFigures(
                    Fact(f"{key}.month", earlier.month, Unit.DATE, 0.0, fmt.month(earlier.month)),
                    part_of(f"{key}.again", again, len(now), smallest, fmt),
                    people(f"{key}.then", len(then), smallest, fmt),
                    part_of(f"{key}.ordered", ordered, len(then), smallest, fmt),
                    people(f"{key}.others", others, smallest, fmt) if others >= smallest else None,
                ),
            )
