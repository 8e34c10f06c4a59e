"""Finds columns by the labels that users type, and names roles in words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.errors import InputError
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.options.build_options import BuildOptions

NUMERIC = frozenset(
    {
        Role.MEASURE,
        Role.VALUE,
        Role.AMOUNT,
        Role.QUANTITY,
        Role.UNIT_PRICE,
        Role.REFUND,
        Role.OTHER_SIDE,
        Role.SHIPPING,
        Role.TAX,
        Role.DISCOUNT,
    }
)
"""Roles that are numbers in a table of customers."""
ROLE_WORDS = {
    Role.CUSTOMER: phrase("customer"),
    Role.ORDER: phrase("order"),
    Role.DATE: phrase("date"),
    Role.QUANTITY: phrase("quantity"),
    Role.UNIT_PRICE: phrase("unit price"),
    Role.AMOUNT: phrase("amount"),
    Role.VALUE: phrase("value"),
    Role.REFUND: phrase("refund"),
    Role.OTHER_SIDE: phrase("other side"),
    Role.SIDE: phrase("mark of the side"),
    Role.RECIPIENT: phrase("recipient"),
    Role.SHIPPING: phrase("shipping"),
    Role.TAX: phrase("tax"),
    Role.DISCOUNT: phrase("discount"),
    Role.STATUS: phrase("status"),
    Role.CANCELLED: phrase("cancelled"),
    Role.CURRENCY: phrase("currency"),
    Role.PLACE: phrase("place"),
    Role.PRODUCT: phrase("product"),
    Role.PRODUCT_NAME: phrase("product name"),
    Role.MEASURE: phrase("measure"),
    Role.CATEGORY: phrase("category"),
    Role.SENSITIVE: phrase("sensitive"),
    Role.PERSONAL: phrase("personal"),
    Role.CONSENT: phrase("consent"),
    Role.FREE_TEXT: phrase("free text"),
    Role.OUTCOME: phrase("outcome"),
    Role.CONSTANT: phrase("constant"),
    Role.IGNORE: phrase("ignore"),
}
"""Roles as readers meet them."""


def match_label(wanted: str, labels: Mapping[str, str]) -> str:
    """The engine name of the one column that is called so, letter for letter or in another case.

    A part of a name is never enough: it may fit another column in next month's file.

    Args:
        wanted: what the user typed.
        labels: engine name -> label, as readers see it.

    Raises:
        InputError: no column, or more than one, is called so; the nearest are named.
    """
    folded = wanted.strip().casefold()
    readings = (
        [name for name, label in labels.items() if label == wanted],
        [name for name, label in labels.items() if label.strip().casefold() == folded],
    )
    matches = next((names for names in readings if names), [])
    if len(matches) == 1:
        return matches[0]
    fitting = ", ".join(labels[name] for name in matches or labels)
    if matches:
        raise InputError(f"{wanted!r} could be any of: {fitting}", "write the column's name in full")
    near = near_labels(wanted, labels.values())
    hint = f"did you mean {near}? " if near else ""
    raise InputError(f"there is no column {wanted!r} to use here", f"{hint}Columns: {fitting}")


def near_labels(wanted: str, labels: Iterable[str]) -> str:
    """The labels that hold what was typed, else the one that is written most like it; in quotes."""
    every = list(labels)
    within = [label for label in every if wanted.strip().casefold() in label.casefold()]
    return " or ".join(map(repr, within or get_close_matches(wanted, every, n=1, cutoff=0.5)))


def value_columns(roles: Roles, options: BuildOptions) -> tuple[ColumnRole, ...]:
    """The columns whose sum is a customer's value: as the user declared, else the only one."""
    if options.value:
        columns = {column.column: column for column in roles.columns}
        numeric = {name: column.label for name, column in columns.items() if column.role in NUMERIC}
        return tuple(
            columns[name] for name in dict.fromkeys(match_label(label, numeric) for label in options.value)
        )
    values = roles.all(Role.VALUE)
    declared = all(options.roles.get(column.label) is Role.VALUE for column in values)
    return values if len(values) == 1 or declared else ()
