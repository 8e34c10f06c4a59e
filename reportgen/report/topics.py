"""The topics of a report, in the order in which their facts are computed. A new topic is a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportgen.topics.appendix.facts import appendix_facts
from reportgen.topics.certainty.facts import certainty_facts
from reportgen.topics.lifetime.facts import lifetime_facts
from reportgen.topics.method.facts import method_facts

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.shared.figures import Shared

TopicFacts = Callable[["Analysis", "Shared"], object | None]
"""Computes a topic's facts, a frozen dataclass of its own; None where the data hold nothing for it."""

TOPICS: tuple[TopicFacts, ...] = (lifetime_facts, certainty_facts, method_facts, appendix_facts)
