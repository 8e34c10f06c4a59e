"""The bridge from the user's own figure for the money of the period to ours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from typing import TYPE_CHECKING

from reportgen.audit import Issue

if TYPE_CHECKING:
    from reportgen.audit import AuditLine, Waterfall

_MOST_CAUSES = 12
_CLOSE = Decimal("0.005")
"""Share of the user's figure that may stay unexplained before no cause is named at all."""


@dataclass(frozen=True)
class ControlBridge:
    """The user's figure - what it seems to count besides - what stays unexplained = ours."""

    control: Decimal
    causes: tuple[AuditLine, ...]
    """Steps of our account that, left undone, come nearest to the user's figure; none if none comes near."""
    unexplained: Decimal
    ours: Decimal

    def issue(self) -> Issue:
        """The bridge in one sentence."""
        steps = ", ".join(f"{line.label} {line.amount or 0:,.2f}" for line in self.causes)
        explained = f"it would count as well: {steps}" if steps else "no step of the account explains it"
        message = (
            f"your figure {self.control:,.2f} is {abs(self.control - self.ours):,.2f} "
            f"{'above' if self.control >= self.ours else 'below'} ours ({self.ours:,.2f}); {explained}; "
            f"{self.unexplained:,.2f} stays unexplained"
        )
        same = f"your figure {self.control:,.2f} is ours to the cent"
        return Issue.of("control-total", same if self.control == self.ours else message)


def bridge(waterfall: Waterfall, control: Decimal) -> ControlBridge | None:
    """How the user's figure and ours differ, by the fewest causes that come nearest; None without money."""
    if waterfall.end_amount is None:
        return None
    ours, gap = waterfall.end_amount, control - waterfall.end_amount
    moved = sorted((line for line in waterfall.lines if line.amount), key=_size, reverse=True)
    sets = chain.from_iterable(combinations(moved[:_MOST_CAUSES], size) for size in range(_MOST_CAUSES + 1))
    best = min(sets, key=lambda lines: abs(gap - _sum(lines)))
    causes = best if abs(gap - _sum(best)) <= _CLOSE * abs(control) else ()
    return ControlBridge(control, causes, gap - _sum(causes), ours)


def _size(line: AuditLine) -> Decimal:
    return abs(line.amount or Decimal(0))


def _sum(lines: tuple[AuditLine, ...]) -> Decimal:
    return sum((line.amount or Decimal(0) for line in lines), Decimal(0))
