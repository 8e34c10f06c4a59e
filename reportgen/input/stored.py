"""Columns that are stored as numbers or days: a fraction of the time and the room of text.

A column is stored so where every cell is written as the engine itself writes the value, so that its text can
be made of it again, to the letter: whole numbers without a zero in front, days as YYYY-MM-DD, and numbers
that all have as many decimals.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.engine import PARQUET, column_names, connect, parquet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    Kinds = Sequence[str]

TEXT, WHOLE, DAY, NOTHING = "VARCHAR", "BIGINT", "DATE", ""
"""Types of the engine; a column without a cell may yet be anything."""
MOST_DIGITS, MOST_DECIMALS = 15, 4
_MINUS, _POINT, _ZERO = map(ord, "-.0")
_DAY_WIDTH, _DAY_MARKS = len("2026-01-31"), (4, 7)
_WIDEST = MOST_DIGITS + len("-.")
_WORD, _BITS_OF_PLACE = 8, 3
"""Bytes of a word and, as both are eight, the bits that count bytes in a word and bits in a byte."""
_WORDS = np.dtype("<u8")
FURTHEST = -(-_WIDEST // _WORD) * _WORD
"""How far beyond the beginning of a cell a text is looked at."""


def decimals(places: int) -> str:
    """Numbers that all have so many decimals."""
    return f"DECIMAL(18,{places})"


def common(one: str, other: str) -> str:
    """What a column is stored as whose parts are of two kinds."""
    if NOTHING in (one, other):
        return one or other
    return one if one == other else TEXT


def is_digit(text: np.ndarray) -> np.ndarray:
    """Which bytes are digits of ASCII."""
    return np.asarray(text - np.uint8(_ZERO) < 10)  # noqa: PLR2004 - smaller bytes wrap round


def _each_byte(value: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([value] * _WORD), "little"))


_ONES, _LOW_BITS, _TOP_BIT = map(_each_byte, (1, 0x7F, 0x80))
_ZEROS, _BEYOND_NINE = map(_each_byte, (_ZERO, 0x80 - 10))
_FIRST_BYTES = np.array(
    [
        [2 ** (8 * min(max(width - at, 0), _WORD)) - 1 for width in range(_WIDEST + 1)]
        for at in range(0, FURTHEST, _WORD)
    ],
    _WORDS,
)
"""Of each word of a cell, by the cell's width, the bytes that belong to it."""


def _marks(text: np.ndarray, starts: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """How many bytes of each cell are no digits; eight of them are looked at together, as one number."""
    # What begins anywhere is put together of two words in line, which are taken several times as fast.
    in_line = text[: len(text) // _WORD * _WORD].view(_WORDS)
    first, skipped = starts >> _BITS_OF_PLACE, ((starts & (_WORD - 1)) << _BITS_OF_PLACE).view(_WORDS)
    marks, following = np.zeros(len(starts), _WORDS), in_line.take(first)
    for at, first_bytes in enumerate(_FIRST_BYTES[: -(-int(widths.max()) // _WORD)], 1):
        word, following = following >> skipped, in_line.take(first + at, mode="clip")
        word |= (following << 1) << (63 - skipped)
        word ^= _ZEROS
        no_digits = word & _LOW_BITS
        no_digits += _BEYOND_NINE
        no_digits |= word
        no_digits &= first_bytes.take(widths)
        no_digits &= _TOP_BIT
        no_digits >>= 7
        marks += (no_digits * _ONES) >> (8 * (_WORD - 1))
    return marks


def kind_of(text: np.ndarray, starts: np.ndarray, widths: np.ndarray) -> str:
    """What the cells of a column may be stored as.

    Args:
        text: bytes, at least `FURTHEST` more than the cells take.
        starts: where the cells begin in it.
        widths: how many bytes each takes.
    """
    if not widths.all():
        starts, widths = starts[widths > 0], widths[widths > 0]
    if not widths.size:
        return NOTHING
    if widths.max() > _WIDEST:
        return TEXT
    ends = starts + widths
    first, marks = text[starts], _marks(text, starts, widths)
    minus = first == _MINUS
    if minus.any():
        starts, widths, marks = starts + minus, widths - minus, marks - minus
        first = text[starts]
    zero, most = first == _ZERO, int(marks[0])
    if (marks != most).any() or widths.max() > MOST_DIGITS + most or widths.min() <= most:
        return TEXT
    if most == 0:
        return TEXT if (zero & ((widths > 1) | minus)).any() else WHOLE
    if most == 1:
        return _kind_of_decimals(text, starts, ends, zero & minus)
    is_day = most == len(_DAY_MARKS) and (widths == _DAY_WIDTH).all() and not (zero | minus).any()
    return DAY if is_day and all((text[starts + at] == _MINUS).all() for at in _DAY_MARKS) else TEXT


def _kind_of_decimals(text: np.ndarray, starts: np.ndarray, ends: np.ndarray, below: np.ndarray) -> str:
    """What cells of digits and one mark may be stored as; `below` tells which lie between -1 and 0."""
    places = bytes(text[starts[0] : ends[0]])[::-1].find(b".")
    if not 0 < places <= MOST_DECIMALS or not (text[ends - 1 - places] == _POINT).all():
        return TEXT
    widths = ends - starts - places - 1
    if (widths < 1).any() or ((text[starts] == _ZERO) & (widths > 1)).any():
        return TEXT
    digits = [text[ends[below] - 1 - at] != _ZERO for at in range(places)]
    return decimals(places) if np.logical_or.reduce(digits).all() else TEXT


def store_alike(parts: Mapping[Path, Kinds], rest: Path) -> dict[str, str]:
    """Bring files of the same rows to the same kinds of columns.

    Args:
        parts: files with `line` and c0..cn, and what these are stored as.
        rest: another, all of text.

    Returns:
        Engine name -> type of the columns that are no text.
    """
    if not parts:
        return {}
    first, *others = parts.values()
    kinds = [reduce(common, column) or TEXT for column in zip(first, *others, strict=True)]
    with connect(rest.parent) as connection:
        kinds = _kinds_that_hold(connection, rest, kinds)
        for path, stored in {**parts, rest: [TEXT] * len(kinds)}.items():
            if list(stored) != kinds:
                _rewrite(connection, path, kinds)
    return {name: kind for name, kind in zip(column_names(len(kinds)), kinds, strict=True) if kind != TEXT}


def _kinds_that_hold(connection: duckdb.DuckDBPyConnection, rest: Path, kinds: Kinds) -> list[str]:
    """The same kinds, text in place of those that some cell of a file of text is not written as."""
    tests = ", ".join(
        f"coalesce(bool_and(CAST(TRY_CAST({name} AS {kind}) AS VARCHAR) IS NOT DISTINCT FROM {name}), true)"
        for name, kind in zip(column_names(len(kinds)), kinds, strict=True)
    )
    (holds,) = connection.sql(f"SELECT {tests} FROM {parquet(rest)}").fetchall()
    return [kind if held else TEXT for kind, held in zip(kinds, holds, strict=True)]


def _rewrite(connection: duckdb.DuckDBPyConnection, path: Path, kinds: Kinds) -> None:
    cells = (
        f"CAST({name} AS {kind}) AS {name}"
        for name, kind in zip(column_names(len(kinds)), kinds, strict=True)
    )
    written = path.with_suffix(".new")
    connection.execute(
        f"COPY (SELECT line, {', '.join(cells)} FROM {parquet(path)}) TO $path ({PARQUET})",
        {"path": str(written)},
    )
    written.replace(path)
