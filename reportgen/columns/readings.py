"""Readings of a whole file that cannot be built: what a row would be, and which part of it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.columns.coded_numbers import CODE_LEVELS
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import id_strength

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.columns.order_roles import Sale
    from reportgen.columns.profile import ColumnFacts

_NAMES = frozenset({"customer", "account", "email"})
"""Headers under which what comes again is a customer, though nothing else of a sale is there."""
_WORDS = {
    (True, False): (
        phrase(
            "{label!r} comes again ({distinct:,} on {filled:,} rows), with dates and no money. Each row is a "
            "visit or a purchase of unknown size, of which no report can be made"
        ),
        "--amount COLUMN names the money of a row, --role COLUMN=category what names no customer",
    ),
    (False, True): (
        phrase(
            "{label!r} comes again ({distinct:,} on {filled:,} rows), with money and no date: each row is a "
            "purchase of an unknown day, of which no report can be made"
        ),
        "--date COLUMN names the day of a row",
    ),
    (False, False): (
        phrase(
            "{label!r} comes again ({distinct:,} on {filled:,} rows), so that a row is no customer, and no "
            "column holds dates or money of which orders could be made"
        ),
        "--date COLUMN and --amount COLUMN name them",
    ),
}
"""Whether there is a date, and money -> what is said, and the flags."""


def repeated_customer(sale: Sale, columns: Sequence[ColumnFacts]) -> Issue | None:
    """Why rows are not customers: one of them comes again, and yet no sales can be made of the rows.

    A column that differs on every row and names the customer better makes them customers all the same.
    """
    customer = sale.customer
    if sale.is_whole or customer is None or not customer.repeats or customer.distinct <= CODE_LEVELS:
        return None
    rival = max((facts for facts in columns if facts is not customer), key=id_strength, default=None)
    if rival is not None and id_strength(rival) > 0 and not _better(customer, rival):
        return None
    message, hint = _WORDS[sale.date is not None, bool(sale.money)]
    said = phrase(message, label=customer.label, distinct=customer.distinct, filled=customer.filled)
    end = next((facts for facts in columns if _ends(facts, sale)), None)
    if end is not None:
        said = phrase(
            "{said}; where {label!r} is the end of a contract, its money recurs every month",
            said=said,
            label=end.label,
        )
    return Issue("repeated-customer", said, column=customer.label, hint=hint)


def _ends(facts: ColumnFacts, sale: Sale) -> bool:
    """Whether a second column of dates is empty on some rows, as the end of contracts that still run."""
    return sale.date is not None and facts.kind is ColumnKind.DATE and facts.filled < facts.rows


def _better(customer: ColumnFacts, rival: ColumnFacts) -> bool:
    """Whether a header says the customer of what comes again, and not of what differs on every row."""
    return customer.header in _NAMES and customer.header_cover > id_strength(rival) * (
        rival.header == "customer"
    )
