"""Parts of a page: a table, a picture with its words, a term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence

if TYPE_CHECKING:
    from reportgen.charts.figure import Figure
    from reportgen.segments.naming import Segment


@dataclass(frozen=True)
class ChartText:
    """The words around one chart."""

    title: Sentence
    subtitle: Sentence
    alt: Sentence
    note: Sentence = EMPTY


@dataclass(frozen=True)
class Illustration:
    """A chart with its words, drawn for one width."""

    figure: Figure
    text: ChartText


@dataclass(frozen=True)
class Head:
    """A column's head."""

    text: Sentence
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """One row; the first cell is its head."""

    cells: tuple[Sentence, ...]
    segment: Segment | None = None


@dataclass(frozen=True)
class Table:
    """A table with a title of its own; `note` stands below it."""

    title: Sentence
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: Sentence = EMPTY


@dataclass(frozen=True)
class Term:
    """A label and what stands beside it: on the cover, in lists of facts, in the glossary."""

    label: Sentence
    text: Sentence
