"""Rounding that keeps sums true."""

from __future__ import annotations

from math import floor


def shares_to_percent(shares: tuple[float, ...]) -> tuple[int, ...]:
    """Whole per cents that sum to the rounded total, by the largest remainder (Hamilton's method).

    Ties go to the larger share, then to the earlier one, so that the answer hangs on nothing else.
    """
    exact = tuple(100 * share for share in shares)
    whole = tuple(floor(round(value, 9)) for value in exact)
    missing = round(sum(exact)) - sum(whole)
    by_remainder = sorted(
        range(len(shares)), key=lambda i: (-round(exact[i] - whole[i], 9), -round(exact[i], 9), i)
    )
    raised = frozenset(by_remainder[: max(missing, 0)])
    return tuple(value + (i in raised) for i, value in enumerate(whole))
