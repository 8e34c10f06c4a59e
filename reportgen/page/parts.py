"""Parts of a page: a table, a picture with its words, a term."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Name, Sentence

if TYPE_CHECKING:
    from reportgen.charts.figure import Figure
    from reportgen.prose.facts import Fact
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


def titled(picture: Illustration, title: Sentence) -> Illustration:
    """The same picture under another title."""
    return replace(picture, text=replace(picture.text, title=title))


@dataclass(frozen=True)
class Head:
    """A column's head."""

    text: Sentence
    numeric: bool = False


def numeric_heads(*texts: Sentence) -> tuple[Head, ...]:
    """Heads of columns of figures."""
    return tuple(Head(text, numeric=True) for text in texts)


@dataclass(frozen=True)
class Row:
    """One row; the first cell is its head."""

    cells: tuple[Sentence, ...]
    segment: Segment | None = None


def cell(fact: Fact | None) -> Sentence:
    """A fact in a cell; empty where there is none."""
    return EMPTY if fact is None else Sentence((fact,))


def name_cell(segment: Segment) -> Sentence:
    """A segment's name in a cell."""
    return Sentence((Name(segment.key, segment.name),))


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


@dataclass(frozen=True)
class KeyFigure:
    """A large figure: what it counts, and below it how it changed or whom it is about."""

    label: Sentence
    value: Sentence
    note: Sentence = EMPTY


@dataclass(frozen=True)
class Section:
    """A section of the report that needs no template of its own: words, then pictures, then tables."""

    key: str
    """Its anchor; letters and hyphens."""
    eyebrow: Sentence
    """The topic in a word or two."""
    heading: Sentence
    lead: Sentence = EMPTY
    pictures: tuple[Illustration, ...] = ()
    tables: tuple[Table, ...] = ()
