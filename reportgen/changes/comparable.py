"""Whether a month's file is comparable with the earlier one; the reasons to hold it where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import joined_phrases, phrase
from reportgen.cleaning.counting import WORDS, counted_otherwise
from reportgen.errors import InputError
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from reportgen.cleaning.counting import Rules
    from reportgen.features.table import Customers
    from reportgen.record.manifest import Baseline
    from reportgen.record.previous import Previous

FEWER = 0.7
"""Customers of this month against the earlier one below which a file is taken for cut short."""
KNOWN = 0.5
"""Share of the earlier month's customers who must be found again."""
RESTATED = 0.01
"""Share by which an earlier month's lines or money may differ."""
EXPORT_LIMITS = frozenset({2_000, 10_000, 50_000, 65_535, 65_536, 100_000, 1_048_575, 1_048_576})
"""Numbers of rows at which shops and spreadsheets cut an export."""


def reasons_to_hold(previous: Previous, now: Baseline, customers: Customers) -> tuple[str, ...]:
    """Why this file cannot be compared with the earlier month's; empty where it can.

    Args:
        previous: the month before.
        now: this file.
        customers: of this month; that people are missing who asked for it holds no month.
    """
    before = previous.manifest.baseline
    if before is None:
        return ()
    people = previous.record.customers
    gone = people.index.isin(list(customers.excluded))
    missing = tuple(_missing_months(before, now))
    recounted = bool(_recounted(before, now))
    restated = () if recounted else tuple(_restated(before, now, _worth(previous, people[gone])))
    whole = _shared_months(before, now) and not (missing or restated or recounted)
    return (
        *_stale(now),
        *_at_export_limit(now),
        *(() if whole else _cut_short(previous.manifest.month, int((~gone).sum()), customers)),
        *missing,
        *_strangers(previous.manifest.month, people.index[~gone], customers),
        *_columns(before, now),
        *restated,
    )


def counting_changed(before: Baseline, now: Baseline) -> Issue | None:
    """That other rules count this month's rows than the earlier month's; None where they are the same."""
    changed = _recounted(before, now)
    if not changed:
        return None
    rules = joined_phrases(WORDS[each] for each in changed)
    if now.months:
        message = phrase(
            "orders are counted by new rules since this month ({rules}); earlier months are not recounted",
            rules=rules,
        )
    else:
        message = phrase(
            "customers are counted by new rules since this month ({rules}); earlier months are not recounted",
            rules=rules,
        )
    return Issue.of("counting-rules", message)


def _recounted(before: Baseline, now: Baseline) -> tuple[Rules, ...]:
    return counted_otherwise(before.counting, now.counting)


def refuse_empty_month(customers: Customers) -> None:
    """Keep a first report from speaking of a month that its file does not reach; a later one is held.

    Raises:
        InputError: the data end before the month begins.
    """
    period = customers.period
    if period is not None and _ends_before(period.data_until.isoformat(), period.month):
        raise InputError(
            f"the data end on {period.data_until.isoformat()}, before {period.month} begins",
            f"leave --month out, or name {period.data_until.isoformat()[:7]} or an earlier one",
        )


def _ends_before(data_until: str, month: str) -> bool:
    return data_until[:7] < month


def _stale(now: Baseline) -> Iterator[str]:
    if now.months and _ends_before(now.data_until, now.end[:7]):
        yield phrase(
            "the data end on {until}, before this month began: the file is an old one", until=now.data_until
        )


def _shared_months(before: Baseline, now: Baseline) -> frozenset[str]:
    """Months up to the earlier report that both files hold; where they agree, nobody was cut off."""
    last = before.end[:7]
    then, today = (frozenset(e.month for e in each.months[1:] if e.month <= last) for each in (before, now))
    return then & today


def _cut_short(month: str, before: int, customers: Customers) -> Iterator[str]:
    active = len(customers.frame)
    if active < FEWER * before:
        yield phrase(
            "{active:,} customers, after {before:,} in {month}: the file seems to be cut short",
            active=active,
            before=before,
            month=month,
        )


