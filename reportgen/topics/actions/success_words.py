"""What counts as a success of an action in a few words, and what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.experiments.design import Feasible
from reportgen.prose.sentence import EMPTY, Sentence, listed, say
from reportgen.shared.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.actions.designs import DesignFigures
    from reportgen.topics.actions.facts import ActionsFacts, GainFigures

BY_POINTS, BY_NUMBER = (
    phrase("{more} more orders, {points} for every 100 contacted"),
    phrase("{more} more orders than the {expected} that would come anyway"),
)
"""What counts as success, before what it brings."""
BRINGS, LEAVES = (
    phrase(
        "Success is {success}: at their average of {order} that brings {gain} (arithmetic, not a forecast). "
        "Spend no more on a contact than you earn on {each} of sales."
    ),
    phrase(
        "Success is {success}: at their average of {order} that leaves {gain} (arithmetic, not a forecast). "
        "Spend no more than {each} on a contact."
    ),
)
THAT_BRINGS, THAT_LEAVES = phrase("; that brings {gain}"), phrase("; that leaves {gain}")
MARK, MARK_UNEVEN = (
    phrase("if used, worked if at least {goal} order by {day} (about {expected} would anyway){bring}"),
    phrase(
        "if used, worked if at least {goal} order by {day} (about {expected} would anyway, but months "
        "differ){bring}"
    ),
)


def marks(facts: ActionsFacts, shared: Shared) -> Mapping[str, Sentence]:
    """By segment, what counts as success in a few words, where a number of orders tells."""
    return dict(_marks(facts, shared))


def _marks(facts: ActionsFacts, shared: Shared) -> Iterator[tuple[str, Sentence]]:
    for key, design in facts.designs.items():
        if design.has_mark and facts.running(key) is None:
            pooled = _pooled_mark(design, shared)
            yield key, pooled if pooled.pieces else _mark(design, _brings(facts.gains.get(key)))


def _pooled_mark(figures: DesignFigures, shared: Shared) -> Sentence:
    """The same of a segment that is too small by itself; nothing for others."""
    above, partners = figures.above, figures.design.partners
    if above is None:
        return EMPTY
    match figures.design.feasible:
        case Feasible.LIKE_SEGMENTS:
            return say(
                "counted together with {partners}, worked if the share who order is at least {points} "
                "points above the control group",
                partners=listed(tuple(spoken(shared.of(key).segment) for key in partners)),
                points=above,
            )
        case Feasible.MONTHS:
            return say(
                "repeated for {together} months, worked if the share who order is at least {points} points "
                "above the control group",
                together=figures.together,
                points=above,
            )
        case _:
            return EMPTY


def _brings(gain: GainFigures | None) -> Sentence:
    """What a success brings, after what counts as one."""
    if gain is None:
        return EMPTY
    text = THAT_LEAVES if gain.is_margin else THAT_BRINGS
    return say(text, gain=gain.money)


def _mark(figures: DesignFigures, bring: Sentence) -> Sentence:
    """By points above the control group, or where nobody is left out by a number of orders."""
    design = figures.design
    if figures.control is None and figures.goal is not None and figures.day is not None and design.known:
        text = MARK_UNEVEN if design.uneven else MARK
        return say(
            text,
            goal=figures.goal,
            day=figures.day,
            expected=figures.expected,
            bring=bring,
        )
    if figures.above is None or figures.day is None:
        return EMPTY
    return say(
        "worked if the share who order by {day} is at least {points} points above the control group{bring}",
        day=figures.day,
        points=figures.above,
        bring=bring,
    )


def gains(facts: ActionsFacts, usual: Mapping[str, Fact]) -> Mapping[str, Sentence]:
    """By segment, what it brings if it just counts as a success; `usual` is what an order brings."""
    return {
        key: _gain(facts.designs[key], more, usual[key], gain)
        for key, gain in facts.gains.items()
        if (more := facts.designs[key].more) is not None and facts.running(key) is None
    }


def _gain(figures: DesignFigures, more: Fact, order: Fact, gain: GainFigures) -> Sentence:
    text = LEAVES if gain.is_margin else BRINGS
    return say(text, success=_success_in(figures, more), order=order, gain=gain.money, each=gain.each)


def _success_in(figures: DesignFigures, more: Fact) -> Sentence:
    """How many orders that is: by points above the control group, or by the number that is expected."""
    if figures.control is not None and figures.above is not None:
        return say(BY_POINTS, more=more, points=figures.above)
    if figures.goal is not None and figures.expected.shown:
        return say(BY_NUMBER, expected=figures.expected, more=more)
    return say("{more} more orders", more=more)
