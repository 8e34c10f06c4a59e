"""What to do first: with whom, with what, by when, what it is worth, and how to tell that it worked."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence
from reportgen.shared.targets import LATER, Target, Why, overdue_target, whole_target
from reportgen.topics.advice.words import (
    back_to_normal,
    count_line,
    judged_by,
    offer_line,
    reason,
    short_line,
    title_of,
    to_do,
    use_told,
    waits_for_test,
    watched,
    when_line,
    who_line,
    worth_line,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.prose.facts import Fact
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.advice.facts import AdviceFacts
    from reportgen.topics.advice.playbook import Play

NEW, SAVING = "new", "value:low"
"""Conditions of a play that tell for whom it is, and that it saves effort rather than brings orders."""
URGENT = (Why.NOT_ORDERED, Why.SLOWER)
"""News of the month: what customers have just begun to do."""
AT_RISK = (*URGENT, Why.OVERDUE)
"""Whom the shop may lose."""


@dataclass(frozen=True)
class Decision:
    """One thing to do, with everything that it takes to begin; a line without content is empty."""

    segment: Segment
    why: Why
    title: Sentence
    """The instruction."""
    reason: Sentence
    """Why it comes before what the page leads with; empty where nothing presses."""
    to_do: Sentence
    """The same in a row of a table that names the segment."""
    who: Sentence
    offer: Sentence
    when: Sentence
    worth: Sentence
    check: Sentence
    """What counts as success, and when it is read."""
    responsible: str | None
    short: Sentence
    """What stands below the instruction where there is one line for it."""
    customers: Fact
    spent: Fact | None
    judge: Sentence
    at_risk: bool
    """Whether the shop may lose them: they are never left out."""
    before: Sentence
    """What must be known before the list is used; may be empty."""


@dataclass(frozen=True)
class FromOthers:
    """What other topics and the settings add to decisions, by key of the segment."""

    asked: tuple[Target, ...] = ()
    """Customers whom the month's news is about."""
    led: frozenset[str] = frozenset()
    """Segments that the page leads with: what is as urgent begins with them."""
    out_of_date: bool = False
    """Whether the segments no longer fit: then nothing is done with a whole one for what it is."""
    least: float = 0.0
    """What customers must have spent, or how many they must be, for it to press."""
    in_season: frozenset[str] = frozenset()
    """Segments whose customers' season begins soon, or runs."""
    season: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """When they came for the last one, by key of the segment."""
    offers: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """What to show them: products of their own."""
    reordered: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """The same for those who are overdue: what they used to reorder."""
    second: Sentence = EMPTY
    """The same for those who ordered for the first time: what second orders hold."""
    checks: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """What counts as success, and how it is told from chance;"""
    untested: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """why it cannot."""
    trials: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """The same as `checks` where the file holds no orders."""
    tried_on: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    """How many of a segment get such an offer, where the others are left alone."""
    marks: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """What counts as success, in a few words."""
    held_back: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """How many a list holds and how many are held back from it, where somebody is."""
    gains: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """What it brings if it just counts as a success."""
    contact: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    """How many such a list holds."""
    used_after_all: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """What to do first if the earlier list of a segment was used, of which nobody said so."""
    tested: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    """When a registered action of a segment is read, where that is still to come."""
    responsible: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Who does it, by key of a segment or of a play."""


def decide(advice: AdviceFacts | None, shared: Shared, others: FromOthers) -> tuple[Decision, ...]:
    """What is worth doing, the most urgent first, at most one thing a segment; nothing where none is wanted.

    News of the month comes first, then those who are overdue and may still come back, then whose season it is
    and who is new, then the segments of which nothing presses; within each, whom the page leads with, then
    who spent most. Where too little is at stake, nothing presses.
    """
    if advice is None:
        return ()
    chosen = (_target(each, advice, shared, others) for each in shared.segments)
    targets = [target for target in chosen if target is not None]
    ranked = sorted(targets, key=lambda each: _rank(each, advice, others))
    return tuple(_decision(target, advice, shared, others) for target in ranked)


def foremost(decisions: Sequence[Decision], most: int) -> tuple[Decision, ...]:
    """The first few that can begin now, so that people at risk are among them where there are any."""
    first = tuple(each for each in decisions if each.why not in LATER)[:most]
    at_risk = next((each for each in decisions if each.at_risk), None)
    if at_risk is None or any(each.at_risk for each in first):
        return first
    return (*first[:-1], at_risk)


def _rank(target: Target, advice: AdviceFacts, others: FromOthers) -> tuple[int, bool, float]:
    """The most urgent first, of it whom the page leads with, then who spent most."""
    return _tier(target, advice, others.least), target.segment.key not in others.led, -target.weight


def _tier(target: Target, advice: AdviceFacts, least: float) -> int:
    """News, then people at risk, then whose season begins and who is new; what saves effort comes last."""
    if target.why in URGENT:
        return 0
    if target.presses and target.weight >= least:
        return 1 if target.why is Why.OVERDUE else 2
    if target.why in LATER:
        return 5
    return 4 if SAVING in _play(target, advice).when else 3


def _target(
    figures: SegmentFigures, advice: AdviceFacts, shared: Shared, others: FromOthers
) -> Target | None:
    """Whom of a segment something can be done about; None where no play is meant for them."""
    key = figures.segment.key
    asked = next((target for target in others.asked if target.segment.key == key), None)
    if asked is not None:
        return asked
    if key in others.tested:
        return whole_target(figures, shared, Why.TESTED)
    overdue = overdue_target(figures, shared)
    if overdue is not None and advice.overdue[key].specific:
        return overdue
    why = _why(key, advice.plays[key], others)
    return None if why is None else whole_target(figures, shared, why)


def _why(key: str, play: Play, others: FromOthers) -> Why | None:
    """What makes a whole segment a target; None where nothing is recommended for it."""
    if not play.specific:
        return None
    if play.in_season:
        return Why.SEASON if key in others.in_season else Why.WAITS
    if NEW in play.when:
        return Why.NEW
    return None if others.out_of_date else Why.WHOLE


def _decision(target: Target, advice: AdviceFacts, shared: Shared, others: FromOthers) -> Decision:
    key = target.segment.key
    play = _play(target, advice)
    names, few, contact = others.responsible, others.tried_on.get(key), others.contact.get(key)
    return Decision(
        segment=target.segment,
        why=target.why,
        title=title_of(target, play, advice.dates, contact, few),
        reason=reason(target),
        to_do=_to_do(target, play, advice, others),
        who=who_line(target, contact, few, shared),
        offer=offer_line(target, play) + _shown(target, others),
        when=when_line(target, advice.dates, others.season.get(key, EMPTY), shared),
        worth=worth_line(target, contact, others.gains.get(key, EMPTY), shared),
        check=_check(target, play, advice, shared, others),
        responsible=names.get(key) or names.get(play.key),
        short=_short(target, advice, shared, others),
        customers=target.customers,
        spent=target.spent,
        judge=judged_by(target, play),
        at_risk=target.why in AT_RISK,
        before=_after_all(target, others),
    )


def _after_all(target: Target, others: FromOthers) -> Sentence:
    """That nobody is to be contacted twice; news of the month is asked about whatever was done before."""
    return EMPTY if target.why in URGENT else others.used_after_all.get(target.segment.key, EMPTY)


def _to_do(target: Target, play: Play, advice: AdviceFacts, others: FromOthers) -> Sentence:
    """What stands beside a segment's name; while a test runs, that it does."""
    key = target.segment.key
    if target.why is Why.TESTED:
        return waits_for_test(others.tested[key])
    return to_do(target, play, advice.dates, others.contact.get(key))


