"""Every number of a report: shared figures, then each topic's, listed by key in one place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.experiments.design import Recommended
from reportgen.prose.facts import Facts, facts_in
from reportgen.report import topics as registry
from reportgen.shared.figures import Shared, shared_figures
from reportgen.shared.targets import overdue_target
from reportgen.topics.actions.facts import ActionsFacts, actions_facts
from reportgen.topics.actions.section import actions_section
from reportgen.topics.advice.facts import AdviceFacts
from reportgen.topics.movement.facts import MovementFacts
from reportgen.topics.movement.section import asked_targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.page.parts import Section
    from reportgen.prose.facts import Fact
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

    def changes(self) -> tuple[Finding, ...]:
        """What left its normal range this month, in the order of the topics."""
        spoken = ((topic.changes, facts) for topic, facts in self.topics if topic.changes)
        return tuple(chain.from_iterable(find(facts, self.shared) for find, facts in spoken))

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
    actions = actions_of(analysis, ReportFacts(shared, topics, Facts(())))
    topics = (*topics, actions)
    listed = Facts(chain(facts_in(shared), facts_in([facts for _, facts in topics])))
    return ReportFacts(shared, topics, listed)


def actions_of(analysis: Analysis, computed: ReportFacts) -> tuple[Topic[Any], ActionsFacts]:
    """Actions test what the others recommend, and so come last."""
    tested = recommended(computed)
    facts = actions_facts(analysis, tested, average_orders(tested, computed.shared))
    return registry.Topic(lambda _analysis, _shared: facts, section=actions_section), facts


def average_orders(tested: Sequence[Recommended], shared: Shared) -> Mapping[str, Fact]:
    """By segment, what an order brings of those whom its action is for; of segments where that is known."""
    found = {}
    for each in tested:
        group = None if shared.overdue is None else shared.overdue.segments.get(each.segment)
        late = group if each.overdue else None
        size = shared.orders.get(each.segment) if late is None else late.order
        if size is not None:
            found[each.segment] = size.order
    return found


def recommended(computed: ReportFacts) -> tuple[Recommended, ...]:
    """What to do with each segment; none where the month's news asks to call all who are concerned."""
    advice, shared = computed.of(AdviceFacts), computed.shared
    if advice is None:
        return ()
    asked = {target.segment.key for target in asked_targets(computed.of(MovementFacts), shared)}
    found = []
    for figures in shared.segments:
        key = figures.segment.key
        late = overdue_target(figures, shared) is not None and advice.overdue[key].specific
        play = advice.overdue[key] if late else advice.plays[key]
        if play.specific and key not in asked:
            found.append(
                Recommended(
                    key,
                    play.key,
                    play.objective,
                    play.months,
                    overdue=late,
                    in_season=play.in_season,
                    asks=play.asks,
                )
            )
    return tuple(found)
