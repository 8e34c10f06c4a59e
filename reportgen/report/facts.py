"""Every number of a report: shared figures, then each topic's, listed by key in one place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from reportgen.claims.state import state
from reportgen.prose.facts import Facts, facts_in
from reportgen.report.topics import TOPICS
from reportgen.shared.figures import Shared, shared_figures

if TYPE_CHECKING:
    from reportgen.analysis import Analysis

T = TypeVar("T")


@dataclass(frozen=True)
class ReportFacts:
    """What a report's words, tables and charts are made of."""

    shared: Shared
    topics: tuple[object, ...]
    """The facts of every topic that has any, each of a type of its own."""
    listed: Facts
    """The same, by key."""

    def of(self, topic: type[T]) -> T | None:
        """The facts of a topic, by their type; None where the data hold nothing for it."""
        return next((facts for facts in self.topics if isinstance(facts, topic)), None)

    def need(self, topic: type[T]) -> T:
        """The facts of a topic that every report has.

        Raises:
            LookupError: there are none.
        """
        found = self.of(topic)
        if found is None:
            raise LookupError(f"no {topic.__name__} in this report")
        return found


def compute_facts(analysis: Analysis) -> ReportFacts:
    """All facts of a build.

    Raises:
        ValueError: two facts have one key.
    """
    shared = shared_figures(analysis)
    made = (facts(analysis, shared) for facts in TOPICS)
    topics = tuple(facts for facts in made if facts is not None)
    return ReportFacts(shared, topics, Facts(chain(facts_in(shared), facts_in(topics), state(analysis))))
