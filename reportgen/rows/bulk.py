"""Large texts: blocks without a doubtful row go to the engine whole, the others are read row by row.

The engine's reader alone cannot be trusted with a file: a stray quote may swallow lines, and blank
lines vanish. It is trusted with a block of whole lines if it finds as many rows as there are lines, so
that every row is one line, each as wide as the header, and none looks like anything but data.
"""

from __future__ import annotations

import io
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING

import duckdb

from reportgen.rows.engine import LONGEST_RECORD, PARQUET, column_names, connect, limits_named
from reportgen.rows.looks import COMMENT, TOTAL_STARTS
from reportgen.rows.normalise import Sorted, Sorter, most_empty
from reportgen.rows.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.rows.dialect import Dialect
    from reportgen.rows.layout import Layout
    from reportgen.rows.outputs import Outputs
    from reportgen.rows.source import TextSource

BLOCK, FIRST_BLOCK = 8 * 2**20, 2**16
"""Bytes of a block; the first one, which holds the header, is always read row by row."""
WORTHWHILE = 2**20
"""Bytes of a file below which blocks do not pay."""
MOST_COLUMNS = 200
"""Conditions on more columns than these become more than a query may hold."""
THREADS = 2
BLANKS = "".join(map(chr, (9, 11, 12, *range(28, 32), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B))))
BLANKS += "\u2028\u2029\u202f\u205f\u3000"
"""What `str.strip` takes away beside line ends and the space, which the engine's own `trim` knows."""


@dataclass(frozen=True)
class Block:
    """Whole lines of a file."""

    first_line: int
    lines: int
    data: bytes
    rows: int | None = None
    """Rows that the engine has taken; None where it must not."""


def suits(source: TextSource, dialect: Dialect, layout: Layout) -> bool:
    """Whether a text can be read in blocks at all."""
    plain = dialect.is_standard and dialect.quote == '"' and len(dialect.delimiter) == 1
    even = 1 < len(layout.labels) == layout.row_width <= MOST_COLUMNS
    utf8 = source.encoding in ("utf-8", "utf-8-sig") and source.line_feeds and not source.suspects
    return plain and even and utf8 and source.stored.path.stat().st_size >= WORTHWHILE


def sort_blocks(source: TextSource, dialect: Dialect, layout: Layout, outputs: Outputs) -> Sorted:
    """Sort a text into rows and others, as `normalise` does, in constant memory.

    A region of doubtful blocks ends at a block that the engine could take: a cell cannot reach into it
    from above, because its closing quote would have been found there.
    """
    sorter = Sorter(layout, outputs.ledger)
    with connect(outputs.table.parent) as connection, source.stored.open() as stream:
        engine = Engine(connection, dialect, layout, outputs)
        blocks = _Blocks(engine.attempts(_blocks(stream)))
        while (block := blocks.take()) is not None:
            if block.rows is not None and sorter.is_calm:
                sorter.pass_over(block.rows, block.first_line + block.lines - 1)
                continue
            engine.give_back(block)
            records = Records(
                _lines(block, blocks, source.encoding), dialect, layout.row_width, block.first_line
            )
            outputs.rows.writerows(sorter.rows(records))
    outputs.rows.writerows(sorter.remaining())
    return sorter.outcome()


class _Blocks:
    """Blocks in their order, of which the next can be looked at before it is taken."""

    def __init__(self, blocks: Iterator[Block]) -> None:
        self._blocks = blocks
        self.next = next(blocks, None)

    def take(self) -> Block | None:
        taken, self.next = self.next, next(self._blocks, None)
        return taken


def _lines(block: Block, blocks: _Blocks, encoding: str) -> Iterator[str]:
    """The lines of a block, and of those after it that the engine could not take."""
    yield from io.StringIO(block.data.decode(encoding if block.first_line == 1 else "utf-8"), newline="")
    while blocks.next is not None and blocks.next.rows is None:
        further = blocks.take()
        yield from io.StringIO(further.data.decode() if further else "", newline="")


def _blocks(stream: IO[bytes]) -> Iterator[Block]:
    line, size = 1, FIRST_BLOCK
    while data := stream.read(size):
        data += stream.readline()
        lines = data.count(b"\n") + (not data.endswith(b"\n"))
        yield Block(line, lines, data)
        line, size = line + lines, BLOCK


