"""Sentences about control groups: how the next actions are tested, or why they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.experiments.design import Feasible
from reportgen.prose.sentence import Sentence, counted, joined, just, listed, say
from reportgen.shared.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.actions.facts import ActionsFacts, DesignFigures

CONTACT_LISTED, CONTACT_SOME = (
    phrase("Contact {contact} and leave out the {control} in lists/control."),
    phrase("Contact {contact} and leave out {control} as a control group."),
)


def check(segment: str, facts: ActionsFacts, shared: Shared) -> Sentence | None:
    """How it will be known that a recommended action worked; None where the user draws no control groups."""
    running, design = facts.running(segment), facts.designs.get(segment)
    if running is not None and running.control is not None:
        return say(
            "The action of {on} is still running, with {control} left out; its result is due on {day}.",
            on=running.on,
            control=running.control.customers,
            day=running.read,
        )
    if design is not None:
        return _how(design, shared)
    if not shared.has_orders and facts.recommends:
        return say("This file holds no orders, so it cannot tell what an action does.")
    return None


def checks(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    """The same for every segment of which somebody is left out."""
    return {key: said for key, said in _said(facts, shared).items() if _leaves_out(key, facts)}


def untested(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    """Why the others are not tested."""
    return {key: said for key, said in _said(facts, shared).items() if not _leaves_out(key, facts)}


def held_back(facts: ActionsFacts) -> Mapping[str, Sentence]:
    """By segment, how many its list holds and how many are held back, where somebody is."""
    return {
        key: say(
            "{contact} to contact, {control} held back to compare",
            contact=contact,
            control=control,
        )
        for key, contact, control in _divided(facts)
    }


def to_contact(facts: ActionsFacts) -> Mapping[str, Fact]:
    """By segment, how many its list holds, where somebody is held back."""
    return {key: contact for key, contact, _ in _divided(facts)}


def _divided(facts: ActionsFacts) -> Iterator[tuple[str, Fact, Fact]]:
    for key, design in facts.designs.items():
        if design.control is not None and facts.running(key) is None:
            yield key, design.contact, design.control


def _said(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    keys = (figures.segment.key for figures in shared.segments)
    made = ((key, check(key, facts, shared)) for key in keys)
    return {key: sentence for key, sentence in made if sentence is not None}


def _leaves_out(key: str, facts: ActionsFacts) -> bool:
    design = facts.designs.get(key)
    return facts.running(key) is not None or (design is not None and design.control is not None)


def _how(figures: DesignFigures, shared: Shared) -> Sentence:
    if figures.control is None:
        return _untested(figures, shared)
    text = CONTACT_LISTED if shared.writes_lists else CONTACT_SOME
    groups = say(text, contact=figures.contact, control=figures.control)
    return joined((groups, _seen(figures, shared)))


def _untested(figures: DesignFigures, shared: Shared) -> Sentence:
    match figures.design.feasible:
        case Feasible.SATURATED:
            return say(
                "{share} of them order within {months} {months:month|months} anyway, so a test cannot show "
                "a rise.",
                share=figures.share,
                months=figures.months,
            )
        case _:
            if not shared.writes_lists:
                return say("Too few people to measure the effect: contact all of them.")
            return say("Too few people to measure the effect: contact all on the list.")


def _seen(figures: DesignFigures, shared: Shared) -> Sentence:
    """What the test can show, and when it is read."""
    rise, months = figures.rise, figures.months
    match figures.design.feasible:
        case Feasible.LIKE_SEGMENTS:
            partners = listed(tuple(spoken(shared.of(key).segment) for key in figures.design.partners))
            return say(
                "Together with {partners}, a rise of {rise} points can be seen after {months} "
                "{months:month|months}.",
                partners=partners,
                rise=rise,
                months=months,
            )
        case Feasible.MONTHS:
            return say(
                "Repeated for {together} months, a rise of {rise} points can be seen, each time after "
                "{months} {months:month|months}.",
                together=figures.together,
                rise=rise,
                months=months,
            )
        case _:
            return counted(
                "A rise of {rise} points can be seen after {months} month.",
                "A rise of {rise} points can be seen after {months} months.",
                round(months.shown),
                rise=rise,
                months=months,
            )


_WAYS = {
    Feasible.ALONE: phrase("alone"),
    Feasible.LONGER: phrase("alone, for longer"),
    Feasible.TOO_FEW: phrase("too few to test"),
    Feasible.TOO_RARE: phrase("too few orders to test"),
    Feasible.SATURATED: phrase("nearly all order anyway"),
}


def way(figures: DesignFigures, shared: Shared) -> Sentence:
    """How a segment can be tested, in a cell."""
    match figures.design.feasible:
        case Feasible.LIKE_SEGMENTS:
            partners = listed(tuple(spoken(shared.of(key).segment) for key in figures.design.partners))
            return say("together with {partners}", partners=partners)
        case Feasible.MONTHS:
            return say("{months} months together", months=figures.together)
        case alone:
            return just(_WAYS[alone])


def designs_note(facts: ActionsFacts) -> Sentence:
    """How groups were drawn and sized."""
    return say(
        "Control groups are drawn by a hash of customer and seed; nobody who opted out is in either group. "
        "Each is as large as it takes to show a rise of {rise} points, up to half of the segment (two "
        "shares, level {level}, power {power}; Chow, Shao and Wang). Order anyway: the share of customers of "
        "like recency and orders who ordered, as many months ago.",
        rise=facts.aim,
        level=facts.level,
        power=facts.power,
    )
