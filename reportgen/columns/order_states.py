"""Order states: which words mean a sale, a cancellation, a return or a payment (`[states]` in words.toml)."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.word_lists import cell_words, header_kind, names_kind, plain, table_words, tokens
from reportgen.columns.profile import ColumnKind
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from reportgen.base.decisions import Decisions
    from reportgen.columns.profile import ColumnFacts

BINARY = 2
"""Values of a flag."""
_SMALL = 2
"""Letters of words such as "at"."""
BETWEEN = " / "
"""Separates the states of one row that stand in several columns."""
MOST_STATES = 12
"""A column with more different words is no state, unless most of them are known."""


class OrderState(StrEnum):
    """What a word says of a row; the kinds of `[states]`."""

    PARTLY = "partly"
    BACK = "back"
    NO_SALE = "no_sale"
    PAYMENT = "payment"
    SALE = "sale"
    VOID = "void"
    GIVEN_BACK = "given_back"
    DONE = "done"


_TAKES_OFF = frozenset({OrderState.BACK, OrderState.NO_SALE, OrderState.VOID, OrderState.GIVEN_BACK})


_NO_SUCCESS = frozenset({None, *_TAKES_OFF})


class _Words(NamedTuple):
    whole: frozenset[str]
    beginnings: tuple[str, ...]
    parts: tuple[str, ...]

    def match(self, text: str) -> bool:
        begun = f" {text}"
        return (
            text in self.whole
            or any(f" {word}" in begun for word in self.beginnings)
            or any(part in text for part in self.parts)
        )


@cache
def state_of(cell: str) -> OrderState | None:
    """What one word or phrase says; None where it is not known."""
    text = plain(cell)
    return next((state for state in OrderState if _words(state).match(text)), None) if text else None


@cache
def _words(state: OrderState) -> _Words:
    entries = table_words("states", state)
    return _Words(
        frozenset(plain(entry) for entry in entries if "*" not in entry),
        tuple(plain(entry) for entry in entries if entry.endswith("*") and not entry.startswith("*")),
        tuple(plain(entry) for entry in entries if entry.startswith("*")),
    )


def holds_states(facts: ColumnFacts) -> bool:
    """Whether the words on nearly all rows are known, and at least one of them takes rows off."""
    states = [state_of(value) for value, _ in facts.levels]
    known = sum(rows for state, (_, rows) in zip(states, facts.levels, strict=True) if state)
    return bool(_takes_off(states)) and len(states) > 1 and known >= ENOUGH * facts.filled


def header_says_other(facts: ColumnFacts) -> bool:
    """Whether the whole header says something else than a state, such as a method of payment.

    "State" may say a part of a country as well.
    """
    return facts.header not in {None, "status", "place", "outcome"} and facts.header_cover == 1


def is_yes_or_no(facts: ColumnFacts) -> bool:
    """Whether all its values are words for yes and no."""
    words = {plain(value) for value, _ in facts.levels}
    return bool(words) and words <= cell_words("no") | cell_words("yes")


def says_void(facts: ColumnFacts) -> bool:
    """Whether a column of two values, or of days that most rows lack, marks what came to nothing.

    Its header says so by the words for states, beside which it may say an order, a day, and such as "at".
    """
    days = facts.kind is ColumnKind.DATE
    kinds = {OrderState.VOID} | (set() if days else {OrderState.GIVEN_BACK})
    words = tokens(facts.label)
    said = [word for word in words if state_of(word) in kinds]
    beside = (word for word in words if word not in said and len(word) > _SMALL)
    if not said or any(header_kind(word) not in {"order", "date"} for word in beside):
        return False
    if days:
        return 2 * facts.filled <= facts.rows
    return 0 < len(facts.levels) <= BINARY and (facts.numbers is None or is_yes_or_no(facts))


def is_state_column(facts: ColumnFacts) -> bool:
    """Whether a column of an order file tells which rows are sales: by its words, or by its header.

    Under a header such as "Type" one known word is enough, under one that says nothing a word for what came
    to nothing; under one that says a state, none is needed.
    """
    if (
        facts.kind is ColumnKind.DATE
        or not facts.levels
        or (facts.distinct == 1 and facts.filled == facts.rows)
    ):
        return False
    if facts.header == "status":
        return len(facts.levels) <= MOST_STATES or holds_states(facts)
    if names_kind(facts.label):
        return _takes_off([state_of(value) for value, _ in facts.levels])
    return (holds_states(facts) and not header_says_other(facts)) or _holds_void(facts)


def _holds_void(facts: ColumnFacts) -> bool:
    """Whether one of a few texts under a header that says nothing tells that a row came to nothing."""
    few = facts.kind is ColumnKind.TEXT and facts.header is None and 1 < len(facts.levels) <= MOST_STATES
    return few and any(state_of(value) is OrderState.VOID for value, _ in facts.levels)


def unknown_states(facts: ColumnFacts) -> tuple[str, ...]:
    """The words of a column of states that are not known, the rarest first.

    What stands on more than half of the rows is how a sale usually ends, whatever its word.
    """
    unknown = [
        (rows, value) for value, rows in facts.levels if 2 * rows <= facts.filled and state_of(value) is None
    ]
    return tuple(value for _, value in sorted(unknown))


def _takes_off(states: Iterable[OrderState | None]) -> bool:
    kinds = set(states)
    return bool(kinds & _TAKES_OFF) or {OrderState.SALE, OrderState.PAYMENT} <= kinds


def create_states(connection: duckdb.DuckDBPyConnection, decided: Decisions) -> None:
    """Create `states` from `typed`: every different status, and whether it is `void`, `given_back`, ...

    And `live`: what stands on most rows in the column of those that came to nothing, unless it says yes.

    A payment is none where other rows are sales: it pays for one of them. `unpaid` is a status that does not
    say a sale, and beside which no row has an amount.
    """
    rows = connection.sql("SELECT DISTINCT status FROM typed WHERE status IS NOT NULL").fetchall()
    unpaid = frozenset(decided.once("unpaid-states", lambda: _unpaid_states(connection) if rows else []))
    states = {status: {state_of(part) for part in status.split(BETWEEN)} for (status,) in rows}
    no_sale = {OrderState.NO_SALE}
    if decided.once("sales-by-state", lambda: any(OrderState.SALE in parts for parts in states.values())):
        no_sale.add(OrderState.PAYMENT)
    connection.execute(
        """CREATE TABLE states
        (status VARCHAR, void BOOLEAN, given_back BOOLEAN, back BOOLEAN, none BOOLEAN, unpaid BOOLEAN)"""
    )
    rows = [
        (
            status,
            OrderState.VOID in parts,
            OrderState.GIVEN_BACK in parts,
            OrderState.BACK in parts,
            bool(parts & no_sale),
            status in unpaid and parts <= _NO_SUCCESS,
        )
        for status, parts in states.items()
    ]
    live = [(word,) for word in decided.once("live", lambda: _live(connection))]
    connection.execute("CREATE TABLE live (word VARCHAR)")
    if live:
        connection.executemany("INSERT INTO live VALUES (?)", live)
    if rows:
        connection.executemany("INSERT INTO states VALUES (?, ?, ?, ?, ?, ?)", rows)


def _live(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The word of most rows in the column of cancelled ones, which says that they are not."""
    found = connection.sql(
        """SELECT cancelled FROM typed WHERE cancelled IS NOT NULL GROUP BY 1
        HAVING 2 * count(*) > (SELECT count(*) FROM typed)"""
    ).fetchall()
    return [word for (word,) in found if plain(word) not in cell_words("yes")]


def _unpaid_states(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The states of which no row has an amount, where other rows have one."""
    query = "SELECT status, count(coalesce(written, computed)) FROM typed GROUP BY 1 ORDER BY 1"
    paid = connection.sql(query).fetchall()
    any_paid = any(rows for _, rows in paid)
    return [status for status, rows in paid if any_paid and status is not None and not rows]
