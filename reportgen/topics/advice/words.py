"""What is recommended, in words: for a segment's card, for the table of decisions and below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, joined, just, listed, say
from reportgen.shared.targets import Target, Why
from reportgen.shared.words import in_window, members, years_worth
from reportgen.topics.advice.dates import usual_gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.base.phrases import Phrase
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.advice.dates import Dates
    from reportgen.topics.advice.playbook import Play

CALL, WRITE, CONTACT = (
    phrase("Call the {n} overdue {whom}{by}"),
    phrase("Write to the {n} overdue {whom}{by}"),
    phrase("Contact the {n} overdue {whom}{by}"),
)
"""By the channel that the file knows: numbers to call, addresses to write to, or neither."""
AMONG = {
    CALL: phrase("Call {few} of the {n} overdue {whom}{by}"),
    WRITE: phrase("Write to {few} of the {n} overdue {whom}{by}"),
    CONTACT: phrase("Contact {few} of the {n} overdue {whom}{by}"),
}
"""The same where not everybody may be contacted."""
CALL_THEM, WRITE_TO_THEM, CONTACT_THEM = (
    phrase("Call the {n} overdue by {day}"),
    phrase("Write to the {n} overdue by {day}"),
    phrase("Contact the {n} overdue by {day}"),
)
"""The same beside a segment's name."""
IN_SHORT = {CALL: CALL_THEM, WRITE: WRITE_TO_THEM, CONTACT: CONTACT_THEM}
AMONG_THEM = {
    CALL: phrase("Call {few} of the {n} overdue by {day}"),
    WRITE: phrase("Write to {few} of the {n} overdue by {day}"),
    CONTACT: phrase("Contact {few} of the {n} overdue by {day}"),
}
INSTRUCTIONS: Mapping[Why, Phrase] = {
    Why.NOT_ORDERED: phrase("Ask the {n} {whom} who did not order what changed{by}"),
    Why.SLOWER: phrase("Ask the {n} {whom} who order less what changed{by}"),
    Why.SEASON: phrase("Invite the {n} {whom} back for their season{by}"),
    Why.NEW: phrase("Win another order from the {n} {whom}{by}"),
}
WHO: Mapping[Why, Phrase] = {
    Why.NOT_ORDERED: phrase("{n} {whom} who did not order"),
    Why.SLOWER: phrase("{n} {whom} who order less than they used to"),
    Why.OVERDUE: phrase("{n} {whom} who have not ordered for over {limit} times their usual gap"),
    Why.SEASON: phrase("{n} {whom}, most of whom come for a season only"),
    Why.NEW: phrase("{n} {whom}, whose first order is recent"),
    Why.WHOLE: phrase("{n} {whom}"),
    Why.WAITS: phrase("{n} {whom}, whose season is still to come"),
    Why.TESTED: phrase("{n} {whom}"),
}
FEW_OF_THEM: Mapping[Why, Phrase] = {
    Why.SEASON: phrase("Invite {few} of the {n} {whom} back for their season{by}"),
    Why.NEW: phrase("Win another order from {few} of the {n} {whom}{by}"),
}
"""The same where not everybody is contacted."""
IN_TIME = {Why.SEASON: phrase("in time for their season"), Why.NEW: phrase("while they are new")}
"""Why something comes first of which the time passes."""
OF_SOME = (Why.NOT_ORDERED, Why.SLOWER, Why.OVERDUE)
"""Of a segment, only those whom the shop may lose."""
LISTED, SOME_LISTED = (
    phrase("list, sorted by spend: {file}, in the private folder"),
    phrase("list of {n}, chosen at random, sorted by spend: {file}, in the private folder"),
)
CHANNELS = {"email": phrase("{n} with e-mail"), "phone": phrase("{n} with a phone number")}


def title_of(
    target: Target, play: Play, dates: Dates | None, contact: Fact | None, tried_on: Fact | None
) -> Sentence:
    """The instruction: what to do with whom, and by when.

    Args:
        target: whom it is about.
        play: what is done.
        dates: by when.
        contact: how many the list holds, where others are held back from it.
        tried_on: how many of the list get one offer, where the others are left alone.
    """
    if target.is_whole:
        return _for_all(target, play, contact, tried_on)
    return _for_some(target, play, contact, EMPTY if dates is None else _by(target, dates))


def _by(target: Target, dates: Dates) -> Sentence:
    """The day within an instruction, which each language puts where it belongs."""
    if target.why in (Why.NOT_ORDERED, Why.SLOWER):
        return say(", by {day}", day=dates.by)
    return say(" by {day}", day=dates.by)


