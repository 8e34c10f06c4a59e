"""Doubts about the roles of columns: what was taken by default, and which flag determines it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import plain, table_words, tokens
from reportgen.columns.debit_credit import is_mark
from reportgen.columns.labels import NUMERIC, ROLE_WORDS
from reportgen.columns.number_date_formats import (
    EPOCH,
    EPOCH_MS,
    MONTH_ONLY,
    SPREADSHEET_DAY,
    DateFormat,
    NumberFormat,
)
from reportgen.columns.order_states import unknown_states
from reportgen.columns.patterns import is_decimal_sign_open, mixed_dates, mixed_zones, proved_decimal_sign
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import CODE_LEVELS, PERHAPS, is_value, is_yes_or_no, like_code
from reportgen.config import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess

    Assigned = Sequence[tuple[ColumnFacts, RoleGuess]]

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
    "%Y%m": _MONTH_WORDS,
}
_MARKED_WORDS = {
    "DR": phrase("numbers of {label!r} are marked CR and DR, or some DR only: DR was read as a minus"),
    "CR": phrase("numbers of {label!r} are marked CR and DR, or some CR only: CR was read as a minus"),
    "": phrase("all numbers of {label!r} are marked CR, or all DR: the mark was read as no minus"),
}
_NAMED = 5
_ID_WIDTH = 5
"""Digits from which on numbers that differ on every row may be those of customers."""
_MONEY = frozenset({Role.AMOUNT, Role.UNIT_PRICE, Role.VALUE})
_UNREAD = frozenset({Role.IGNORE, Role.FREE_TEXT, Role.CATEGORY, Role.MEASURE, Role.PERSONAL})
"""Roles of columns in which neither dates nor money are read."""
_SAYS = {
    "date": (
        ColumnKind.DATE,
        phrase("the header of {label!r} says dates, but most of its cells cannot be read as such"),
    ),
    "amount": (
        ColumnKind.NUMBER,
        phrase("the header of {label!r} says money, but most of its cells cannot be read as numbers"),
    ),
}
"""Kind of header -> what its cells should be, and what is said where they are not."""
_GUESSED = {
    Role.CUSTOMER: ("guessed-customer", "--id COLUMN names the customer"),
    Role.AMOUNT: ("guessed-money", "--amount COLUMN names the money of a line"),
    Role.UNIT_PRICE: ("guessed-money", "--amount COLUMN names the money of a line"),
}


def role_issues(assigned: Assigned, *, order_lines: bool, value_told: bool) -> tuple[Issue, ...]:
    """The doubts of a source, in file order; those of the whole file last."""
    file_proves = any(
        proved_decimal_sign(facts.shares) for facts, _ in assigned if facts.kind is ColumnKind.NUMBER
    )
    return (
        *(issue for facts, guess in assigned for issue in _date_issues(facts, guess)),
        *(
            issue
            for facts, guess in assigned
            for issue in _number_issues(facts, guess, file_proves=file_proves)
        ),
        *_sign_issues(assigned),
        *(_order_issues(assigned, value_told=value_told) if order_lines else _customer_issues(assigned)),
    )


def _date_issues(facts: ColumnFacts, guess: RoleGuess) -> Iterator[Issue]:
    if guess.role is not Role.DATE or not isinstance(facts.written, DateFormat):
        return
    if not facts.written.proved:
        message = phrase(
            "{label!r} holds no day over 12: its dates were read with the day first", label=facts.label
        )
        yield Issue("ambiguous-date", message, column=facts.label, hint="--day-first or --month-first tells")
    if facts.written.pattern in _CODED_WORDS:
        message = phrase(_CODED_WORDS[facts.written.pattern], label=facts.label)
        yield Issue("coded-date", message, column=facts.label)
        return
    if mixed_zones(facts.shares):
        message = phrase(
            "{label!r} holds times of more than one zone, or of none; the day counts as it is written",
            label=facts.label,
        )
        yield Issue("mixed-zones", message, column=facts.label, hint="export its times in one zone")
    if facts.written.swapped:
        message = phrase(
            "{label!r} went through a program of another country: dates that it could read had day and month "
            "swapped, which was undone",
            label=facts.label,
        )
        yield Issue("swapped-dates", message, column=facts.label, hint="export its dates as YYYY-MM-DD")
    elif mixed_dates(facts.shares):
        message = phrase(_MIXED_WORDS[facts.written.pattern[:2]], label=facts.label)
        yield Issue("mixed-dates", message, column=facts.label, hint="export its dates as YYYY-MM-DD")


def _number_issues(facts: ColumnFacts, guess: RoleGuess, *, file_proves: bool) -> Iterator[Issue]:
    if guess.role not in NUMERIC or not isinstance(facts.written, NumberFormat):
        return
    if is_decimal_sign_open(facts.shares) and not file_proves:
        point = facts.written.decimal
        message = phrase(
            "{label!r} does not tell decimals from thousands; its decimal sign was read as {point!r}",
            label=facts.label,
            point=point,
        )
        yield Issue(
            "ambiguous-number", message, column=facts.label, hint="export numbers without thousands marks"
        )
    if guess.role in _MONEY and _says(facts, "hundredths"):
        message = phrase(
            "the header of {label!r} says hundredths, such as cents: its amounts count as they are written, "
            "a hundred times the usual unit",
            label=facts.label,
        )
        yield Issue(
            "minor-unit", message, column=facts.label, hint="export amounts in the unit of the currency"
        )
    if facts.written.minus is not None:
        message = phrase(_MARKED_WORDS[facts.written.minus], label=facts.label)
        yield Issue("credit-and-debit", message, column=facts.label, hint="export amounts with their sign")
    if len(facts.currencies) > 1:
        message = phrase(
            "{label!r} holds {n} currency signs; one of them was read",
            label=facts.label,
            n=len(facts.currencies),
        )
        yield Issue("mixed-currency", message, column=facts.label, hint="export one currency a file")


def _says(facts: ColumnFacts, kind: str) -> bool:
    """Whether a header holds a word of one kind of `[money]` in words.toml."""
    return not set(tokens(facts.label)).isdisjoint(table_words("money", kind))


def _sign_issues(assigned: Assigned) -> Iterator[Issue]:
    """Columns that seem to say which amounts are taken off: they are not read, which may not go unsaid."""
    signed = any(
        facts.numbers is not None and facts.numbers.negative > 0
        for facts, guess in assigned
        if guess.role in {Role.AMOUNT, Role.QUANTITY}
    )
    for facts, guess in assigned:
        if is_mark(facts) and guess.role is not Role.SIDE and not signed:
            words = " and ".join(value for value, _ in facts.levels)
            message = phrase(
                "{label!r} ({words}) seems to say which amounts are taken off; it is not read",
                label=facts.label,
                words=words,
            )
            yield Issue("unread-sign", message, column=facts.label, hint="export amounts with their sign")


def _order_issues(assigned: Assigned, *, value_told: bool) -> Iterator[Issue]:
    if value_told:
        message = phrase(
            "--value was passed over: of order lines, what a customer is worth is summed from their money"
        )
        yield Issue.of("unused-value", message, "--amount COLUMN names the money of a line")
    yield from _after_fees(assigned)
    for facts, guess in assigned:
        if guess.role in _UNREAD and plain(facts.label) == "test" and is_yes_or_no(facts):
            message = phrase("{label!r} seems to mark tests; they count as sales", label=facts.label)
            yield Issue("unread-status", message, column=facts.label, hint="leave tests out of the export")
        if guess.role is Role.STATUS and guess.confidence < 1 and (unknown := unknown_states(facts)):
            message = phrase(
                "{label!r} holds states whose meaning is not known, taken for sales: {words}",
                label=facts.label,
                words=_listed(unknown),
            )
            hint = "leave out of the export the rows that are no sales"
            yield Issue("unread-status", message, column=facts.label, hint=hint)
        if guess.role in _GUESSED and guess.confidence <= PERHAPS:
            code, hint = _GUESSED[guess.role]
            message = phrase(
                "{label!r} was taken as the {role}: {reason}",
                label=facts.label,
                role=ROLE_WORDS[guess.role],
                reason=guess.reason,
            )
            yield Issue(code, message, column=facts.label, hint=hint)


def _after_fees(assigned: Assigned) -> Iterator[Issue]:
    """A net amount beside a column of fees: it may be what was paid out, not what customers paid."""
    fees = [
        facts.label
        for facts, _ in assigned
        if _says(facts, "fees") and facts.numbers is not None and facts.distinct > 1
    ]
    for facts, guess in assigned:
        net = guess.role is Role.AMOUNT and guess.confidence < 1 and _says(facts, "net")
        if net and fees and facts.label not in fees:
            message = phrase(
                "{label!r} may be what was left after fees, as {fees!r} stands beside it",
                label=facts.label,
                fees=fees[0],
            )
            hint = "--amount COLUMN names what customers paid"
            yield Issue("after-fees", message, column=facts.label, hint=hint)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_NAMED]) + (", ..." if len(words) > _NAMED else "")


def _customer_issues(assigned: Assigned) -> Iterator[Issue]:
    customer = next((facts for facts, guess in assigned if guess.role is Role.CUSTOMER), None)
    if customer is not None and customer.repeats:
        message = phrase(
            "{label!r} comes again, but no order date and money were found to make orders of it",
            label=customer.label,
        )
        hint = "--date COLUMN and --amount COLUMN name them"
        yield Issue("repeated-customer", message, column=customer.label, hint=hint)
    yield from _unread(assigned)
    if _look_like_orders(assigned):
        message = phrase(
            "the file looks like orders, but no column names the customer: each row counts as one"
        )
        yield Issue.of("no-customer", message, "--id COLUMN names the customer")
    yield from _sparse(assigned)
    if customer is None:
        yield from _unnamed(assigned)
    if not any(guess.role is Role.VALUE for _, guess in assigned):
        yield _no_value([facts.label for facts, _ in assigned if is_value(facts)])


def _look_like_orders(assigned: Assigned) -> bool:
    """Whether rows have dates and the number or the money of an order, but no customer by name.

    Where headers say nothing, codes that come again beside dates and fractions look like it.
    """
    named = any(guess.role is Role.CUSTOMER and guess.confidence > PERHAPS for _, guess in assigned)
    if named or not any(guess.role is Role.DATE for _, guess in assigned):
        return False
    headers = {facts.header for facts, _ in assigned}
    nobody = not any(guess.role is Role.CUSTOMER for _, guess in assigned)
    if (nobody and "order" in headers) or {"date", "amount"} <= headers:
        return True
    coming_again = any(facts.header is None and _codes_come_again(facts) for facts, _ in assigned)
    fractions = any(facts.header is None and _has_fractions(facts) for facts, _ in assigned)
    return coming_again and fractions


def _codes_come_again(facts: ColumnFacts) -> bool:
    return like_code(facts) and CODE_LEVELS < facts.distinct <= facts.filled / 2


def _has_fractions(facts: ColumnFacts) -> bool:
    return facts.numbers is not None and facts.numbers.whole < 1


def _unread(assigned: Assigned) -> Iterator[Issue]:
    """Columns of many values that a header calls dates or money, and whose cells are neither."""
    for facts, guess in assigned:
        wanted, message = _SAYS.get(facts.header or "", (facts.kind, ""))
        said = facts.header_cover == 1 and facts.distinct > CODE_LEVELS
        if said and facts.kind is not wanted and guess.role in _UNREAD:
            hint = "write dates as YYYY-MM-DD and numbers as 1234.56, and export again"
            told = phrase(message, label=facts.label)
            yield Issue("unread-column", told, column=facts.label, hint=hint)


def _unnamed(assigned: Assigned) -> Iterator[Issue]:
    """Numbers of one width that differ on every row, measured because no header says that they are codes."""
    for facts, guess in assigned:
        if guess.role is Role.MEASURE and facts.unique and facts.longest >= _ID_WIDTH and like_code(facts):
            message = phrase(
                "{label!r} holds another whole number of {width} digits on every row; it is measured, as no "
                "header says that it is the customer's",
                label=facts.label,
                width=facts.longest,
            )
            yield Issue("unnamed-id", message, column=facts.label, hint="--id COLUMN names the customer")


def _sparse(assigned: Assigned) -> Iterator[Issue]:
    """Customers who stand on the first of their rows only, as in a report that is grouped by them."""
    for facts, guess in assigned:
        said = facts.header in {"customer", "account"} and facts.header_cover == 1
        if said and guess.role is not Role.CUSTOMER and 1 < facts.distinct == facts.filled < facts.rows / 2:
            message = phrase(
                "{label!r} names a customer on {filled:,} of {rows:,} rows only, none twice: where it holds "
                "for the rows below as well, this is not read",
                label=facts.label,
                filled=facts.filled,
                rows=facts.rows,
            )
            hint = "fill the cells down, and export again"
            yield Issue("sparse-customer", message, column=facts.label, hint=hint)


def _no_value(candidates: list[str]) -> Issue:
    named = ", ".join(candidates)
    message = (
        phrase(
            "no column was taken as what a customer is worth; several columns could be it: {named}",
            named=named,
        )
        if candidates
        else phrase("no column was taken as what a customer is worth; no header says so")
    )
    return Issue.of("no-value", message, "--value COLUMN names it, or several that are added up")
