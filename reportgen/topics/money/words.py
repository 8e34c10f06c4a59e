"""What is said of where the money is: findings, the section's heading, the words around its charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import ChartText
from reportgen.prose.comparisons import more
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, joined, say
from reportgen.shared.comparisons import leader
from reportgen.shared.words import first_fitting, in_window, measured_in, members, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, SegmentWorth, Shared, TotalWorth
    from reportgen.topics.money.facts import (
        ConcentrationFigures,
        GiantFigures,
        GridCell,
        MoneyFacts,
        OnceFigures,
    )

MUCH, MANY = 0.1, 0.3
"""Share of value from which the largest hundredth is news; share of customers from which buying once is."""
BEST = (5, 5)
"""Scores of those who order both often and lately."""


def findings(money: MoneyFacts, shared: Shared) -> tuple[Finding, ...]:
    """Who brings the value, in the order in which a reader needs it; what cannot be said is absent."""
    giants = None if money.concentration is None else money.concentration.giants
    made = (
        worth_finding(shared),
        None if giants is None else giants_finding(giants, shared),
        None if money.once is None else once_finding(money.once, shared),
    )
    return tuple(finding for finding in made if finding is not None)


def worth_finding(shared: Shared) -> Finding | None:
    """The segment that brings most value, where that is more than its share of the customers."""
    top = leader(shared, lambda each: None if each.worth is None else each.worth.share)
    if top is None or top.worth is None or shared.total.worth is None or not more(top.worth.share, top.share):
        return None
    detail = say(
        "{name}: {each} a customer on average, against {all} for all customers.",
        name=spoken(top.segment),
        each=top.worth.each,
        all=shared.total.worth.each,
    )
    return Finding(
        "worth",
        _worth_headline(top, top.worth, shared),
        detail,
        (top.segment.key,),
        _account_for(top, top.worth, shared.total.worth, shared),
        in_short=(_bring(top, top.worth, shared),),
        leads=True,
        money=top.worth.value,
        customers=top.customers,
        unusual=top.worth.share.shown - top.share.shown,
    )


def _bring(top: SegmentFigures, worth: SegmentWorth, shared: Shared) -> Sentence:
    """How few customers bring how much."""
    return say(
        "{n} customers bring {value} of {word}", n=top.customers, value=worth.share, word=shared.value_word
    )


def _worth_headline(top: SegmentFigures, worth: SegmentWorth, shared: Shared) -> Sentence:
    """The same with how many of them are overdue, where that can be said."""
    group = None if shared.overdue is None else shared.overdue.segments.get(top.segment.key)
    alone = _bring(top, worth, shared)
    if group is None:
        return alone
    with_overdue = say(
        "{n} customers bring {value} of {word}; {late} of them are overdue",
        n=top.customers,
        value=worth.share,
        word=shared.value_word,
        late=group.customers,
    )
    return first_fitting((with_overdue,), alone)


NONE_LATE, HARDLY_ANY_LATE = (
    phrase(
        "The {whom} bring {amount} of {total} in {months} {months:month|months}; none of them is overdue."
    ),
    phrase(
        "The {whom} bring {amount} of {total} in {months} {months:month|months}; hardly any of them are "
        "overdue."
    ),
)


def _account_for(top: SegmentFigures, worth: SegmentWorth, total: TotalWorth, shared: Shared) -> Sentence:
    """The same in money, and that they order as ever where hardly any of them is overdue."""
    whom, amount, window, overdue = members(top.segment), worth.value, shared.covers, shared.overdue
    if window is None or overdue is None or top.segment.key in overdue.segments:
        return say(
            "The {whom} bring {amount} of {total}{window}.",
            whom=whom,
            amount=amount,
            total=total.value,
            window=in_window(window),
        )
    text = NONE_LATE if top.segment.key in overdue.none else HARDLY_ANY_LATE
    return say(
        text,
        whom=whom,
        amount=amount,
        total=total.value,
        months=window.months,
    )


def giants_finding(giants: GiantFigures, shared: Shared) -> Finding | None:
    """A hundredth of the customers who carry a tenth of value or more."""
    if giants.value.shown < MUCH:
        return None
    headline = say(
        "Just {n} customers ({share}) bring {value} of {word}",
        n=giants.customers,
        share=giants.share,
        value=giants.value,
        word=shared.value_word,
    )
    listed = say(" They are listed in customers.csv.") if shared.writes_lists else EMPTY
    return Finding(
        "giants",
        headline,
        _about_giants(giants, shared) + listed,
        (),
        leads=True,
        money=giants.spent,
        customers=giants.customers,
        unusual=giants.value.shown - giants.share.shown,
    )


def _about_giants(giants: GiantFigures, shared: Shared) -> Sentence:
    """Where they stand, and what is left without them."""
    home = giants.home
    if home is None:
        return say("Look at them one by one before you act on an average.")
    name, here, rest = spoken(shared.of(home.key).segment), home.customers, home.aside
    if here is None:
        return say("Most of them are in {name}, whose other customers bring {rest}.", name=name, rest=rest)
    if here.shown == giants.customers.shown:
        return say("All of them are in {name}, whose other customers bring {rest}.", name=name, rest=rest)
    return say("{n} of them are in {name}, whose other customers bring {rest}.", n=here, name=name, rest=rest)


def once_finding(once: OnceFigures, shared: Shared) -> Finding | None:
    """Customers who ordered on one day only, where they are many."""
    if once.share.shown < MANY:
        return None
    headline = _ordered_once(once, shared)
    detail = say("They bring {value} of {word}.", value=once.value, word=shared.value_word)
    return Finding(
        "once",
        headline,
        detail,
        (),
        leads=True,
        money=once.spent,
        customers=once.customers,
        unusual=max(once.share.shown - once.value.shown, 0.0),
    )


def _ordered_once(once: OnceFigures, shared: Shared) -> Sentence:
    """How many they are, and how many of them the segment holds that has most: its name asks for more."""
    home, here = once.home, once.here
    if home is None or here is None or here.shown == once.customers.shown:
        return say("{n} customers ({share}) ordered on one day only", n=once.customers, share=once.share)
    return say(
        "{n} customers ({share}) ordered on one day only, {here} of them in {name}",
        n=once.customers,
        share=once.share,
        here=here,
        name=spoken(shared.of(home).segment),
    )


def money_heading(shared: Shared) -> Sentence:
    """What one customer of the most valuable kind brings, where one kind is alone at the top."""
    top = leader(shared, lambda each: None if each.worth is None else each.worth.index)
    neutral = say("Where the {word} is", word=shared.value_word)
    if top is None or top.worth is None:
        return neutral
    times = say(
        "A customer in {name} brings {times} times the average",
        name=spoken(top.segment),
        times=top.worth.index,
    )
    return first_fitting((times,), neutral)


def marimekko_text(worth: TotalWorth, shared: Shared) -> ChartText:
    """Value per customer over share of customers."""
    word = shared.value_word
    ranked = sorted((own.each for _, own in shared.worth), key=lambda each: each.shown)
    low, high = ranked[0], ranked[-1]
    runs = capitalised(say("{word} per customer runs from {low} to {high}", word=word, low=low, high=high))
    subtitle = say("Width: share of customers; height: {word} per customer; area: {word}", word=word)
    rows = tuple(
        say("{name}: {each} each.", name=spoken(each.segment), each=own.each) for each, own in shared.worth
    )
    return ChartText(
        first_fitting(
            (runs if low.text != high.text else None,),
            capitalised(say("{word} per customer by segment", word=word)),
        ),
        measured_in(subtitle, shared.covers),
        joined(rows) + say(" All customers: {each}.", each=worth.each),
    )


def lorenz_text(concentration: ConcentrationFigures, shared: Shared) -> ChartText:
    """Concentration of value among customers."""
    top, value, word = concentration.top, concentration.top_value, shared.value_word
    title = say("The top {top} of customers bring {value} of {word}", top=top, value=value, word=word)
    alt = say(
        "Curve of the share of {word} against the share of customers, highest first: "
        "the top {top} bring {value}.",
        word=word,
        top=top,
        value=value,
    )
    subtitle = say("Share of {word} by share of customers, highest first", word=word)
    return ChartText(title, measured_in(subtitle, shared.covers), alt)


def grid_text(cells: Mapping[GridCell, Fact]) -> ChartText:
    """Customers by recency and frequency score."""
    best = cells[BEST]
    title = say("{n} customers order both often and lately", n=best) if best.text and best.shown else None
    alt = say("Five by five grid of recency and frequency scores with counts of customers.")
    if title is not None:
        alt += say(" {n} have the highest score on both.", n=best)
    return ChartText(
        first_fitting((title,), say("Customers by recency and frequency score")),
        say("Customers by score; the stronger the colour, the more"),
        alt,
        _grid_note(cells),
    )


def _grid_note(cells: Mapping[GridCell, Fact]) -> Sentence:
    note = say(
        "Recency by fifths of the customers; frequency by fifths, or by fixed numbers of orders where many "
        "ordered once."
    )
    hidden = any(not fact.text for fact in cells.values())
    return note + (say(" Struck cells hold too few customers to be shown.") if hidden else EMPTY)
