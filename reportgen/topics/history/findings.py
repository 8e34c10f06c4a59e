"""The month as a whole, where its revenue left its normal range; and that nobody new orders any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import MONTH, NONE_NEW, Finding
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.topics.history.facts import A_YEAR
from reportgen.topics.history.unnumbered import unnumbered_finding

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared
    from reportgen.topics.history.facts import HistoryFacts, NoneNew, RevenueRange

MORE, LESS = (
    phrase("{month} brought {revenue}, {gap} more than the {usual} expected"),
    phrase("{month} brought {revenue}, {gap} less than the {usual} expected"),
)
NO_NEW, HARDLY = phrase("No new customer since {month}"), phrase("Hardly a new customer since {month}")
NOBODY_COMES, FEW_COME = (
    phrase("{then} were new in that month. Either nobody new has come since, or the file lacks them."),
    phrase(
        "{then} were new in that month. Either hardly anybody new has come since, or the file lacks them."
    ),
)
ABOVE, BELOW = (
    phrase("revenue {gap} above the {usual} expected"),
    phrase("revenue {gap} below the {usual} expected"),
)


def month_findings(facts: HistoryFacts, _shared: Shared | None = None) -> tuple[Finding, ...]:
    """What is news of the month as a whole."""
    more = facts.unnumbered
    without = () if more is None else (unnumbered_finding(more, facts.this.month),)
    return (*_month(facts), *_none_new(facts), *without)


def _none_new(facts: HistoryFacts) -> tuple[Finding, ...]:
    """That nobody orders for the first time any more: a shop that ails, or a file that lacks somebody.

    It leads where less came in than a year before, as that is what is at stake.
    """
    none, this = facts.none_new, facts.this
    if none is None:
        return ()
    headline, lapsed = _nobody(facts, none), this.lapsed
    if lapsed is not None and lapsed.shown:
        headline += say("; {n} more have not ordered for a year", n=lapsed)
    return (
        Finding(
            NONE_NEW,
            headline,
            _fallen_or_missing(none),
            (),
            in_short=(say("nobody new ordered"),),
            leads=none.less is not None,
            money=none.less,
            customers=this.ordered,
            rises=False,
            unusual=none.unusual,
        ),
    )


def _fallen_or_missing(none: NoneNew) -> Sentence:
    """What may be behind it: nobody comes any more, or the file holds a part of the customers only."""
    if none.since is None or none.then is None:
        return say("Either nobody new comes, or the file lacks them.")
    text = FEW_COME if none.few_since else NOBODY_COMES
    return say(text, then=none.then)


def _nobody(facts: HistoryFacts, none: NoneNew) -> Sentence:
    """For how long nobody new has ordered."""
    if none.since is None or facts.months[-2].month.text == none.since.text:
        return say("Nobody new ordered in {month}", month=facts.this.month)
    text = HARDLY if none.few_since else NO_NEW
    return say(text, month=none.since)


def _month(facts: HistoryFacts) -> tuple[Finding, ...]:
    """That the month brought more or less than earlier ones explain.

    It leads no page where the file holds no such month of an earlier year, or that one tells otherwise: then
    it may be the season.
    """
    normal, this = facts.normal, facts.this
    if normal is None or not normal.is_signal or not normal.gap.shown:
        return ()
    rises = this.revenue.shown > normal.expected.shown
    change = facts.revenue.on_year
    headline, short = (MORE, ABOVE) if rises else (LESS, BELOW)
    figures = {"gap": normal.gap, "usual": normal.expected}
    return (
        Finding(
            MONTH,
            say(headline, month=this.month, revenue=this.revenue, **figures),
            _detail(facts, normal),
            (),
            in_short=(say(short, **figures),),
            leads=change is not None and (change.shown > 0) is rises,
            money=normal.gap,
            customers=this.ordered,
            rises=rises,
            unusual=1.0,
        ),
    )


def _detail(facts: HistoryFacts, normal: RevenueRange) -> Sentence:
    """The range and what it follows from, the year before, and how many ordered."""
    range_ = say(
        "Normally {low} to {high}, by the {months} months before.",
        low=normal.low,
        high=normal.high,
        months=normal.months,
    )
    return joined((range_, *(part for part in (_known(facts), _who_ordered(facts)) if part.pieces)))


def _known(facts: HistoryFacts) -> Sentence:
    """What earlier years tell of this month."""
    year, change = facts.year_before, facts.revenue.on_year
    if year is None or change is None:
        return say("The file holds no such month of an earlier year, so it may be the season.")
    return say("That is {change} on {before}.", change=change, before=year.month)


def _who_ordered(facts: HistoryFacts) -> Sentence:
    """Whether fewer people ordered, or ordered for less."""
    on = facts.ordered.on_year
    if on is None or not facts.this.ordered.shown or len(facts.months) <= A_YEAR:
        return EMPTY
    return say("{n} customers ordered in it: {change} on the year before.", n=facts.this.ordered, change=on)
