"""Reads sources of any format as raw rows: text cells, the line of every row, and issues."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reportgen.errors import InputError
from reportgen.input.archive import unzip
from reportgen.input.bulk import filter_blocks, suits_blocks
from reportgen.input.concat import concat
from reportgen.input.database import read_database
from reportgen.input.file_types import FileType, type_of_file
from reportgen.input.frame import read_frame
from reportgen.input.json_rows import read_json
from reportgen.input.parquet import read_parquet
from reportgen.input.raw_rows import RawRows, open_outputs, raw_rows
from reportgen.input.row_filter import filter_text
from reportgen.input.source import TextSource, inspect
from reportgen.input.source_file import unchanged
from reportgen.input.workbook import read_workbook
from reportgen.options.sources import STDIN, STDIN_NAME, expanded, is_address, parse_address
from reportgen.parsing.dialect import Dialect
from reportgen.parsing.group_headings import find_shape
from reportgen.parsing.records import Records
from reportgen.parsing.sniff import fit, sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.input.source_file import SourceFile
    from reportgen.options.enums import Repeats
    from reportgen.parsing.group_headings import GroupHeadings
    from reportgen.parsing.layout import Layout

__all__ = ["Dialect", "RawRows", "read"]

SAMPLE_LINES, SAMPLE_CHARACTERS = 2000, 4 * 2**20


def read(
    source: Path | str | Any,  # noqa: ANN401 - any library's data frame
    work: Path,
    sheet: str | None = None,
    repeats: Repeats | None = None,
) -> RawRows:
    """Read a table, or several of the same columns, as text.

    Nothing is typed and nothing dropped in silence: every record is a row, or counted in `set_aside`.
    What is doubtful is an issue with its line.

    Args:
        source: a path, a pattern of paths, "-" for standard input, or the address of a database; several
            of these as a list or tuple; or a data frame that Narwhals knows.
        work: an existing folder for Parquet files, which must outlive the result.
        sheet: the sheet of a workbook to read; None takes that with most numbers and dates, and its like.
        repeats: what becomes of rows that several files hold; None lets the files tell.

    Raises:
        InputError: a file is missing, empty, of an unknown format, or holds no table, or the columns
            of several differ.
        SurroundingsError: a file must not be read.
    """
    if isinstance(source, str | Path):
        return read([source], work, sheet, repeats)
    if not isinstance(source, list | tuple) or not all(isinstance(each, str | Path) for each in source):
        return read_frame(source, work)
    words = [word for each in source for word in expanded(str(each))]
    return _read_all([partial(_read_one, word, sheet=sheet) for word in words], work, repeats)


def _read_all(
    readers: Sequence[Callable[[Path], RawRows]], work: Path, repeats: Repeats | None = None
) -> RawRows:
    """What one reader gives, or several together, each with a folder of its own."""
    if len(readers) == 1:
        return readers[0](work)
    parts = list[RawRows]()
    for number, reader in enumerate(readers):
        folder = work / f"source{number}"
        folder.mkdir()
        parts.append(reader(folder))
    return concat(parts, work, repeats)


def _read_one(source: str, work: Path, sheet: str | None) -> RawRows:
    if is_address(source):
        return read_database(parse_address(source), work)
    path = _spooled(work) if source == STDIN else Path(source).expanduser()
    with unchanged(path) as file:
        return _read_file(file, work, sheet)


def _spooled(work: Path) -> Path:
    """Standard input as a file, because a table is looked at more than once."""
    path = work / STDIN_NAME
    with path.open("wb") as target:
        shutil.copyfileobj(sys.stdin.buffer, target)
    return path


def _read_file(file: SourceFile, work: Path, sheet: str | None) -> RawRows:
    file_type = type_of_file(file)
    if file_type is FileType.ZIP:
        return _read_members(file, work, sheet)
    if file_type is FileType.WORKBOOK:
        return read_workbook(file, work, sheet)
    if sheet is not None:
        raise InputError("only workbooks have sheets", "Leave out --sheet.", file.place)
    if file_type is FileType.PARQUET:
        return read_parquet(file, work)
    return read_json(file, work) if file_type is FileType.JSON else read_text(file, work)


class TextForm(NamedTuple):
    """How a table stands in a text."""

    dialect: Dialect
    layout: Layout
    headings: GroupHeadings | None


def form_of(text: TextSource) -> TextForm:
    """How the table of a text stands in it, by its first lines.

    Raises:
        InputError: it holds no table.
    """
    sample = _sample(text)
    dialect = sniff(sample, text.encoding, text.file.name)
    records = list(Records(sample, dialect, fit(dialect, sample).width or None))
    return TextForm(dialect, *find_shape(records, text.file.name))


def read_text(file: SourceFile, work: Path, form: TextForm | None = None) -> RawRows:
    """A text file, plain or gzipped; nothing is typed and nothing dropped in silence.

    Args:
        file: the text.
        work: a folder for its rows.
        form: how its table stands in it; None looks at its first lines.

    Raises:
        InputError: it is no text, or holds no table.
    """
    text = inspect(file)
    dialect, layout, headings = form or form_of(text)
    with open_outputs(work) as outputs:
        if suits_blocks(text, dialect, layout):
            result = filter_blocks(text, dialect, layout, outputs)
        else:
            result = filter_text(text, dialect, layout, outputs, headings)
    raw = raw_rows(file, outputs, result, layout.labels, "delimited text")
    raw = raw.with_issues(*text.issues, *dialect.issues(), *layout.issues)
    return replace(raw, dialect=replace(dialect, header_line=layout.header_line))


def _sample(text: TextSource) -> list[str]:
    """The first lines of a text."""
    lines, characters = list[str](), 0
    with text.open() as stream:
        for line in islice(stream, SAMPLE_LINES):
            lines.append(text.cleared(line))
            characters += len(line)
            if characters > SAMPLE_CHARACTERS:
                break
    return lines


def _read_members(file: SourceFile, work: Path, sheet: str | None) -> RawRows:
    members = unzip(file, work / "unzipped")
    if any(type_of_file(member) is FileType.ZIP for member in members):
        raise InputError("the zip archive holds further archives", "Unzip it and name the files.", file.place)
    readers = [partial(_read_file, member, sheet=sheet) for member in members]
    raw = _read_all(readers, work)
    return replace(raw, source=file.name, fingerprint=file.fingerprint, form=f"{raw.form}, zipped")
