"""Which rows of an order file are no sales: what the user named, tests, and states that are never paid."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw

from reportgen.base.audit import Issue
from reportgen.base.engine import column_names
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import says_tests
from reportgen.columns.assigned_column import first_of
from reportgen.columns.assigned_roles import NoSales
from reportgen.columns.customer_ids import DETERMINED
from reportgen.columns.labels import match_label
from reportgen.columns.money.values import MOST_TESTED
from reportgen.columns.number_date_formats import DateFormat, NumberFormat, date_expr, number_expr
from reportgen.columns.order_states import MOST_STATES, OrderState, is_yes_or_no, state_of, unknown_states
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import BY_USER
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import CENT, MOSTLY

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from reportgen.columns.assigned_column import AssignedColumn
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts
    from reportgen.input.read import RawRows

_FEWEST = 3
"""Rows of a value; fewer may lack a payment by chance."""
_SELLS = frozenset({OrderState.SALE, OrderState.DONE, OrderState.PAYMENT})
_MIXED = 1 / 4
"""Share of rows on either side of the middle of all others that does not lie at one end of the file."""
_STATES = frozenset({Role.STATUS, Role.CATEGORY})
_LEFT_OUT = phrase("{rows:,} {rows:row|rows} with {value!r} under {label!r} {rows:is|are} left out: {why}")
_TESTS = phrase("the header says tests, and the rarer answer marks them")
_NEVER_PAID = phrase("none of them was ever paid, old ones included")


class FoundNoSales(NamedTuple):
    """Rows that are no sales, and what is said of them."""

    rows: tuple[NoSales, ...] = ()
    issues: tuple[Issue, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Engine names of states -> words that may be no sales either, though their rows count."""


def named_no_sales(raw: RawRows, wanted: Sequence[str]) -> tuple[NoSales, ...]:
    """What the user named as COLUMN=VALUE.

    Raises:
        InputError: there is no such column.
    """
    labels = dict(zip(column_names(len(raw.labels)), raw.labels, strict=True))
    words: defaultdict[str, set[str]] = defaultdict(set)
    for each in wanted:
        label, _, value = each.partition("=")
        words[match_label(label, labels)].add(value.strip().lower())
    return tuple(NoSales(column, tuple(sorted(values))) for column, values in sorted(words.items()))


def find_no_sales(
    assigned: Sequence[AssignedColumn], named: Sequence[NoSales], dependence: FunctionalDependence
) -> FoundNoSales:
    """What the user named, and what the columns of sales show."""
    found, issues = list(named), list(_unmet(assigned, named))
    for facts, value, why in (*_tests(assigned), *_never_paid(assigned, dependence)):
        found.append(NoSales(facts.column, (value.lower(),)))
        rows = dict(facts.levels)[value]
        message = phrase(_LEFT_OUT, rows=rows, value=value, label=facts.label, why=why)
        hint = f"--role {facts.label!r}=ignore counts them"
        issues.append(Issue("no-sales", message, column=facts.label, hint=hint))
    left_out = {(each.column, word) for each in found for word in each.words}
    unknown = {column: tuple(words) for column, words in _unknown_words(assigned, left_out, dependence)}
    return FoundNoSales(tuple(found), tuple(issues), unknown)


def _unknown_words(
    assigned: Sequence[AssignedColumn], left_out: Container[tuple[str, str]], dependence: FunctionalDependence
) -> Iterator[tuple[str, list[str]]]:
    """States of an unknown word on rows of all times, rarer than the usual state of a sale.

    What stands at one end of the file only is a stage of sales, as what is open yet or over.
    """
    date = first_of(assigned, Role.DATE)
    known = {facts.column for facts, guess in assigned if guess.confidence == 1 and guess.reason != BY_USER}
    out = {
        facts.column: [value for value, _ in facts.levels if (facts.column, value.lower()) in left_out]
        for facts, _ in assigned
    }
    for facts, guess in assigned:
        if date is None or guess.role is not Role.STATUS or facts.column in known:
            continue
        rows = dict(facts.levels)
        others = {column: words for column, words in out.items() if words and column != facts.column}
        sold = max((rows[word] for word in rows if state_of(word) in _SELLS), default=facts.filled)
        words = [word for word in unknown_states(facts) if (facts.column, word.lower()) not in left_out]
        of_words = {word: _Rows(facts, word, date.facts, others) for word in words if rows[word] < sold}
        old = {word: some.shares(nw.lit(0), dependence)[-1] for word, some in of_words.items()}
        yield facts.column, [word for word, share in old.items() if min(share, 1 - share) >= _MIXED]


