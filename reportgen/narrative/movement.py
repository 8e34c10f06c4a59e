"""What changed since the earlier month: the unusual first, each beside what is usual, or a quiet month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.claims.movement import shown_flows
from reportgen.claims.sentence import EMPTY, Sentence, capitalised, joined, listed, say
from reportgen.narrative.findings import Finding
from reportgen.narrative.words import label_of, name_of, spoken, value_word, window_words
from reportgen.periods.compare import flow_key
from reportgen.periods.migration import BACK, JOINED, LEFT
from reportgen.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.claims.analysis import Analysis
    from reportgen.claims.facts import Fact, Facts
    from reportgen.periods.compare import Periods
    from reportgen.periods.identity import Segment
    from reportgen.periods.migration import Flow
    from reportgen.periods.record import RecordedSegment

CAME = {JOINED: phrase("{n} joined"), BACK: phrase("{n} came back")}
MORE_ORDERED = {
    True: phrase("More customers of {name} ordered than usual: {n}, not {usual}"),
    False: phrase("Fewer customers of {name} ordered than usual: {n}, not {usual}"),
}
HOW_MANY_MORE = {
    True: phrase(
        "{of} were in it at the end of {since}; {gap} more ordered than in a usual month, "
        "for which {low} to {high} would be no news."
    ),
    False: phrase(
        "{of} were in it at the end of {since}; {gap} fewer ordered than in a usual month, "
        "for which {low} to {high} would be no news."
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
WENT = {
    True: phrase("{n} customers moved from {origin} to {target} as time passed"),
    False: phrase("{n} customers moved from {origin} to {target}"),
}
MOST_TOLD = 3
"""Changes that a reader with a minute is told."""


class Change(NamedTuple):
    """A figure that is more or less than usual, and how far."""

    gap: float
    finding: Finding
    leads: bool
    """Whether it may be a headline: somebody did something."""


def moved(analysis: Analysis) -> Periods | None:
    """The comparison with an earlier month, where there is one to tell."""
    periods = analysis.periods
    return periods if periods is not None and periods.migration is not None else None


def changes(analysis: Analysis, facts: Facts) -> tuple[Change, ...]:
    """All that is unusual, what customers did before what time did, the largest difference first."""
    periods = moved(analysis)
    if periods is None or periods.migration is None:
        return ()
    told, _ = shown_flows(periods.migration, analysis.options.min_cell)
    found = [
        *(_ordered(each.key, analysis, facts) for each in periods.migration.activity),
        *(_end(key, analysis, facts) for key in (JOINED, BACK, LEFT)),
        *(_flow(flow, analysis, facts) for flow in told if flow.target != LEFT and not _is_new(flow)),
    ]
    news = [change for change in found if change is not None and periods.news(change.finding.key)]
    return tuple(sorted(news, key=lambda change: (not change.leads, -change.gap, change.finding.key)))


def _is_new(flow: Flow) -> bool:
    return flow.origin in (JOINED, BACK)


def movement_headline(analysis: Analysis, facts: Facts) -> Sentence:
    """The month in one line: its largest unusual change by what customers did, or that it was quiet."""
    found = changes(analysis, facts)
    leading = [change for change in found if change.leads]
    if leading:
        return leading[0].finding.headline
    if found:
        return say("Customers ordered as usual; some groups changed as time passed")
    periods = moved(analysis)
    if periods is not None and periods.bands and _all_as_usual(facts):
        return say("A quiet month: nothing changed more than usual")
    return say(
        "{n} of {all} customers changed group since {since}",
        n=facts["movement.changed"],
        all=facts["total.customers"],
        since=facts["movement.since"],
    )


def _all_as_usual(facts: Facts) -> bool:
    """Whether every printed figure lies in its range: what left it before is no news, but not usual."""
    usual = ".usual"
    told = [key.removesuffix(usual) for key in facts if key.startswith("movement.") and key.endswith(usual)]
    return all(
        facts[f"{key}.low"].shown <= facts[f"{key}.customers"].shown <= facts[f"{key}.high"].shown
        for key in told
        if f"{key}.low" in facts
    )


def movement_lead(analysis: Analysis, facts: Facts) -> Sentence:
    """The account in two sentences: who came, who left, who changed group."""
    came = listed(
        tuple(
            say(template, n=facts[f"movement.{key}.customers"])
            for key, template in CAME.items()
            if facts[f"movement.{key}.customers"].value
        )
    )
    leading = [change.finding.detail for change in changes(analysis, facts) if change.leads][:1]
    account = say(
        "Since the end of {since} {came}, {left} left and {changed} changed group; "
        "{all} are customers now, after {was}.",
        since=facts["movement.since"],
        came=came if came.pieces else say("nobody joined"),
        left=facts["movement.left.customers"],
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
    between = [flow for flow in told if flow.target != LEFT and not _is_new(flow)]
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
    detail = _of_end(key, analysis, facts) + say(
        "{low} to {high} would be no news.", low=facts[f"{own}.low"], high=facts[f"{own}.high"]
    )
    leads = key != LEFT
    return Change(facts[f"{own}.gap"].shown, Finding(key, headline, detail, ()), leads)


def _of_end(key: str, analysis: Analysis, facts: Facts) -> Sentence:
    """Where those who came are now, or why those who left did."""
    if key == LEFT:
        return say("They had no order in the {window}. ", window=window_words(facts))
    flows = [
        (fact, fact.key.split(".")[3])
        for fact in facts.under(f"movement.flow.{key}.")
        if fact.key.endswith(".customers") and fact.shown
    ]
    if not flows:
        return EMPTY
    largest, target = max(flows, key=lambda pair: pair[0].shown)
    return say("{n} of them are in {name} now. ", n=largest, name=named(target, analysis))


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
        parts.append(
            say(
                "Usual: {usual}; {low} to {high} would be no news.",
                usual=facts[f"{own}.usual"],
                low=facts[f"{own}.low"],
                high=facts[f"{own}.high"],
            )
        )
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
        return say("None of them ordered: time passed.")
    if flow.ordered == flow.customers:
        return say("All of them ordered.")
    return say("{ordered} of them ordered; for the others time passed.", ordered=facts[f"{own}.ordered"])


def named(key: str, analysis: Analysis) -> Sentence:
    """A segment's name within a sentence, that of a retired one too."""
    return spoken(_known(key, analysis))


