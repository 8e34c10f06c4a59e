"""Which play of the playbook each segment gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.segments.effects import SOMEWHAT, is_shown
from reportgen.topics.advice.playbook import load_playbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis import Analysis
    from reportgen.features.table import Customers
    from reportgen.segments.naming import Segment
    from reportgen.shared.figures import Shared
    from reportgen.topics.advice.playbook import Play, Playbook


@dataclass(frozen=True)
class AdviceFacts:
    """What is commonly tried with each segment; the figures beside it are those of the segments."""

    plays: Mapping[str, Play]
    """By key of the segment, in the order of the report."""


def advice_facts(analysis: Analysis, _shared: Shared) -> AdviceFacts | None:
    """One play a segment; None where the user wants none.

    Raises:
        InputError: the playbook cannot be read, or has no play for some segment.
    """
    if not analysis.options.recommendations:
        return None
    playbook = load_playbook(analysis.options.playbook)
    return AdviceFacts(choose_plays(analysis.segments, analysis.customers, playbook))


def choose_plays(segments: Sequence[Segment], customers: Customers, playbook: Playbook) -> Mapping[str, Play]:
    """The best fitting play for each segment, most demanding first, none twice while another fits."""
    ranked = sorted(playbook.plays, key=lambda play: -len(play.when))
    chosen: dict[str, Play] = {}
    for segment in segments:
        fitting = [play for play in ranked if _fits(play, segment, customers, playbook)]
        if not fitting:
            raise InputError("no play of the playbook fits every segment", "add a play with `when = []`")
        unused = [play for play in fitting if play not in chosen.values()]
        chosen[segment.key] = (unused or fitting)[0]
    return chosen


def _fits(play: Play, segment: Segment, customers: Customers, playbook: Playbook) -> bool:
    return all(_holds(condition, segment, customers, playbook) for condition in play.when)


def _holds(condition: str, segment: Segment, customers: Customers, playbook: Playbook) -> bool:
    """Whether the segment is high or low on the measures with a tag: on average over all of them."""
    if condition == "once":
        return customers.scores is not None and segment.profile.means["frequency"] <= 1
    tag, _, level = condition.partition(":")
    sign = 1 if level == "high" else -1
    tagged = [
        (sign * effect.size, is_shown(effect, feature.kind))
        for effect in segment.profile.effects
        if tag in playbook.tags_of(feature := customers.feature(effect.feature))
    ]
    if not any(size >= SOMEWHAT and shown for size, shown in tagged):
        return False
    return sum(size for size, _ in tagged) >= SOMEWHAT * len(tagged)
