"""Rows that could not be read, whatever the reason, and the stop before a report is made without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cleaning.clean_rows import CleanRows, Unread
from reportgen.errors import InputError, Place
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from reportgen.cleaning.step_counts import StepCounts
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.read import RawRows

MOST_ROWS, MOST_SHARE = 3, 0.01
"""Rows that may be lost without the user's word, and their share of all; the larger of the two counts."""


def unread_orders(counts: StepCounts) -> Unread:
    """The lines without a date or an amount that can be read."""
    lost = counts.unreadable
    named = (("no date that can be read", lost.dates), ("no amount that can be read", lost.amounts))
    causes = tuple(f"{n:,} with {what}" for what, n in named if n)
    return Unread(lost.rows, lost.money, lost.of_money, counts.first_unreadable, causes)


def most_unread(rows: int) -> float:
    """Rows that may be lost without the user's word, of so many."""
    return max(MOST_ROWS, MOST_SHARE * rows)


def refuse_two_orders(raw: RawRows, roles: Roles) -> None:
    """Stop where dates prove that day and month stand in two orders, and nothing tells them apart.

    Raises:
        InputError: a column of dates does.
    """
    for column in roles.all(Role.DATE):
        days, months = column.date_format.orders
        if min(days, months) > most_unread(raw.rows):
            raise InputError(
                f"the dates of {column.label!r} are written in two orders: {days:,} can only have the day "
                f"first, {months:,} only the month first",
                "export them as YYYY-MM-DD; --day-first or --month-first names the one that holds",
                Place(raw.source),
            )


def refuse_unread(raw: RawRows, rows: CleanRows | None = None, *, accepted: bool) -> None:
    """Stop before a report is made of a file of which more than a few rows, or their money, are lost.

    One rule for all causes: lines of another shape, and rows without a date, an amount or its sign. Once
    they are more than three or than 1% of all, or hold that share of the money, the user has to say that
    this is right.

    Args:
        raw: the source as read.
        rows: the same, cleaned, where it has come so far.
        accepted: whether the user said so.

    Raises:
        InputError: there are more, and the user did not say that this is right.
    """
    unread = rows.unread if rows is not None else Unread()
    lost, of_rows = raw.rejected_rows + unread.rows, raw.rows + raw.rejected_rows
    most = most_unread(of_rows) / max(of_rows, 1)
    of_money = float(unread.amount / unread.of_amount) if unread.of_amount else 0.0
    if accepted or (lost <= most * of_rows and of_money <= most):
        return
    shape = (f"{raw.rejected_rows:,} of another shape than the table",) if raw.rejected_rows else ()
    money = f" and {of_money:.0%} of the money" if unread.amount else ""
    line = f"; the first is on line {unread.line:,}" if unread.line else ""
    causes = "; ".join((*shape, *unread.causes))
    raise InputError(
        f"{lost:,} of {of_rows:,} rows ({lost / of_rows:.0%}){money} could not be read: {causes}{line}",
        "reportgen check names what is wrong with them; to build without them add --accept-rejected",
        Place(raw.source),
    )
