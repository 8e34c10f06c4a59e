"""The topics of a report, in the order in which their facts are computed. A new topic is a line here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reportgen.topics.advice.facts import advice_facts
from reportgen.topics.appendix.facts import appendix_facts
from reportgen.topics.budget.facts import budget_facts
from reportgen.topics.certainty.facts import certainty_facts
from reportgen.topics.certainty.section import certainty_findings
from reportgen.topics.cohorts.facts import cohorts_facts
from reportgen.topics.cohorts.words import findings as cohorts_findings
from reportgen.topics.history.facts import history_facts
from reportgen.topics.history.findings import month_findings
from reportgen.topics.lifetime.facts import lifetime_facts
from reportgen.topics.method.facts import method_facts
from reportgen.topics.money.facts import money_facts
from reportgen.topics.money.words import findings as money_findings
from reportgen.topics.movement.compute import movement_facts
from reportgen.topics.movement.findings import month_changes
from reportgen.topics.products.facts import products_facts
from reportgen.topics.rules.facts import rules_facts
from reportgen.topics.season.facts import season_facts
from reportgen.topics.season.words import findings as season_findings

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis import Analysis
    from reportgen.page.parts import Section
    from reportgen.prose.finding import Finding
    from reportgen.shared.figures import Shared

F = TypeVar("F")


@dataclass(frozen=True)
class Topic(Generic[F]):
    """One thing that a report speaks of."""

    facts: Callable[[Analysis, Shared], F | None]
    """Its facts, a frozen dataclass of its own; None where the data hold nothing for it."""
    findings: Callable[[F, Shared], tuple[Finding, ...]] | None = None
    """What it has to say to a reader with a minute; ranked with those of all others."""
    section: Callable[[F, Shared], Section | None] | None = None
    """A section of its own, for a topic that has no template; it stands before "How sure we are"."""
    changes: Callable[[F, Shared], tuple[Finding, ...]] | None = None
    """What of it left its normal range this month; it leads before what is true of every month."""


TOPICS: tuple[Topic[Any], ...] = (
    Topic(rules_facts),
    Topic(products_facts),
    Topic(cohorts_facts, cohorts_findings),
    Topic(money_facts, money_findings),
    Topic(history_facts, changes=month_findings),
    Topic(movement_facts, changes=month_changes),
    Topic(season_facts, season_findings),
    Topic(lifetime_facts),
    Topic(budget_facts),
    Topic(advice_facts),
    Topic(certainty_facts, certainty_findings),
    Topic(method_facts),
    Topic(appendix_facts),
)
