"""Assigns a role to each column, from its values first and its header second."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.engine import column_names, connect
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import currency_signs
from reportgen.columns.assigned_column import AssignedColumn, first_of
from reportgen.columns.assigned_roles import ColumnRole, Grain, Roles
from reportgen.columns.candidates import Candidates
from reportgen.columns.checks.dates import date_issues
from reportgen.columns.checks.formats import format_issues
from reportgen.columns.checks.ids import id_issues
from reportgen.columns.checks.no_sales import FoundNoSales, find_no_sales, named_no_sales
from reportgen.columns.checks.numbers import number_issues
from reportgen.columns.checks.roles import role_issues
from reportgen.columns.checks.unbuilt import STOPS
from reportgen.columns.contact_fields import contact_field
from reportgen.columns.customer_roles import customer_guesses
from reportgen.columns.date_orders import with_both_date_orders
from reportgen.columns.events import find_snapshots
from reportgen.columns.functional_dependency import FunctionalDependence
from reportgen.columns.known_exports import recognise
from reportgen.columns.labels import NUMERIC, match_label
from reportgen.columns.number_date_formats import NumberFormat
from reportgen.columns.order_roles import find_sale
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnFacts, ColumnKind, profile_columns
from reportgen.columns.role_guesses import BY_USER, SURE, RoleGuess
from reportgen.errors import InputError, Place
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from reportgen.base.audit import Issue
    from reportgen.columns.order_roles import Sale
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

MOST_COLUMNS = 1_000
_CHECK = "`reportgen check` shows how every column is read"
_ONLY_ONE = (Role.CUSTOMER, Role.ORDER, Role.DATE, Role.QUANTITY)
_ONE_COLUMN = frozenset({*_ONLY_ONE, Role.UNIT_PRICE, Role.AMOUNT, Role.PRODUCT, Role.PLACE, Role.REFUND})


def assign_roles(raw: RawRows, options: BuildOptions) -> Roles:
    """What each column of a source is for, and whether its rows are customers, orders or order lines.

    Rows are sales where a customer comes again, with a date, and with an amount or a quantity and a
    price; else each row is a customer. What the user set in `options.roles` wins, then what is known of
    the export that the file is.

    Raises:
        InputError: an option names a column that is not there, gives a role that its values cannot
            fill, or gives to two columns a role that only one can have; or there are too many columns.
    """
    _refuse_many(raw)
    fixed = {_column(label, raw): role for label, role in sorted(options.roles.items())}
    values = [_column(label, raw) for label in options.value]
    with connect(raw.path.parent) as connection:
        columns = profile_columns(connection, raw, day_first=options.day_first)
        columns = with_both_date_orders(connection, raw, columns) if options.day_first is None else columns
        dependence = FunctionalDependence(connection, raw)
        known = recognise(columns)
        shape = {_column(label, raw): role for label, role in raw.roles.items()}
        snapshots = None if known.name or fixed or shape else find_snapshots(columns, dependence)
        known_roles = _with_known(fixed, {**known.roles, **shape, **(snapshots.roles if snapshots else {})})
        sale = (
            None
            if snapshots
            else find_sale(
                Candidates(columns, known_roles),
                dependence,
                converted=not (options.currency or options.rates),
            )
        )
        sales = sale.guesses if sale else {}
        of_customers = known_roles | dict.fromkeys(values, Role.VALUE)
        by = frozenset(() if sales else (_column(label, raw) for label in options.by))
        guesses = sales or customer_guesses(Candidates(columns, of_customers), by, dependence)
    sure = _sure(columns, known_roles if sales else of_customers, {*fixed, *values})
    guessed = [(facts, sure.get(facts.column) or guesses[facts.column]) for facts in columns]
    assigned = [
        AssignedColumn(_of_one_currency(facts, guess.role, options.currency), guess)
        for facts, guess in guessed
    ]
    _refuse_doubles(assigned)
    grain = Grain.CUSTOMER if sale is None else sale.grain
    grain = _grain(assigned) if grain is Grain.ORDER else grain
    named = named_no_sales(raw, options.not_sales)
    with connect(raw.path.parent) as connection:
        checks = (date_issues, id_issues, *((number_issues,) if sales else ()))
        issues = [issue for check in checks for issue in check(connection, raw, assigned)]
        dependence = FunctionalDependence(connection, raw)
        no_sales = find_no_sales(assigned, named, dependence) if sales else FoundNoSales(named)
    issues = [
        *format_issues(assigned),
        *role_issues(assigned, sale, no_sales.unknown, value_fixed=bool(values)),
        *issues,
        *no_sales.issues,
    ]
    return Roles(
        grain,
        snapshots.reason if snapshots else _grain_reason(assigned, grain),
        tuple(_column_role(*pair) for pair in assigned),
        (*_of_export(known.issues, assigned), *(snapshots.issues if snapshots else ()), *issues),
        known.name,
        snapshots is not None,
        _other_reading(sale),
        _address(assigned),
        no_sales.rows,
        sale.owner if sale else None,
        sale.before_discounts if sale else False,
        next((InputError(issue.message, issue.hint) for issue in issues if issue.code in STOPS), None),
    )


def _address(assigned: Sequence[AssignedColumn]) -> str | None:
    """The fullest column of e-mail addresses, where another one names the customer."""
    found = [facts for facts, _ in assigned if facts.shares["email"] >= ENOUGH]
    customer = first_of(assigned, Role.CUSTOMER)
    if customer is None or customer.facts in found or customer.facts.filled == 0:
        return None
    return max(found, key=lambda facts: facts.filled).column if found else None


def _other_reading(sale: Sale | None) -> tuple[str, str] | None:
    """The next best reading in words, and the flag that chooses it."""
    other = sale.doubted if sale else None
    if other is None or other.customer is None:
        return None
    return other.in_words, f"--id {other.label!r}"


def _of_export(issues: Sequence[Issue], assigned: Sequence[AssignedColumn]) -> Iterator[Issue]:
    """What is said of known exports; that a file resembles one matters where no header names the customer."""
    customer = first_of(assigned, Role.CUSTOMER)
    named = customer is not None and customer.guess.confidence >= SURE
    return (issue for issue in issues if issue.code != "changed-export" or not named)


def _refuse_many(raw: RawRows) -> None:
    if len(raw.labels) > MOST_COLUMNS:
        cause = (
            f"the table has {len(raw.labels):,} columns, and a report can be made of {MOST_COLUMNS:,} at most"
        )
        hint = "Export the customer's number, the value and the columns that tell how customers differ."
        raise InputError(cause, hint, Place(raw.source))


def _of_one_currency(facts: ColumnFacts, role: Role, wanted: str | None) -> ColumnFacts:
    """A column of money as it is read; the sign of the currency that the user keeps, where it has several.

    Raises:
        InputError: it has several, and nobody said which one to keep.
    """
    codes = {currency_signs().get(sign) or sign.upper(): sign for sign in reversed(facts.currencies)}
    if role not in NUMERIC or len(codes) < 2 or not isinstance(facts.format, NumberFormat):  # noqa: PLR2004 - one needs no choice
        return facts
    if wanted in codes:
        return replace(facts, format=replace(facts.format, currency=codes[wanted]))
    cause = f"{facts.label!r} holds amounts in {' and '.join(sorted(codes))}, which cannot be added up"
    raise InputError(cause, "Keep one of them with --currency CODE; the others are set aside.")


def _with_known(fixed: Mapping[str, Role], known: Mapping[str, Role]) -> dict[str, Role]:
    """What the user set, and what is known besides; a role that only one column can have stays the user's."""
    taken = _ONE_COLUMN & frozenset(fixed.values())
    return {column: role for column, role in known.items() if role not in taken} | dict(fixed)


