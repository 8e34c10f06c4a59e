"""Reconciles the user's own figure for the money of the period with ours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import joined_phrases, phrase

if TYPE_CHECKING:
    from reportgen.base.audit import AuditLine, Waterfall

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
        steps = [
            phrase("{cause} {amount:,.2f}", cause=line.label, amount=line.amount or Decimal(0))
            for line in self.causes
        ]
        explained = (
            phrase("it would count as well: {steps}", steps=joined_phrases(steps))
            if steps
            else phrase("no step of the account explains it")
        )
        message = phrase(
            "your figure {control:,.2f} is {gap:,.2f} {side} ours ({ours:,.2f}); {explained}; "
            "{unexplained:,.2f} stays unexplained",
            control=self.control,
            gap=abs(self.control - self.ours),
            side=phrase("above") if self.control >= self.ours else phrase("below"),
            ours=self.ours,
            explained=explained,
            unexplained=self.unexplained,
        )
        same = phrase("your figure {control:,.2f} is ours to the cent", control=self.control)
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
