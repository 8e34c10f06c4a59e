"""Recognises panel data: the same customers in every month, as in a table of balances or visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.columns.profile import ColumnKind
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_FEWEST_MONTHS, _MOST_MONTHS = 2, 60
_FULL = 0.5
"""Share of all customers x months that must be there; of orders a customer seldom has one every month."""
_OF_SALES = frozenset({"order", "product", "product_name", "quantity", "unit_price"})


@dataclass(frozen=True)
class Snapshots:
    """The columns that tell whose state a row is, and of which month."""

    customer: ColumnFacts
    month: ColumnFacts

    @property
    def roles(self) -> dict[str, Role]:
        """Engine name -> role."""
        return {self.customer.column: Role.CUSTOMER, self.month.column: Role.DATE}

    @property
    def reason(self) -> str:
        """Why each row is a customer's state, in words."""
        return phrase(
            "{customer!r} comes once in each of {months} months under {month!r}: "
            "states of the same customers",
            customer=self.customer.label,
            months=self.month.distinct,
            month=self.month.label,
        )

    @property
    def issues(self) -> tuple[Issue, ...]:
        """What was taken."""
        message = phrase(
            "the file shows the same customers in {distinct} months; the latest counts, and earlier "
            "rows are left out",
            distinct=self.month.distinct,
        )
        hint = "--amount COLUMN and --date COLUMN make sales of the rows"
        return (Issue("snapshots", message, column=self.month.label, hint=hint),)


def find_snapshots(columns: Sequence[ColumnFacts], dependence: FunctionalDependence) -> Snapshots | None:
    """The id and the month of a file that has each customer once in each of several months; else None."""
    if any(facts.header in _OF_SALES for facts in columns):
        return None
    ids = [facts for facts in columns if facts.header in {"customer", "id"} and facts.repeats]
    months = [facts for facts in columns if _like_months(facts)]
    pairs = (Snapshots(customer, month) for customer in ids for month in months)
    return next((pair for pair in pairs if _is_panel(pair, dependence)), None)


def _like_months(facts: ColumnFacts) -> bool:
    dates = facts.kind is ColumnKind.DATE and facts.header != "birth"
    return dates and _FEWEST_MONTHS <= facts.distinct <= _MOST_MONTHS


def _is_panel(pair: Snapshots, dependence: FunctionalDependence) -> bool:
    customer, month = pair.customer, pair.month
    full = customer.filled >= _FULL * customer.distinct * month.distinct
    return full and dependence.pairs(customer, month) == customer.rows and dependence.one_a_month(month)
