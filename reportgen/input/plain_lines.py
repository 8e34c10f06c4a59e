"""Tests from their bytes whether all lines of a block are plain rows, with the values of `row_rules`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportgen.input.source_file import CHUNK
from reportgen.input.stored import FURTHEST, TEXT, common, is_digit, kind_of
from reportgen.parsing.row_rules import COMMENT, START, TOTAL_STARTS, most_empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.parsing.layout import Layout

QUOTE, SPACE, LINE_END = map(ord, '" \n')
BLANKS = [character for character in map(chr, range(0x80, 0x3001)) if character.isspace()]
"""What `str.strip` takes away beside the blanks of ASCII."""
PADDING = np.zeros(max(START, FURTHEST), np.uint8)
"""Behind the text, so that as many bytes can be looked at from every cell on."""


@dataclass(frozen=True)
class Cells:
    """Where the cells of a block begin and end: bytes' places and what lies between, one line of it a column.

    So all cells of a column lie side by side in the processor's cache.
    """

    text: np.ndarray
    starts: np.ndarray
    widths: np.ndarray
    padded: bool
    """Whether spaces were left out at either end of a cell."""


def count_lines(data: bytes) -> int:
    """Lines of a text, of which the last one may lack its end."""
    return data.count(b"\n") + (not data.endswith(b"\n"))


class PlainBlock(NamedTuple):
    """What the bytes of lines show that are all plain rows."""

    padded: bool
    """Whether cells are padded with spaces."""
    kinds: tuple[str, ...]
    """What each column may be stored as, see `stored`."""


def plain_block(data: bytes, delimiter: str, layout: Layout, kinds: Sequence[str]) -> PlainBlock | None:
    """What the bytes of a block show; None if one of its lines may be no plain row.

    It is looked at piece by piece: the arrays made of a small one stay in the processor's cache.

    Args:
        data: the block.
        delimiter: what parts its cells.
        layout: of the table.
        kinds: what the columns of other blocks may be stored as: text is not looked at again.
    """
    padded, quoted = False, b'"' in data
    for text in _pieces(data):
        cells = cells_of(text, len(layout.labels), delimiter, quoted=quoted)
        if cells is None or not all_plain_rows(cells, layout):
            return None
        padded = padded or cells.padded
        kinds = _kinds(cells, kinds)
    return PlainBlock(padded, tuple(kinds))


def _kinds(cells: Cells, before: Sequence[str]) -> list[str]:
    """What each column may be stored as, these cells included."""
    return [
        kind if kind == TEXT else common(kind, kind_of(cells.text, cells.starts[at], cells.widths[at]))
        for at, kind in enumerate(before)
    ]


def _pieces(data: bytes) -> Iterator[np.ndarray]:
    """Whole lines, so many that they are about `CHUNK` bytes, each with the padding behind it."""
    text, start = np.frombuffer(data, np.uint8), 0
    while start < len(data):
        end = data.find(b"\n", start + CHUNK) + 1 or len(data)
        yield np.concatenate((text[start:end], PADDING))
        start = end


def cells_of(text: np.ndarray, width: int, delimiter: str, *, quoted: bool) -> Cells | None:
    """The cells of lines that end with line feeds; None if not each is a row of that width.

    Args:
        text: the bytes of the lines, and of the padding.
        width: cells of a row.
        delimiter: what parts them.
        quoted: whether there may be a quote.
    """
    body = text[: -len(PADDING)]
    bounds = body == LINE_END
    lines = int(np.count_nonzero(bounds))
    bounds |= body == ord(delimiter)
    quotes = body == QUOTE if quoted else None
    if quotes is not None:
        bounds &= ~np.logical_xor.accumulate(quotes)
    found = np.flatnonzero(bounds)
    if len(found) != lines * width or not (body[found[width - 1 :: width]] == LINE_END).all():
        return None
    ends = found.reshape(lines, width).T.copy()
    starts = np.empty_like(ends)
    starts[0, 0] = 0
    np.add(ends[-1, :-1], 1, out=starts[0, 1:])
    np.add(ends[:-1], 1, out=starts[1:])
    if quotes is None:
        begin, finish = _odd_edges(body, bounds)
    else:
        in_quotes = text[starts] == QUOTE
        if (
            2 * np.count_nonzero(in_quotes) != np.count_nonzero(quotes)
            or not quotes[ends[in_quotes] - 1].all()
        ):
            return None
        starts, ends = starts + in_quotes, ends - in_quotes
        begin, finish = _odd_edges_in_quotes(text, starts, ends)
    if _blank(text, begin, finish):
        return None
    padded = bool((text[begin] == SPACE).any() or (text[finish] == SPACE).any())
    if padded:
        _strip(text, starts.reshape(-1), ends.reshape(-1))
    return Cells(text, starts, ends - starts, padded)


def _odd_edges(body: np.ndarray, bounds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where cells begin, and where they end, with a blank, a control character or one beyond ASCII."""
    odd = body.view(np.int8) <= SPACE
    np.greater(odd, bounds, out=odd)
    begin, finish = odd.copy(), odd
    begin[1:] &= bounds[:-1]
    finish[:-1] &= bounds[1:]
    return np.flatnonzero(begin), np.flatnonzero(finish)


