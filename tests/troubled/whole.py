"""A sound table written in every way that files are written, and what people put around it."""

from __future__ import annotations

import codecs
import csv
import re
from itertools import product
from typing import TYPE_CHECKING

from tests.troubled.case import Case, Must, joined, lines_of, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.troubled.case import Table

DELIMITERS = {
    "comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "caret": "^", "tilde": "~", "space": " ",
    "unit separator": "\x1f", "SOH": "\x01", "colon": ":", "hash": "#",
}  # fmt: skip
LONG_DELIMITERS = {"comma space": ", ", "double colon": "::", "double pipe": "||", "pipe in blanks": " | ",
                   "tilde pair": "~~", "semicolon tab": ";\t"}  # fmt: skip
ENDS = {"LF": "\n", "CR": "\r", "CRLF": "\r\n"}
QUOTING = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "words": csv.QUOTE_NONNUMERIC}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def whole_files(table: Table) -> Iterator[Case]:
    """All of them."""
    yield from _dialects(table)
    yield from _quotes(table)
    yield from _line_ends(table)
    yield from _headers(table)
    yield from _trailing(table)
    yield from _unicode(table)


def _dialects(table: Table) -> Iterator[Case]:
    for (name, delimiter), (how, quoting), (ending, end) in product(
        DELIMITERS.items(), QUOTING.items(), ENDS.items()
    ):
        text = written(table, delimiter, quoting, end)
        yield Case("delimiter", f"{name}, {how}, {ending}", text.encode(), Must.LOAD, table)
        text = f"sep={delimiter}{end}{text}"
        yield Case("declared delimiter", f"{name}, {how}, {ending}", text.encode(), Must.LOAD, table)
    for (name, delimiter), quoting in product(LONG_DELIMITERS.items(), QUOTING.values()):
        text = written(table, "\x02", quoting).replace("\x02", delimiter)
        yield Case("long delimiter", f"{name}, {quoting}", text.encode(), Must.SAY, table)


