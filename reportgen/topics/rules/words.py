"""The rules in words: how to find a segment's customers, and what the drawing of the questions shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import AND, Sentence, capitalised, counted, joined, say
from reportgen.shared.words import label_of, spoken
from reportgen.topics.rules.facts import TreeOutcomeFigures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.features.table import Feature
    from reportgen.topics.rules.facts import Condition, RulesFacts, TreeFigures

MOST_PATHS = 2
"""Ways to a segment that a sentence can hold; more are told by the drawing alone."""
OPERATORS = {"<=": phrase("up to {limit}"), ">": phrase("over {limit}")}
EITHER = phrase(", or ")


def rule_of(key: str, rules: RulesFacts | None) -> Sentence | None:
    """How to find a segment's customers, and how well that works; None where no short rule does."""
    rule = None if rules is None else rules.segments.get(key)
    if rule is None or len(rule.paths) > MOST_PATHS:
        return None
    return say(
        "{conditions}. This finds {recall} of them; {precision} of those found belong here.",
        conditions=capitalised(joined(tuple(map(_path, rule.paths)), EITHER)),
        recall=rule.recall,
        precision=rule.precision,
    )


def _path(conditions: Sequence[Condition]) -> Sentence:
    """Such as: spend over 120 and up to 300 and orders up to 4."""
    features = dict.fromkeys(condition.feature for condition in conditions)
    limited = tuple(
        _condition(feature, [condition for condition in conditions if condition.feature == feature])
        for feature in features
    )
    return joined(limited, AND)


def _condition(feature: Feature, conditions: Sequence[Condition]) -> Sentence:
    """Such as: spend over 120 and up to 300; or, of nought or one: coming for a season only: no."""
    if not conditions[0].yes_or_no:
        return say("{label} {limits}", label=label_of(feature), limits=_limits(conditions))
    template = phrase("{label}: yes") if conditions[0].operator == ">" else phrase("{label}: no")
    return say(template, label=label_of(feature))


def _limits(conditions: Sequence[Condition]) -> Sentence:
    """One measure's lower limit, its upper limit, or both; of two on one side the later first."""
    backwards = tuple(reversed(conditions))
    ordered = sorted(backwards, key=lambda condition: condition.operator, reverse=True)
    return joined(tuple(say(OPERATORS[each.operator], limit=each.limit) for each in ordered), AND)


def flow_text(rules: RulesFacts) -> ChartText:
    """The questions as a flowchart."""
    title = counted(
        "{n} question places {fidelity} of customers in the right segment",
        "{n} questions place {fidelity} of customers in the right segment",
        round(rules.questions.shown),
        n=rules.questions,
        fidelity=rules.fidelity,
    )
    note = say(
        "A simplified guide; the exact assignment uses the model itself. The share in the title "
        "was tested on customers kept aside; the boxes count everybody."
    )
    subtitle = say("A segment by yes-or-no questions")
    return ChartText(title, subtitle, joined(tuple(_steps(rules.tree))), note)


def _steps(node: TreeFigures) -> Iterator[Sentence]:
    if isinstance(node, TreeOutcomeFigures):
        yield say("then {name}.", name=spoken(node.segment))
        return
    if node.yes_or_no:
        yield say("If the answer to \u201c{label}\u201d is no:", label=label_of(node.feature))
        yield from _steps(node.low)
        yield say("If it is yes:")
        yield from _steps(node.high)
        return
    yield say("If {label} is {limit} or less:", label=label_of(node.feature), limit=node.limit)
    yield from _steps(node.low)
    yield say("If it is more than {limit}:", limit=node.limit)
    yield from _steps(node.high)
