"""Reads large texts in blocks: those without a doubtful line with DuckDB, the others line by line.

DuckDB's reader alone cannot be trusted with a file: a stray quote may swallow lines, and blank lines
vanish. It is trusted with a block of whole lines if their bytes show that each is a plain row (see
`row_rules`), and if it finds as many rows as there are lines. Of 1,000,000 order lines this takes a third
of the processor time of reading line by line; to test the lines in SQL instead of in their bytes costs a
quarter more.
"""

from __future__ import annotations

import io
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import duckdb

from reportgen.base.engine import LONGEST_RECORD, PARQUET, column_names, connect, explained_errors
from reportgen.base.limits import use_limits
from reportgen.input.plain_lines import count_lines, plain_block
from reportgen.input.row_filter import RowFilter
from reportgen.input.stored import DAY, NOTHING, TEXT, common
from reportgen.parsing.records import Records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.input.plain_lines import PlainBlock
    from reportgen.input.raw_rows import Outputs, PassResult
    from reportgen.input.source import TextSource
    from reportgen.parsing.dialect import Dialect
    from reportgen.parsing.layout import Layout

BLOCK, FIRST_BLOCK = 8 * 2**20, 2**16
"""Bytes of a block; the first one, which holds the header, is always read row by row."""
WORTHWHILE = 2**20
"""Bytes of a file below which blocks do not pay."""
MOST_COLUMNS = 200
"""The engine's memory for writing grows with the columns, and with every thread that writes."""
THREADS = 2
"""Blocks at a time. Each is one task for the engine, whose own further threads would only wait for it."""


@dataclass(frozen=True)
class ByteBlock:
    """Whole lines of a file."""

    first_line: int
    lines: int
    data: bytes
    kinds: tuple[str, ...] = ()
    """What the engine, which has taken all its lines as rows, stored their columns as; else nothing."""

    def line_feeds(self) -> bytes:
        """The text with a line feed behind every line; as it is where some end in another way."""
        data = self.data if self.data.endswith(b"\n") else self.data + b"\n"
        returns = data.count(b"\r\n") if b"\r" in data else 0
        return data.replace(b"\r\n", b"\n") if returns == self.lines else data


def suits_blocks(source: TextSource, dialect: Dialect, layout: Layout) -> bool:
    """Whether a text can be read in blocks at all."""
    plain = dialect.is_standard and dialect.quote == '"' and len(dialect.delimiter.encode()) == 1
    even = not layout.grouped and 1 < len(layout.labels) == layout.row_width <= MOST_COLUMNS
    utf8 = source.encoding in ("utf-8", "utf-8-sig") and source.line_feeds and not source.suspects
    return plain and even and utf8 and source.file.path.stat().st_size >= WORTHWHILE


def filter_blocks(source: TextSource, dialect: Dialect, layout: Layout, outputs: Outputs) -> PassResult:
    """Filter the records of a text as `filter_text` does, in constant memory.

    A region of doubtful blocks ends at a block that the engine could take: a cell cannot reach into it
    from above, because its closing quote would have been found there.
    """
    row_filter, parts = RowFilter(layout, outputs.rejects), dict[Path, tuple[str, ...]]()
    with use_limits(threads=1), connect(outputs.table.parent) as connection, source.file.open() as stream:
        engine = Engine(connection, dialect, layout, outputs)
        blocks = _Blocks(engine.attempts(_blocks(stream)))
        while (block := blocks.take()) is not None:
            if block.kinds and row_filter.takes_plain_rows:
                parts[engine.part(block)] = block.kinds
                row_filter.pass_over(block.lines, block.first_line + block.lines - 1)
                continue
            engine.give_back(block)
            records = Records(
                _lines(block, blocks, source.encoding), dialect, layout.row_width, block.first_line
            )
            outputs.rows.writerows(row_filter.rows(records))
    outputs.rows.writerows(row_filter.remaining())
    return replace(row_filter.result(), parts=parts)


class _Blocks:
    """Blocks in their order, of which the next can be looked at before it is taken."""

    def __init__(self, blocks: Iterator[ByteBlock]) -> None:
        self._blocks = blocks
        self.next = next(blocks, None)

    def take(self) -> ByteBlock | None:
        taken, self.next = self.next, next(self._blocks, None)
        return taken


