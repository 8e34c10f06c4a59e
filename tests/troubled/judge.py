"""Whether a file came out as it must."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.commands.check import examine
from reportgen.errors import InputError
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from tests.troubled.case import Must

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.input.read import RawRows
    from tests.troubled.case import Case, Row, Table
    from tests.troubled.faulty import Fault

HARMLESS = frozenset({"number-format", "delimiter"})
"""Issues that tell how a file is written: no doubt about its table."""
OUTCOMES = ("exact", "named", "refused", "doubted", "refused falsely", "harmed", "silently wrong")


def judged(case: Case) -> tuple[str, str]:
    """One of OUTCOMES, and what speaks for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.csv"
        path.write_bytes(case.content)
        try:
            raw = read(path, Path(folder))
        except InputError as error:
            return ("refused falsely" if case.must is Must.LOAD else "refused"), error.cause
        frame = raw.to_pandas()
        found = (raw.labels, *map(tuple, frame.to_numpy().tolist()))
    return _outcome(case, found, raw), _told(raw)


ANY = "any"
EXPECTED = HARMLESS | {"partial-month", "short-history", "returns"}
"""Issues of sound orders."""


def said_of(fault: Fault) -> str:
    """One of OUTCOMES: whether `check` says what is wrong with values, and nothing of sound ones."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.csv"
        path.write_bytes(fault.content)
        try:
            found = examine(BuildOptions((str(path),)), Path(folder))
        except InputError:
            return "refused" if fault.said else "refused falsely"
    codes = {issue.code for issue in found.issues}
    if found.refusal is not None:
        return "refused" if fault.said else "refused falsely"
    if not fault.said:
        return "doubted" if codes - EXPECTED else "exact"
    return (
        "named" if codes & set(fault.said) or (ANY in fault.said and codes - EXPECTED) else "silently wrong"
    )


def _told(raw: RawRows) -> str:
    return "; ".join(f"{issue.line or ''} {issue.code}" for issue in raw.issues if issue.code not in HARMLESS)


def _outcome(case: Case, found: Table, raw: RawRows) -> str:
    doubts = [issue for issue in raw.issues if issue.code not in HARMLESS]
    exact = found == trimmed(case.table)
    if case.must is Must.REFUSE:
        return "refused" if raw.rows == 0 else "silently wrong"
    if case.must is Must.FLAG:
        named = any(case.line is None or (each.line and abs(each.line - case.line) <= 1) for each in doubts)
        if not named:
            return "silently wrong"
        return "named" if case.spoilt is None or others_intact(case, found) else "harmed"
    if exact:
        return "exact" if case.must is Must.SAY or not doubts else "doubted"
    return "named" if doubts else "silently wrong"


def trimmed(table: Table) -> Table:
    return tuple(tuple(cell.strip() for cell in row) for row in table)


def others_intact(case: Case, found: Table) -> bool:
    """Whether all rows but the spoilt one are there, in their order, with at most two more."""
    wanted = trimmed(case.table)
    rest = [row for at, row in enumerate(wanted) if at != case.spoilt]
    return len(found) <= len(wanted) + 1 and _is_part(rest, found)


def _is_part(rows: Sequence[Row], found: Table) -> bool:
    left = iter(found)
    return all(row in left for row in rows)
