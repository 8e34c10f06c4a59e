"""What a month brought without a customer number, where that is more than earlier months explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.changes.revenue_limits import revenue_limits
from reportgen.cleaning.period import days_of
from reportgen.features.monthly_activity import MonthTotal
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import say
from reportgen.shared.numbers import money_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from reportgen.base.formatting import Formatter
    from reportgen.prose.facts import Fact


@dataclass(frozen=True)
class Unnumbered:
    """Money of this month\u2019s order lines that name no customer."""

    amount: Fact
    expected: Fact
    more: Fact
    """The one less the other, as far as they are printed."""


def unnumbered(months: Sequence[str], guests: Mapping[str, Decimal], fmt: Formatter) -> Unnumbered | None:
    """The figures; None where it is no more than the months before explain, see `revenue_limits`.

    Args:
        months: consecutive months up to this one, YYYY-MM.
        guests: month -> that money.
        fmt: how amounts are written.
    """
    totals = [MonthTotal(days_of(month), float(guests.get(month, 0)), 0.0) for month in months]
    limits = revenue_limits(totals)
    if limits is None or not limits.is_signal or totals[-1].revenue < limits.expected:
        return None
    amount = money_fact("guests.month.amount", totals[-1].revenue, fmt)
    expected = money_fact("guests.month.usual", limits.expected, fmt)
    return Unnumbered(amount, expected, money_fact("guests.month.more", amount.shown - expected.shown, fmt))


def unnumbered_finding(figures: Unnumbered, month: Fact) -> Finding:
    """That some of this month's orders may be those of customers who are told to be silent.

    It is news of the file rather than of the shop, and leads no page.
    """
    return Finding(
        "unnumbered",
        say(
            "A further {amount} of {month} came without a customer number, {more} more than the {usual} "
            "expected: find out why",
            amount=figures.amount,
            month=month,
            more=figures.more,
            usual=figures.expected,
        ),
        say("Customers who seem silent may have ordered in it: find out why their numbers are missing."),
        (),
        money=figures.more,
        unusual=1.0,
    )
