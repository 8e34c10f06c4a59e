"""What a segment buys, and who comes back, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.words import first_fitting
from reportgen.page.parts import ChartText
from reportgen.prose.comparisons import largest
from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, listed, say

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Fact, Facts
    from reportgen.segments.naming import Segment


def products(segment: Segment, analysis: Analysis, facts: Facts) -> Sentence:
    """What most of a segment buy, and what weighs more in its orders than elsewhere."""
    found = next((f for f in analysis.top_products if f.key == segment.key), None)
    if found is None:
        return EMPTY
    key = f"segment.{segment.key}.products"
    common = EMPTY
    if found.commonest is not None:
        common = say(
            " {share} of them bought {product}.",
            share=facts[f"{key}.commonest"],
            product=UserLabel(found.commonest.name),
        )
    if not found.over_indexed:
        return common
    told = (
        say("{product} ({lift} times)", product=UserLabel(product.name), lift=facts[f"{key}.{place}.lift"])
        for place, product in enumerate(found.over_indexed)
    )
    return common + say(" Buy more of: {told}.", told=listed(tuple(told)))


def products_meant(analysis: Analysis) -> Sentence:
    """What "buy more of" means; nothing where no card says it."""
    if not any(found.over_indexed for found in analysis.top_products):
        return EMPTY
    return say(
        "\u201cBuy more of\u201d names products with their part in what the segment buys over their part "
        "in what all other customers buy, counted once a customer and day. At least thirty customers of the "
        "segment bought each."
    )


def cohorts(analysis: Analysis, facts: Facts) -> ChartText:
    """Who came back, by month of the first order."""
    months = analysis.customers.cohorts
    firsts = [facts[f"cohort.{cohort.month}.1"] for cohort in months if cohort.returned]
    hidden = any(fact.value and not fact.text for fact in facts.under("cohort."))
    note = say(
        "Per cent of the customers who first ordered in that month. Months with few new customers are left "
        "out, and the first one of the file, as nobody knows who had ordered before."
    )
    if hidden:
        note += say(" Struck cells hold too few customers to be shown.")
    return ChartText(
        first_fitting((_best(firsts, analysis),), say("Who comes back, by month of the first order")),
        say(
            "Share of each month\u2019s new customers who ordered again so many months later; darker is more"
        ),
        say("Table of cohorts: a row a month of first orders, a column a month since."),
        note,
    )


def _best(firsts: list[Fact], analysis: Analysis) -> Sentence | None:
    """The month whose new customers came back most in the next one, where it is alone."""
    top = largest([fact for fact in firsts if fact.text])
    if top is None:
        return None
    month = analysis.formatter.month(top.key.split(".")[1])
    return say("{share} of those new in {month} came back a month later", share=top, month=UserLabel(month))
