"""Sentences about control groups: how the next actions are tested, or why they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.experiments.design import Feasible
from reportgen.prose.sentence import EMPTY, Sentence, joined, just, listed, say
from reportgen.shared.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.actions.designs import DesignFigures, TrialFigures
    from reportgen.topics.actions.facts import ActionsFacts

CONTACT_LISTED, CONTACT_SOME = (
    phrase("Contact {contact} and leave out the {control} in lists/control."),
    phrase("Contact {contact} and leave out {control} as a control group."),
)
ALL_LISTED, ALL_OF_THEM = phrase("{why}: contact all on the list."), phrase("{why}: contact all of them.")
USUAL, USUAL_UNEVEN = (
    phrase(
        "About {expected} of the {contact} would order by {day} anyway; it probably worked if at least "
        "{goal} do."
    ),
    phrase(
        "About {expected} of the {contact} would order by {day} anyway, but months differ; it probably "
        "worked if at least {goal} do."
    ),
)
OFFER_LISTED, OFFER_SOME = (
    phrase("Offer it to the {contact} on the list and leave the {control} in lists/control alone."),
    phrase("Offer it to {contact} drawn at random and leave the other {control} alone."),
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
    return None


def checks(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    """The same for every segment of which it can be told what counts as success."""
    return {key: said for key, said in _said(facts, shared).items() if _has_mark(key, facts)}


def untested(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    """Why it cannot be told of the others."""
    return {key: said for key, said in _said(facts, shared).items() if not _has_mark(key, facts)}


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


def running_until(facts: ActionsFacts) -> Mapping[str, Fact]:
    """By segment, when its registered action is read, where that is still to come."""
    waiting = ((key, facts.running(key)) for key in facts.tested)
    return {key: action.read for key, action in waiting if action is not None}


def to_contact(facts: ActionsFacts) -> Mapping[str, Fact]:
    """By segment, how many its list holds, where somebody is held back or part of an action that runs."""
    begun = {each.action.segment for each in facts.results if each.result.state.is_waiting}
    return {
        key: design.contact
        for key, design in facts.designs.items()
        if facts.running(key) is None and (design.control is not None or key in begun)
    }


def _divided(facts: ActionsFacts) -> Iterator[tuple[str, Fact, Fact]]:
    for key, design in facts.designs.items():
        if design.control is not None and facts.running(key) is None:
            yield key, design.contact, design.control


def _said(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    keys = (figures.segment.key for figures in shared.segments)
    made = ((key, check(key, facts, shared)) for key in keys)
    return {key: sentence for key, sentence in made if sentence is not None}


def _has_mark(key: str, facts: ActionsFacts) -> bool:
    design = facts.designs.get(key)
    return facts.running(key) is not None or (design is not None and design.has_mark)


def _how(figures: DesignFigures, shared: Shared) -> Sentence:
    if figures.control is None:
        return _everybody(figures, shared)
    text = CONTACT_LISTED if shared.writes_lists else CONTACT_SOME
    groups = say(text, contact=figures.contact, control=figures.control)
    return joined((groups, _success(figures, shared)))


def _success(figures: DesignFigures, shared: Shared) -> Sentence:
    """What counts as success against the control group."""
    above, day = figures.above, figures.day
    if figures.goal is None or above is None or day is None:
        return EMPTY
    match figures.design.feasible:
        case Feasible.LIKE_SEGMENTS:
            return say(
                "Counted together with {partners}, it worked if orders by {day} are at least {points} points "
                "above the control group.",
                partners=listed(tuple(spoken(shared.of(key).segment) for key in figures.design.partners)),
                day=day,
                points=above,
            )
        case Feasible.MONTHS:
            return say(
                "Repeat it for {together} months: it worked if the share who order within {months} "
                "{months:month|months} is at least {points} points above the control group.",
                together=figures.together,
                months=figures.months,
                points=above,
            )
        case _:
            worked = say(
                "It worked if the share who order by {day} is at least {points} points above the control "
                "group.",
                day=day,
                points=above,
            )
            return worked + _anyway(figures)


def _anyway(figures: DesignFigures) -> Sentence:
    """How many order without the action, as far as the file tells."""
    if not figures.design.known:
        return say(" How many would order anyway, only the control group can tell.")
    return say(
        " Usually {share} order within {months} {months:month|months}.",
        share=figures.share,
        months=figures.months,
    )


def _everybody(figures: DesignFigures, shared: Shared) -> Sentence:
    """Why nobody is left out, and what counts as success then."""
    if figures.design.feasible is Feasible.SATURATED:
        return say(
            "{share} of them order within {months} {months:month|months} anyway, so a test cannot show "
            "a rise.",
            share=figures.share,
            months=figures.months,
        )
    rare = figures.design.feasible is Feasible.TOO_RARE
    why = (
        say("So few order anyway that a control group would show nothing")
        if rare
        else say("Too few for a control group")
    )
    text = ALL_LISTED if shared.writes_lists else ALL_OF_THEM
    return joined((say(text, why=why), _against_the_usual(figures)))


def _against_the_usual(figures: DesignFigures) -> Sentence:
    day, goal = figures.day, figures.goal
    if not figures.design.known or day is None or goal is None:
        return say("The file does not reach back far enough to tell how many order anyway.")
    if not figures.expected.shown:
        return say(
            "Hardly anybody would order by {day} anyway; it probably worked if at least {goal} do.",
            day=day,
            goal=goal,
        )
    text = USUAL_UNEVEN if figures.design.uneven else USUAL
    return say(
        text,
        expected=figures.expected,
        contact=figures.contact,
        day=day,
        goal=goal,
    )


def trials(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    """By segment, how one offer is tested where the file holds no orders, and what counts as success."""
    return {key: _trial(figures, shared) for key, figures in facts.trials.items()}


def tried_on(facts: ActionsFacts) -> Mapping[str, Fact]:
    """By segment, how many get the offer, where the others are left alone to compare."""
    return {key: figures.contact for key, figures in facts.trials.items() if figures.control is not None}


def _trial(figures: TrialFigures, shared: Shared) -> Sentence:
    if figures.control is None:
        return say(
            "Without a control group: make the offer to all {contact}. If {anyway} of them would buy anyway, "
            "{goal} or more show that it worked.",
            contact=figures.contact,
            anyway=figures.anyway,
            goal=figures.goal,
        )
    text = OFFER_LISTED if shared.writes_lists else OFFER_SOME
    return say(text, contact=figures.contact, control=figures.control) + say(
        " It worked if buyers among the {contact} outnumber buyers among the others by at least {more}.",
        contact=figures.contact,
        more=figures.more,
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
        "like recency and orders who ordered, in the months before. Where half of a segment shows no rise of "
        "{coarsest} points, everybody is contacted and counted against what is usual, unless months are too "
        "unlike for that.",
        coarsest=facts.coarsest,
        rise=facts.aim,
        level=facts.level,
        power=facts.power,
    )
