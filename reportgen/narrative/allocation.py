"""Words around cost, budget and tests: what each rule divides by, and what none of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.claims.sentence import Sentence, joined, say
from reportgen.narrative.words import value_word

if TYPE_CHECKING:
    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Facts

UNPROMISED = "None of these rules says what the money would bring."
PROMISED_BY_CURVES = "Only the curves, which are your own, say what the money would bring."


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
        "per_head": "Equal per head",
        "by_value": f"By share of {word}",
        "at_risk": f"By {word} at risk",
        "marginal": "By your response curves",
    }[key]


def rules(keys: tuple[str, ...], analysis: Analysis, facts: Facts) -> Sentence:
    """Each rule in a sentence, and what none of them says."""
    unpromised = say(PROMISED_BY_CURVES if "marginal" in keys else UNPROMISED)
    return joined((*(_rule(key, analysis, facts) for key in keys), unpromised))


def _rule(key: str, analysis: Analysis, facts: Facts) -> Sentence:
    title, word = rule_title(key, analysis), value_word(analysis)
    match key:
        case "per_head":
            return say(f"{title}: the same for every customer.")
        case "by_value":
            return say(f"{title}: in proportion to past {word}.")
        case "at_risk":
            months = facts["effort.away_months"]
            whose = f"{title}: in proportion to past {word} of customers without an order"
            return say(whose + " in the last {months} months.", months=months)
        case _:
            return say(
                f"{title}: so that the last unit of money brings the same in every segment that gets any; "
                "a segment without a curve gets none."
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
