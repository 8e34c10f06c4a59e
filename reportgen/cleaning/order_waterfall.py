"""The waterfall of order lines: from the whole file to the sales that count, in rows and money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.base.audit import AuditLine, Issue, Step, Waterfall
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import debit_counts
from reportgen.cleaning.customer_ids import EXCLUDED, LABEL
from reportgen.cleaning.order_money import OrderMoney
from reportgen.cleaning.step_counts import ZERO, Sum
from reportgen.cleaning.unread import MOST_SHARE, most_unread
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.cleaning.step_counts import FirstOf, Returned, StepCounts
    from reportgen.columns.assigned_roles import Roles

WITHIN = {
    "total-row": phrase("rows that sum up others"),
    "order-row": phrase("rows that sum up the lines of their order"),
    EXCLUDED: LABEL,
    "no-sale": phrase("rows of another kind than sales: payments, holds, quotes, views"),
    "other-currency": phrase("in other currencies: set aside, not added up"),
    "unreadable": phrase("without a readable date or amount"),
    "other-side": phrase("on the other side of the account: money that went the other way"),
    "guest": phrase("without a customer number: guests, fees and corrections"),
    "no-product": phrase("no products: postage, fees, discounts, corrections by hand, tests"),
    "free": phrase("without a price"),
    "duplicate": phrase("repeated lines, identical in every cell: each counts once"),
    "cancelled": phrase("orders marked as cancelled, refunded, failed or a test"),
    "refunded": phrase("refunds that stand beside the sale"),
    "returned": phrase("returns, set against the purchases in the next line"),
    "given-back": phrase("purchases that were given back"),
    "earlier-return": phrase("returns with no purchase in the file to set against"),
}
"""Causes inside the window in the order of the waterfall, in words."""
MOST_TAKEN_BACK = Decimal("0.5")
TAKEN_OFF = frozenset({"refunded", "given-back"})
"""Causes whose money is a part of the sales."""


def order_waterfall(
    sums: Mapping[tuple[str, str], Sum],
    set_aside: tuple[AuditLine, ...],
) -> Waterfall:
    """The steps from all that the file holds to what customers kept inside the window."""
    steps = [
        (
            "later",
            phrase("after the period of this report: their month is not complete"),
            _outside(sums, "later"),
        ),
        (
            "before",
            phrase("before the period of this report: they only tell whose order is the first"),
            _outside(sums, "before"),
        ),
        *((cause, label, sums.get(("in", cause), Sum())) for cause, label in WITHIN.items()),
    ]
    lines = (AuditLine(Step.CLEAN, cause, label, *total) for cause, label, total in steps if any(total))
    sales = sums.get(("in", "sale"), Sum())
    taken_off = _added(sums.get(("in", cause), Sum()) for cause in TAKEN_OFF)
    return Waterfall(
        start_rows=_total(sums).rows + sum(line.rows for line in set_aside),
        start_amount=_total(sums).amount,
        lines=(*set_aside, *lines),
        end_rows=sales.rows - taken_off.rows,
        end_amount=sales.amount - taken_off.amount,
    )


def order_issues(
    counts: StepCounts,
    money: OrderMoney,
    roles: Roles,
) -> tuple[Issue, ...]:
    """Issues of the lines: what was doubtful about them, and what was done about it."""
    sums = counts.sums
    by_cause = {cause: _of_cause(sums, cause) for _, cause in sums}
    none = Sum()
    guests, other, totals = (
        by_cause.get(cause, none).rows for cause in ("guest", "other-currency", "total-row")
    )
    counted = (
        (
            guests,
            "guest-rows",
            phrase(
                "{guests:,} of the file\u2019s {rows:,} rows {guests:names|name} no customer; counted "
                "apart, in no segment",
                guests=guests,
                rows=_total(sums).rows,
            ),
        ),
        (
            totals,
            "total-row",
            phrase("{rows:,} {rows:row is a total|rows are totals} of others; left out", rows=totals),
        ),
        (
            other,
            "other-currency",
            phrase(
                "{rows:,} {rows:row is|rows are} in other currencies and set aside, not added up", rows=other
            ),
        ),
        (
            money is not OrderMoney.LINE,
            "order-total",
            phrase("the amount is an order's total: it counts once an order"),
        ),
    )
    unreadable = by_cause.get("unreadable", none).rows
    return (
        *(Issue.of(code, message) for count, code, message in counted if count),
        *((_unreadable(unreadable, counts.first_unreadable),) if unreadable else ()),
        *_repeated(counts.again, by_cause.get("duplicate", none), _total(sums), money),
        *(_refunds_beyond(counts.refunded_beyond) if "refunded" in by_cause else ()),
        *_returns_in_all(counts.returned),
        *_many_returns(sums),
        *_debit_or_credit(sums, roles),
        *_mostly_free(by_cause.get("free", none), _total(sums)),
    )


def _mostly_free(free: Sum, every: Sum) -> tuple[Issue, ...]:
    """An issue where most rows fall out as they cost nothing: their money may stand elsewhere, or nowhere."""
    if 2 * free.rows <= every.rows:
        return ()
    message = phrase(
        "{free:,} of the file\u2019s {rows:,} rows cost nothing and are left out: the amount may stand in "
        "another column, or the rows may be no sales",
        free=free.rows,
        rows=every.rows,
    )
    return (Issue.of("free-rows", message, "--amount COLUMN names the money of a row"),)


def _of_cause(sums: Mapping[tuple[str, str], Sum], cause: str) -> Sum:
    return _added(part for (_, other), part in sums.items() if other == cause)


def _refunds_beyond(orders: FirstOf) -> tuple[Issue, ...]:
    """Orders of which more is said to be refunded than they cost."""
    lines, line = orders
    if not lines:
        return ()
    message = phrase(
        "{lines:,} {lines:order is|orders are} refunded by more than the cost, the first on line "
        "{line}; only the cost is taken off",
        lines=lines,
        line=line,
    )
    return (Issue("refund-beyond", message, line),)


def _returns_in_all(returned: Returned) -> tuple[Issue, ...]:
    """All returns of known customers in the whole file, and those of more pieces than the file ever sold."""
    lines, money, beyond = returned
    if not lines:
        return ()
    message = phrase(
        "in the whole file, {lines:,} {lines:row of a known customer takes|rows of known customers "
        "take} back {money:,.2f}, fees and postage included",
        lines=lines,
        money=money,
    )
    if not beyond:
        return (Issue.of("returns", message),)
    more = phrase(
        "{returns}. Of it, {beyond:,.2f} is for products of which a customer gave back more than "
        "the file sold",
        returns=message,
        beyond=beyond,
    )
    return (Issue.of("returns", more),)


def _many_returns(sums: Mapping[tuple[str, str], Sum]) -> tuple[Issue, ...]:
    """An issue where more than half of all money is taken back: bookings of both sides look like that."""
    sold = _of_cause(sums, "sale").amount
    back = -_of_cause(sums, "returned").amount - _of_cause(sums, "earlier-return").amount
    if back <= sold * MOST_TAKEN_BACK:
        return ()
    message = phrase(
        "in the whole file, {back:,.2f} of {sold:,.2f} sold is taken back: it may hold payments or "
        "transfers as negative amounts",
        back=back,
        sold=sold,
    )
    return (
        Issue.of("many-returns", message, "leave out of the export all rows that are no sales or returns"),
    )


def _debit_or_credit(sums: Mapping[tuple[str, str], Sum], roles: Roles) -> tuple[Issue, ...]:
    """Whether debit or credit counts, and what became of the other."""
    amount, other, mark = (roles.first(role) for role in (Role.AMOUNT, Role.OTHER_SIDE, Role.SIDE))
    if amount is None or (other is None and mark is None):
        return ()
    left_out = _of_cause(sums, "other-side")
    fate = (
        phrase(
            "left out ({rows:,} {rows:row|rows} and {money:,.2f} in the whole file)",
            rows=left_out.rows,
            money=-left_out.amount,
        )
        if left_out.rows
        else phrase("few, and taken off as returns")
    )
    side = phrase("debit") if debit_counts(column.label for column in roles.columns) else phrase("credit")
    counts = (
        phrase(
            "money under {label!r} counts as value, that under {other!r} does not",
            label=amount.label,
            other=other.label,
        )
        if other
        else phrase(
            "of the two sides that {label!r} marks, {side} counts as value",
            label=mark.label if mark else "",
            side=side,
        )
    )
    message = phrase("{counts}; rows of the other side: {fate}", counts=counts, fate=fate)
    hint = (
        "--amount COLUMN names the other column of the two" if other else "export the rows of one side alone"
    )
    return (Issue("two-sides", message, column=amount.label, hint=hint),)


def _outside(sums: Mapping[tuple[str, str], Sum], time: str) -> Sum:
    """All rows before or after the window, as they stand in the file."""
    return _added(part for (when, cause), part in sums.items() if when == time and cause not in TAKEN_OFF)


def _total(sums: Mapping[tuple[str, str], Sum]) -> Sum:
    return _added(part for (_, cause), part in sums.items() if cause not in TAKEN_OFF)


def _added(parts: Iterable[Sum]) -> Sum:
    summands = list(parts)
    return Sum(sum(part.rows for part in summands), sum((part.amount for part in summands), ZERO))


def _repeated(kept: Sum, left_out: Sum, every: Sum, money: OrderMoney) -> tuple[Issue, ...]:
    """Lines that repeat an earlier one: those left out as copies, and those kept, once they matter."""
    issues = []
    if left_out.rows:
        message = (
            phrase(
                "in the whole file, {rows:,} {rows:row|rows} ({amount:,.2f}) {rows:repeats an earlier one "
                "and does|repeat an earlier one and do} not fit the order\u2019s total; each counts once",
                rows=left_out.rows,
                amount=left_out.amount,
            )
            if money is OrderMoney.TOTAL
            else phrase(
                "in the whole file, {rows:,} {rows:row|rows} ({amount:,.2f}) {rows:repeats|repeat} an "
                "earlier one in every cell; each counts once. What shows them to be copies: the same "
                "order, line number or second, or a whole block that comes again",
                rows=left_out.rows,
                amount=left_out.amount,
            )
        )
        issues.append(Issue.of("duplicate-row", message, "--repeats keep counts them all"))
    if kept.rows > most_unread(every.rows) or abs(kept.amount) > Decimal(MOST_SHARE) * abs(every.amount):
        message = phrase(
            "in the whole file, {rows:,} {rows:row|rows} ({amount:,.2f}) {rows:repeats an earlier one "
            "in every cell and counts|repeat an earlier one in every cell and count} all the same: "
            "nothing shows a copy",
            rows=kept.rows,
            amount=kept.amount,
        )
        issues.append(Issue.of("repeated-row", message, "--repeats drop leaves them out"))
    return tuple(issues)


def _unreadable(rows: int, line: int | None) -> Issue:
    return Issue(
        "type-error",
        phrase(
            "{rows:,} {rows:row has|rows have} no date or amount that can be read, the first on line {line}",
            rows=rows,
            line=line,
        ),
        line,
    )
