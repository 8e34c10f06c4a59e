"""Roles that one column has, each with a flag of its own that names this column."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.options.enums import Role


@dataclass(frozen=True)
class ColumnFlag:
    """A flag that gives one role to one column, such as --date."""

    role: Role
    name: str
    what: str
    """What stands in the column, for --help."""


COLUMN_FLAGS = (
    ColumnFlag(Role.CUSTOMER, "--id", "the customer's id"),
    ColumnFlag(Role.ORDER, "--order", "the order's number"),
    ColumnFlag(Role.DATE, "--date", "the day of the order"),
    ColumnFlag(Role.QUANTITY, "--quantity", "the number of pieces"),
    ColumnFlag(Role.UNIT_PRICE, "--price", "the price of one piece"),
    ColumnFlag(Role.AMOUNT, "--amount", "the money of a line"),
    ColumnFlag(Role.PRODUCT, "--product", "the article"),
    ColumnFlag(Role.PLACE, "--place", "the country or the town"),
)
ONE_COLUMN = frozenset(flag.role for flag in COLUMN_FLAGS)
"""A flag moves such a role away from the column that reportgen.toml names."""
