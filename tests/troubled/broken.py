"""One row of a table broken in every way and every place that a file may break it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.troubled.case import Case, Must, joined, lines_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.troubled.case import Row, Table

OTHER_DELIMITERS = {"space": " ", "tab": "\t", "semicolon": ";", "pipe": "|", "comma and space": ", "}


def broken_rows(table: Table, every: int = 1) -> Iterator[Case]:
    """Every single fault in every row (or in every so-manieth) and cell."""
    lines = lines_of(table)
    count = 0
    for at in range(1, len(table)):
        for group, what, line in _faults(table[at]):
            count += 1
            if count % every == 0:
                broken = [*lines[:at], line, *lines[at + 1 :]]
                must = Must.SAY if group == "other delimiter, comma and space" else Must.FLAG
                yield Case(group, f"row {at} {what}", joined(broken), must, table, at + 1, at)


def _faults(row: Row) -> Iterator[tuple[str, str, str]]:
    cells = [written(((cell, "x"),)).removesuffix(",x\n") for cell in row]
    for at in range(len(cells) + 1):
        yield "more delimiters", f"before cell {at + 1}", ",".join((*cells[:at], "", *cells[at:]))
    for at in range(len(cells) - 1):
        pair = cells[at] + cells[at + 1]
        yield "fewer delimiters", f"after cell {at + 1}", ",".join((*cells[:at], pair, *cells[at + 2 :]))
    for at, cell in enumerate(cells):
        for where, changed in _quoted_astray(cell):
            yield (
                f"stray quote, {where}",
                f"cell {at + 1}",
                ",".join((*cells[:at], changed, *cells[at + 1 :])),
            )
    for name, delimiter in OTHER_DELIMITERS.items():
        yield f"other delimiter, {name}", "", delimiter.join(cells)
    for at in range(1, len(cells)):
        yield "cut off", f"after cell {at}", ",".join(cells[:at])
        yield "broken in two", f"after cell {at}", ",".join(cells[:at]) + "\n" + ",".join(cells[at:])
    yield "two rows in one line", "", ",".join(cells * 2)


def _quoted_astray(cell: str) -> Iterator[tuple[str, str]]:
    quoted = cell.startswith('"')
    if quoted:
        yield "before a quoted cell", f'"{cell}'
        yield "within a quoted cell", f'{cell[: len(cell) // 2]}"{cell[len(cell) // 2 :]}'
        yield "after a quoted cell", f'{cell}"'
        yield "opening one missing", cell[1:]
        yield "closing one missing", cell[:-1]
    else:
        yield "at the start", f'"{cell}'
        if cell:
            yield "within", f'{cell[: len(cell) // 2]}"{cell[len(cell) // 2 :]}'
            yield "at the end", f'{cell}"'
