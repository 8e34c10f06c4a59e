"""95% intervals of a difference: of two shares (Newcombe), of shares in strata, and of two means (Welch)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import bdtrc, betaln, stdtrit

from reportgen.experiments.sample_size import Z_LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.record.registered import ArmReading


@dataclass(frozen=True)
class Difference:
    """Contacted less control, with its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def share_difference(strata: Sequence[tuple[ArmReading, ArmReading]]) -> Difference:
    """The difference of shares that ordered, of one action or of several together.

    One stratum: Newcombe's hybrid of two Wilson score intervals (Newcombe 1998, Statistics in Medicine 17,
    873-890, method 10). Several: its stratified form with Cochran-Mantel-Haenszel weights (Yan & Su 2010,
    Statistics in Biopharmaceutical Research 2, 329-335), so that actions of different size and control group
    can be put together.

    Args:
        strata: contacted and control of each action; every group holds somebody.
    """
    weights = _weights(strata)
    (one, one_low, one_high), (two, two_low, two_high) = (
        _stratified_wilson([pair[place] for pair in strata], weights) for place in (0, 1)
    )
    one_n, two_n = (
        sum(weight**2 / pair[place].customers for weight, pair in zip(weights, strata, strict=True))
        for place in (0, 1)
    )
    below = sqrt(one_n * one_low * (1 - one_low) + two_n * two_high * (1 - two_high))
    above = sqrt(one_n * one_high * (1 - one_high) + two_n * two_low * (1 - two_low))
    return Difference(one - two, one - two - Z_LEVEL * below, one - two + Z_LEVEL * above)


def mean_difference(contact: ArmReading, control: ArmReading) -> Difference | None:
    """The difference of revenue a head, by Welch's interval (1947); None where all spent the same."""
    parts = [(each.revenue / each.customers, _variance(each) / each.customers) for each in (contact, control)]
    (one, one_part), (two, two_part) = parts
    total = one_part + two_part
    if total <= 0:
        return None
    freedom = total**2 / (one_part**2 / (contact.customers - 1) + two_part**2 / (control.customers - 1))
    reach = float(stdtrit(freedom, 0.975)) * sqrt(total)
    return Difference(one - two, one - two - reach, one - two + reach)


def at_least(ordered: int, customers: int, share: float, variance: float = 0.0) -> float:
    """How probable so many orders or more are, where each customer orders with the same chance.

    Args:
        ordered: so many or more.
        customers: of whom each may order.
        share: the mean chance, 0 to 1.
        variance: of that chance from one time to another: 0 gives the binomial, else the beta-binomial.
    """
    if not ordered:
        return 1.0
    if not variance or share in {0.0, 1.0}:
        return float(bdtrc(ordered - 1, customers, share))
    size = share * (1 - share) / variance - 1
    if size <= 0:
        return 1.0
    counts = np.arange(ordered, customers + 1)
    yes, no = share * size, (1 - share) * size
    ways = -np.log(customers + 1) - betaln(counts + 1, customers - counts + 1)
    return float(np.exp(ways + betaln(counts + yes, customers - counts + no) - betaln(yes, no)).sum())


def wilson(ordered: float, customers: float, z: float = Z_LEVEL) -> tuple[float, float]:
    """The score interval of one share (Wilson 1927)."""
    share = ordered / customers
    middle = (share + z**2 / (2 * customers)) / (1 + z**2 / customers)
    reach = z * sqrt(share * (1 - share) / customers + z**2 / (4 * customers**2)) / (1 + z**2 / customers)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _weights(strata: Sequence[tuple[ArmReading, ArmReading]]) -> tuple[float, ...]:
    raw = [1 / (1 / contact.customers + 1 / control.customers) for contact, control in strata]
    return tuple(each / sum(raw) for each in raw)


def _stratified_wilson(arms: Sequence[ArmReading], weights: Sequence[float]) -> tuple[float, float, float]:
    """The weighted share of some strata, and its interval, whose z makes the strata's intervals add up."""
    shares = [each.ordered / each.customers for each in arms]
    spread = [
        sqrt((share * (1 - share) + Z_LEVEL**2 / (4 * each.customers)) / each.customers)
        for share, each in zip(shares, arms, strict=True)
    ]
    parts = [weight * each for weight, each in zip(weights, spread, strict=True)]
    z = Z_LEVEL * sqrt(sum(part**2 for part in parts)) / sum(parts)
    ends = [wilson(each.ordered, each.customers, z) for each in arms]
    middle, low, high = (
        sum(weight * value for weight, value in zip(weights, values, strict=True))
        for values in (shares, [end[0] for end in ends], [end[1] for end in ends])
    )
    return middle, low, high


def _variance(arm: ArmReading) -> float:
    """Sample variance of revenue a head."""
    mean = arm.revenue / arm.customers
    return max(arm.squares - arm.customers * mean**2, 0.0) / (arm.customers - 1)
