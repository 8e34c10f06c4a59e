"""What a reader gets, before it is drawn: words, tables and pictures in their places.

The templates arrange these values and decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.page.parts import Illustration, KeyFigure, Section, Table, Term
    from reportgen.prose.facts import Facts
    from reportgen.prose.sentence import Sentence
    from reportgen.report.branding import Branding
    from reportgen.topics.advice.decisions import Decision
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
    """Two pages for somebody with two minutes: what matters, what it is worth, what to do."""

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
    in_short: tuple[Sentence, ...]
    """The headline in fewer words, the fullest first; for the subject of a message."""
    figures: tuple[KeyFigure, ...]
    story: Illustration
    """The drawing that carries the headline."""
    first: Decision | None
    """What to do first; None where nothing is recommended."""
    before: Sentence
    """What to make sure of before that; empty where nothing is in doubt."""
    then: tuple[Decision, ...]
    notes: tuple[Term, ...]
    """What changed, the last action, how sure, what is not in the data, whom to ask; as far as known."""
    table: Table
    movement: Illustration | None
    """Who moved; None in a month that is compared with none."""
    history: Illustration | None
    """The segments over the months, or else what sets them apart."""
    spare: Illustration | None
    """One picture more, for a page that has room to spare."""
    definitions: tuple[Term, ...]
    """Data, segments, and what the figures mean, in four lines."""
