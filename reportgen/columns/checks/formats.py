"""Issues of how numbers and dates are written: formats that leave open or change what was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.formatting import has_hundredths
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import holds_word
from reportgen.columns.calendars import BUDDHIST, ERA, PERSIAN, WEEK
from reportgen.columns.labels import NUMERIC
from reportgen.columns.number_date_formats import (
    EPOCH,
    EPOCH_MS,
    MONTH_ONLY,
    SPREADSHEET_DAY,
    DateFormat,
    NumberFormat,
)
from reportgen.columns.patterns import is_decimal_sign_open, mixed_dates, mixed_zones, proved_decimal_sign
from reportgen.columns.profile import ColumnKind
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.base.audit import Issue
    from reportgen.columns.assigned_column import AssignedColumn

_MONTH_FIRST = phrase("{label!r} holds dates written in more than one way; they were read month first")
_MIXED_WORDS = {
    "%d": phrase("{label!r} holds dates written in more than one way; they were read day first"),
    "%m": _MONTH_FIRST,
    "%b": _MONTH_FIRST,
    "%Y": phrase("{label!r} holds dates written in more than one way; they were read year first"),
}
_MONTH_WORDS = phrase("{label!r} tells its dates by the month only; its first day stands for it")
_CODED_WORDS = {
    SPREADSHEET_DAY: phrase("{label!r} tells its dates as the day numbers of a spreadsheet"),
    EPOCH: phrase("{label!r} tells its dates as seconds since 1970; they were read in UTC"),
    EPOCH_MS: phrase("{label!r} tells its dates as thousandths of seconds since 1970; they were read in UTC"),
    MONTH_ONLY: _MONTH_WORDS,
    ERA: phrase("{label!r} tells its dates by Japanese eras; they were read as years of the common calendar"),
    WEEK: phrase("{label!r} tells its dates by the week; where no day is named, its Monday stands for it"),
    "%Y%m": _MONTH_WORDS,
}
_ORDER_WORDS = {
    "%m": phrase(
        "{label!r} holds dates of two orders, which {by!r} tells apart: read day first where it is {values}, "
        "else month first"
    ),
    "%d": phrase(
        "{label!r} holds dates of two orders, which {by!r} tells apart: read month first where it is "
        "{values}, else day first"
    ),
}
_CALENDAR_WORDS = {
    PERSIAN: phrase("{label!r} counts years of the Persian calendar; its dates were read as common days"),
    BUDDHIST: phrase("{label!r} counts years of the Buddhist era; its dates were read as common days"),
}
_MARKED_WORDS = {
    "DR": phrase("numbers of {label!r} are marked CR and DR, or some DR only: DR was read as a minus"),
    "CR": phrase("numbers of {label!r} are marked CR and DR, or some CR only: CR was read as a minus"),
    "": phrase("all numbers of {label!r} are marked CR, or all DR: the mark was read as no minus"),
}
_LARGE = 500
"""Hundredths: orders of less than five euros are few."""
_COUNTED = frozenset({EPOCH, EPOCH_MS})
_MONEY = frozenset({Role.AMOUNT, Role.UNIT_PRICE, Role.VALUE})


def format_issues(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """The issues of all columns of dates, then of all columns of numbers, in file order."""
    for column in assigned:
        yield from _date_format_issues(column, assigned)
    file_proves = any(
        proved_decimal_sign(facts.shares) for facts, _ in assigned if facts.kind is ColumnKind.NUMBER
    )
    for column in assigned:
        yield from _number_format_issues(column, file_proves=file_proves)
    yield from _minor_units(assigned)


def _date_format_issues(column: AssignedColumn, assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    facts, written = column.facts, column.facts.format
    if column.guess.role is not Role.DATE or not isinstance(written, DateFormat):
        return
    if not written.proved:
        message = phrase("{label!r} holds no day over 12: its dates were read with the day first")
        yield column.issue("ambiguous-date", message, "--day-first or --month-first tells")
    if written.pattern in _CODED_WORDS:
        yield column.issue("coded-date", _CODED_WORDS[written.pattern])
        return
    if written.calendar:
        yield column.issue("coded-date", _CALENDAR_WORDS[written.calendar])
    if mixed_zones(facts.shares):
        message = phrase(
            "{label!r} holds times of more than one zone, or of none; the day counts as it is written"
        )
        yield column.issue("mixed-zones", message, "export its times in one zone")
    if written.swapped:
        message = phrase(
            "{label!r} went through a program of another country: dates that it could read had day and month "
            "swapped, which was undone"
        )
        yield column.issue("swapped-dates", message, "export its dates as YYYY-MM-DD")
    elif written.by is not None:
        by = next(other.facts.label for other in assigned if other.facts.column == written.by)
        message = _ORDER_WORDS[written.pattern[:2]]
        yield column.issue("mixed-dates", message, by=by, values=", ".join(written.others))
    elif mixed_dates(facts.shares):
        message = _MIXED_WORDS[written.pattern[:2]]
        yield column.issue("mixed-dates", message, "export its dates as YYYY-MM-DD")


def _number_format_issues(column: AssignedColumn, *, file_proves: bool) -> Iterator[Issue]:
    facts, written = column.facts, column.facts.format
    if column.guess.role not in NUMERIC or not isinstance(written, NumberFormat):
        return
    decimal = facts.shares["comma_or_group" if written.decimal == "," else "point_or_group"]
    if is_decimal_sign_open(facts.shares) and decimal and not file_proves:  # Three decimals are rare.
        message = phrase(
            "{label!r} does not tell decimals from thousands; its decimal sign was read as {point!r}"
        )
        hint = "export numbers without thousands marks"
        yield column.issue("ambiguous-number", message, hint, point=written.decimal)
    if written.minus is not None:
        yield column.issue("credit-and-debit", _MARKED_WORDS[written.minus], "export amounts with their sign")
    if len(facts.currencies) > 1:
        message = phrase("{label!r} holds {n} currency signs; one of them was read")
        yield column.issue("mixed-currency", message, "export one currency a file", n=len(facts.currencies))


def _unusually_whole(column: AssignedColumn, assigned: Sequence[AssignedColumn]) -> bool:
    """Whether large amounts without a fraction are not round, in a currency that has hundredths."""
    facts = column.facts
    if facts.numbers is None or facts.numbers.whole < 1 or facts.currencies or not _currency(assigned):
        return False
    return facts.numbers.median >= _LARGE and facts.shares["fives"] < 1 / 2


def _currency(assigned: Sequence[AssignedColumn]) -> str:
    """The currencies that a column names, where each has hundredths; else nothing."""
    codes = {
        value.upper() for facts, guess in assigned if guess.role is Role.CURRENCY for value, _ in facts.levels
    }
    return ", ".join(sorted(codes)) if codes and all(map(has_hundredths, codes)) else ""


def _minor_units(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Money in hundredths: its header says so, or it is whole beside dates in seconds, as programs answer."""
    coded = any(
        guess.role is Role.DATE and isinstance(facts.format, DateFormat) and facts.format.pattern in _COUNTED
        for facts, guess in assigned
    )
    hint = "export amounts in the unit of the currency"
    for column in assigned:
        facts = column.facts
        if column.guess.role not in _MONEY or facts.numbers is None:
            continue
        if holds_word("hundredths", facts.label):
            message = phrase(
                "the header of {label!r} says hundredths, such as cents: its amounts count as they are "
                "written, a hundred times the usual unit"
            )
            yield column.issue("minor-unit", message, hint)
        elif _unusually_whole(column, assigned):
            message = phrase(
                "the amounts of {label!r} look like hundredths, such as cents: all are whole, few are round, "
                "and {currency} has hundredths. They count as they are written"
            )
            yield column.issue("minor-unit", message, hint, currency=_currency(assigned))
        elif coded and facts.numbers.whole == 1 and not facts.currencies:
            message = phrase(
                "the amounts of {label!r} look like hundredths, such as cents: all are whole, beside dates "
                "that count seconds. They count as they are written"
            )
            yield column.issue("minor-unit", message, hint)
