"""Concatenates several tables of the same columns; rows that files have in common count once."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from reportgen.base.audit import AuditLine, Issue, Step
from reportgen.base.engine import column_names, connect
from reportgen.base.phrases import phrase
from reportgen.errors import InputError, Place
from reportgen.options.enums import Repeats
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import duckdb

    from reportgen.input.raw_rows import RawRows

OVERLAP = "overlap"
MOST_NAMED = 3


def concat(parts: Sequence[RawRows], work: Path, repeats: Repeats | None = None) -> RawRows:
    """The rows of all parts, in their order; lines are counted on from one to the next.

    A row that stands in several files counts once where the files overlap: where a column, such as that
    of the days or of the orders, holds values that several files have, and these have nearly all rows of
    such values in common. Else two equal rows of two shops are two sales. A row that stands twice in one file
    stays twice; whether that is right is for a later step to judge.

    Args:
        parts: the tables.
        work: a folder for the result.
        repeats: whether rows that several files hold are kept or dropped; None lets the files tell.

    Raises:
        InputError: the columns of a part differ from those of the first, by name.
    """
    orders = [_order(part, parts[0]) for part in parts]
    before = list(accumulate((part.last_line for part in parts), initial=0))
    path = work / "concat.parquet"
    stored = _stored_alike(parts, orders)
    tables = [
        _in_order(part, order, stored, at, start)
        for at, (part, order, start) in enumerate(zip(parts, orders, before, strict=False))
    ]
    rows = _unite(tables, len(orders[0]), path, repeats)
    twice = sum(part.rows for part in parts) - rows
    overlap = (
        (AuditLine(Step.READ, OVERLAP, phrase("rows that an earlier file holds as well"), twice),)
        if twice
        else ()
    )
    return replace(
        parts[0],
        path=path,
        source=_named(parts),
        rows=rows,
        set_aside=(*_added_up(parts), *overlap),
        issues=tuple(_issue(issue, part) for part in parts for issue in part.issues)
        + _overlap_issues(parts, twice),
        fingerprint=hashlib.sha256("".join(part.fingerprint for part in parts).encode()).hexdigest(),
        rejected=_rejected(parts, work),
        rejected_rows=sum(part.rejected_rows for part in parts),
        doubtful_totals=tuple(
            line + start for part, start in zip(parts, before, strict=False) for line in part.doubtful_totals
        ),
        last_line=before[-1],
        stored=stored,
    )


def _order(part: RawRows, first: RawRows) -> tuple[str, ...]:
    """The columns of a part in the order of the first.

    Raises:
        InputError: a column is missing, is one too many, or has the same name as another.
    """
    names = column_names(len(part.labels))
    if part.labels == first.labels:
        return names
    for label in first.labels:
        if label not in part.labels:
            hint = f"Its columns should be those of {first.source}."
            raise InputError("this column is missing", hint, Place(part.source, column=label))
    for label in part.labels:
        if part.labels.count(label) != 1 or label not in first.labels:
            hint = f"Take it out, or name it as in {first.source}."
            raise InputError("this column is not in the other files", hint, Place(part.source, column=label))
    return tuple(names[part.labels.index(label)] for label in first.labels)


def _stored_alike(parts: Sequence[RawRows], orders: Sequence[Sequence[str]]) -> dict[str, str]:
    """What all parts store in the same way, under the names of the first."""
    first, *others = (
        {new: part.stored.get(old) for old, new in zip(order, column_names(len(order)), strict=True)}
        for part, order in zip(parts, orders, strict=True)
    )
    return {name: kind for name, kind in first.items() if kind and all(o[name] == kind for o in others)}


def _in_order(part: RawRows, order: Sequence[str], stored: Collection[str], place: int, before: int) -> str:
    """The query for the rows of a part, its columns in the order of the first, its lines counted on."""
    columns = list(zip(order, column_names(len(order)), strict=True))
    named = ", ".join(f"{old} AS {new}" for old, new in columns)
    cells = part.cells(*(old for old, new in columns if new in stored))
    return f"SELECT {place} AS part, line + {before} AS line, {named} FROM {cells}"


def _unite(tables: Sequence[str], width: int, path: Path, repeats: Repeats | None) -> int:
    """Write the rows of all parts, those in which they overlap once; how many there are."""
    names = column_names(width)
    cells = ", ".join(f"coalesce(CAST({name} AS VARCHAR), chr(30))" for name in names)
    united = (
        f"SELECT *, md5_number(concat_ws(chr(31), {cells})) AS row_key FROM ({' UNION ALL '.join(tables)})"
    )
    every = f"SELECT *, 1 AS place FROM ({united})"
    numbered = f"""SELECT *, row_number() OVER (PARTITION BY row_key, copy ORDER BY part) AS place FROM (
        SELECT *, row_number() OVER (PARTITION BY part, row_key ORDER BY line) AS copy FROM ({united}))"""
    with connect(path.parent) as connection:
        once = repeats is Repeats.DROP or (repeats is None and _overlap(connection, united, names))
        query = f"""COPY (
            SELECT line, {", ".join(names)} FROM ({numbered if once else every})
            WHERE place = 1 ORDER BY line
        ) TO $target (FORMAT parquet)"""
        written = connection.execute(query, {"target": str(path)}).fetchone()
    return int((written or (0,))[0])


def _overlap(connection: duckdb.DuckDBPyConnection, united: str, names: Sequence[str]) -> bool:
    """Whether the values of a column that several parts hold have nearly all their rows in common."""
    keys = f"SELECT row_key FROM ({united}) GROUP BY row_key HAVING min(part) < max(part)"
    if not connection.execute(f"{keys} LIMIT 1").fetchall():
        return False
    connection.execute(f"CREATE TABLE common AS {keys}")
    for name in names:
        (share,) = connection.execute(
            f"""SELECT coalesce(sum(shared) / sum(n), 0) FROM (
                SELECT count(*) AS n, count(*) FILTER (row_key IN (FROM common)) AS shared FROM ({united})
                WHERE {name} IS NOT NULL GROUP BY {name} HAVING min(part) < max(part))"""
        ).fetchall()[0]
        if share >= ENOUGH:
            return True
    return False


def _added_up(parts: Sequence[RawRows]) -> tuple[AuditLine, ...]:
    """What the parts set aside, one line a cause."""
    lines = {line.cause: line for part in reversed(parts) for line in reversed(part.set_aside)}
    rows = Counter[str]()
    for part in parts:
        rows.update({line.cause: line.rows for line in part.set_aside})
    return tuple(replace(line, rows=rows[cause]) for cause, line in reversed(lines.items()))


def _issue(issue: Issue, part: RawRows) -> Issue:
    return replace(issue, message=phrase("{file}: {message}", file=part.source, message=issue.message))


def _overlap_issues(parts: Sequence[RawRows], twice: int) -> tuple[Issue, ...]:
    if not twice:
        return ()
    message = phrase(
        "{twice:,} {twice:row stands|rows stand} in more than one of the {n} files; each counts once",
        twice=twice,
        n=len(parts),
    )
    return (Issue(OVERLAP, message, hint="If they are different things, give them an id."),)


def _named(parts: Sequence[RawRows]) -> str:
    names = [part.source for part in parts]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _rejected(parts: Sequence[RawRows], work: Path) -> Path | None:
    """The rejected records of all parts, each line with its file in front."""
    rejects = [(part.source, part.rejected) for part in parts if part.rejected is not None]
    if not rejects:
        return None
    path = work / "rejected_rows.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        for source, rejected in rejects:
            with rejected.open(encoding="utf-8", newline="") as stream:
                csv.writer(target).writerows(
                    (f"{source}:{line}", *cells) for line, *cells in csv.reader(stream)
                )
    return path