def _lines(block: ByteBlock, blocks: _Blocks, encoding: str) -> Iterator[str]:
    """The lines of a block, and of those after it that the engine could not take."""
    yield from io.StringIO(block.data.decode(encoding if block.first_line == 1 else "utf-8"), newline="")
    while blocks.next is not None and not blocks.next.kinds:
        further = blocks.take()
        yield from io.StringIO(further.data.decode() if further else "", newline="")


def _blocks(stream: IO[bytes]) -> Iterator[ByteBlock]:
    line, size = 1, FIRST_BLOCK
    while data := stream.read(size):
        data += stream.readline()
        lines = count_lines(data)
        yield ByteBlock(line, lines, data)
        line, size = line + lines, BLOCK


class Engine:
    """The engine's view of one file."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, dialect: Dialect, layout: Layout, outputs: Outputs
    ) -> None:
        self._connection = connection
        self._delimiter = dialect.delimiter
        self._layout = layout
        self._outputs = outputs
        self._kinds: Sequence[str] = [NOTHING] * len(layout.labels)

    def attempts(self, blocks: Iterator[ByteBlock]) -> Iterator[ByteBlock]:
        """The blocks in their order, with the rows that the engine has taken; two at a time."""
        waiting = deque[Future[ByteBlock]]()
        with ThreadPoolExecutor(THREADS) as pool:
            for block in blocks:
                waiting.append(pool.submit(self._attempt, block))
                if len(waiting) > THREADS:
                    yield self._seen(waiting.popleft().result())
            while waiting:
                yield self._seen(waiting.popleft().result())

    def give_back(self, block: ByteBlock) -> None:
        """Forget the rows of a block that has to be read row by row after all."""
        self.part(block).unlink(missing_ok=True)

    def part(self, block: ByteBlock) -> Path:
        """The file of a block's rows."""
        return self._outputs.parts / f"{block.first_line}.parquet"

    def _seen(self, block: ByteBlock) -> ByteBlock:
        """A block whose columns of text are not looked at again in later ones."""
        if block.kinds:
            self._kinds = list(map(common, self._kinds, block.kinds))
        return block

    def _attempt(self, block: ByteBlock) -> ByteBlock:
        """Take a block, if nothing about it is doubtful."""
        if block.first_line <= self._layout.first_line:
            return block
        data = block.line_feeds()
        found = plain_block(data, self._delimiter, self._layout, self._kinds)
        if found is None:
            return block
        file = self._outputs.parts / f"{block.first_line}.csv"
        file.write_bytes(data)
        # Its bytes do not show whether a day is one of the calendar.
        text = found._replace(kinds=tuple(TEXT if kind == DAY else kind for kind in found.kinds))
        try:
            with self._connection.cursor() as cursor, explained_errors():
                for each in (found, text):
                    if self._take(cursor, block, file, each) == block.lines:
                        return replace(block, kinds=tuple(kind or TEXT for kind in each.kinds))
        finally:
            file.unlink()
        self.give_back(block)
        return block

    def _take(
        self, cursor: duckdb.DuckDBPyConnection, block: ByteBlock, file: Path, found: PlainBlock
    ) -> int | None:
        """Write a block as Parquet; the number of its rows, None if the engine finds fault with one."""
        kinds = dict(zip(column_names(len(found.kinds)), (kind or TEXT for kind in found.kinds), strict=True))
        cells = [_cell(name, kind, padded=found.padded) for name, kind in kinds.items()]
        columns = dict.fromkeys(kinds, TEXT) if found.padded else kinds
        query = f"""COPY (
            SELECT row_number() OVER () + {block.first_line - 1} AS line, {", ".join(cells)}
            FROM read_csv($file, columns = {columns}, header = false,
                auto_detect = false, delim = $delimiter, quote = '"', escape = '"', new_line = '\\n',
                strict_mode = true, null_padding = false,
                max_line_size = {LONGEST_RECORD}, buffer_size = {2 * LONGEST_RECORD})
            ) TO $part ({PARQUET})"""
        names = {"file": str(file), "delimiter": self._delimiter, "part": str(self.part(block))}
        try:
            (counted,) = cursor.execute(query, names).fetchall()
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            return None
        return int(counted[0])


def _cell(name: str, kind: str, *, padded: bool) -> str:
    return f"CAST(nullif(trim({name}), '') AS {kind}) AS {name}" if padded else name