def _starts_with_digit(name: str) -> str:
    return f"{name} >= '0' AND {name} < ':'"


class Engine:
    """The engine's view of one file."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, dialect: Dialect, layout: Layout, outputs: Outputs
    ) -> None:
        self._connection = connection
        self._delimiter = dialect.delimiter
        self._layout = layout
        self._outputs = outputs

    def attempts(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """The blocks in their order, with the rows that the engine has taken; two at a time."""
        waiting = deque[Future[Block]]()
        with ThreadPoolExecutor(THREADS) as pool:
            for block in blocks:
                waiting.append(pool.submit(self._attempt, block))
                if len(waiting) > THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def give_back(self, block: Block) -> None:
        """Forget the rows of a block that has to be read row by row after all."""
        self._part(block).unlink(missing_ok=True)

    def _attempt(self, block: Block) -> Block:
        """Take a block, if nothing about it is doubtful."""
        if block.first_line <= self._layout.first_line or block.data.count(b"\r\n") not in (0, block.lines):
            return block
        file = self._outputs.parts / f"{block.first_line}.csv"
        file.write_bytes(block.data.replace(b"\r\n", b"\n"))
        try:
            with self._connection.cursor() as cursor, limits_named():
                return replace(block, rows=self._taken(cursor, block, file))
        finally:
            file.unlink()

    def _taken(self, cursor: duckdb.DuckDBPyConnection, block: Block, file: Path) -> int | None:
        names = column_names(len(self._layout.labels))
        cells = ", ".join(f"nullif(trim({name}), '') AS {name}" for name in names)
        query = f"""CREATE OR REPLACE TEMP TABLE block AS
            SELECT {cells}
            FROM read_csv($file, columns = {dict.fromkeys(names, "VARCHAR")}, header = false,
                auto_detect = false, delim = $delimiter, quote = '"', escape = '"', new_line = '\\n',
                strict_mode = true, null_padding = false,
                max_line_size = {LONGEST_RECORD}, buffer_size = {2 * LONGEST_RECORD})"""
        try:
            cursor.execute(query, {"file": str(file), "delimiter": self._delimiter})
        except duckdb.InvalidInputException:
            return None
        labels = {f"label{at}": text for at, text in enumerate(self._layout.labels)}
        found = cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE {' OR '.join(self._doubts(block))}) FROM block", labels
        ).fetchone()
        if found != (block.lines, 0):
            return None
        cursor.execute(
            f"COPY (SELECT rowid + {block.first_line} AS line, * FROM block) TO $part ({PARQUET})",
            {"part": str(self._part(block))},
        )
        return block.lines

    def _doubts(self, block: Block) -> Iterator[str]:
        """Conditions under which the sorter would look at a row twice."""
        names, probe = column_names(len(self._layout.labels)), self._layout.probe
        yield f"""CASE WHEN {_starts_with_digit("c0")} THEN false
            ELSE c0 IS NULL OR c0[1] = '{COMMENT}' OR lower(c0[1:3]) IN {tuple(sorted(TOTAL_STARTS))} END"""
        yield "(" + " + ".join(f"({name} IS NULL)::INT" for name in names) + f" > {most_empty(len(names))})"
        header = " AND ".join(f"{name} = $label{at}" for at, name in enumerate(names))
        yield f"CASE WHEN c0 = $label0 THEN coalesce({header}, false) ELSE false END"
        if probe is not None:
            yield f"""CASE WHEN {_starts_with_digit(f"c{probe}")} THEN false
                ELSE c{probe} IS NULL OR NOT regexp_matches(c{probe}, '[0-9]') END"""
        if b'"' in block.data:
            yield from (f"coalesce(contains({name}, '\"'), false)" for name in names)
        if self._has_blanks(block.data):
            edge = "".join(rf"\x{{{ord(blank):x}}}" for blank in BLANKS)
            yield from (f"coalesce(regexp_matches({name}, '^[{edge}]|[{edge}]$'), false)" for name in names)

    def _has_blanks(self, data: bytes) -> bool:
        blanks = filter(str.isascii, BLANKS) if data.isascii() else BLANKS
        return any(blank.encode() in data for blank in blanks if blank != self._delimiter)

    def _part(self, block: Block) -> Path:
        return self._outputs.parts / f"{block.first_line}.parquet"
