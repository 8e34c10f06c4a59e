"""Issues of customer ids: one id written in several ways, digits that a spreadsheet has lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.national_ids import NATIONAL_IDS
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import names_code
from reportgen.columns.assigned_column import first_of
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from reportgen.base.audit import Issue
    from reportgen.columns.assigned_column import AssignedColumn
    from reportgen.columns.profile import ColumnFacts
    from reportgen.columns.role_guesses import RoleGuess
    from reportgen.input.raw_rows import RawRows

_PERSONAL = {
    "iban": phrase("bank accounts"),
    "national_id": NATIONAL_IDS,
}
KEPT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps; the others become zeros."""
_SHORTENED = r"\d[.,]\d+[eE]\+\d{1,2}"
_ROUNDED = rf"[1-9]\d{{{KEPT_DIGITS - 1}}}0+"
_LONG = rf"\d{{{KEPT_DIGITS + 2},}}"
_NUMBER = r"^'?0*(\d+?)(?:[.,]0+)?$"
_SAME = r"""CASE WHEN regexp_full_match(v, $number) THEN regexp_extract(v, $number, 1)
    WHEN v IN (upper(v), lower(v)) THEN lower(v) ELSE v END"""
"""An id without what people and programs add or lose: zeros, decimals, and case where it has but one."""
_LOST = phrase("{label!r} holds numbers of which a spreadsheet has lost the last digits")
_AS_TEXT = "export the ids as text, and do not save the file in a spreadsheet"
_OF_IDS = frozenset({"customer", "account", "order", "product", "id"})
_WIDE = "".join(chr(0xFF10 + digit) for digit in range(10))


def _is_rounded(facts: ColumnFacts, guess: RoleGuess) -> bool:
    """Whether numbers in scientific form stand under the header of an id that does not name the customer.

    Rounded ids come again, and so seem to name nobody.
    """
    named = facts.header in _OF_IDS or names_code(facts.label)
    return named and guess.role is not Role.CUSTOMER and facts.shares["shortened"] >= ENOUGH


def id_issues(
    connection: duckdb.DuckDBPyConnection, raw: RawRows, assigned: Sequence[AssignedColumn]
) -> Iterator[Issue]:
    """Issues of the column that names the customer, and of other ids of which digits are lost."""
    customer = first_of(assigned, Role.CUSTOMER)
    yield from (each.issue("rounded-id", _LOST, _AS_TEXT) for each in assigned if _is_rounded(*each))
    if customer is None:
        return
    yield from _personal_ids(customer)
    if customer.facts.serial:
        return
    column = customer.facts.column
    values = f"""SELECT {column} AS v, min(line) AS line FROM {raw.cells()}
        WHERE {column} IS NOT NULL GROUP BY 1"""
    ((lost, line),) = connection.execute(
        f"SELECT count(*), min(line) FROM ({values}) WHERE regexp_full_match(v, $short)",
        {"short": _SHORTENED},
    ).fetchall()
    ((long, rounded),) = connection.execute(
        f"""SELECT count(*) FILTER (regexp_full_match(v, $long)),
            count(*) FILTER (length(v) > {KEPT_DIGITS + 1} AND regexp_full_match(v, $rounded))
            FROM ({values})""",
        {"long": _LONG, "rounded": _ROUNDED},
    ).fetchall()
    if lost or 0 < long == rounded:
        yield customer.issue("rounded-id", _LOST, _AS_TEXT, line)
    ((several, line),) = connection.execute(
        f"""SELECT count(*), min(line) FROM (SELECT max(line) AS line
            FROM (SELECT line, translate(nfc_normalize(v), '{_WIDE}', '0123456789') AS v FROM ({values}))
            GROUP BY {_SAME} HAVING count(*) > 1)""",
        {"number": _NUMBER},
    ).fetchall()
    if several:
        message = phrase(
            "{several:,} {several:id|ids} of {label!r} {several:is|are} written in more than one way "
            "(zeros, case, accents); each way counts as a customer"
        )
        yield customer.issue("id-spellings", message, "write each id in one way", line, several=several)


def _personal_ids(customer: AssignedColumn) -> Iterator[Issue]:
    """A customer is known by a number that others know, too, unless the user named the column."""
    facts = customer.facts
    written = facts.checked_id or next((_PERSONAL[kind] for kind in _PERSONAL if _says(facts, kind)), None)
    if written is None or customer.guess.confidence == 1:
        return
    message = phrase(
        "customers are told apart by {label!r}, which holds {written}; so lists and record hold them, too"
    )
    yield customer.issue("personal-id", message, "--id COLUMN names another column", written=written)


def _says(facts: ColumnFacts, kind: str) -> bool:
    return facts.header == kind or facts.shares.get(kind, 0) >= ENOUGH
