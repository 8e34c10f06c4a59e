"""Size of a control group, and the difference between two shares that given groups can show.

Two independent shares, two-sided 5%, power 80%, unpooled variance (Chow, Shao & Wang, Sample Size
Calculations in Clinical Research, 2nd ed. 2008, 4.2):
(z_.975 + z_.80)^2 (p0 (1 - p0) / n0 + p1 (1 - p1) / n1) <= d^2, with p1 = p0 + d.
Lehr's sixteen p (1 - p) / d^2 (1992) is the same for equal groups.
"""

from __future__ import annotations

from math import ceil, sqrt

Z_LEVEL, Z_POWER = 1.959963984540054, 0.8416212335729143
FACTOR = (Z_LEVEL + Z_POWER) ** 2
DIFFERENCE = 0.05
"""Difference of shares that a control group shall show: one more customer in twenty who orders."""
COARSEST = 0.15
"""Where half of a segment shows only a larger rise than three times that, nobody is left out: few actions
move more, and half of the customers would go without for a test that nearly always shows no difference."""
_STEPS = 60


def least_known(smallest: int) -> float:
    """Expected orders from which on fewer than `smallest` would be a surprise: two Poisson deviations above.

    x - 2 sqrt(x) = smallest. A count below `smallest` is withheld, and then nothing could be read.
    """
    return (1 + sqrt(1 + smallest)) ** 2


def control_size(people: int, share: float, smallest: int, difference: float = DIFFERENCE) -> int | None:
    """The smallest control group out of so many people that shows a difference; None where half is too few.

    Args:
        people: to be divided into contacted and control.
        share: who order anyway, 0 to 1.
        smallest: the smallest count that may be shown.
        difference: of shares.
    """
    if share + difference > 1:
        return None
    least = _least(share, smallest)
    size = _root(people, share, difference)
    if size is None or max(size, least) > people // 2:
        return None
    return max(size, least)


def largest_control(people: int, share: float, smallest: int) -> int | None:
    """Half of the people, which shows most; None where too few of them order, or nearly all do anyway."""
    half = people // 2
    return half if half >= _least(share, smallest) and share + DIFFERENCE <= 1 else None


def arm_size(share: float, difference: float = DIFFERENCE) -> int:
    """Customers in each of two equal groups that show a difference, n = 16 p (1 - p) / d^2 (Lehr).

    A share nearer to 0 or 1 than the difference is taken as that far away, so that the size is never zero.
    """
    clipped = min(max(share, difference), 1 - difference)
    return ceil(round(16 * clipped * (1 - clipped) / difference**2, 6))


def detectable(contact: int, control: int, share: float) -> float:
    """The smallest rise of a share that groups of these sizes show; 1 where none is."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        rise = (low + high) / 2
        if _variance(share, contact, control, rise) * FACTOR <= rise**2:
            high = rise
        else:
            low = rise
    return high


def _least(share: float, smallest: int) -> int:
    return max(smallest, ceil(least_known(smallest) / share)) if share > 0 else 10**9


def _variance(share: float, contact: int, control: int, rise: float) -> float:
    raised = min(share + rise, 1.0)
    return share * (1 - share) / control + raised * (1 - raised) / contact


def _root(people: int, share: float, difference: float) -> int | None:
    """The smaller root of v0 / n + v1 / (people - n) = d^2 / FACTOR, rounded up."""
    raised = min(share + difference, 1.0)
    base, lifted = share * (1 - share), raised * (1 - raised)
    goal = difference**2 / FACTOR
    middle = goal * people + base - lifted
    inside = middle**2 - 4 * goal * base * people
    if inside < 0 or middle <= 0:
        return None
    return ceil(round((middle - sqrt(inside)) / (2 * goal), 6))