def bare_name(key: str, analysis: Analysis) -> Sentence:
    """A segment's name, that of a retired one too."""
    return Sentence((name_of(_known(key, analysis)),))


def _known(key: str, analysis: Analysis) -> Segment | RecordedSegment:
    retired = analysis.periods.retired if analysis.periods else ()
    known: tuple[Segment | RecordedSegment, ...] = (*analysis.segments, *retired)
    return next(segment for segment in known if segment.key == key)


def announced(analysis: Analysis) -> Sentence:
    """New and retired segments; nothing where there are none."""
    periods = analysis.periods
    if periods is None or periods.previous is None:
        return EMPTY
    before = {segment.key for segment in periods.previous.segments}
    new = tuple(named(s.key, analysis) for s in analysis.segments if s.key not in before)
    gone = tuple(named(s.key, analysis) for s in periods.retired)
    told = (
        say("New: {names}.", names=listed(new)) if new else EMPTY,
        say("No longer there: {names}.", names=listed(gone)) if gone else EMPTY,
    )
    return joined(tuple(sentence for sentence in told if sentence.pieces))


def refit_advice(analysis: Analysis, facts: Facts) -> Sentence:
    """Why the segments should be made anew; nothing while they fit."""
    periods = analysis.periods
    if periods is None or periods.drift is None or not periods.drift.due:
        return EMPTY
    reasons = tuple(_reason(reason, analysis, facts) for reason in periods.drift.due)
    return say(
        "A refit is advised: {reasons}. The command with --refit makes the segments anew.",
        reasons=listed(reasons),
    )


def _reason(reason: str, analysis: Analysis, facts: Facts) -> Sentence:
    drift = analysis.periods.drift if analysis.periods else None
    if drift is not None and reason == "shift":
        large = [shift for shift in drift.shifts if shift.large]
        return say(
            "{measures} moved clearly since {fitted}",
            measures=listed(tuple(label_of(analysis.customers.feature(s.feature)) for s in large)),
            fitted=facts["movement.fitted"],
        )
    return {
        "beyond": lambda: say("{n} of customers lie far from every segment", n=facts["drift.beyond"]),
        "agreement": lambda: say(
            "segments made anew agree with these at {n} only", n=facts["drift.agreement"]
        ),
        "age": lambda: say("the segments are {n} months old", n=facts["drift.months"]),
    }[reason]()
