"""Whether a month's file can be held against the earlier one, before any change is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.formatting import Formatter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.customers.table import Customers
    from reportgen.periods.previous import Previous
    from reportgen.periods.record import Trail

FEWER = 0.7
"""Customers of this month against the earlier one below which a file is taken for cut short."""
KNOWN = 0.5
"""Share of the earlier month's customers who must be found again."""
RESTATED = 0.01
"""Share by which an earlier month's lines or money may differ."""
EXPORT_LIMITS = frozenset({2_000, 10_000, 50_000, 65_535, 65_536, 100_000, 1_048_575, 1_048_576})
"""Numbers of rows at which shops and spreadsheets cut an export."""


def reasons_to_hold(previous: Previous, now: Trail, customers: Customers) -> tuple[str, ...]:
    """Why this file cannot be compared with the earlier month's; empty where it can.

    Args:
        previous: the month before.
        now: this file.
        customers: of this month.
    """
    before = previous.manifest.trail
    if before is None:
        return ()
    found = (
        *_stale(before, now),
        *_cut_short(previous, now, customers),
        *_missing_months(before, now),
        *_strangers(previous, customers),
        *_columns(before, now),
        *_restated(before, now),
    )
    return tuple(found)


def _stale(before: Trail, now: Trail) -> Iterator[str]:
    if now.months and now.data_until <= before.end:
        yield f"the data end on {now.data_until}, before this month began: the file is an old one"


def _cut_short(previous: Previous, now: Trail, customers: Customers) -> Iterator[str]:
    form = Formatter()
    before, active = len(previous.record.customers), len(customers.frame)
    if active < FEWER * before:
        yield (
            f"{form.count(active).text} customers, after {form.count(before).text} "
            f"in {previous.manifest.month}: the file seems to be cut short"
        )
    if now.rows in EXPORT_LIMITS:
        yield f"the file has exactly {form.count(now.rows).text} rows, where exports are often cut off"


def _missing_months(before: Trail, now: Trail) -> Iterator[str]:
    """Months that the earlier file had and this one lacks, though its window still needs them."""
    has = {each.month for each in now.months if each.lines}
    month = now.end[:7]
    needed = [e.month for e in before.months[1:] if e.lines and now.start[:7] <= e.month < month]
    missing = [each for each in needed if each not in has]
    if missing and not has - {month}:
        yield f"the file holds orders of {month} only: everybody else would seem to have left"
    elif missing:
        others = f" and {len(missing) - 1} more" if missing[1:] else ""
        yield f"orders of earlier months are missing: {missing[0]}{others}"


def _strangers(previous: Previous, customers: Customers) -> Iterator[str]:
    before = previous.record.customers.index
    known = float(before.isin(customers.frame.index).mean()) if len(before) else 1.0
    if known < KNOWN:
        yield (
            f"only {Formatter().share(known).text} of the customers of {previous.manifest.month} "
            "are found again: the file or its customer numbers changed"
        )


def _columns(before: Trail, now: Trail) -> Iterator[str]:
    gone = [label for label in before.columns if label not in now.columns]
    if gone:
        yield f"columns of the earlier file are missing: {', '.join(gone)}"
    if before.value_definition != now.value_definition or before.currency != now.currency:
        yield "value is counted otherwise than before"


def _restated(before: Trail, now: Trail) -> Iterator[str]:
    """Earlier months whose lines or money changed; the first month of either file may be cut by its edge."""
    then = {each.month: each for each in before.months[1:] if each.month <= before.end[:7]}
    changed = [
        each.month
        for each in now.months[1:]
        if each.month in then
        and (
            abs(each.amount - then[each.month].amount) > RESTATED * abs(then[each.month].amount)
            or abs(each.lines - then[each.month].lines) > RESTATED * then[each.month].lines
        )
    ]
    if changed:
        months = ", ".join(changed[:3]) + (f" and {len(changed) - 3} more" if changed[3:] else "")
        yield f"the orders of earlier months differ from the last file: {months}"
