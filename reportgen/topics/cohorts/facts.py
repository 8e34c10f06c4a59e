"""Figures of the cohorts: new customers of a month, and the share of them who ordered again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.facts import Fact, Unit, people
from reportgen.shared.numbers import count_fact, share_fact

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.cohorts import Cohort
    from reportgen.shared.figures import Shared


@dataclass(frozen=True)
class CohortFigures:
    """Customers whose first order lies in one month."""

    month: str
    """As readers see it."""
    customers: Fact
    returned: tuple[Fact, ...]
    """Share of them who ordered 1, 2, ... months later; without text where that is too few customers."""


@dataclass(frozen=True)
class CohortsFacts:
    """The cohorts, oldest first, and all of them together."""

    cohorts: tuple[CohortFigures, ...]
    customers: Fact
    came_back: Fact
    """Customers of any cohort who ordered on another day."""
    next_month: Fact
    """Share of all who ordered in the month after their first order; without text where they are too few."""

    @property
    def anybody_returned(self) -> bool:
        """Whether there is something to show."""
        return any(share.shown for cohort in self.cohorts for share in cohort.returned)

    @property
    def some_hidden(self) -> bool:
        """Whether shares are not shown because they are of too few customers."""
        return any(share.value and not share.text for cohort in self.cohorts for share in cohort.returned)


def cohorts_facts(analysis: Analysis, shared: Shared) -> CohortsFacts | None:
    """The figures; None where there are too few months, or no orders."""
    if not analysis.customers.cohorts:
        return None
    fmt, cohorts, smallest = analysis.formatter, analysis.customers.cohorts, shared.min_cell
    customers = sum(each.customers for each in cohorts)
    next_month = sum(each.returned[0] for each in cohorts if each.returned)
    return CohortsFacts(
        tuple(_cohort(each, smallest, fmt) for each in cohorts),
        count_fact("cohort.customers", customers, Unit.CUSTOMERS, fmt),
        people("cohort.came_back", sum(each.came_back for each in cohorts), smallest, fmt),
        _share("cohort.next_month", next_month, customers, smallest, fmt),
    )


def _cohort(cohort: Cohort, smallest: int, fmt: Formatter) -> CohortFigures:
    key = f"cohort.{cohort.month}"
    return CohortFigures(
        fmt.month(cohort.month),
        count_fact(f"{key}.customers", cohort.customers, Unit.CUSTOMERS, fmt),
        tuple(
            _share(f"{key}.{later}", number, cohort.customers, smallest, fmt)
            for later, number in enumerate(cohort.returned, start=1)
        ),
    )


def _share(key: str, number: int, customers: int, smallest: int, fmt: Formatter) -> Fact:
    if 0 < number < smallest:
        return Fact(key, f"<{smallest}", Unit.SHARE, 0.0, "")
    return share_fact(key, number / customers, fmt)
