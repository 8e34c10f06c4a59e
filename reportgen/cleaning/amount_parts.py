"""Finds out whether an order's amount includes shipping, tax and discounts, by adding up other columns."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.phrases import joined_phrases, phrase
from reportgen.base.word_lists import header_kind
from reportgen.cleaning.clean_rows import AmountParts
from reportgen.columns.number_date_formats import number_expr
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import CENT

if TYPE_CHECKING:
    import duckdb

    from reportgen.columns.assigned_roles import ColumnRole, Roles
    from reportgen.input.read import RawRows

_LEAST_ROWS = 10
_INSIDE = {
    Role.SHIPPING: phrase("with shipping"),
    Role.TAX: phrase("with tax"),
    Role.DISCOUNT: phrase("after discounts"),
}
_OUTSIDE = {Role.SHIPPING: phrase("without shipping"), Role.TAX: phrase("without tax")}


def amount_parts(connection: duckdb.DuckDBPyConnection, raw: RawRows, roles: Roles) -> AmountParts:
    """Which of shipping, tax and discounts are in the amount; nothing where the file cannot tell.

    The amount is compared with a subtotal plus or minus each set of the others; the set that fits nearly
    all rows to the cent, and that no other set fits as well, is it.
    """
    amount, subtotal = roles.first(Role.AMOUNT), _subtotal(roles)
    if roles.before_discounts:
        return AmountParts((Role.DISCOUNT,))
    parts = {role: column for role in _INSIDE if (column := roles.first(role)) is not None}
    if amount is None or subtotal is None or not parts:
        return AmountParts()
    names = {"amount": amount, "subtotal": subtotal, **{role.value: column for role, column in parts.items()}}
    rows = nw.from_native(connection.sql(f"FROM {raw.cells()}"))
    numbers = rows.select(
        **{
            name: number_expr(column.column, column.number_format, decimal=False)
            for name, column in names.items()
        }
    ).drop_nulls()
    sets = list(product((False, True), repeat=len(parts)))
    fits = [_fits([role for role, inside in zip(parts, chosen, strict=True) if inside]) for chosen in sets]
    counted = numbers.to_native().aggregate(
        ", ".join(["count(*)", *(f"coalesce(avg({fit}), 0)" for fit in fits)])
    )
    ((rows_compared, *shares),) = counted.fetchall()
    best = [chosen for chosen, share in zip(sets, shares, strict=True) if share >= NEARLY_ALL]
    if rows_compared < _LEAST_ROWS or not best:
        return AmountParts()
    always = tuple(role for at, role in enumerate(parts) if all(chosen[at] for chosen in best))
    never = tuple(role for at, role in enumerate(parts) if not any(chosen[at] for chosen in best))
    return AmountParts(always, tuple(role for role in never if role in _OUTSIDE))


def in_words(parts: AmountParts) -> str:
    """What the money holds, for readers; empty where that is not known."""
    return joined_phrases(
        [*(_INSIDE[role] for role in parts.inside), *(_OUTSIDE[role] for role in parts.outside)]
    )


def _subtotal(roles: Roles) -> ColumnRole | None:
    return next((column for column in roles.columns if header_kind(column.label) == "subtotal"), None)


def _fits(inside: list[Role]) -> str:
    """Whether a row's amount is its subtotal with these parts: an expression of 0 and 1."""
    signed = "".join(f" - abs({role})" if role is Role.DISCOUNT else f" + {role}" for role in inside)
    return f"CAST(abs(amount - (subtotal{signed})) <= {CENT} AS INTEGER)"