def _quotes(table: Table) -> Iterator[Case]:
    for (name, delimiter), quoting in product(
        list(DELIMITERS.items())[:4], (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
    ):
        text = _with_apostrophes(table, delimiter, quoting)
        yield Case("apostrophes as quotes", f"{name} {quoting}", text.encode(), Must.SAY, table)
        text = re.sub(r'(?<=[^"\n,;|\t])""', r"\\" + '"', written(table, delimiter, quoting))
        yield Case("backslash before quotes", f"{name} {quoting}", text.encode(), Must.SAY, table)
        text = "\n".join(
            delimiter.join(_undoubled(cell, delimiter, quoting) for cell in row) for row in table
        )
        yield Case("quotes not doubled", f"{name} {quoting}", text.encode(), Must.SAY, table)
    for name, delimiter in (("tab", "\t"), ("pipe", "|"), ("caret", "^")):
        text = "\n".join(delimiter.join(row) for row in table)
        yield Case("no quotes at all", name, text.encode(), Must.SAY, table)


def _undoubled(cell: str, delimiter: str, quoting: int) -> str:
    needs = quoting == csv.QUOTE_ALL or delimiter in cell or '"' in cell
    return f'"{cell}"' if needs else cell


def _with_apostrophes(table: Table, delimiter: str, quoting: int) -> str:
    lines = [
        delimiter.join(
            "'" + cell.replace("'", "''") + "'"
            if quoting == csv.QUOTE_ALL or {delimiter, "'"} & set(cell)
            else cell
            for cell in row
        )
        for row in table
    ]
    return "\n".join(lines) + "\n"


def _line_ends(table: Table) -> Iterator[Case]:
    lines = lines_of(table)
    ends = tuple(ENDS.values())
    mixed = "".join(line + ends[at % 3] for at, line in enumerate(lines))
    changing = "".join(line + ("\r\n" if at < len(lines) // 2 else "\n") for at, line in enumerate(lines))
    for (ending, end), (name, text) in product(
        ENDS.items(),
        {
            "no end of the last line": "{end}".join(lines),
            "two ends of the last line": "{end}".join(lines) + "{end}{end}",
            "many ends of the last line": "{end}".join(lines) + "{end}" * 6,
            "blank lines at the start": "{end}" * 3 + "{end}".join(lines) + "{end}",
            "blank lines in between": "{end}{end}".join(lines) + "{end}",
            "a blank line under the header": "{end}".join((lines[0], "", *lines[1:])) + "{end}",
            "lines of blanks": "{end}   {end}".join(lines) + "{end}",
            "a Ctrl-Z at the end": "{end}".join(lines) + "{end}\x1a",
            "empty rows of delimiters": ("{end}" + "," * (len(table[0]) - 1) + "{end}").join(lines),
        }.items(),
    ):
        yield Case("line ends", f"{name}, {ending}", text.replace("{end}", end).encode(), Must.LOAD, table)
    yield Case("line ends", "mixed", mixed.encode(), Must.SAY, table)
    yield Case("line ends", "changing", changing.encode(), Must.SAY, table)
    yield Case("line ends", "CR CR LF", joined(lines, "\r\r\n"), Must.SAY, table)
    yield Case("line ends", "LF CR", joined(lines, "\n\r"), Must.SAY, table)


def _headers(table: Table) -> Iterator[Case]:
    header, *rows = table
    width = len(header)
    above = tuple(f"{label} of" for label in header)
    units = tuple("unit" for _ in header)
    spanning = ("Group A", *[""] * (width - 3), "Group B", "")
    for name, head in {
        "twice": (header, header),
        "above": (above, header),
        "units": (header, units),
        "spanning": (spanning, header),
        "three": (above, above, header),
        "three the same": (header, header, header),
        "spanning above two": (spanning, above, header),
        "units below two": (above, header, units),
        "five": (spanning, ("",) * width, above, header, units),
    }.items():
        content = written((*head, *rows)).encode()
        yield Case("headers of several lines", name, content, Must.FLAG, table)
    yield Case("header", "none", written(tuple(rows)).encode(), Must.FLAG, table)
    yield Case("header", "numbers", written((tuple(map(str, range(width))), *rows)).encode(), Must.SAY,
               (tuple(map(str, range(width))), *rows))  # fmt: skip
    yield Case("header", "alone", written((header,)).encode(), Must.REFUSE)
    yield Case("header", "alone, no end", written((header,)).strip().encode(), Must.REFUSE)
    yield Case("header", "nothing", b"", Must.REFUSE)
    yield Case("header", "blank lines only", b"\n\n\n", Must.REFUSE)
    yield Case("header", "a BOM only", codecs.BOM_UTF8, Must.REFUSE)
    yield Case("header", "delimiters only", written(((("",) * width),) * 4).encode(), Must.REFUSE)
    for count in (1, 2, 3):
        part = table[: count + 1]
        yield Case("few rows", f"{count}", written(part).encode(), Must.LOAD, part)
        yield Case(
            "few rows", f"{count}, quoted", written(part, ",", csv.QUOTE_ALL).encode(), Must.LOAD, part
        )
        yield Case("few rows", f"{count}, no end", written(part).strip("\n").encode(), Must.LOAD, part)
    for at in range(width):
        blank = (*header[:at], "", *header[at + 1 :])
        yield Case("blank label", f"{at}", written((blank, *rows)).encode(), Must.FLAG, (blank, *rows), 1)
        if at:
            same = (*header[:at], header[at - 1], *header[at + 1 :])
            yield Case("same label", f"{at}", written((same, *rows)).encode(), Must.FLAG, (same, *rows), 1)


def _trailing(table: Table) -> Iterator[Case]:
    header, *rows = lines_of(table)
    yield Case(
        "delimiters at line ends", "all", joined([f"{each}," for each in (header, *rows)]), Must.FLAG, table
    )
    yield Case(
        "delimiters at line ends", "rows", joined([header, *(f"{each}," for each in rows)]), Must.FLAG, table
    )
    yield Case(
        "delimiters at line ends",
        "many",
        joined([f"{each},,,," for each in (header, *rows)]),
        Must.FLAG,
        table,
    )
    labelled = (*table[0], "")
    yield Case(
        "delimiters at line ends", "header", joined([f"{header},", *rows]), Must.FLAG,
        (labelled, *((*row, "") for row in table[1:])),
    )  # fmt: skip


def _unicode(table: Table) -> Iterator[Case]:
    for encoding in UNICODE:
        for ending, end in ENDS.items():
            content = written(table, "\t", end=end).encode(encoding)
            yield Case("unicode", f"{encoding}, {ending}", content, Must.LOAD, table)
    lines = lines_of(table)
    middle = len(lines) // 2
    for name, spoiled, must in (
        ("NUL in a cell", f"{lines[middle]}\0", Must.FLAG),
        ("BOM in the middle", "\ufeff" + lines[middle], Must.FLAG),
        ("zero-width space", lines[middle] + "\u200b", Must.SAY),
        ("no-break space", "\u00a0" + lines[middle], Must.SAY),
        ("U+FFFD", lines[middle] + "\ufffd", Must.FLAG),
        ("a control character", lines[middle].replace(",", ",\x07", 1), Must.FLAG),
        ("a vertical tab", lines[middle].replace(",", ",\x0b", 1), Must.SAY),
        ("a line separator", lines[middle].replace(",", ",\u2028", 1), Must.SAY),
    ):
        content = joined([*lines[:middle], spoiled, *lines[middle + 1 :]])
        yield Case("odd characters", name, content, must, table, middle + 1, middle)
    half = joined(lines)
    at = half.index(b"\n", len(half) // 2)
    yield Case("odd characters", "a byte that is no UTF-8", half[:at] + b"\xff" + half[at:], Must.FLAG, table)
    yield Case("odd characters", "cut within a letter", half[:-1] + "é".encode()[:1], Must.FLAG, table)
    yield Case(
        "odd characters",
        "all rows start with a BOM",
        "".join("\ufeff" + line + "\n" for line in lines).encode(),
        Must.SAY,
        table,
    )
