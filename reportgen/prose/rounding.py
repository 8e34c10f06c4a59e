"""Money divided to the last cent."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def split_cents(cents: int, weights: tuple[float, ...]) -> tuple[int, ...]:
    """Divide a whole number of cents by weights (not negative, not all zero), to the last cent.

    By the largest remainder, in exact fractions; ties go to the larger weight, then to the earlier one.
    """
    exact = tuple(Fraction(weight) for weight in weights)
    total = sum(exact)
    if total <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative, and not all zero")
    shares = tuple(cents * weight / total for weight in exact)
    whole = tuple(floor(share) for share in shares)
    by_remainder = sorted(range(len(shares)), key=lambda i: (whole[i] - shares[i], -exact[i], i))
    raised = frozenset(by_remainder[: cents - sum(whole)])
    return tuple(value + (i in raised) for i, value in enumerate(whole))
