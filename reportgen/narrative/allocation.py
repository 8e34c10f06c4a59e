"""Words around cost, budget and tests: what each rule divides by, and what none of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.narrative.words import value_word
from reportgen.prose.sentence import Sentence, joined, just, plainly, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts

UNPROMISED = phrase("None of these rules says what the money would bring.")
PROMISED_BY_CURVES = phrase("Only the curves, which are your own, say what the money would bring.")


def break_even(facts: Facts) -> Sentence:
    """What the extra orders are, and what does not count as one."""
    return say(
        "At {cost} a contact, where an order leaves {margin}. Orders that would have come anyway do not "
        "count: a comparison group shows how many these are.",
        cost=facts["effort.contact_cost"],
        margin=facts["effort.margin"],
    )


def rule_title(key: str, analysis: Analysis) -> str:
    """A rule as the head of its column."""
    word = value_word(analysis)
    return {
        "per_head": plainly("Equal per head"),
        "by_value": plainly("By share of {word}", word=word),
        "at_risk": plainly("By {word} at risk", word=word),
        "marginal": plainly("By your response curves"),
    }[key]


def rules(keys: tuple[str, ...], analysis: Analysis, facts: Facts) -> Sentence:
    """Each rule in a sentence, and what none of them says."""
    unpromised = just(PROMISED_BY_CURVES if "marginal" in keys else UNPROMISED)
    return joined((*(_rule(key, analysis, facts) for key in keys), unpromised))


def _rule(key: str, analysis: Analysis, facts: Facts) -> Sentence:
    title, word = rule_title(key, analysis), value_word(analysis)
    match key:
        case "per_head":
            return say("{title}: the same for every customer.", title=title)
        case "by_value":
            return say("{title}: in proportion to past {word}.", title=title, word=word)
        case "at_risk":
            return say(
                "{title}: in proportion to past {word} of customers without an order in the last {months} "
                "months.",
                title=title,
                word=word,
                months=facts["effort.away_months"],
            )
        case _:
            return say(
                "{title}: so that the last unit of money brings the same in every segment that gets any; "
                "a segment without a curve gets none.",
                title=title,
            )


def curves() -> Sentence:
    """How the curves were read."""
    return say(
        "As given in the settings, not measured here. Spending brings the first amount times the share that "
        "spending has of itself and the second amount together."
    )


def tests(facts: Facts) -> Sentence:
    """How the size of a comparison group was found."""
    return say(
        "Draw two groups of this size by lot, contact one, and compare who orders within {months} months. "
        "The size is sixteen times p times one minus p over the square of d (Lehr), where p is the share "
        "that ordered lately, in the last {lately} months, and d a difference of {d} of customers. A share "
        "within that of none or of all is taken as that far away.",
        months=facts["test.months"],
        lately=facts["test.months"],
        d=facts["test.difference"],
    )
