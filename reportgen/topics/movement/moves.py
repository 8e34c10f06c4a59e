"""Findings about who joined, came back or left, and who went from one segment to another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, say
from reportgen.record.flows import BACK, JOINED, LEFT
from reportgen.shared.words import in_window, spoken
from reportgen.topics.movement.change import Wording, beyond, is_more, paragraph, they_spent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.movement.facts import (
        AnySegment,
        CountFigures,
        FlowFigures,
        MonthMoves,
        MovedFigures,
        NormalRange,
    )

CAME = {
    JOINED: Wording(
        phrase("{n} new customers, more than the {usual} expected"),
        phrase("{n} new customers, fewer than the {usual} expected"),
    ),
    BACK: Wording(
        phrase("{n} customers came back, more than the {usual} expected"),
        phrase("{n} customers came back, fewer than the {usual} expected"),
    ),
}
CAME_SHORT = {
    JOINED: Wording(
        phrase("{n} more new customers than expected"),
        phrase("{n} fewer new customers than expected"),
    ),
    BACK: Wording(
        phrase("{n} more came back than expected"),
        phrase("{n} fewer came back than expected"),
    ),
}
WENT_AWAY = Wording(
    phrase("{n} customers left, more than the {usual} expected"),
    phrase("{n} customers left, fewer than the {usual} expected"),
)


def came_change(
    end: str, figures: MovedFigures, normal: NormalRange, moves: MonthMoves, shared: Shared
) -> Finding:
    """More or fewer customers joined, or came back, than normal; `end` says which."""
    n, money = figures.count.customers, None if figures.worth is None else figures.worth.now
    return Finding(
        end,
        say(CAME[end].of(n, normal), n=n, usual=normal.expected),
        paragraph(_range(normal), _where_they_are(end, n, moves), they_spent(n, money, shared)),
        (),
        in_short=(say(CAME_SHORT[end].of(n, normal), n=normal.gap),),
        leads=True,
        money=money,
        customers=n,
        rises=is_more(n, normal),
        unusual=beyond(normal, n),
    )


def left_change(figures: MovedFigures, normal: NormalRange, shared: Shared) -> Finding:
    """More or fewer customers left than normal; nobody did anything, so that it leads no page."""
    n, worth = figures.count.customers, figures.worth
    why = say("They had no order{window}.", window=in_window(shared.window))
    return Finding(
        LEFT,
        say(WENT_AWAY.of(n, normal), n=n, usual=normal.expected),
        paragraph(why, _range(normal)),
        (),
        money=None if worth is None else worth.before,
        customers=n,
        unusual=beyond(normal, n),
    )


def _range(normal: NormalRange) -> Sentence:
    return say("Normally {low} to {high}.", low=normal.low, high=normal.high)


def _where_they_are(end: str, customers: Fact, moves: MonthMoves) -> Sentence:
    """The segment that most of those who came are in; nothing where each holds too few to be shown."""
    flows = {
        target: figures.moved.count.customers
        for (origin, target), figures in moves.flows.items()
        if origin == end and figures.moved.count.customers.shown
    }
    if not flows:
        return EMPTY
    target, most = max(flows.items(), key=lambda flow: flow[1].shown)
    name = spoken(moves.names[target])
    return say("Of the {all}, {n} are in {name} now.", all=customers, n=most, name=name)


def flow_change(
    figures: FlowFigures, normal: NormalRange, names: Mapping[str, AnySegment], shared: Shared
) -> Finding:
    """More or fewer customers than normal went one way; it leads a page unless only time passed."""
    n, target = figures.moved.count.customers, spoken(names[figures.flow.target])
    finding = flow_finding(figures, names, shared)
    short = (say("{n} moved to {target}", n=n, target=target), say("{n} changed segment", n=n))
    return replace(finding, in_short=short, leads=not figures.flow.by_time, unusual=beyond(normal, n))


def flow_finding(figures: FlowFigures, names: Mapping[str, AnySegment], shared: Shared) -> Finding:
    """Customers who went from one segment to another: how many, whether they ordered, what is normal."""
    flow, count, worth = figures.flow, figures.moved.count, figures.moved.worth
    detail = paragraph(
        _who_ordered(figures),
        _beside_normal(count),
        EMPTY if worth is None else _worth(worth.now, shared),
    )
    return Finding(
        f"flow.{flow.origin}.{flow.target}",
        _went(figures, names),
        detail,
        (flow.origin, flow.target),
        money=None if worth is None else worth.now,
        customers=count.customers,
    )


def _went(figures: FlowFigures, names: Mapping[str, AnySegment]) -> Sentence:
    n, flow = figures.moved.count.customers, figures.flow
    origin, target = spoken(names[flow.origin]), spoken(names[flow.target])
    if flow.by_time:
        return say(
            "{n} customers moved from {origin} to {target} as time passed", n=n, origin=origin, target=target
        )
    return say("{n} customers moved from {origin} to {target}", n=n, origin=origin, target=target)


def _who_ordered(figures: FlowFigures) -> Sentence:
    """How many of them ordered; nothing where the data hold no orders."""
    if figures.ordered is None:
        return EMPTY
    if figures.flow.ordered == 0:
        return say("None of them ordered.")
    if figures.flow.ordered == figures.flow.customers:
        return say("All of them ordered.")
    return say("{ordered} of them ordered; the others moved as time passed.", ordered=figures.ordered)


def _beside_normal(count: CountFigures) -> Sentence:
    normal = count.normal
    if normal is None:
        return EMPTY
    if normal.holds(count.customers):
        text = phrase("That is normal: about {usual} expected, normally {low} to {high}.")
    else:
        text = phrase("About {usual} were expected, normally {low} to {high}.")
    return say(text, usual=normal.expected, low=normal.low, high=normal.high)


def _worth(now: Fact, shared: Shared) -> Sentence:
    word, window = shared.value_word, in_window(shared.covers)
    if window.pieces:
        return capitalised(say("They brought {now} of {word}{window}.", word=word, now=now, window=window))
    return capitalised(say("They bring {now} of {word}.", word=word, now=now))
