"""Versions of the rules by which rows count, so that a later month knows when they changed.

A month counted by other rules than the month before is compared all the same, and the change of rules is
said. Each family has its own version: one number for all would tell readers that something changed and not
what, and would announce new rules for returns to tables of customers, which have none.

Raise a family's version with every change of the code by which rows of a file count that did not, or the
other way round, or get other money, another day or another customer. A family that a record does not name
stood at 1 when it was written: so a new family starts at 1 if it changes no count, else at 2.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.columns.assigned_roles import Grain


class Rules(StrEnum):
    """A family of rules by which rows count."""

    CUSTOMERS = "customers"
    """Whose a row is: ids, guests."""
    DATES = "dates"
    """How dates are read, and which are believed."""
    MONEY = "money"
    """What a row is worth: amounts of lines and of orders, sides of an account, currencies."""
    REPEATS = "repeats"
    """Rows that stand twice, and rows that sum up others."""
    PRODUCTS = "products"
    """Which lines are no product: postage, fees, samples, tests."""
    RETURNS = "returns"
    """Returns, refunds, cancelled orders, and what else is no sale by its state."""


FIRST = 1
"""Version of a family that a record does not name."""
VERSIONS: Mapping[Rules, int] = {
    **dict.fromkeys(Rules, FIRST),
    Rules.CUSTOMERS: 12,
    Rules.DATES: 6,
    Rules.MONEY: 11,
    Rules.REPEATS: 3,
    Rules.RETURNS: 6,
}
OF_TABLES = frozenset({Rules.CUSTOMERS, Rules.DATES, Rules.MONEY, Rules.REPEATS})
"""Families that count in a table of customers, too."""
WORDS: Mapping[Rules, str] = {
    Rules.CUSTOMERS: phrase("customer numbers"),
    Rules.DATES: phrase("dates"),
    Rules.MONEY: phrase("amounts"),
    Rules.REPEATS: phrase("repeated rows and totals"),
    Rules.PRODUCTS: phrase("lines that are no product"),
    Rules.RETURNS: phrase("returns and cancelled orders"),
}
"""Families as readers meet them."""


def counting_rules(grain: Grain) -> dict[str, int]:
    """Family -> version, of all rules by which rows of this kind count."""
    return {str(rules): VERSIONS[rules] for rules in Rules if grain.sells or rules in OF_TABLES}


def counted_otherwise(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[Rules, ...]:
    """Families whose version is another one now."""
    return tuple(Rules(name) for name, version in now.items() if before.get(name, FIRST) != version)