def _for_all(target: Target, play: Play, contact: Fact | None, tried_on: Fact | None) -> Sentence:
    n, whom = target.customers, members(target.segment)
    if contact is not None:
        n, whom = contact, say("{whom} on the list", whom=whom)
    customers = say(WHO[Why.WHOLE], n=n, whom=whom)
    if tried_on is not None:
        customers = say("{few} {whom} drawn at random", few=tried_on, whom=whom)
    if play.instruction:
        return say(play.instruction, customers=customers)
    return say("{objective}: {customers}", objective=play.objective, customers=customers)


def _for_some(target: Target, play: Play, contact: Fact | None, by: Sentence) -> Sentence:
    n, whom = target.customers, members(target.segment)
    if target.why is not Why.OVERDUE:
        if contact is not None and target.why in FEW_OF_THEM:
            return say(FEW_OF_THEM[target.why], few=contact, n=n, whom=whom, by=by)
        return say(INSTRUCTIONS[target.why], n=n, whom=whom, by=by)
    channel, few = _by_channel(target, play), contact or target.allowed
    if few is None:
        return say(channel, n=n, whom=whom, by=by)
    return say(AMONG[channel], few=few, n=n, whom=whom, by=by)


def reason(target: Target) -> Sentence:
    """Why this comes first: whom the shop may lose or whose time it is, before those who order as ever."""
    if target.why in OF_SOME and not target.gone:
        return say("customers you may lose come first")
    return say(IN_TIME[target.why]) if target.why in IN_TIME else EMPTY


def to_do(target: Target, play: Play, dates: Dates | None, contact: Fact | None) -> Sentence:
    """What to do with a segment, where its name stands beside it; `contact` is how many the list holds."""
    if dates is None:
        return just(play.objective)
    if target.why is Why.OVERDUE:
        channel, n, few = _by_channel(target, play), target.customers, contact or target.allowed
        if few is None:
            return say(IN_SHORT[channel], n=n, day=dates.by)
        return say(AMONG_THEM[channel], few=few, n=n, day=dates.by)
    if target.why in (Why.NOT_ORDERED, Why.SLOWER):
        return say("Ask {n} of them what changed, by {day}", n=target.customers, day=dates.by)
    if target.why in IN_TIME:
        return say("{objective}, by {day}", objective=play.objective, day=dates.by)
    return just(play.objective)


def use_told() -> Sentence:
    """What it takes for a later report to read the action back."""
    return say(" Once the list is used, tell whoever makes this report.")


def on_lists_only(held_back: tuple[Sentence, ...]) -> Sentence:
    """Below the table: that a row tells what to do with those on its list, where others are held back."""
    if not held_back:
        return EMPTY
    return say(
        " Contact only the people on the lists: some of {names} are held back to compare.",
        names=listed(held_back),
    )


def waits_for_test(day: Fact) -> Sentence:
    """What to do with a segment of which an action is not read yet: nothing that would spoil its result."""
    return say("Wait: a test runs until {day}", day=day)


def _by_channel(target: Target, play: Play) -> Phrase:
    """Call where the play asks for it and the file holds numbers; write where it holds addresses."""
    channels = {} if target.reach is None else target.reach.by
    if play.call and "phone" in channels:
        return CALL
    return WRITE if "email" in channels else CONTACT


def who_line(target: Target, contact: Fact | None, tried_on: Fact | None, shared: Shared) -> Sentence:
    """How many of whom, in which list, and how they can be reached.

    Args:
        target: whom it is about.
        contact: how many the list holds, where others are held back from it.
        tried_on: how many get one offer, where the others are left alone.
        shared: figures of the build.
    """
    limit, whom = "" if shared.overdue is None else shared.overdue.limit, members(target.segment)
    who = say(WHO[target.why], n=target.customers, whom=whom, limit=limit)
    where = say("list: {file}, in the private folder", file=target.file)
    if shared.has_orders and shared.has_value:
        text = LISTED if contact is None else SOME_LISTED
        where = say(text, n=target.customers if contact is None else contact, file=target.file)
    if tried_on is not None:
        who = say("{few} of the {n} {whom}, drawn at random", few=tried_on, n=target.customers, whom=whom)
    lists = (where,) if shared.writes_lists else ()
    return joined((who, *lists, *_reached(target)), " \u00b7 ")


def _reached(target: Target) -> Iterator[Sentence]:
    """Who may be contacted where not everybody may, and by which channel."""
    allowed = target.allowed or target.mostly_allowed
    if allowed is not None:
        yield say("{n} may be contacted", n=allowed)
    if target.reach is not None:
        yield from (say(CHANNELS[kind], n=n) for kind, n in target.reach.by.items())


def offer_line(target: Target, play: Play) -> Sentence:
    """What to do, from the playbook; customers who have just stopped are asked before anything is offered."""
    if target.why in (Why.NOT_ORDERED, Why.SLOWER):
        return say("Ask in person what changed, before any offer.")
    return say("{action}.", action=capitalised(just(play.action)))


