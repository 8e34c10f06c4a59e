"""Sentences about registered actions: where they stand, and what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.experiments.read_back import ActionState
from reportgen.prose.sentence import EMPTY, Name, Sentence, UserLabel, joined, listed, say
from reportgen.shared.words import members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.prose.sentence import Piece
    from reportgen.shared.figures import Shared
    from reportgen.topics.actions.facts import (
        ActionsFacts,
        PooledFigures,
        ResultFigures,
    )
    from reportgen.topics.actions.named import NamedFigures


SOME_OF, NONE_OF = phrase("{ordered} of {then} {whom}"), phrase("none of {then} {whom}")
HELD_BACK, NONE_HELD_BACK = (
    phrase(" (held back: {ordered} of {control})"),
    phrase(" (held back: none of {control})"),
)
"""Who ordered of those on a list, and of those who were held back from it."""


def last_action(facts: ActionsFacts, shared: Shared) -> Sentence | None:
    """What the last action did, in a sentence or two; None where no list was registered."""
    return None if facts.latest is None else state_of(facts.latest, shared)


def since_then(facts: ActionsFacts, segments: Sequence[str], shared: Shared) -> Sentence:
    """How many have ordered since of those whom the earlier lists named, of some segments; or nothing."""
    told = [(key, facts.named[key]) for key in segments if key in facts.named]
    if not told:
        return EMPTY
    parts = tuple(_ordered_of(each, members(shared.of(key).segment)) for key, each in told)
    return say(
        "Of those on the lists of {month}, {parts} have ordered since.",
        month=told[0][1].month,
        parts=listed(parts),
    )


def _ordered_of(named: NamedFigures, whom: Sentence) -> Sentence:
    text = SOME_OF if named.ordered.value else NONE_OF
    told = say(text, ordered=named.ordered, then=named.then, whom=whom)
    if named.control is None or named.control_ordered is None:
        return told
    beside = HELD_BACK if named.control_ordered.value else NONE_HELD_BACK
    return told + say(beside, ordered=named.control_ordered, control=named.control)


def used_after_all(facts: ActionsFacts) -> Mapping[str, Sentence]:
    """By segment whose people are named again, what to do first if the earlier list was used."""
    return {
        key: say(
            "If the list of {month} was used, first tell whoever makes this report: this list then changes.",
            month=each.month,
        )
        for key, each in facts.named.items()
        if each.again
    }


def state_of(figures: ResultFigures, shared: Shared) -> Sentence:
    """Where an action stands and, once it is read, what it did."""
    match figures.result.state:
        case ActionState.PLANNED:
            return _planned(figures)
        case ActionState.RUNNING:
            return _running(figures)
        case ActionState.READ:
            return _read(figures, shared)
        case ActionState.CLOSED:
            closed = say("Its result was read on {day}; it is closed.", day=figures.read)
            return joined((_read(figures, shared), closed))
        case ActionState.UNREADABLE:
            return say(
                "The result of {action} was due on {day}. This file cannot tell it: it does not hold all "
                "orders since {on}, or is not comparable.",
                action=action_name(figures),
                day=figures.read,
                on=figures.on,
            )


def action_name(figures: ResultFigures) -> Sentence:
    """An action and whom it was for: "Win them back" (At risk)."""
    action = figures.action
    return say(
        "\u201c{objective}\u201d ({segment})",
        objective=UserLabel(action.objective),
        segment=Name(action.segment, action.label),
    )


def _planned(figures: ResultFigures) -> Sentence:
    name, on, day = action_name(figures), figures.on, figures.read
    if figures.control is None:
        return say(
            "{action} starts on {on}: {contact} customers, nobody left out.",
            action=name,
            on=on,
            contact=figures.contact.customers,
        )
    return say(
        "{action} starts on {on}: {contact} contacted, {control} left out as a control group. The "
        "result is due on {day}.",
        action=name,
        on=on,
        contact=figures.contact.customers,
        control=figures.control.customers,
        day=day,
    )


def _running(figures: ResultFigures) -> Sentence:
    if figures.control is None:
        return say(
            "{action} went to {contact} customers on {on}. Nobody was left out, so its effect stays unknown.",
            action=action_name(figures),
            contact=figures.contact.customers,
            on=figures.on,
        )
    return say(
        "{action} went to {contact} customers on {on}; {control} were left out. The result is due on {day}.",
        action=action_name(figures),
        contact=figures.contact.customers,
        control=figures.control.customers,
        on=figures.on,
        day=figures.read,
    )


def _read(figures: ResultFigures, shared: Shared) -> Sentence:
    """A verdict only against a control group; without one what was seen, and that it says no more."""
    name, contact, control = action_name(figures), figures.contact, figures.control
    if control is None:
        return _seen_only(figures)
    shares = figures.shares
    if shares is None or contact.share is None or control.share is None:
        return say(
            "{action} cannot be compared: one of its groups, or those of it who ordered, are fewer than {n}.",
            action=name,
            n=shared.limits.min_cell,
        )
    parts: dict[str, Piece | Sentence] = {
        "action": name,
        "contact": contact.share,
        "of": contact.customers,
        "control": control.share,
        "of_control": control.customers,
        "points": shares.value,
        "low": shares.low,
        "high": shares.high,
    }
    if shares.sign > 0:
        return say(
            "{action} brought orders: {contact} of {of} contacted ordered, {control} of {of_control} left "
            "out. That is {points} points ({low} to {high}).",
            **parts,
        )
    if shares.sign < 0:
        return say(
            "{action} cost orders: {contact} of {of} contacted ordered, {control} of {of_control} left out. "
            "That is {points} points ({low} to {high}).",
            **parts,
        )
    return say(
        "{action} showed no difference: {contact} of {of} contacted ordered, {control} of "
        "{of_control} left out. That is {points} points ({low} to {high}).",
        **parts,
    )


def _seen_only(figures: ResultFigures) -> Sentence:
    contact = figures.contact
    if contact.share is None:
        return say(
            "{action} went to {of} customers. Nobody was left out, so its effect stays unknown.",
            action=action_name(figures),
            of=contact.customers,
        )
    return say(
        "{share} of the {of} customers of {action} ordered by {day}. Nobody was left out, so how many "
        "would have ordered anyway stays unknown.",
        share=contact.share,
        of=contact.customers,
        action=action_name(figures),
        day=figures.read,
    )


def heading(facts: ActionsFacts) -> Sentence:
    """The title of the section: what the last action did, else what comes next."""
    latest = facts.latest
    if latest is None:
        return say("What the next actions can show")
    objective = UserLabel(latest.action.objective)
    match latest.result.state:
        case ActionState.PLANNED | ActionState.RUNNING | ActionState.UNREADABLE:
            return say(
                "The result of \u201c{objective}\u201d is due on {day}", objective=objective, day=latest.read
            )
        case ActionState.READ | ActionState.CLOSED:
            return _verdict(latest, objective)


def _verdict(latest: ResultFigures, objective: UserLabel) -> Sentence:
    sign = 0 if latest.shares is None else latest.shares.sign
    if sign > 0:
        return say("\u201c{objective}\u201d brought orders", objective=objective)
    if sign < 0:
        return say("\u201c{objective}\u201d cost orders", objective=objective)
    return say("\u201c{objective}\u201d showed no difference", objective=objective)


def state_word(figures: ResultFigures) -> Sentence:
    """Where an action stands, in a cell."""
    match figures.result.state:
        case ActionState.PLANNED:
            return say("planned, result on {day}", day=figures.read)
        case ActionState.RUNNING:
            return say("running, result on {day}", day=figures.read)
        case ActionState.READ:
            return say("result of {day}", day=figures.read)
        case ActionState.CLOSED:
            return say("closed, result of {day}", day=figures.read)
        case ActionState.UNREADABLE:
            return say("no result possible")


def results_note(facts: ActionsFacts) -> Sentence:
    """Who is compared, and how intervals were made."""
    note = say(
        "Everybody drawn for a list is compared, reached or not: who ordered after the contact, up "
        "to the day of the result. Differences are contacted minus control, with {level} intervals "
        "(Newcombe for shares, Welch for revenue).",
        level=facts.level,
    )
    more = (_aside(each) + _reach(each) + _removed(each) for each in facts.results)
    return joined(tuple(part for part in (note, *more, *map(_together, facts.pooled)) if part.pieces))


def _aside(figures: ResultFigures) -> Sentence:
    if figures.aside is None:
        return EMPTY
    return say(
        "{n} of the list of {action} belonged to an action that was still running, and are not compared.",
        n=figures.aside,
        action=action_name(figures),
    )


def _reach(figures: ResultFigures) -> Sentence:
    if figures.reached is None:
        return EMPTY
    return say("{action} reached {n}, as reported.", action=action_name(figures), n=figures.reached)


def _removed(figures: ResultFigures) -> Sentence:
    """Who is missing from either group: assigned is compared and removed together."""
    contact, control = figures.contact.removed, figures.control.removed if figures.control else None
    of_contact = () if contact is None else (say("{n} of those contacted", n=contact),)
    of_control = () if control is None else (say("{n} of those left out", n=control),)
    if not (of_contact or of_control):
        return EMPTY
    return say(
        "Removed from {action} on request: {groups}; all others are compared.",
        action=action_name(figures),
        groups=listed((*of_contact, *of_control)),
    )


def _together(figures: PooledFigures) -> Sentence:
    return say(
        "{actions} actions \u201c{objective}\u201d together, {contact} contacted and {control} left out: "
        "{points} points ({low} to {high}).",
        actions=figures.actions,
        objective=UserLabel(figures.objective),
        contact=figures.contact,
        control=figures.control,
        points=figures.shares.value,
        low=figures.shares.low,
        high=figures.shares.high,
    )
