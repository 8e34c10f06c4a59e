"""What counts as success: the fewest orders that show that an action worked, and by when they are counted.

Against a control group by the interval that reads the action back (Newcombe), so that what is promised is
what a later month says. Without one by the tail of the binomial, or where months differ by more than
chance of the beta-binomial: as many would order anyway in one of forty months at most.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass

from reportgen.cleaning.period import months_after
from reportgen.experiments.base_rate import UNKNOWN, Usual
from reportgen.experiments.intervals import at_least, share_difference
from reportgen.experiments.sample_size import COARSEST, detectable, largest_control
from reportgen.record.registered import ArmReading

BY_DAY = 15
"""Day of the following month by which to act: later, and that month's own report holds hardly any answer."""
TAIL = 0.025
"""Of a two-sided level of 95%, the half above."""
ONE_IN = 10
"""Where nothing is known of what is usual, the example has one customer in ten buy anyway."""


@dataclass(frozen=True)
class Trial:
    """One offer to customers of whom no orders are known."""

    contact: int
    control: int
    """0 where half of them would be too few to compare, or nobody may be left out."""
    anyway: int
    """Who buy without the offer: half of them, which is hardest to beat, or one in ten as an example."""
    goal: int | None
    """The fewest buyers that show that it worked; None where no number does."""


def contact_by(end: dt.date) -> dt.date:
    """By when to act on the report of a month that ends on a day."""
    return (end + dt.timedelta(days=1)).replace(day=BY_DAY)


def counted_until(end: dt.date, months: int) -> dt.date:
    """Up to when orders count that are watched for so many months after that."""
    return months_after(contact_by(end), months)


def least_orders(contact: int, usual: Usual, control: int = 0) -> int | None:
    """The fewest of those contacted who must order, if the others order as usual; None where it takes all.

    Args:
        contact: customers who are contacted.
        usual: who order anyway.
        control: customers who are left out; 0 compares with what is usual itself, as far as months differ.
    """
    left_out = ArmReading(control, round(usual.share * control), 0.0, 0.0)

    def shows(ordered: int) -> bool:
        if not control:
            return at_least(ordered, contact, usual.share, usual.variance) <= TAIL
        return share_difference([(ArmReading(contact, ordered, 0.0, 0.0), left_out)]).low > 0

    fewest = bisect_left(range(contact + 1), True, key=shows)  # noqa: FBT003 - False comes before True
    return fewest if fewest < contact else None


def trial(people: int, smallest: int, *, halves: bool = True) -> Trial:
    """Half against half where that shows a rise of `COARSEST`, as with orders; else all of them.

    Args:
        people: who may be contacted.
        smallest: the smallest count that may be shown.
        halves: whether anybody may be left out.
    """
    half = largest_control(people, UNKNOWN, smallest) if halves else None
    if half is not None and detectable(people - half, half, UNKNOWN) <= COARSEST:
        return Trial(
            people - half, half, round(UNKNOWN * half), least_orders(people - half, Usual(UNKNOWN), half)
        )
    anyway = max(round(people / ONE_IN), 1)
    return Trial(people, 0, anyway, least_orders(people, Usual(anyway / people)) if people else None)
