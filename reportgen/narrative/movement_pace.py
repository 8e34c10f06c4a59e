"""Who still orders but less than they used to, and who ordered again after they had stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.movement_parts import Change, named
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY, Sentence, joined, say
from reportgen.record.flows import WOKEN

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Facts


def slower(key: str, analysis: Analysis, facts: Facts) -> Change | None:
    """More customers of a segment than usual order less than they used to."""
    own = f"movement.slower.{key}"
    if f"{own}.then" not in facts:
        return None
    headline = say(
        "More customers of {name} than usual order less than they used to: {n}, not {usual}",
        name=named(key, analysis),
        n=facts[f"{own}.customers"],
        usual=facts[f"{own}.usual"],
    )
    detail = say(
        "They still order, on {now} days a month in the last two months, and on {then} before; up to {high} "
        "such customers would be as usual.",
        now=facts[f"{own}.now"],
        then=facts[f"{own}.then"],
        high=facts[f"{own}.high"],
    )
    return Change(facts[f"{own}.gap"].shown, Finding(f"slower.{key}", headline, detail, (key,)), leads=True)


def woken(analysis: Analysis, facts: Facts) -> Change | None:
    """More customers than usual ordered again who had stopped."""
    own = f"movement.{WOKEN}"
    if f"{own}.usual" not in facts:
        return None
    headline = say(
        "More customers who had stopped ordered again than usual: {n}, not {usual}",
        n=facts[f"{own}.customers"],
        usual=facts[f"{own}.usual"],
    )
    detail = say(
        "Of {of} who had been silent for long by their own rhythm at the end of {since}, {n} have ordered "
        "since; up to {high} would be as usual.",
        of=facts[f"{own}.of"],
        since=facts["movement.since"],
        n=facts[f"{own}.customers"],
        high=facts[f"{own}.high"],
    )
    told = joined(tuple(part for part in (detail, _from(analysis, facts)) if part.pieces))
    return Change(facts[f"{own}.gap"].shown, Finding(WOKEN, headline, told, ()), leads=True)


def _from(analysis: Analysis, facts: Facts) -> Sentence:
    """The segment that most of them were in."""
    parts = [(fact, fact.key.split(".")[3]) for fact in facts.under(f"movement.{WOKEN}.from.") if fact.shown]
    if not parts:
        return EMPTY
    most, origin = max(parts, key=lambda part: (part[0].shown, part[1]))
    return say("{n} of them were in {name} then.", n=most, name=named(origin, analysis))
