"""Issues of the roles of columns: what was assumed, what was left unread, and which flag decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import holds_word, names_code
from reportgen.columns.assigned_column import first_of
from reportgen.columns.checks.unbuilt import unbuilt
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.labels import ROLE_WORDS
from reportgen.columns.money.sides import marks_sides
from reportgen.columns.money.values import has_fractions
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import PERHAPS, is_value, like_code
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.columns.assigned_column import AssignedColumn
    from reportgen.columns.order_roles import Sale
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess

_NAMED = 5
_ID_WIDTH = 5
"""Digits from which on numbers that differ on every row may be those of customers."""
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
GUESSED = {
    Role.CUSTOMER: ("guessed-customer", "--id COLUMN names the customer"),
    Role.AMOUNT: ("guessed-money", "--amount COLUMN names the money of a line"),
    Role.UNIT_PRICE: ("guessed-money", "--amount COLUMN names the money of a line"),
    Role.VALUE: ("guessed-money", "--value COLUMN names what a customer is worth"),
}


def role_issues(
    assigned: Sequence[AssignedColumn],
    sale: Sale | None,
    unknown_states: Mapping[str, Sequence[str]],
    *,
    value_fixed: bool,
) -> Iterator[Issue]:
    """The issues of single columns in file order, then those of the whole file.

    Args:
        assigned: all columns.
        sale: what a row tells of a sale; None where rows are states of customers.
        unknown_states: engine names -> states of which it is not known whether they are sales.
        value_fixed: whether the user named what a customer is worth.
    """
    yield from _sign_issues(assigned)
    if sale is not None and not (value_fixed and not sale.guesses):
        yield from unbuilt(sale)
    if sale is not None and sale.guesses:
        yield from _order_issues(assigned, sale, unknown_states, value_fixed=value_fixed)
    else:
        yield from _customer_issues(assigned, sale)


def _sign_issues(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Columns of words that seem to mark which amounts are taken off, and that are not read."""
    signed = any(
        facts.numbers is not None and facts.numbers.negative > 0
        for facts, guess in assigned
        if guess.role in {Role.AMOUNT, Role.QUANTITY}
    )
    for column in assigned:
        if marks_sides(column.facts) and column.guess.role is not Role.SIDE and not signed:
            message = phrase("{label!r} ({words}) seems to say which amounts are taken off; it is not read")
            words = " and ".join(value for value, _ in column.facts.levels)
            yield column.issue("unread-sign", message, "export amounts with their sign", words=words)


def _order_issues(
    assigned: Sequence[AssignedColumn],
    sale: Sale,
    unknown_states: Mapping[str, Sequence[str]],
    *,
    value_fixed: bool,
) -> Iterator[Issue]:
    if value_fixed:
        message = phrase(
            "--value was passed over: of order lines, what a customer is worth is summed from their money"
        )
        yield Issue.of("unused-value", message, "--amount COLUMN names the money of a line")
    yield from _unpaid(assigned)
    yield from _after_fees(assigned)
    yield from _before_discounts(assigned, taken_off=sale.before_discounts)
    for column in assigned:
        facts = column.facts
        unknown = unknown_states.get(facts.column, ())
        if unknown:
            message = phrase(
                "{label!r} holds states whose meaning is not known; rows with an amount count as "
                "sales: {words}"
            )
            hint = f'--not-sales "{facts.label}={unknown[0]}" leaves out rows that are no sales'
            yield column.issue("unread-status", message, hint, words=_listed(unknown))
    yield from _guesses(assigned, sale)


def _guesses(assigned: Iterable[AssignedColumn], sale: Sale | None) -> Iterator[Issue]:
    """Customers where another reading is nearly as likely, and money that has a rival or no proof."""
    near, rival = (sale.is_near, sale.rival) if sale else (False, None)
    doubted = {Role.CUSTOMER: near, Role.VALUE: True}
    for column in assigned:
        guess = column.guess
        rivalled = rival is not None and rival.taken == column.facts.label
        unsure = doubted.get(guess.role, sale is None or not sale.numbered)
        unproved = guess.confidence <= PERHAPS and unsure
        if guess.role in GUESSED and (unproved or rivalled):
            code, hint = GUESSED[guess.role]
            if rival is not None and rivalled:
                hint = f"--amount {rival.other!r} takes the other column that could be it"
            message = phrase("{label!r} was taken as the {role}: {reason}")
            yield column.issue(code, message, hint, role=ROLE_WORDS[guess.role], reason=guess.reason)


