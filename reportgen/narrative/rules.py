"""The plain rules of a segment in a sentence, with every limit a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.narrative.words import label_of
from reportgen.prose.sentence import AND, capitalised, joined, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts
    from reportgen.prose.sentence import Sentence
    from reportgen.segments.naming import Segment

Path = tuple[tuple[str, str, float], ...]
MOST_PATHS = 2
"""Ways to a segment that a sentence can hold; more are told by the drawing alone."""
SIDES = {"<=": phrase("up to {limit}"), ">": phrase("over {limit}")}
EITHER = phrase(", or ")


def rule_of(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence | None:
    """How to find a segment's customers, and how well that works; None where no short rule does."""
    rules = analysis.rules.rules if analysis.rules else ()
    rule = next((rule for rule in rules if rule.key == segment.key), None)
    if rule is None or len(rule.conditions) > MOST_PATHS:
        return None
    paths = tuple(
        _path(steps, f"rules.{rule.key}.{number}", analysis, facts)
        for number, steps in enumerate(rule.conditions)
    )
    return say(
        "{conditions}. This finds {recall} of them; {precision} of those found belong here.",
        conditions=capitalised(joined(paths, EITHER)),
        recall=facts[f"rules.{rule.key}.recall"],
        precision=facts[f"rules.{rule.key}.precision"],
    )


def _path(steps: Path, key: str, analysis: Analysis, facts: Facts) -> Sentence:
    """Such as: spend over 120 and up to 300 and orders up to 4."""
    measures = dict.fromkeys(name for name, _, _ in steps)
    limited = tuple(
        say(
            "{label} {limits}",
            label=label_of(analysis.customers.feature(name)),
            limits=_limits(name, steps, key, facts),
        )
        for name in measures
    )
    return joined(limited, AND)


def _limits(name: str, steps: Path, key: str, facts: Facts) -> Sentence:
    """One measure's lower limit, its upper limit, or both."""
    own = sorted(
        ((operator, place) for place, (feature, operator, _) in enumerate(steps) if feature == name),
        reverse=True,
    )
    sides = tuple(say(SIDES[operator], limit=facts[f"{key}.{place}"]) for operator, place in own)
    return joined(sides, AND)