def _short(target: Target, advice: AdviceFacts, shared: Shared, others: FromOthers) -> Sentence:
    """What stands below the instruction; news of the month is acted on without leaving anybody out."""
    key = target.segment.key
    if target.why in URGENT:
        return short_line(target, advice.dates, None, (), shared)
    held_back = EMPTY if target.why is Why.OVERDUE else others.held_back.get(key, EMPTY)
    known = (held_back, others.marks.get(key, EMPTY))
    told = tuple(each for each in known if each.pieces)
    return short_line(target, advice.dates, others.contact.get(key), told, shared)


def _play(target: Target, advice: AdviceFacts) -> Play:
    key = target.segment.key
    return advice.overdue[key] if target.why is Why.OVERDUE else advice.plays[key]


def _check(target: Target, play: Play, advice: AdviceFacts, shared: Shared, others: FromOthers) -> Sentence:
    """How it is told that it worked, or that this cannot be told; of urgent calls nobody is left out."""
    key = target.segment.key
    if advice.dates is None:
        return count_line(target, play, others.trials.get(key, EMPTY))
    if target.why in URGENT:
        return back_to_normal(target, advice.dates)
    if key in others.checks:
        return others.checks[key] + (use_told() if shared.writes_lists else EMPTY)
    return others.untested.get(key, EMPTY) + watched(target, play, advice.dates)


def _shown(target: Target, others: FromOthers) -> Sentence:
    """Products to show, by whom they are shown to."""
    if target.why is Why.NEW and others.second.pieces:
        return others.second
    of_segment = others.reordered if target.why is Why.OVERDUE else others.offers
    return of_segment.get(target.segment.key, EMPTY)
