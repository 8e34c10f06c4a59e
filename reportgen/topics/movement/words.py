"""What changed in a month, in words: its headline, its account, what stands around the drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import ChartText
from reportgen.prose.finding import OF_ALL
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.record.flows import LEFT as LEFT_SEGMENT
from reportgen.shared.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.prose.facts import Fact
    from reportgen.prose.finding import Finding
    from reportgen.shared.figures import Shared, WindowFigures
    from reportgen.topics.movement.facts import CountFigures, MonthMoves, MovementFacts

JOINED, CAME_BACK = phrase("{n} joined"), phrase("{n} came back")
LEFT, LEFT_WINDOW = (
    phrase("{n} left"),
    phrase("{n} left (no order for {months} {months:month|months}{whose})"),
)
SOME_OF_THEM, ALL_OF_THEM = phrase("; {n} of them {name}"), phrase("; all of them {name}")
"""From which segment most of those came who left."""
WHO_CAME_AND_WENT = phrase("Since the end of {since}, {came}, {left} and {changed} changed segment.")
WITH_REMOVED = phrase(
    "Since the end of {since}, {came}, {left}, {removed} were removed on request and "
    "{changed} changed segment."
)
WHO_CAME = phrase("Since the end of {since}, {came} and {changed} changed segment.")
WHO_CAME_WITH_REMOVED = phrase(
    "Since the end of {since}, {came}, {removed} were removed on request and {changed} changed segment."
)
"""The account of a month while the data do not fill the window: hardly anybody can leave, and totals grow."""


def window_of(shared: Shared) -> WindowFigures:
    """The window of a month that is compared.

    Raises:
        ValueError: the data have no dates, so that they have no months either.
    """
    if shared.window is None:
        raise ValueError("data without dates have no earlier month")
    return shared.window


def movement_headline(
    facts: MovementFacts, moves: MonthMoves, changes: tuple[Finding, ...], shared: Shared
) -> Sentence:
    """The month in one line: its largest unusual change by what customers did, or that it was quiet.

    A month that is out of its range as a whole is told elsewhere, but is not quiet.
    """
    of_customers = tuple(each for each in changes if each.key not in OF_ALL)
    if of_customers and of_customers[0].leads:
        return of_customers[0].headline
    if of_customers and _all_inside(moves.activity_counts()):
        return say("Orders stayed within their normal range; some customers changed segment as time passed")
    if of_customers == changes and _is_quiet(moves):
        # While the window fills up, totals grow: as usual, but not quiet.
        growing = say("Nothing changed more than usual")
        return growing if moves.window_filling else say("A quiet month: nothing changed more than usual")
    return say(
        "{n} of {all} customers changed segment since {since}",
        n=moves.total.changed_segment,
        all=shared.total.customers,
        since=facts.since,
    )


def _is_quiet(moves: MonthMoves) -> bool:
    """Whether every figure lies in its normal range: one that left it earlier is no signal, but not quiet."""
    return moves.all_have_ranges and _all_inside(moves.counts())


def _all_inside(counts: Iterable[CountFigures]) -> bool:
    return all(count.is_inside for count in counts)


def movement_lead(
    facts: MovementFacts, moves: MonthMoves, changes: tuple[Finding, ...], shared: Shared
) -> Sentence:
    """The account in two sentences: who came, who left, who changed segment."""
    leading = (changes[0].detail,) if changes and changes[0].leads else ()
    return joined((*leading, _account(facts, moves, shared), _now(moves, shared)))


def _now(moves: MonthMoves, shared: Shared) -> Sentence:
    """How many customers there are; nothing while the data do not fill the window."""
    if moves.window_filling:
        return EMPTY
    return say(
        "There are now {all} customers; there were {was}.",
        all=shared.total.customers,
        was=moves.total.before,
    )


def _account(facts: MovementFacts, moves: MonthMoves, shared: Shared) -> Sentence:
    """Who came, who left, who changed segment."""
    removed = moves.removed.count.customers
    if moves.window_filling:
        text = WHO_CAME_WITH_REMOVED if removed.value else WHO_CAME
    else:
        text = WITH_REMOVED if removed.value else WHO_CAME_AND_WENT
    return say(
        text,
        since=facts.since,
        came=_who_came(moves),
        left=_who_left(moves, shared),
        removed=removed,
        changed=moves.total.changed_segment,
    ) + _swap(moves)


def _swap(moves: MonthMoves) -> Sentence:
    """The two segments between which most of those moved who changed segment, to and fro."""
    pairs = [(flow, moves.flows[way[::-1]]) for way, flow in moves.flows.items() if way[::-1] in moves.flows]
    both = next(iter(pairs), None)  # The largest moves come first.
    if both is None:
        return EMPTY
    there, back = (each.moved.count.customers for each in both)
    if 2 * (there.shown + back.shown) <= moves.total.changed_segment.shown:
        return EMPTY
    one, other = (spoken(moves.names[key]) for key in (both[0].flow.origin, both[0].flow.target))
    return say(
        " Of these, {there} went from {one} to {other} and {back} the other way.",
        there=there,
        one=one,
        other=other,
        back=back,
    )


def brief_account(
    facts: MovementFacts, moves: MonthMoves, news: Sentence, shared: Shared, *, steady: bool = True
) -> Sentence:
    """What changed, in two sentences: whether that is news, and who came, left and changed segment.

    Args:
        facts: of change.
        moves: likewise.
        news: what lies outside its normal range and leads no page; may be empty.
        shared: figures of this month.
        steady: whether the month's revenue stayed within its normal range.
    """
    account = _account(facts, moves, shared)
    parts = (news if news.pieces else _is_it_news(facts, moves, steady=steady), account)
    if moves.earlier_months is None and not news.pieces:
        parts = (account, say("It is too early to say which of these moves are usual."))
    return joined(tuple(part for part in parts if part.pieces))


def _is_it_news(facts: MovementFacts, moves: MonthMoves, *, steady: bool = True) -> Sentence:
    """Whether every count lies in its normal range, as far as there are ranges."""
    if any(count.signal for count in moves.counts()):
        return EMPTY
    if not steady:
        return say("No segment left its normal range by itself.")
    if _is_quiet(moves):
        return say(
            "A quiet month: since {since}, every count stayed within its normal range.", since=facts.since
        )
    return say("Nothing left its normal range this month.")


def _who_left(moves: MonthMoves, shared: Shared) -> Sentence:
    """How many left, and of orders for how long those had none, and whose customers they were."""
    left = moves.left.count.customers
    if not shared.has_orders or shared.window is None or not left.value:
        return say(LEFT, n=left)
    return say(LEFT_WINDOW, n=left, months=shared.window.months, whose=_whose(moves, left))


def _whose(moves: MonthMoves, left: Fact) -> Sentence:
    """The segment in which most of those were who left, where that can be said."""
    if moves.most_left is None:
        return EMPTY
    name, told = spoken(moves.names[moves.most_left]), moves.flows.get((moves.most_left, LEFT_SEGMENT))
    if told is None:
        return say("; most of them {name}", name=name)
    n = told.moved.count.customers
    text = ALL_OF_THEM if n.shown == left.shown else SOME_OF_THEM
    return say(text, n=n, name=name)


def _who_came(moves: MonthMoves) -> Sentence:
    arrived, back = moves.joined.count.customers, moves.back.count.customers
    new = say(JOINED, n=arrived) if arrived.value else say("nobody joined")
    return joined((new, say(CAME_BACK, n=back)), ", ") if back.value else new


def ribbons_text(facts: MovementFacts, moves: MonthMoves, shared: Shared) -> ChartText:
    """Around the drawing of who went where between two months."""
    alt = say(
        "{stayed} customers stayed in their segment, {changed} changed it, {left} left.",
        stayed=moves.total.stayed,
        changed=moves.total.changed_segment,
        left=moves.left.count.customers,
    )
    return ChartText(
        say("From {since} to {month}", since=facts.since, month=window_of(shared).month),
        say("Customers by segment at the end of both months; pale: stayed, strong: moved, joined or left"),
        alt,
        say("Not shown: moves of fewer than {cell} customers.", cell=shared.limits.min_cell)
        if moves.other.count.customers.value
        else EMPTY,
    )


def trend_text(shared: Shared) -> ChartText:
    """Around the drawing of the segments' sizes over the months."""
    rows = (say("{name}: {n} now.", name=spoken(s.segment), n=s.customers) for s in shared.segments)
    return ChartText(
        say("Customers by segment, month by month"),
        say("Customers at the end of each month"),
        joined(tuple(rows)),
    )
