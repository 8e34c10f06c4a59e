"""What a reader gets, before it is drawn: words, tables and pictures in their places.

The templates arrange these values and decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.page.parts import Illustration, Section, Table, Term
    from reportgen.prose.facts import Facts
    from reportgen.prose.finding import Finding
    from reportgen.prose.sentence import Sentence
    from reportgen.report.branding import Branding
    from reportgen.topics.appendix.section import AppendixSection
    from reportgen.topics.budget.section import BudgetSection
    from reportgen.topics.certainty.section import CertaintySection
    from reportgen.topics.method.section import MethodSection
    from reportgen.topics.money.section import MoneySection
    from reportgen.topics.movement.section import MovementSection
    from reportgen.topics.overview.section import CoverPage, GlanceSection, SummaryPage
    from reportgen.topics.segments.section import CardsSection, DifferencesSection


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
    history: Section | None
    """Revenue and customers month by month; None where the data hold no orders."""
    movement: MovementSection | None
    """What changed; None in a month of which no change is told."""
    who: CardsSection
    differ: DifferencesSection
    budget: BudgetSection | None
    more: tuple[Section, ...]
    """Sections of topics without a template of their own."""
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