def _after_fees(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """A net amount beside a column of fees: it may be what was paid out, not what customers paid."""
    fees = [
        facts.label
        for facts, _ in assigned
        if holds_word("fees", facts.label) and facts.numbers is not None and facts.distinct > 1
    ]
    for column in assigned:
        label, guess = column.facts.label, column.guess
        net = guess.role is Role.AMOUNT and guess.confidence < 1 and holds_word("net", label)
        if net and fees and label not in fees:
            message = phrase("{label!r} may be what was left after fees, as {fees!r} stands beside it")
            hint = "--amount COLUMN names what customers paid"
            yield column.issue("after-fees", message, hint, fees=fees[0])


def _before_discounts(assigned: Sequence[AssignedColumn], *, taken_off: bool) -> Iterator[Issue]:
    """A gross amount beside discounts, and no column that holds what is left."""
    off = first_of(assigned, Role.DISCOUNT)
    for column in assigned if off is not None and off.facts.distinct > 1 else ():
        gross = column.guess.role is Role.AMOUNT and column.guess.confidence < 1
        if not gross or off is None:
            continue
        if taken_off:
            message = phrase("{label!r} is what things cost before discounts; {off!r} was taken off it")
            hint = f"--amount {column.facts.label!r} counts it as it is written"
            yield column.issue("before-discounts", message, hint, off=off.facts.label)
        elif holds_word("gross", column.facts.label):
            message = phrase(
                "{label!r} may be what things cost before the discounts of {off!r} were taken off"
            )
            hint = "export what customers paid, and name it with --amount COLUMN"
            yield column.issue("before-discounts", message, hint, off=off.facts.label)


def _unpaid(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Numbers of visits, any of which may be money that no header names."""
    if first_of(assigned, Role.AMOUNT) or first_of(assigned, Role.UNIT_PRICE):
        return
    pays = [facts for facts, guess in assigned if facts.numbers is not None and _may_pay(facts, guess)]
    numbers = [facts.label for facts in sorted(pays, key=lambda facts: not has_fractions(facts))]
    if numbers:
        message = phrase(
            "rows count as visits without money; nothing shows that {labels} hold any",
            labels=_listed(numbers),
        )
        yield Issue("no-money", message, column=numbers[0], hint="--amount COLUMN names the money of a row")


def _may_pay(facts: ColumnFacts, guess: RoleGuess) -> bool:
    """Whether numbers that have no role of their own, or few round ones, could be money."""
    if names_code(facts.label) or facts.header == "id":
        return False
    round_ = facts.shares["fives"] >= NEARLY_ALL and guess.confidence <= PERHAPS
    return guess.role is Role.IGNORE or (guess.role is Role.CATEGORY and round_)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_NAMED]) + (", ..." if len(words) > _NAMED else "")


def _customer_issues(assigned: Sequence[AssignedColumn], sale: Sale | None) -> Iterator[Issue]:
    yield from _unread(assigned)
    yield from _guesses(assigned, sale)
    yield from _coded(assigned)
    yield from _sparse(assigned)
    if first_of(assigned, Role.CUSTOMER) is None:
        yield from _unnamed(assigned)
    if first_of(assigned, Role.VALUE) is None:
        yield _no_value([facts.label for facts, _ in assigned if is_value(facts)])


def _unread(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Columns of many values that a header calls dates or money, and whose cells are neither."""
    for column in assigned:
        facts = column.facts
        wanted, message = _SAYS.get(facts.header or "", (facts.kind, ""))
        said = facts.header_cover == 1 and facts.distinct > CODE_LEVELS
        if said and facts.kind is not wanted and column.guess.role in _UNREAD:
            hint = "write dates as YYYY-MM-DD and numbers as 1234.56, and export again"
            yield column.issue("unread-column", message, hint)


def _unnamed(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Numbers of one width that differ on every row, measured because no header says that they are codes."""
    for column in assigned:
        facts = column.facts
        numbered = facts.unique and facts.longest >= _ID_WIDTH and like_code(facts)
        if column.guess.role is Role.MEASURE and numbered:
            message = phrase(
                "{label!r} holds another whole number of {width} digits on every row; it is measured, as no "
                "header says that it is the customer's"
            )
            yield column.issue("unnamed-id", message, "--id COLUMN names the customer", width=facts.longest)


def _coded(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Whole numbers that were taken for codes or parts of dates though no header says so."""
    coded = [
        facts.label
        for facts, guess in assigned
        if facts.kind is ColumnKind.NUMBER
        and guess.confidence <= PERHAPS
        and (guess.role is Role.CATEGORY or (guess.role is Role.IGNORE and not facts.unique))
    ]
    if coded:
        message = phrase(
            "{labels}: numbers taken for codes or parts of dates, which make no segments",
            labels=_listed(coded),
        )
        yield Issue("coded-numbers", message, column=coded[0], hint="--by COLUMN measures one all the same")


def _sparse(assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """Customers who are named on the first of their rows only, as in a report that is grouped by them."""
    for column in assigned:
        facts = column.facts
        said = facts.header in {"customer", "account"} and facts.header_cover == 1
        few = 1 < facts.distinct == facts.filled < facts.rows / 2
        if said and column.guess.role is not Role.CUSTOMER and few:
            message = phrase(
                "{label!r} names a customer on only {filled:,} of {rows:,} rows, none twice. If a name "
                "holds for the rows below it as well, this is not read"
            )
            hint = "fill the cells down, and export again"
            yield column.issue("sparse-customer", message, hint, filled=facts.filled, rows=facts.rows)


def _no_value(candidates: list[str]) -> Issue:
    named = ", ".join(candidates)
    message = (
        phrase(
            "no column was taken as what a customer is worth; several could be it: {named}",
            named=named,
        )
        if candidates
        else phrase("no column was taken as what a customer is worth, as no header says so")
    )
    return Issue.of("no-value", message, "--value COLUMN names it, or several that are added up")