def _odd_edges_in_quotes(
    text: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The same of cells that may stand in quotes."""
    odd, filled = text.view(np.int8), starts < ends
    return starts[(odd[starts] <= SPACE) & filled], ends[(odd[ends - 1] <= SPACE) & filled] - 1


def _blank(text: np.ndarray, begin: np.ndarray, finish: np.ndarray) -> bool:
    """Whether one of these bytes belongs to a control character, or to a blank that is not the space."""
    if (text[begin] < SPACE).any() or (text[finish] < SPACE).any():
        return True
    return any(
        _any_of(_bytes_from(text, places, size), codes)
        for size, codes in _CODES_OF_BLANKS.items()
        for places in (begin, finish - size + 1)
    )


def _any_of(codes: np.ndarray, wanted: Sequence[int]) -> bool:
    """Whether one of the codes is wanted; there are seldom any, and asking that first is much quicker."""
    return bool(codes.size and np.isin(codes, wanted).any())


def _strip(text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> None:
    """Move starts and ends past spaces."""
    before = np.flatnonzero((starts < ends) & (text[starts] == SPACE))
    while before.size:
        starts[before] += 1
        before = before[(starts[before] < ends[before]) & (text[starts[before]] == SPACE)]
    behind = np.flatnonzero((starts < ends) & (text[ends - 1] == SPACE))
    while behind.size:
        ends[behind] -= 1
        behind = behind[text[ends[behind] - 1] == SPACE]


def all_plain_rows(cells: Cells, layout: Layout) -> bool:
    """Whether `plain_row_test` accepts every line; some that it accepts may be refused here."""
    empty = cells.widths == 0
    return not (
        empty[0].any()
        or (empty.any() and (np.count_nonzero(empty, axis=0) > most_empty(len(empty))).any())
        or _may_sum_up(cells)
        or _may_be_header(cells, layout.labels)
        or (layout.digits_at is not None and not _all_hold_digits(cells, layout.digits_at))
    )


def _may_sum_up(cells: Cells) -> bool:
    """Whether a line begins as a comment does, or with the first letters of a word for a total."""
    places = cells.starts[0]
    first = cells.text[places]
    if (first == ord(COMMENT)).any():
        return True
    words = places[~is_digit(first)]
    return _any_of(_bytes_from(cells.text, words, START), _CODES_OF_TOTALS)


def _may_be_header(cells: Cells, labels: Sequence[str]) -> bool:
    """Whether a line looks like the header come again: all cells as long, and the first letter the same."""
    written = [label.encode() for label in labels]
    alike = np.flatnonzero(cells.text[cells.starts[0]] == (written[0] or b" ")[0])
    sizes = np.array([len(label) for label in written])
    return bool((cells.widths[:, alike] == sizes[:, np.newaxis]).all(axis=0).any())


def _all_hold_digits(cells: Cells, column: int) -> bool:
    """Whether every cell of a column holds a digit of ASCII."""
    starts, widths = cells.starts[column], cells.widths[column]
    ends = starts + widths
    if not widths.all():
        return False
    rest = ~(is_digit(cells.text[starts]) | is_digit(cells.text[ends - 1]))
    if not rest.any():
        return True
    upto = np.cumsum(is_digit(cells.text), dtype=np.int64)
    return bool((upto[ends[rest] - 1] > upto[starts[rest]]).all())


def _bytes_from(text: np.ndarray, places: np.ndarray, size: int) -> np.ndarray:
    """So many bytes from each place on, as one number."""
    code = np.zeros(len(places), np.int64)
    for at in range(size):
        code = (code << 8) | text[places + at]
    return code


def _codes(words: Iterable[str], size: int) -> list[int]:
    return sorted({int.from_bytes(word.encode()[:size], "big") for word in words})


_CODES_OF_BLANKS = {size: _codes((b for b in BLANKS if len(b.encode()) == size), size) for size in (2, 3)}
_CODES_OF_TOTALS = _codes(
    (
        "".join(word)
        for start in TOTAL_STARTS
        for word in product(*zip(start.lower(), start.upper(), strict=True))
    ),
    START,
)
