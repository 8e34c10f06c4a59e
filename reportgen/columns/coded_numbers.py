"""Whole numbers that are codes or parts of dates, told by which values there are and how often."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.columns.column_values import CODE_LEVELS

if TYPE_CHECKING:
    from reportgen.columns.profile import ColumnFacts

_FEWEST = 3
"""Codes, or numbers of one run, of which there are fewer show nothing."""


def is_calendar(facts: ColumnFacts) -> bool:
    """Whether numbers are those of months or of days of one: all of 1 to 12 or 1 to 31, the last not rare."""
    return (
        _last_is_usual(facts)
        and facts.numbers is not None
        and ((facts.numbers.least, facts.numbers.greatest) in {(1, 12), (1, 31)} and facts.dense)
    )


def is_codebook(facts: ColumnFacts) -> bool:
    """Whether a few whole numbers stand at uneven distances and end at once, as no count or scale does.

    Runs of numbers that are all long are heaps of a measure, such as the ages of two generations.
    """
    values = sorted(int(float(value)) for value, _ in facts.levels if value.replace(".", "", 1).isdigit())
    if not (_FEWEST <= len(values) <= CODE_LEVELS and len(values) == facts.distinct):
        return False
    steps = [after - before for before, after in pairwise(values)]
    ends = [place for place, step in enumerate(steps) if step > min(steps)]
    runs = [after - before for before, after in pairwise([-1, *ends, len(steps)])]
    return len(runs) > 1 and min(runs) < _FEWEST and _last_is_usual(facts)


def _last_is_usual(facts: ColumnFacts) -> bool:
    """Whether the largest number is at least half as frequent as a number of the column is on average."""
    if not facts.levels or facts.numbers is None:
        return False
    last = sum(rows for value, rows in facts.levels if _is(value, facts.numbers.greatest))
    return 2 * last * facts.distinct >= facts.filled


def _is(value: str, number: float) -> bool:
    return value.replace(".", "", 1).isdigit() and float(value) == number
