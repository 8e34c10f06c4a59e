"""What a reader gets, before it is drawn: words, tables and pictures in their places.

The templates arrange these values and decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.charts.figure import Figure
    from reportgen.page.parts import Illustration, Table, Term
    from reportgen.prose.facts import Facts
    from reportgen.prose.finding import Finding
    from reportgen.prose.sentence import Sentence
    from reportgen.report.branding import Branding
    from reportgen.report.movement import MovementSection
    from reportgen.segments.naming import Segment
    from reportgen.topics.appendix.section import AppendixSection
    from reportgen.topics.certainty.section import CertaintySection
    from reportgen.topics.method.section import MethodSection


@dataclass(frozen=True)
class Strip:
    """One line of a card's dot-strips."""

    label: Sentence
    svg: str
    figure: Sentence


@dataclass(frozen=True)
class SegmentCard:
    """A segment on one third of a page."""

    segment: Segment
    size: Sentence
    who: Sentence
    rule: Sentence | None
    tried: tuple[Sentence, Sentence] | None
    """What is commonly tried: in a few words, and in full; None where nothing is recommended."""
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class CoverPage:
    """Page one: the finding, its consequence, and what must be known to trust it."""

    eyebrow: Sentence
    headline: Sentence
    consequence: Sentence
    mosaic: Figure
    """Bars of value over customers; of customers alone without a value column."""
    narrow_mosaic: Figure
    """The same, drawn for a phone."""
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class SummaryPage:
    """One page that stands alone."""

    heading: Sentence
    findings: tuple[Finding, ...]
    figures: tuple[Term, ...]
    decisions: Table | None


@dataclass(frozen=True)
class GlanceSection:
    """The segments side by side."""

    heading: Sentence
    pairs: Illustration
    table: Table
    flow: Illustration | None
    """Questions that place most customers; None where there are none, or too many for the page."""


@dataclass(frozen=True)
class MoneySection:
    """Where the value is; only with a value column."""

    heading: Sentence
    marimekko: Illustration
    lorenz: Illustration | None
    grid: Illustration | None


@dataclass(frozen=True)
class CardsSection:
    """A card a segment."""

    heading: Sentence
    cards: tuple[SegmentCard, ...]


@dataclass(frozen=True)
class DifferencesSection:
    """The measures, segment by segment."""

    heading: Sentence
    lead: Sentence
    heat: Illustration
    grid: Illustration | None
    """The recency x frequency grid, where no money section carries it."""
    cohorts: Illustration | None
    """Who came back by month of the first order; only for orders."""


@dataclass(frozen=True)
class BudgetSection:
    """Where effort may go, without figures that the data do not hold."""

    heading: Sentence
    lead: Sentence
    table: Table
    more: tuple[Table, ...]
    """Break-even, scenarios and sizes of tests, as far as their inputs are known."""


@dataclass(frozen=True)
class ReportContent:
    """All of one report."""

    title: str
    running_title: str
    description: str
    company: str | None
    branding: Branding
    language: str
    created: str | None
    """ISO date of the last day that counts; None for data without dates."""
    facts: Facts
    cover: CoverPage
    summary: SummaryPage
    glance: GlanceSection
    money: MoneySection | None
    movement: MovementSection | None
    """What changed; None in a month of which no change is told."""
    who: CardsSection
    differ: DifferencesSection
    budget: BudgetSection | None
    sure: CertaintySection
    method: MethodSection
    appendix: AppendixSection


@dataclass(frozen=True)
class BriefContent:
    """Two pages for somebody with a minute."""

    title: str
    running_title: str
    description: str
    company: str | None
    branding: Branding
    language: str
    created: str | None
    facts: Facts
    eyebrow: Sentence
    headline: Sentence
    lead: Sentence
    figures: tuple[Term, ...]
    findings: tuple[Finding, ...]
    decisions: Table | None
    table: Table
    about: tuple[Term, ...]
    first: Illustration
    """Where the value is; without value, what sets the segments apart."""
    second: Illustration | None
    """What sets the segments apart; without value, how to find them."""
    numbers: Table
    sure: Sentence
    next_month: Sentence
    movement: MovementSection | None = None
    """What changed, which then comes first; None in a month of which no change is told."""