def _sure(
    columns: tuple[ColumnFacts, ...], roles: Mapping[str, Role], by_user: AbstractSet[str]
) -> dict[str, RoleGuess]:
    """Guesses of the columns whose role was set or known beforehand, by engine name."""
    reasons = {True: BY_USER, False: phrase("known from this kind of export")}
    return {
        facts.column: RoleGuess(_fitting(facts, roles[facts.column]), 1.0, reasons[facts.column in by_user])
        for facts in columns
        if facts.column in roles
    }


def _grain(assigned: Sequence[AssignedColumn]) -> Grain:
    """Orders, where hardly any number of one comes again, or nothing tells of products; else order lines."""
    by_role = {guess.role: facts for facts, guess in assigned}
    order = by_role.get(Role.ORDER)
    lines = {Role.PRODUCT, Role.PRODUCT_NAME, Role.UNIT_PRICE} & by_role.keys()
    single = order.distinct >= NEARLY_ALL * order.rows if order else not lines
    return Grain.ORDER if single else Grain.ORDER_LINE


def _column(label: str, raw: RawRows) -> str:
    """The engine name of the column that an option means."""
    return match_label(label, dict(zip(column_names(len(raw.labels)), raw.labels, strict=True)))


def _fitting(facts: ColumnFacts, role: Role) -> Role:
    """The same role, if the values of the column can fill it."""
    if role is Role.DATE and facts.kind is not ColumnKind.DATE:
        raise InputError(f"column {facts.label!r} was set as the date, but its values are no dates", _CHECK)
    if role in NUMERIC and _number_format(facts) is None:
        raise InputError(f"column {facts.label!r} was set as {role}, but its values are no numbers", _CHECK)
    return role


def _refuse_doubles(assigned: Sequence[AssignedColumn]) -> None:
    counts = Counter(guess.role for _, guess in assigned)
    for role in _ONLY_ONE:
        if counts[role] > 1:
            labels = " and ".join(repr(facts.label) for facts, guess in assigned if guess.role is role)
            raise InputError(f"{labels} are both set as {role}", "leave one of them")


def _number_format(facts: ColumnFacts) -> NumberFormat | None:
    """How its numbers are written; digits that look like a code are numbers if the user says so."""
    if isinstance(facts.format, NumberFormat):
        return facts.format
    return NumberFormat() if facts.shares["whole"] >= ENOUGH else None


def _column_role(facts: ColumnFacts, guess: RoleGuess) -> ColumnRole:
    written = facts.format if guess.role is Role.DATE else None
    if guess.role in NUMERIC:
        written = _number_format(facts)
    said = (guess.role, guess.confidence, guess.reason)
    contact = contact_field(facts, guess.role)
    return ColumnRole(facts.column, facts.label, *said, written, facts.serial, contact, facts.commonest)


def _grain_reason(assigned: Sequence[AssignedColumn], grain: Grain) -> str:
    assigned_customer = first_of(assigned, Role.CUSTOMER)
    if assigned_customer is None:
        return "no column names the customer, so each row counts as one"
    customer = assigned_customer.facts
    if grain.sells:
        counts = f"{customer.distinct:,} on {customer.filled:,} rows"
        each = "each row is an order" if grain is Grain.ORDER else "each row is a line of an order"
        return f"{customer.label!r} comes again ({counts}), with dates and money: {each}"
    if grain is Grain.VISIT:
        counts = f"{customer.distinct:,} on {customer.filled:,} rows"
        return f"{customer.label!r} comes again ({counts}), with dates and no money: each row is a visit"
    if customer.unique:
        return f"{customer.label!r} is different on every row"
    return f"{customer.label!r} comes again on a few rows, but the file holds no orders"
