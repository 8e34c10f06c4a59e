"""Why no report can be made of a file as it is read: a part is missing, or another reading is as good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.columns.assigned_roles import Grain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.columns.order_roles import Sale
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.readings import FileReading

_UNDATED = (
    phrase(
        "{label!r} comes again ({distinct:,} on {filled:,} rows), with money and no date. Each row "
        "is a purchase of an unknown day, of which no report can be made"
    ),
    "--date COLUMN names the day of a row",
)
_NEITHER = (
    phrase(
        "{label!r} comes again ({distinct:,} on {filled:,} rows), so a row is no customer. No "
        "column holds dates or money of which orders could be made"
    ),
    "--date COLUMN and --amount COLUMN name them",
)
_NAME_THEM = (
    "--id COLUMN names the customer; if none does, export the customer's number or e-mail address as well"
)
_BILLED = phrase(
    "{label!r} seems to name who sold to you, as each of them numbers {numbers!r} in a way of its own: these "
    "are purchases of yours, and no sales to customers"
)
_SUPPLIED = phrase("the header of {label!r} says suppliers: these are purchases of yours, and no sales")
STOPS = frozenset({"repeated-customer", "no-customer", "two-readings", "purchases"})
"""Codes of issues that leave no reading of the file of which a report could be made."""


def unbuilt(sale: Sale) -> Iterator[Issue]:
    """What stops a build."""
    best, other = sale.readings[0], sale.runner_up
    if best.grain is not Grain.CUSTOMER and best.customer is None:
        message = phrase("the file looks like orders, but no column names the customer")
        yield Issue.of("no-customer", message, _NAME_THEM)
    elif not sale.is_sure and other is not None:
        yield _two_readings(best, other)
    elif best.grain is not Grain.CUSTOMER and not sale.guesses and best.customer is not None:
        yield _without(best, best.customer)
    elif sale.bills is not None:
        told = _SUPPLIED if sale.bills is best.customer else _BILLED
        message = phrase(told, label=best.label, numbers=sale.bills.label)
        yield Issue("purchases", message, column=best.label, hint=f"--id {best.label!r} makes them customers")
    elif sale.rival is not None and not sale.rival.minor:
        yield _two_amounts(sale.rival.taken, sale.rival.other)


def _two_readings(best: FileReading, other: FileReading) -> Issue:
    if other.customer is None and other.grain is not Grain.CUSTOMER:
        message = phrase("the file looks like orders, but no column names the customer")
        return Issue.of("no-customer", message, _NAME_THEM)
    message = phrase(
        "it could be read in two ways: {one}, or {other}", one=best.in_words, other=other.in_words
    )
    labels = [each.customer.label for each in (best, other) if each.customer is not None]
    hint = " or ".join(f"--id {label!r}" for label in labels) + " tells which"
    return Issue("two-readings", message, column=labels[-1] if labels else None, hint=hint)


def _two_amounts(one: str, other: str) -> Issue:
    message = phrase(
        "{one!r} and {other!r} could both be the money of a row: fractions under headers that say neither",
        one=one,
        other=other,
    )
    return Issue("two-readings", message, column=other, hint=f"--amount {one!r} or --amount {other!r} tells")


def _without(reading: FileReading, customer: ColumnFacts) -> Issue:
    message, hint = _UNDATED if reading.money else _NEITHER
    said = phrase(message, label=customer.label, distinct=customer.distinct, filled=customer.filled)
    return Issue("repeated-customer", said, column=customer.label, hint=hint)
