"""Reads JSON: one object on each line, or one array of objects; the keys are the columns."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeGuard

from reportgen.errors import InputError, Place
from reportgen.input.raw_rows import PassResult, open_outputs, raw_rows
from reportgen.input.source import TextSource, inspect
from reportgen.input.source_file import CHUNK
from reportgen.parsing.records import Record
from reportgen.parsing.rejects import BLANK, Cause

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.input.raw_rows import RawRows
    from reportgen.input.source_file import SourceFile

LONGEST_OBJECT = 8 * 2**20
MOST_LABELS = 10_000
NO_OBJECT = Cause("type-error", "lines that are no JSON object", "this is no JSON object", rejected=True)
_HINT = "Write one object on each line (JSON lines), or one array of objects."
_DECODER = json.JSONDecoder(
    object_pairs_hook=tuple,
    parse_int=str,
    parse_float=str,
    parse_constant=lambda word: word.replace("NaN", ""),
)
"""Objects become tuples of pairs, so that no key is lost; numbers stay as they are written."""

_BETWEEN = re.compile(r"[ \t\r\n,]*")

Pairs = tuple[tuple[str, object], ...]
Value = tuple[int, object]
"""The physical line on which a value begins, and the value; a broken line is its own text."""


def read_json(file: SourceFile, work: Path) -> RawRows:
    """Every object as a row; the keys of objects within objects are joined by points.

    Raises:
        InputError: the first value is no object, an array is not valid JSON, or keys or levels never end.
    """
    try:
        return _read(file, work)
    except RecursionError:
        cause, hint = "its values are nested too deeply", "Export one flat object for each row."
        raise InputError(cause, hint, file.place) from None


def _read(file: SourceFile, work: Path) -> RawRows:
    text = inspect(file)
    columns, records, line = _columns(text), 0, 0
    with open_outputs(work) as outputs:
        for line, value in _values(text):
            records += 1
            if _is_object(value):
                cells = dict(_cells(value))
                outputs.rows.writerow((line, *(cells.get(label, "") for label in columns)))
            else:
                written = str(value).strip()
                outputs.rejects.set_aside(Record(line, [written]), NO_OBJECT if written else BLANK)
    result = PassResult(records, last_line=line)
    return raw_rows(file, outputs, result, columns, "JSON").with_issues(*text.issues)


def _is_object(value: object) -> TypeGuard[Pairs]:
    return isinstance(value, tuple)


def _columns(text: TextSource) -> tuple[str, ...]:
    """All keys, in the order in which they first come up."""
    columns = dict[str, None]()
    for line, value in _values(text):
        if _is_object(value):
            columns.update(dict.fromkeys(name for name, _ in _cells(value)))
        if not columns:
            raise InputError("this JSON holds no table", _HINT, Place(text.file.name, line))
        if len(columns) > MOST_LABELS:
            cause = f"the objects have more than {MOST_LABELS:,} different keys"
            raise InputError(cause, "Export fewer fields.", text.file.place)
    if not columns:
        raise InputError("this JSON holds no table", _HINT, text.file.place)
    return tuple(columns)


def _cells(pairs: Pairs, above: str = "") -> Iterator[tuple[str, str]]:
    """Name and text of every value of an object; a key that comes twice is numbered."""
    times = dict[str, int]()
    for key, value in pairs:
        times[key] = times.get(key, 0) + 1
        name = above + key.strip() + (f" ({times[key]})" if times[key] > 1 else "")
        if _is_object(value) and value:
            yield from _cells(value, f"{name}.")
        else:
            yield name, _text(value)


def _text(value: object) -> str:
    if value is None or value in ((), []):
        return ""
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    if _is_object(value):
        return {key: _plain(item) for key, item in value}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _values(text: TextSource) -> Iterator[Value]:
    with text.open() as stream:
        start = stream.read(1)
        while start and (start.isspace() or start == "\ufeff"):
            start = stream.read(1)
    return _elements(text) if start == "[" else _lines(text)


def _lines(text: TextSource) -> Iterator[Value]:
    with text.open() as stream:
        for number, line in enumerate(stream, 1):
            try:
                value = _DECODER.decode(line.lstrip("\ufeff").strip())
            except (ValueError, RecursionError):
                value = line
            yield number, value


def _elements(text: TextSource) -> Iterator[Value]:
    """The elements of an array, of which only a few are in memory at once.

    Raises:
        InputError: it is not valid JSON.
    """
    with text.open() as stream:
        buffer, line = stream.read(CHUNK), 1
        at = buffer.index("[") + 1
        while True:
            line, at = line + buffer.count("\n", at, _next(buffer, at)), _next(buffer, at)
            try:
                value, end = _DECODER.raw_decode(buffer, at)
            except (ValueError, RecursionError):
                more = stream.read(CHUNK)
                if buffer[at : at + 1] == "]":
                    return
                if not more or len(buffer) - at > LONGEST_OBJECT:
                    place = Place(text.file.name, line)
                    raise InputError("this is not valid JSON from here on", _HINT, place) from None
                buffer, at = buffer[at:] + more, 0
            else:
                yield line, value
                line, at = line + buffer.count("\n", at, end), end


def _next(buffer: str, at: int) -> int:
    """Where the next element begins."""
    between = _BETWEEN.match(buffer, at)
    return at if between is None else between.end()