def _unmet(assigned: Sequence[AssignedColumn], named: Sequence[NoSales]) -> Iterator[Issue]:
    """What the user named and no row holds."""
    for column in assigned:
        levels = {value.lower() for value, _ in column.facts.levels}
        words = next((each.words for each in named if each.column == column.facts.column), ())
        for word in words if levels else ():
            if word not in levels:
                message = phrase("no row holds {word!r} under {label!r}, which --not-sales names")
                yield column.issue("no-sales", message, word=word)


def _tests(assigned: Sequence[AssignedColumn]) -> Iterator[tuple[ColumnFacts, str, str]]:
    """The rarer of yes and no under a header that says tests, or that rows are live."""
    for facts, guess in assigned:
        if guess.reason != BY_USER and says_tests(facts.label) and is_yes_or_no(facts) and facts.distinct > 1:
            value, rows = min(facts.levels, key=lambda level: level[1])
            if 2 * rows < facts.filled:
                yield facts, value, _TESTS


def _never_paid(
    assigned: Sequence[AssignedColumn], dependence: FunctionalDependence
) -> Iterator[tuple[ColumnFacts, str, str]]:
    """Unknown words of few whose rows were never paid, in all the time of the file.

    What is not paid yet stands at its end. The fewest rows come first: what is left of others without those
    that another column leaves out may be no such rows.
    """
    amount, date = first_of(assigned, Role.AMOUNT), first_of(assigned, Role.DATE)
    if amount is None or date is None:
        return
    marks = [
        (facts, value, guess.role)
        for facts, guess in assigned
        if guess.role in _STATES and guess.reason != BY_USER
        for value in _unknown(facts)
    ]
    proofs = [facts for facts, _ in assigned if facts not in (amount.facts, date.facts)]
    unpaid = list(_proofs(amount.facts, date.facts, proofs, dependence)) if marks else []
    out = {
        facts.column: [value for value, _ in facts.levels if state_of(value) is OrderState.VOID]
        for facts, guess in assigned
        if guess.role is Role.STATUS
    }
    for facts, value, role in sorted(marks, key=lambda mark: dict(mark[0].levels)[mark[1]]):
        marked = role is Role.STATUS or is_yes_or_no(facts)
        tests = [each for each in unpaid if each.amount or each.moves or marked]
        others = {column: words for column, words in out.items() if column != facts.column}
        rows = _Rows(facts, value, date.facts, others)
        if any(_marks(rows, test, dependence) for test in tests):
            out[facts.column] = [*out.get(facts.column, ()), value]
            yield facts, value, _NEVER_PAID


def _unknown(facts: ColumnFacts) -> Iterator[str]:
    """Values of a column of few that are neither rare nor usual, and no known words for states.

    Where the column has a known word for what came to nothing, another one is more likely that for a bill
    which nobody has paid.
    """
    voids = any(state_of(value) is OrderState.VOID for value, _ in facts.levels)
    if facts.kind is ColumnKind.TEXT and 1 < len(facts.levels) <= MOST_STATES and not voids:
        for value, rows in facts.levels:
            if _FEWEST <= rows <= facts.filled / 2 and (state_of(value) is None or is_yes_or_no(facts)):
                yield value


def _proofs(
    amount: ColumnFacts,
    date: ColumnFacts,
    others: Sequence[ColumnFacts],
    dependence: FunctionalDependence,
) -> Iterator[_Unpaid]:
    """Columns that tell which rows are not paid."""
    yield from _unmoved(others, amount, dependence)
    yield from _without_money(amount, others, dependence)
    yield from _without_day(date, others)


class _Unpaid(NamedTuple):
    """Columns of which it shows that a row is not paid."""

    paid: ColumnFacts
    amount: ColumnFacts | None = None
    """None where `paid` is a day."""
    open_: bool = False
    """Whether the column holds what is left to pay."""
    moves: int = 0
    """1 or -1 for a balance that each payment changes from the row before, or from the next one."""


def _unmoved(
    proofs: Sequence[ColumnFacts], amount: ColumnFacts, dependence: FunctionalDependence
) -> Iterator[_Unpaid]:
    """A balance that most rows change by the money of another column."""
    numbers = [facts for facts in proofs if facts.numbers is not None][:MOST_TESTED]
    for facts in numbers:
        for moves in (1, -1):
            by = [each for each in (amount, *numbers) if each is not facts]
            if dependence.changes_by(facts, by, moves) > 1 / 2:
                yield _Unpaid(facts, moves=moves)
                return


