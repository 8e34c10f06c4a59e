"""What changed since the earlier month: the unusual first, each beside what is usual, or a quiet month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.changes.month_changes import flow_key
from reportgen.claims.movement import shown_flows
from reportgen.narrative.movement_pace import slower, woken
from reportgen.narrative.movement_parts import Change, moved, named
from reportgen.narrative.words import value_word, window_words
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, joined, listed, say
from reportgen.record.flows import BACK, CAME, GONE, JOINED, LEFT, WOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Fact, Facts
    from reportgen.record.flows import Flow

HOW_MANY_CAME = {JOINED: phrase("{n} joined"), BACK: phrase("{n} came back")}
MORE_ORDERED = {
    True: phrase("More customers of {name} ordered than usual: {n}, not {usual}"),
    False: phrase("Fewer customers of {name} ordered than usual: {n}, not {usual}"),
}
HOW_MANY_MORE = {
    True: phrase(
        "Of {of} who were in it at the end of {since}, {n} have ordered since, {gap} more than usual; "
        "{low} to {high} would be as usual."
    ),
    False: phrase(
        "Of {of} who were in it at the end of {since}, {n} have ordered since, {gap} fewer than usual; "
        "{low} to {high} would be as usual."
    ),
}
MORE_AT_END = {
    (JOINED, True): phrase("More new customers than usual: {n}, not {usual}"),
    (JOINED, False): phrase("Fewer new customers than usual: {n}, not {usual}"),
    (BACK, True): phrase("More customers who came back than usual: {n}, not {usual}"),
    (BACK, False): phrase("Fewer customers who came back than usual: {n}, not {usual}"),
    (LEFT, True): phrase("More customers who left than usual: {n}, not {usual}"),
    (LEFT, False): phrase("Fewer customers who left than usual: {n}, not {usual}"),
}
ORDERED, SLOWER = "ordered", "slower"
SHORT = {
    (JOINED, True): phrase("{n} more new customers than usual"),
    (JOINED, False): phrase("{n} fewer new customers than usual"),
    (BACK, True): phrase("{n} more came back than usual"),
    (BACK, False): phrase("{n} fewer came back than usual"),
    (WOKEN, True): phrase("{n} more who had stopped ordered"),
    (SLOWER, True): phrase("{n} more of a segment order less"),
    (ORDERED, True): phrase("{n} more of a segment ordered"),
    (ORDERED, False): phrase("{n} fewer of a segment ordered"),
}
SHORT_OF = {
    (ORDERED, True): phrase("{n} more of {name} ordered"),
    (ORDERED, False): phrase("{n} fewer of {name} ordered"),
    (SLOWER, True): phrase("{n} more of {name} order less"),
}
WHO_CAME_AND_WENT = {
    False: phrase(
        "Since the end of {since} {came}, {left} left and {changed} changed group; "
        "{all} are customers now, after {was}."
    ),
    True: phrase(
        "Since the end of {since} {came}, {left} left, {removed} were removed on request and {changed} "
        "changed group; {all} are customers now, after {was}."
    ),
}
WENT = {
    True: phrase("{n} customers moved from {origin} to {target} as time passed"),
    False: phrase("{n} customers moved from {origin} to {target}"),
}
USUAL = {
    True: phrase("That is as usual: {usual} expected, {low} to {high} no news."),
    False: phrase("Usual: {usual}, from {low} to {high}."),
}
"""What is usual of a flow, by whether it lies within it."""
MOST_TOLD = 3
"""Changes that a reader with a minute is told."""


def changes(analysis: Analysis, facts: Facts) -> tuple[Change, ...]:
    """All that is unusual, what customers did before what time did, the largest difference first."""
    periods = moved(analysis)
    if periods is None or periods.migration is None:
        return ()
    told, _ = shown_flows(periods.migration, analysis.options.min_cell)
    found = [
        *(_ordered(each.key, analysis, facts) for each in periods.migration.activity),
        *(slower(key, analysis, facts) for key in periods.slowed),
        *(_end(key, analysis, facts) for key in (JOINED, BACK, LEFT)),
        woken(analysis, facts),
        *(_flow(flow, analysis, facts) for flow in told if _is_between(flow)),
    ]
    news = [change for change in found if change is not None and periods.news(change.finding.key)]
    return tuple(sorted(news, key=lambda change: (not change.leads, -change.gap, change.finding.key)))


def _is_between(flow: Flow) -> bool:
    """Whether customers went from one segment to another."""
    return flow.origin not in CAME and flow.target not in GONE


def movement_headline(analysis: Analysis, facts: Facts) -> Sentence:
    """The month in one line: its largest unusual change by what customers did, or that it was quiet."""
    found = changes(analysis, facts)
    leading = [change for change in found if change.leads]
    if leading:
        return leading[0].finding.headline
    if found and _all_as_usual(facts, ORDERED, SLOWER):
        return say("Customers ordered as usual; some groups changed as time passed")
    periods = moved(analysis)
    if periods is not None and periods.judges_all and _all_as_usual(facts):
        # While the window fills up, totals grow: as usual, but not quiet.
        growing = say("Nothing changed more than usual")
        return growing if periods.filling else say("A quiet month: nothing changed more than usual")
    return say(
        "{n} of {all} customers changed group since {since}",
        n=facts["movement.changed"],
        all=facts["total.customers"],
        since=facts["movement.since"],
    )


def _all_as_usual(facts: Facts, *kinds: str) -> bool:
    """Whether all figures (of some kinds) lie in their range: an old change is no news, but not usual."""
    usual, begins = ".usual", tuple(f"movement.{kind}." for kind in kinds) or "movement."
    told = [key.removesuffix(usual) for key in facts if key.startswith(begins) and key.endswith(usual)]
    return all(
        facts[f"{key}.low"].shown <= facts[f"{key}.customers"].shown <= facts[f"{key}.high"].shown
        for key in told
        if f"{key}.low" in facts
    )


def movement_in_short(analysis: Analysis, facts: Facts) -> tuple[Sentence, ...]:
    """The same in fewer words, for the subject of a message; the fullest first."""
    leading = [change.finding for change in changes(analysis, facts) if change.leads]
    if leading:
        return _in_short(leading[0].key, facts, analysis)
    periods = moved(analysis)
    if periods is not None and periods.judges_all and _all_as_usual(facts):
        return (say("nothing more than usual") if periods.filling else say("a quiet month"),)
    return (say("{n} changed group", n=facts["movement.changed"]),)


def _in_short(key: str, facts: Facts, analysis: Analysis) -> tuple[Sentence, ...]:
    own = f"movement.{key}"
    kind, *places = key.split(".")
    if kind == "flow":
        n, target = facts[f"{own}.customers"], named(places[1], analysis)
        return say("{n} moved to {target}", n=n, target=target), say("{n} changed group", n=n)
    gap = facts[f"{own}.gap"]
    more = facts[f"{own}.customers"].shown > facts[f"{own}.usual"].shown
    short = say(SHORT[kind, more], n=gap)
    return (say(SHORT_OF[kind, more], n=gap, name=named(places[0], analysis)), short) if places else (short,)


def movement_lead(analysis: Analysis, facts: Facts) -> Sentence:
    """The account in two sentences: who came, who left, who changed group."""
    came = listed(
        tuple(
            say(template, n=facts[f"movement.{key}.customers"])
            for key, template in HOW_MANY_CAME.items()
            if facts[f"movement.{key}.customers"].value
        )
    )
    leading = [change.finding.detail for change in changes(analysis, facts) if change.leads][:1]
    removed = facts["movement.removed.customers"]
    account = say(
        WHO_CAME_AND_WENT[bool(removed.value)],
        since=facts["movement.since"],
        came=came if came.pieces else say("nobody joined"),
        left=facts["movement.left.customers"],
        removed=removed,
        changed=facts["movement.changed"],
        all=facts["total.customers"],
        was=facts["total.was"],
    )
    return joined((*leading, account))


def movement_findings(analysis: Analysis, facts: Facts) -> tuple[Finding, ...]:
    """The points of the month: what is unusual beyond the headline, then the largest usual flows."""
    found = changes(analysis, facts)
    beyond = found[1:] if found and found[0].leads else found
    told = [change.finding for change in beyond][:MOST_TOLD]
    spoken_of = {change.finding.key for change in found}
    usual = [finding for finding in _largest(analysis, facts) if finding.key not in spoken_of]
    return (*told, *usual)[:MOST_TOLD]


def _largest(analysis: Analysis, facts: Facts) -> Iterator[Finding]:
    """The largest flows between segments, usual or not, those of people who ordered first."""
    periods = moved(analysis)
    if periods is None or periods.migration is None:
        return
    told, _ = shown_flows(periods.migration, analysis.options.min_cell)
    between = [flow for flow in told if _is_between(flow)]
    for flow in sorted(between, key=lambda flow: (flow.by_time, -flow.customers)):
        yield _told_flow(flow, analysis, facts)


def _ordered(key: str, analysis: Analysis, facts: Facts) -> Change | None:
    """More or fewer customers of a segment ordered than usual."""
    own = f"movement.ordered.{key}"
    if f"{own}.usual" not in facts or not facts[f"{own}.of"].shown:
        return None
    more = facts[f"{own}.customers"].shown > facts[f"{own}.usual"].shown
    headline = say(
        MORE_ORDERED[more],
        name=named(key, analysis),
        n=facts[f"{own}.customers"],
        usual=facts[f"{own}.usual"],
    )
    detail = say(
        HOW_MANY_MORE[more],
        of=facts[f"{own}.of"],
        n=facts[f"{own}.customers"],
        since=facts["movement.since"],
        gap=facts[f"{own}.gap"],
        low=facts[f"{own}.low"],
        high=facts[f"{own}.high"],
    )
    return Change(facts[f"{own}.gap"].shown, Finding(f"ordered.{key}", headline, detail, (key,)), leads=True)


def _end(key: str, analysis: Analysis, facts: Facts) -> Change | None:
    """More or fewer customers joined, came back or left than usual."""
    own = f"movement.{key}"
    if f"{own}.usual" not in facts:
        return None
    more = facts[f"{own}.customers"].shown > facts[f"{own}.usual"].shown
    headline = say(
        MORE_AT_END[key, more],
        n=facts[f"{own}.customers"],
        usual=facts[f"{own}.usual"],
    )
    usual = say("{low} to {high} would be as usual.", low=facts[f"{own}.low"], high=facts[f"{own}.high"])
    where = _of_end(key, analysis, facts)
    parts = (where, usual) if key == LEFT else (usual, where)
    detail = joined(tuple(each for each in parts if each.pieces))
    return Change(facts[f"{own}.gap"].shown, Finding(key, headline, detail, ()), leads=key != LEFT)


def _of_end(key: str, analysis: Analysis, facts: Facts) -> Sentence:
    """Where those who came are now, or why those who left did."""
    if key == LEFT:
        return say("They had no order in the {window}.", window=window_words(facts))
    flows = [
        (fact, fact.key.split(".")[3])
        for fact in facts.under(f"movement.flow.{key}.")
        if fact.key.endswith(".customers") and fact.shown
    ]
    if not flows:
        return EMPTY
    largest, target = max(flows, key=lambda pair: pair[0].shown)
    return say(
        "Of the {all}, {n} are in {name} now.",
        all=facts[f"movement.{key}.customers"],
        n=largest,
        name=named(target, analysis),
    )


def _flow(flow: Flow, analysis: Analysis, facts: Facts) -> Change | None:
    """More or fewer customers than usual went one way."""
    own = f"movement.{flow_key(flow)}"
    if f"{own}.usual" not in facts:
        return None
    return Change(facts[f"{own}.gap"].shown, _told_flow(flow, analysis, facts), not flow.by_time)


def _told_flow(flow: Flow, analysis: Analysis, facts: Facts) -> Finding:
    own = f"movement.{flow_key(flow)}"
    headline = say(
        WENT[flow.by_time],
        n=facts[f"{own}.customers"],
        origin=named(flow.origin, analysis),
        target=named(flow.target, analysis),
    )
    parts = [_cause(flow, own, facts)] if flow.ordered is not None else []
    if f"{own}.usual" in facts:
        low, high = facts[f"{own}.low"], facts[f"{own}.high"]
        inside = low.shown <= facts[f"{own}.customers"].shown <= high.shown
        parts.append(say(USUAL[inside], usual=facts[f"{own}.usual"], low=low, high=high))
    if f"{own}.now" in facts:
        parts.append(_worth(facts[f"{own}.now"], analysis, facts))
    return Finding(flow_key(flow), headline, joined(tuple(parts)), (flow.origin, flow.target))


def _worth(now: Fact, analysis: Analysis, facts: Facts) -> Sentence:
    word, window = value_word(analysis), window_words(facts)
    if window.pieces:
        return capitalised(say("{word} of theirs: {now} in the {window}.", word=word, now=now, window=window))
    return capitalised(say("{word} of theirs: {now}.", word=word, now=now))


def _cause(flow: Flow, own: str, facts: Facts) -> Sentence:
    if flow.ordered == 0:
        return say("None of them ordered.")
    if flow.ordered == flow.customers:
        return say("All of them ordered.")
    return say("{ordered} of them ordered; for the others time passed.", ordered=facts[f"{own}.ordered"])
