"""Delimited text: dialect, layout, and a pass over all records."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from reportgen.input.bulk import sort_blocks, suits
from reportgen.input.layout import find_layout
from reportgen.input.records import Records
from reportgen.input.row_filter import normalise
from reportgen.input.sniff import fit, sniff
from reportgen.input.source import TextSource, inspect
from reportgen.input.writers import open_outputs, raw_rows

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.input.raw_rows import RawRows
    from reportgen.input.source_file import Stored

SAMPLE_LINES, SAMPLE_CHARACTERS = 2000, 4 * 2**20


def read_text(stored: Stored, work: Path) -> RawRows:
    """A text file, plain or gzipped; nothing is typed and nothing dropped without a word.

    Raises:
        InputError: it is no text, or holds no table.
    """
    text = inspect(stored)
    sample = _sample(text)
    dialect = sniff(sample, text.encoding, stored.name)
    layout = find_layout(list(Records(sample, dialect, fit(dialect, sample).width or None)), stored.name)
    with open_outputs(work) as outputs:
        sort = sort_blocks if suits(text, dialect, layout) else normalise
        outcome = sort(text, dialect, layout, outputs)
    return raw_rows(
        stored,
        outputs,
        outcome.seen,
        layout.labels,
        form="delimited text",
        dialect=replace(dialect, header_line=layout.header_line),
        doubts=(*text.issues, *dialect.doubts(), *layout.issues),
        doubtful_totals=outcome.doubtful_totals,
    )


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
