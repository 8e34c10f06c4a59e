"""Debit and credit: a pair of columns, or a column of marks such as DR and CR beside unsigned amounts."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.base.word_lists import debit_credit_pairs, plain, table_cover
from reportgen.columns.money.values import MOST_TESTED, has_fractions
from reportgen.columns.patterns import A_FEW, NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import LIKELY, PERHAPS, RoleGuess
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

_SAY_MONEY = frozenset({"amount", "subtotal", "unit_price"})
_COUNTS = phrase("money of the side that counts; another column holds that of the other side")
_OTHER = phrase("money that goes the other way than the amount")
_MARKS = phrase("it marks which amounts go the other way")


def pair_guesses(
    candidates: Candidates, dependence: FunctionalDependence, *, debit: bool, of_customers: bool
) -> dict[str, RoleGuess]:
    """The amount and its other side, by engine name, where each row fills one of two columns of money.

    The credit side counts unless `debit`, or what the user says, or nearly all rows of customers stand on the
    other. No guesses if the user named another column as the amount.
    """
    money_in, money_out = (_headed(candidates, kind) for kind in ("in", "out"))
    if money_in is None or money_out is None:
        return _unsaid_pair(candidates, dependence)
    rows_in, rows_out, both = dependence.sides(money_in, money_out)
    if both > A_FEW * (rows_in + rows_out):
        return {}
    counts, other = money_in, money_out
    fixed = candidates.fixed_to(Role.AMOUNT)
    fuller = of_customers and rows_out > ENOUGH * (rows_in + rows_out)
    if fixed[:1] == (money_out,) or ((debit or fuller) and not fixed):
        counts, other = money_out, money_in
    if fixed and fixed[0] is not counts:
        return {}
    return {
        counts.column: RoleGuess(Role.AMOUNT, LIKELY, _COUNTS),
        other.column: RoleGuess(Role.OTHER_SIDE, LIKELY, _OTHER),
    }


def _unsaid_pair(candidates: Candidates, dependence: FunctionalDependence) -> dict[str, RoleGuess]:
    """The same under headers that say nothing: the fuller side counts, where no column adds both up."""
    if candidates.fixed_to(Role.AMOUNT) or any(facts.header in _SAY_MONEY for facts in candidates.free()):
        return {}
    money = [f for f in candidates.free() if f.header is None and f.numbers is not None and has_fractions(f)]
    for pair in combinations(money[:MOST_TESTED], 2):
        first, second, both = dependence.sides(*pair)
        others = [facts for facts in money if facts not in pair]
        if both > 0 or not first or not second or first + second < NEARLY_ALL * pair[0].rows:
            continue
        if not any(dependence.is_difference(facts, *pair) >= ENOUGH for facts in others):
            counts, other = pair if first >= second else pair[::-1]
            return {
                counts.column: RoleGuess(Role.AMOUNT, PERHAPS, _COUNTS),
                other.column: RoleGuess(Role.OTHER_SIDE, PERHAPS, _OTHER),
            }
    return {}


def mark_guesses(candidates: Candidates, amount: ColumnFacts | None) -> dict[str, RoleGuess]:
    """The column that marks the side of each row, by engine name; none where amounts have their own signs."""
    if amount is None or amount.numbers is None or amount.numbers.negative > 0:
        return {}
    mark = candidates.best(Role.SIDE, marks_sides)
    return {} if mark is None else {mark.column: RoleGuess(Role.SIDE, LIKELY, _MARKS)}


def other_side(values: Iterable[str], *, debit: bool) -> tuple[str, ...]:
    """The marks, as written, of rows that go the other way than what counts.

    Args:
        values: the different marks of a column.
        debit: whether the debit side counts.
    """
    written = list(values)
    pair = _pair(written)
    if pair is None:
        return ()
    other = pair[0 if debit else 1]
    return tuple(value for value in written if _mark(value) == other)


def _headed(candidates: Candidates, kind: str) -> ColumnFacts | None:
    """The fullest column of numbers under a header of debit or credit, among those that may be it."""
    free = (*candidates.free(), *candidates.fixed_to(Role.AMOUNT), *candidates.fixed_to(Role.OTHER_SIDE))
    headed = [
        facts
        for facts in free
        if facts.kind is ColumnKind.NUMBER and table_cover("debit_credit", kind, facts.label) == 1
    ]
    return min(headed, key=lambda facts: (-facts.filled, facts.first_value, facts.label), default=None)


def marks_sides(facts: ColumnFacts) -> bool:
    """Whether the two words of a column mark debit and credit.

    Words may stand under any header, single letters only under one that says that they mark.
    """
    values = [value for value, _ in facts.levels]
    letters = any(len(_mark(value)) == 1 and _mark(value).isalpha() for value in values)
    said = table_cover("debit_credit", "marks", facts.label) == 1
    return _pair(values) is not None and (said or not letters)


def _pair(values: list[str]) -> tuple[str, str] | None:
    marks = {_mark(value) for value in values}
    return next((pair for pair in debit_credit_pairs() if set(pair) == marks), None)


def _mark(value: str) -> str:
    return plain(value) or value.strip()