def _without_money(
    amount: ColumnFacts, proofs: Sequence[ColumnFacts], dependence: FunctionalDependence
) -> Iterator[_Unpaid]:
    """Columns that hold nothing or all of another one: what was paid, or what is left to pay."""
    numbers = [facts for facts in proofs if facts.numbers is not None][:MOST_TESTED]
    for facts in numbers:
        wholes = [each for each in (amount, *numbers) if each is not facts]
        nothing, everything = _either(facts, wholes, dependence)
        if nothing + everything >= MOSTLY and min(nothing, everything) > 0:
            yield _Unpaid(facts, amount, nothing > everything)


def _without_day(date: ColumnFacts, proofs: Sequence[ColumnFacts]) -> Iterator[_Unpaid]:
    """Columns of later days that most rows have."""
    days = (facts for facts in proofs if isinstance(facts.format, DateFormat))
    return (_Unpaid(facts) for facts in days if date.filled / 2 < facts.filled < date.filled)


def _either(
    paid: ColumnFacts, wholes: Sequence[ColumnFacts], dependence: FunctionalDependence
) -> tuple[float, float]:
    """Shares of the rows on which a column holds nothing, and all of the other that it follows most."""
    rows = dependence.first_rows().select(
        p=_number(paid).fill_null(0), **{f"b{at}": _number(each) for at, each in enumerate(wholes)}
    )
    equal = (f"avg(CAST(p <> 0 AND abs(p - b{at}) <= {CENT} AS INTEGER))" for at in range(len(wholes)))
    (shares,) = rows.to_native().aggregate(f"avg(CAST(p = 0 AS INTEGER)), {', '.join(equal)}").fetchall()
    return shares[0] or 0.0, max(share or 0.0 for share in shares[1:])


class _Rows(NamedTuple):
    """Rows of a value, without those that words of other columns leave out."""

    facts: ColumnFacts
    value: str
    date: ColumnFacts
    out: Mapping[str, Sequence[str]] = MappingProxyType({})

    def shares(self, lacks: nw.Expr, dependence: FunctionalDependence) -> tuple[float, float, float]:
        """Shares of these rows that lack something, of all others, and of these before most others."""
        written = self.date.format
        day = date_expr(self.date.column, written) if isinstance(written, DateFormat) else nw.lit(None)
        words = enumerate(self.out.items())
        left = {f"out{at}": nw.col(column).is_in(list(some)) for at, (column, some) in words}
        of_value = nw.col(self.facts.column) == self.value
        rows = dependence.rows().select(v=of_value, lacks=lacks, day=day, **left).to_native()
        rows.create_view("told", replace=True)
        kept = " AND ".join(["true", *(f"NOT coalesce({name}, false)" for name in left)])
        (found,) = dependence.connection.sql(
            f"""SELECT avg(CAST(lacks AS INTEGER)) FILTER (v), avg(CAST(lacks AS INTEGER)) FILTER (NOT v),
                avg(CAST(day < middle AS INTEGER)) FILTER (v)
            FROM (SELECT *, quantile_disc(day, 0.5) FILTER (NOT v) OVER () AS middle
                FROM told WHERE {kept})"""
        ).fetchall()
        return found[0] or 0.0, found[1] or 0.0, found[2] or 0.0


def _marks(rows: _Rows, unpaid: _Unpaid, dependence: FunctionalDependence) -> bool:
    """Whether nearly all rows of a value are unpaid, while most others are paid, and not only at the end."""
    if unpaid.moves:
        paid = _number(unpaid.paid)
        lacks = (paid - paid.shift(unpaid.moves).over(order_by="line")).abs() <= CENT
    elif unpaid.amount is None:
        lacks = nw.col(unpaid.paid.column).is_null()
    else:
        lacks = (_number(unpaid.paid).fill_null(0) == 0) != unpaid.open_
    of_value, of_others, old = rows.shares(lacks, dependence)
    return of_value >= DETERMINED and of_others < 1 / 2 and old >= _MIXED


def _number(facts: ColumnFacts) -> nw.Expr:
    written = facts.format if isinstance(facts.format, NumberFormat) else NumberFormat()
    return number_expr(facts.column, written, decimal=False)
