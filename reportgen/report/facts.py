"""Every number of a report: shared figures, then each topic's, listed by key in one place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.prose.facts import Facts, facts_in
from reportgen.report import topics as registry
from reportgen.shared.figures import Shared, shared_figures

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.page.parts import Section
    from reportgen.prose.finding import Finding
    from reportgen.report.topics import Topic

T = TypeVar("T")


@dataclass(frozen=True)
class ReportFacts:
    """What a report's words, tables and charts are made of."""

    shared: Shared
    topics: tuple[tuple[Topic[Any], object], ...]
    """Every topic that has facts, with them; each is of a type of its own."""
    listed: Facts
    """The same, by key."""

    def of(self, topic: type[T]) -> T | None:
        """The facts of a topic, by their type; None where the data hold nothing for it."""
        return next((facts for _, facts in self.topics if isinstance(facts, topic)), None)

    def need(self, topic: type[T]) -> T:
        """The facts of a topic that every report has.

        Raises:
            LookupError: there are none.
        """
        found = self.of(topic)
        if found is None:
            raise LookupError(f"no {topic.__name__} in this report")
        return found

    def findings(self) -> tuple[Finding, ...]:
        """What the topics find, in their order."""
        spoken = ((topic.findings, facts) for topic, facts in self.topics if topic.findings)
        return tuple(chain.from_iterable(find(facts, self.shared) for find, facts in spoken))

    def sections(self) -> tuple[Section, ...]:
        """The sections of topics that have no template of their own, in their order."""
        made = (topic.section(facts, self.shared) for topic, facts in self.topics if topic.section)
        return tuple(section for section in made if section is not None)


def compute_facts(analysis: Analysis) -> ReportFacts:
    """All facts of a build.

    Raises:
        ValueError: two facts have one key.
    """
    shared = shared_figures(analysis)
    made = ((topic, topic.facts(analysis, shared)) for topic in registry.TOPICS)
    topics = tuple((topic, facts) for topic, facts in made if facts is not None)
    listed = Facts(chain(facts_in(shared), facts_in([facts for _, facts in topics])))
    return ReportFacts(shared, topics, listed)
