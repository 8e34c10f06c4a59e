"""What each column is for, from its values first and its header second."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.config import Role
from reportgen.errors import InputError
from reportgen.rows.choice import Candidates
from reportgen.rows.customer_roles import customer_claims
from reportgen.rows.dependence import Dependence
from reportgen.rows.engine import column_names, connect
from reportgen.rows.evidence import Claim
from reportgen.rows.labels import NUMERIC, match_label
from reportgen.rows.order_roles import order_claims
from reportgen.rows.profile_columns import ColumnFacts, Kind, profile_columns
from reportgen.rows.role_issues import role_issues
from reportgen.rows.shapes import ENOUGH
from reportgen.rows.written import DateFormat, NumberFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.audit import Issue
    from reportgen.config import BuildOptions
    from reportgen.rows.read import RawRows

__all__ = ["ColumnRole", "DateFormat", "Grain", "NumberFormat", "Roles", "assign_roles"]

_CHECK = "`reportgen check` shows how every column is read"
_ONLY_ONE = (Role.CUSTOMER, Role.ORDER, Role.DATE, Role.QUANTITY)


class Grain(StrEnum):
    """What one row of the file is."""

    CUSTOMER = "customer"
    ORDER_LINE = "order_line"


@dataclass(frozen=True)
class ColumnRole:
    """One column, the role it was given, and why."""

    column: str
    """Engine name: c0..cn."""
    label: str
    """Header as written."""
    role: Role
    confidence: float
    reason: str
    """In words that `check` and the report print."""
    written_as: NumberFormat | DateFormat | None = None
    """None for text."""


@dataclass(frozen=True)
class Roles:
    """All columns of a source with their roles, in file order."""

    grain: Grain
    grain_reason: str
    columns: tuple[ColumnRole, ...]
    issues: tuple[Issue, ...]

    def all(self, role: Role) -> tuple[ColumnRole, ...]:
        """Columns of one role, in file order."""
        return tuple(column for column in self.columns if column.role is role)

    def first(self, role: Role) -> ColumnRole | None:
        """The first column of a role, or None."""
        return next(iter(self.all(role)), None)


def assign_roles(raw: RawRows, options: BuildOptions) -> Roles:
    """What each column of a source is for, and whether its rows are customers or order lines.

    Rows are order lines where a customer comes again, with a date, and with an amount or a quantity
    and a price; else each row is a customer. What the user set in `options.roles` wins.

    Raises:
        InputError: an option names a column that is not there, gives a role that its values cannot
            fill, or gives to two columns a role that only one can have.
    """
    fixed = {_column(label, raw): role for label, role in sorted(options.roles.items())}
    values = [_column(label, raw) for label in options.value]
    with connect(raw.path.parent) as connection:
        columns = profile_columns(connection, raw, day_first=options.day_first)
        order_line = order_claims(Candidates(columns, fixed), Dependence(connection, raw.path))
    grouped_by = frozenset(() if order_line else (_column(label, raw) for label in options.by))
    told = fixed if order_line else {**fixed, **dict.fromkeys(values, Role.VALUE)}
    claims = order_line or customer_claims(Candidates(columns, told), grouped_by)
    assigned = [(facts, _as_told(facts, told) or claims[facts.column]) for facts in columns]
    _refuse_doubles(assigned)
    grain = Grain.ORDER_LINE if order_line else Grain.CUSTOMER
    issues = role_issues(assigned, order_lines=bool(order_line), value_told=bool(values))
    return Roles(
        grain, _grain_reason(assigned, grain), tuple(_column_role(*pair) for pair in assigned), issues
    )


def _column(label: str, raw: RawRows) -> str:
    """The engine name of the column that an option means."""
    labels = dict(zip(column_names(len(raw.labels)), raw.labels, strict=True))
    try:
        return match_label(label, labels)
    except InputError as error:
        near = get_close_matches(label, raw.labels, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}? Columns: {', '.join(raw.labels)}" if near else error.hint
        raise InputError(error.cause, hint, error.place) from error


def _as_told(facts: ColumnFacts, fixed: Mapping[str, Role]) -> Claim | None:
    """The user's claim for a column, if there is one and its values can fill it."""
    role = fixed.get(facts.column)
    if role is None:
        return None
    if role is Role.DATE and facts.kind is not Kind.DATE:
        raise InputError(f"column {facts.label!r} was set as the date, but its values are no dates", _CHECK)
    if role in NUMERIC and _number_format(facts) is None:
        raise InputError(f"column {facts.label!r} was set as {role}, but its values are no numbers", _CHECK)
    return Claim(role, 1.0, "set by you")


def _refuse_doubles(assigned: list[tuple[ColumnFacts, Claim]]) -> None:
    counts = Counter(claim.role for _, claim in assigned)
    for role in _ONLY_ONE:
        if counts[role] > 1:
            labels = " and ".join(repr(facts.label) for facts, claim in assigned if claim.role is role)
            raise InputError(f"{labels} are both set as {role}", "leave one of them")


def _number_format(facts: ColumnFacts) -> NumberFormat | None:
    """How its numbers are written; digits that look like a code are numbers if the user says so."""
    if isinstance(facts.written, NumberFormat):
        return facts.written
    return NumberFormat() if facts.shares["whole"] >= ENOUGH else None


def _column_role(facts: ColumnFacts, claim: Claim) -> ColumnRole:
    written = facts.written if claim.role is Role.DATE else None
    if claim.role in NUMERIC:
        written = _number_format(facts)
    return ColumnRole(facts.column, facts.label, claim.role, claim.confidence, claim.reason, written)


def _grain_reason(assigned: list[tuple[ColumnFacts, Claim]], grain: Grain) -> str:
    customer = next((facts for facts, claim in assigned if claim.role is Role.CUSTOMER), None)
    if customer is None:
        return "no column names the customer, so each row counts as one"
    if grain is Grain.ORDER_LINE:
        counts = f"{customer.distinct:,} on {customer.filled:,} rows"
        return f"{customer.label!r} comes again ({counts}), with dates and money"
    if customer.unique:
        return f"{customer.label!r} is different on every row"
    return f"{customer.label!r} comes again on a few rows, but the file holds no orders"