def _at_export_limit(now: Baseline) -> Iterator[str]:
    if now.rows in EXPORT_LIMITS:
        yield phrase("the file has exactly {rows:,} rows, where exports are often cut off", rows=now.rows)


def _missing_months(before: Baseline, now: Baseline) -> Iterator[str]:
    """Months that the earlier file had and this one lacks, though its window still needs them."""
    has = {each.month for each in now.months if each.lines}
    month = now.end[:7]
    needed = [e.month for e in before.months[1:] if e.lines and now.start[:7] <= e.month < month]
    missing = [each for each in needed if each not in has]
    if missing and not has - {month}:
        yield phrase(
            "the file holds orders of {month} only: everybody else would seem to have left", month=month
        )
    elif missing:
        yield phrase("orders of earlier months are missing: {months}", months=_some(missing, 1))


def _strangers(month: str, before: pd.Index, customers: Customers) -> Iterator[str]:
    known = float(before.isin(customers.frame.index).mean()) if len(before) else 1.0
    if known < KNOWN:
        yield phrase(
            "only {known:.0%} of the customers of {month} are found again: "
            "the file or its customer numbers changed",
            known=known,
            month=month,
        )


def _columns(before: Baseline, now: Baseline) -> Iterator[str]:
    gone = [label for label in before.columns if label not in now.columns]
    if gone:
        yield phrase("columns of the earlier file are missing: {columns}", columns=", ".join(gone))
    if not _same_value(before, now):
        yield phrase("value is counted otherwise than before")
    if before.currency != now.currency:
        then, today = (each.currency or phrase("none named") for each in (before, now))
        yield phrase("the currency is another one: {then} before, {today} now", then=then, today=today)


def _same_value(before: Baseline, now: Baseline) -> bool:
    """By key; of records that are older than the key, by the columns that were taken for money."""
    if before.value_key is not None:
        return before.value_key == now.value_key
    return not before.roles or _money_columns(before.roles) == _money_columns(now.roles)


def _money_columns(roles: Mapping[str, str]) -> frozenset[str]:
    """Amounts of orders, values of customers; where there is neither, what is multiplied."""
    stated = frozenset(label for label, role in roles.items() if role in {Role.AMOUNT, Role.VALUE})
    return stated or frozenset(
        label for label, role in roles.items() if role in {Role.QUANTITY, Role.UNIT_PRICE}
    )


def _worth(previous: Previous, gone: pd.DataFrame) -> float | None:
    """What customers were worth who are gone on request, the forgotten among them; None where none is."""
    forgotten, column = previous.manifest.forgotten, previous.manifest.value
    if gone.empty and not forgotten:
        return None
    return sum(each.value for each in forgotten) + (float(gone[column].sum()) if column in gone else 0.0)


def _restated(before: Baseline, now: Baseline, removed: float | None) -> Iterator[str]:
    """Earlier months whose lines or money changed; the first month of either file may be cut by its edge.

    Where customers are gone on request, their lines are too, and up to all that they were worth.
    """
    then = {each.month: each for each in before.months[1:] if each.month <= before.end[:7]}
    changed = [
        each.month
        for each in now.months[1:]
        if each.month in then
        and (
            abs(each.amount - then[each.month].amount)
            > RESTATED * abs(then[each.month].amount) + (removed or 0.0)
            or (
                removed is None
                and abs(each.lines - then[each.month].lines) > RESTATED * then[each.month].lines
            )
        )
    ]
    if changed:
        yield phrase(
            "the orders of earlier months differ from the last file: {months}", months=_some(changed, 3)
        )


def _some(months: list[str], named: int) -> str:
    """The first of them, and how many more there are."""
    first, more = joined_phrases(months[:named]), len(months) - named
    return phrase("{months} and {n} more", months=first, n=more) if more > 0 else first