def when_line(target: Target, dates: Dates | None, season: Sentence, shared: Shared) -> Sentence:
    """The day by which to act, and the interval or the season that it follows from."""
    if dates is None:
        return say("Begin this week, and count after a month.")
    if target.why is Why.SEASON and season.pieces:
        return say("By {day}. {season}", day=dates.by, season=season)
    gap = usual_gap(target.segment.key, shared)
    if gap is None:
        return say("By {day}.", day=dates.by)
    if target.why is Why.OVERDUE:
        return say(
            "By {day}. They used to order every {gap} {gap:day|days}.",
            day=dates.by,
            gap=gap,
        )
    return say("By {day}. They usually order every {gap} {gap:day|days}.", day=dates.by, gap=gap)


def worth_line(target: Target, contact: Fact | None, gain: Sentence, shared: Shared) -> Sentence:
    """What they spent, and what a success brings, or else ten of their average orders: simple arithmetic.

    Args:
        target: whom it is about.
        contact: how many the list holds, where others are held back from it: they spent it, too.
        gain: what as many orders bring as make it a success; may be empty.
        shared: figures of the build.
    """
    every = target.allowed is None and contact is None
    spent = EMPTY if target.spent is None else _they_spent(target, target.spent, shared, every=every)
    if target.spent is None and not shared.has_value:
        return _how_many(target, shared)
    if gain.pieces or target.order is None:
        return joined(tuple(part for part in (spent, gain) if part.pieces))
    again = say(
        "Every ten more orders at their average of {order} bring {ten} (arithmetic, not a forecast).",
        order=target.order.order,
        ten=target.order.ten,
    )
    return joined(tuple(part for part in (spent, again) if part.pieces))


def _how_many(target: Target, shared: Shared) -> Sentence:
    """What is at stake where the file holds no money: their share of all customers."""
    if target.why in OF_SOME:
        return say("{n} of all {total} customers.", n=target.customers, total=shared.total.customers)
    return say(
        "The file does not say what they spent: they are {n} of all {total} customers, {share}.",
        n=target.customers,
        total=shared.total.customers,
        share=shared.of(target.segment.key).share,
    )


def _they_spent(target: Target, spent: Fact, shared: Shared, *, every: bool) -> Sentence:
    """What they spent, and of whom that is told where not every one of them is contacted."""
    window = in_window(shared.covers)
    if not window.pieces:
        return say("Their {word} adds up to {spent}.", word=shared.value_word, spent=spent)
    if every:
        return say("They spent {spent}{window}.", spent=spent, window=window)
    return say("All {n} spent {spent}{window}.", n=target.customers, spent=spent, window=window)


def judged_by(target: Target, play: Play) -> Sentence:
    """What counts as success."""
    if target.why in (Why.NOT_ORDERED, Why.SLOWER):
        return say("share who have ordered")
    return just(play.judge)


def back_to_normal(target: Target, dates: Dates) -> Sentence:
    """What counts as success where news of the month is acted on: that the count is back in its range."""
    return say(
        "Leave nobody out. It worked if the segment is back in its normal range in the report for {month}.",
        month=dates.read[target.segment.key],
    )


def count_line(target: Target, play: Play, test: Sentence) -> Sentence:
    """What to count where the file holds no orders that could tell, and what counts as success."""
    judge = judged_by(target, play)
    if not test.pieces:
        return say(
            "Judge by: {judge}. Count purchases where you record them: this file holds none by date.",
            judge=judge,
        )
    return test + say(" Count purchases where you record them: this file holds none by date.")


def watched(target: Target, play: Play, dates: Dates) -> Sentence:
    """What to look at where no number of orders can tell."""
    return say(
        " Look at the {judge} in the report for {month}.",
        judge=judged_by(target, play),
        month=dates.read[target.segment.key],
    )


def short_line(
    target: Target, dates: Dates | None, contact: Fact | None, tested: tuple[Sentence, ...], shared: Shared
) -> Sentence:
    """What stands below an instruction where there is one line for it.

    Args:
        target: whom it is about.
        dates: by when, which the instruction names only where something presses.
        contact: how many the list holds, where others are held back from it: all of them spent it.
        tested: who is held back from the list, and what counts as success.
        shared: figures of the build.
    """
    parts = []
    if dates is not None and target.is_whole:
        parts.append(say("by {day}", day=dates.by))
    if target.spent is not None:
        spent = say("{spent} of {worth}", spent=target.spent, worth=years_worth(shared))
        parts.append(spent if contact is None else say("all {n}: {spent}", n=target.customers, spent=spent))
    if shared.writes_lists:
        parts.append(say("list: {file}", file=target.file))
    elif target.spent is None:
        parts.append(say("{n} {whom}", n=target.customers, whom=members(target.segment)))
    return capitalised(joined((*parts, *tested), " \u00b7 "))
