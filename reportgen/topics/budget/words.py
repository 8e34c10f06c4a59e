"""Words around cost, budget and tests: what each rule divides by, and what none of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.sentence import Sentence, joined, just, plainly, say
from reportgen.topics.budget.facts import DivisionRule

if TYPE_CHECKING:
    from reportgen.topics.budget.facts import BudgetFigures, ContactFigures

UNPROMISED = phrase("None of these rules says what the money would bring.")
PROMISED_BY_CURVES = phrase("Only the curves, which are your own, say what the money would bring.")


def budget_lead(*, costs_given: bool, word: str) -> Sentence:
    """What is not said of profit, and in which order segments stand."""
    given = (
        say(
            "Costs are as given in the settings; the file holds none, so nothing is said about profit or "
            "about what a campaign would bring."
        )
        if costs_given
        else say(
            "The file holds no costs, so nothing is said about profit or about what a campaign would bring."
        )
    )
    return given + say(
        " Segments stand in the order of past {word}, which is what there is to protect.", word=word
    )


def break_even_note(contact: ContactFigures) -> Sentence:
    """What the extra orders are, and what does not count as one."""
    return say(
        "At {cost} a contact, where an order leaves {margin}. Orders that would have come anyway "
        "do not count: a control group shows how many these are.",
        cost=contact.cost,
        margin=contact.margin,
    )


def rule_title(rule: DivisionRule, word: str) -> str:
    """A rule as the head of its column; `word` is what value is called."""
    match rule:
        case DivisionRule.PER_HEAD:
            return plainly("Equal per head")
        case DivisionRule.BY_VALUE:
            return plainly("By share of {word}", word=word)
        case DivisionRule.AT_RISK:
            return plainly("By {word} at risk", word=word)
        case DivisionRule.CURVES:
            return plainly("By your response curves")


def rules_note(budget: BudgetFigures, word: str) -> Sentence:
    """Each rule in a sentence, and what none of them says."""
    rules = tuple(division.rule for division in budget.divisions)
    unpromised = just(PROMISED_BY_CURVES if DivisionRule.CURVES in rules else UNPROMISED)
    return joined((*(_rule(rule, budget, word) for rule in rules), unpromised))


def _rule(rule: DivisionRule, budget: BudgetFigures, word: str) -> Sentence:
    title = rule_title(rule, word)
    match rule:
        case DivisionRule.PER_HEAD:
            return say("{title}: the same for every customer.", title=title)
        case DivisionRule.BY_VALUE:
            return say("{title}: in proportion to past {word}.", title=title, word=word)
        case DivisionRule.AT_RISK:
            if budget.away_months is None:
                raise ValueError("nobody is away without orders")
            return say(
                "{title}: in proportion to past {word} of customers without an order in the last {months} "
                "months.",
                title=title,
                word=word,
                months=budget.away_months,
            )
        case DivisionRule.CURVES:
            return say(
                "{title}: so that the last unit of money brings the same in every segment that gets any; "
                "a segment without a curve gets none.",
                title=title,
            )


def curves_note() -> Sentence:
    """How the curves were read."""
    return say(
        "As given in the settings, not measured here. Spending brings the first amount times the share that "
        "spending has of itself and the second amount together."
    )
