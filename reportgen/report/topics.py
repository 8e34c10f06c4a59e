"""The topics of a report, in the order in which their facts are computed. A new topic is a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportgen.topics.advice.facts import advice_facts
from reportgen.topics.appendix.facts import appendix_facts
from reportgen.topics.budget.facts import budget_facts
from reportgen.topics.certainty.facts import certainty_facts
from reportgen.topics.cohorts.facts import cohorts_facts
from reportgen.topics.lifetime.facts import lifetime_facts
from reportgen.topics.method.facts import method_facts
from reportgen.topics.money.facts import money_facts
from reportgen.topics.movement.compute import movement_facts
from reportgen.topics.products.facts import products_facts
from reportgen.topics.rules.facts import rules_facts

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.shared.figures import Shared

TopicFacts = Callable[["Analysis", "Shared"], object | None]
"""Computes a topic's facts, a frozen dataclass of its own; None where the data hold nothing for it."""

TOPICS: tuple[TopicFacts, ...] = (
    rules_facts,
    products_facts,
    cohorts_facts,
    money_facts,
    movement_facts,
    lifetime_facts,
    budget_facts,
    advice_facts,
    certainty_facts,
    method_facts,
    appendix_facts,
)
