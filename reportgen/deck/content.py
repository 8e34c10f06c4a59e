"""What stands on the slides, before they are drawn: words, tables, and the numbers of charts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence

if TYPE_CHECKING:
    from reportgen.page.parts import ChartText, Table, Term
    from reportgen.report.branding import Branding


class Measured(StrEnum):
    """What a chart's numbers are, and so how they are written."""

    SHARE = "share"
    MONEY = "money"
    COUNT = "count"
    DEGREE = "degree"
    """0 to 1, with two decimals."""


class Form(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    """Lying, a group for each category; the first on top."""
    COLUMNS = "columns"
    LINES = "lines"


@dataclass(frozen=True)
class ChartSeries:
    """One row of numbers of a chart."""

    name: str
    values: tuple[float | None, ...]
    """As the report prints them, rounded; None where it prints none."""
    colour: str
    """#RRGGBB."""
    texts: tuple[str | None, ...] = ()
    """By category: what the report prints where the number alone would be written otherwise."""
    dashed: bool = False


@dataclass(frozen=True)
class NativeChart:
    """A chart that PowerPoint draws from a table of its own."""

    form: Form
    measured: Measured
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    text: ChartText
    """Title, subtitle and alternative text."""
    colours: tuple[str, ...] = ()
    """By category, where a chart of one series shows segments."""


@dataclass(frozen=True)
class Slide:
    """One slide: a title that states the finding, what supports it, and nothing else."""

    eyebrow: Sentence
    title: Sentence
    lead: Sentence = EMPTY
    charts: tuple[NativeChart, ...] = ()
    """Up to two, side by side; beside a table or terms only one."""
    table: Table | None = None
    terms: tuple[Term, ...] = ()
    """Paragraph beside or below; on the first slide, large figures."""
    note: Sentence = EMPTY


@dataclass(frozen=True)
class Deck:
    """All slides of one report."""

    title: str
    owner: str
    language: str
    """A locale, such as en_GB."""
    currency: str | None
    created: str | None
    """ISO date of the last day that counts; None for data without dates."""
    branding: Branding
    slides: tuple[Slide, ...]
