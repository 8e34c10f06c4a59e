"""Which play of the playbook each segment gets: by facts of its customers, the same for the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from reportgen.errors import InputError
from reportgen.features.overdue import overdue_customers
from reportgen.segments.effects import A_FIFTH_LESS, A_QUARTER_MORE, SOMEWHAT, is_shown
from reportgen.segments.field_names import FEW, HOLDS, Buyers
from reportgen.shared.comparisons import leader
from reportgen.topics.advice.dates import Dates, dates
from reportgen.topics.advice.playbook import UNREACHED, load_playbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.analysis import Analysis
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.advice.playbook import Play, Playbook

APART, HIGHEST = "apart", "value:highest"
OF_SEGMENTS = (APART, HIGHEST)
"""Conditions that hold for one segment at most."""
OF_WORTH: Mapping[str, Callable[[float], bool]] = {
    "value:high": lambda index: index >= A_QUARTER_MORE,
    "value:low": lambda index: index <= A_FIFTH_LESS,
}
HALF = 0.5
OF_BUYERS: Mapping[str, Callable[[Buyers], np.ndarray]] = {
    "on-time": lambda who: who.on_time,
    "late": lambda who: who.late,
    "slipping": lambda who: who.slipping,
    "new": lambda who: who.new,
    "seasonal": lambda who: who.seasonal,
    "once": lambda who: who.once,
    "few": lambda who: who.orders <= FEW,
    "came-back": lambda who: who.orders >= FEW,
    "regular": lambda who: who.regular,
    "valuable": lambda who: who.valuable,
}
"""Conditions that hold where they are true of four in five of a segment's customers."""


@dataclass(frozen=True)
class AdviceFacts:
    """What is commonly tried with each segment; the figures beside it are those of the segments."""

    plays: Mapping[str, Play]
    """By key of the segment, in the order of the report."""
    overdue: Mapping[str, Play]
    """For the overdue customers of a segment, where they are enough to be shown; by its key."""
    dates: Dates | None
    """By when to act and when to read the result; None for data without dates."""


def advice_facts(analysis: Analysis, shared: Shared) -> AdviceFacts | None:
    """One play a segment; None where the user wants none.

    Raises:
        InputError: the playbook cannot be read, or has no play for some segment.
    """
    if not analysis.options.recommendations:
        return None
    playbook, overdue = load_playbook(analysis.options.playbook), overdue_customers(analysis.customers)
    groups = {} if shared.overdue is None else shared.overdue.segments
    late = () if overdue is None else tuple(each for each in shared.segments if each.segment.key in groups)
    return AdviceFacts(
        choose_plays(analysis, shared, playbook),
        {} if overdue is None else choose_plays(analysis, shared, playbook, late, overdue.who),
        dates(analysis, shared),
    )


def choose_plays(
    analysis: Analysis,
    shared: Shared,
    playbook: Playbook,
    segments: tuple[SegmentFigures, ...] | None = None,
    among: np.ndarray | None = None,
) -> Mapping[str, Play]:
    """For each segment the play of most conditions among those that fit, then the first of the file.

    Args:
        analysis: of the build.
        shared: its figures.
        playbook: the plays.
        segments: those that get one; None for all.
        among: of which customers a condition has to be true, along their index; None for all.
    """
    ranked = sorted(playbook.plays, key=lambda play: -len(play.when))
    conditions = _Conditions(analysis, shared, playbook, among)
    chosen: dict[str, Play] = {}
    for figures in shared.segments if segments is None else segments:
        fitting = (play for play in ranked if all(conditions.hold(each, figures) for each in play.when))
        play = next(fitting, None)
        if play is None:
            raise InputError("no play of the playbook fits every segment", "add a play with `when = []`")
        chosen[figures.segment.key] = play
    return chosen


def is_unreached(key: str, shared: Shared) -> bool:
    """Whether fewer than half of a segment may be contacted, as far as the file tells."""
    known = shared.reach.get(key)
    if known is None or known.contactable is None:
        return False
    return known.contactable.shown < HALF * shared.of(key).customers.shown


class _Conditions:
    """Whether a condition holds for a segment."""

    def __init__(
        self, analysis: Analysis, shared: Shared, playbook: Playbook, among: np.ndarray | None = None
    ) -> None:
        self._analysis, self._playbook, self._among = analysis, playbook, among
        self._shared = shared
        self._buyers = Buyers.of(analysis.customers)
        top = leader(shared, lambda each: None if each.worth is None else each.worth.each)
        self._top = None if top is None else top.segment.key
        self._apart = self._furthest_apart()

    def _furthest_apart(self) -> str | None:
        """The segment that stands apart most: its customers times how far they differ from all."""
        if self._shared.has_orders or self._shared.has_visits:
            return None

        def apart(figures: SegmentFigures) -> float:
            shown = (
                effect.size**2
                for effect in figures.segment.profile.effects
                if abs(effect.size) >= SOMEWHAT
                and is_shown(effect, self._analysis.customers.feature(effect.feature).kind)
            )
            return figures.customers.shown * sqrt(sum(shown))

        most = max(self._shared.segments, key=apart)
        return most.segment.key if apart(most) > 0 else None

    def hold(self, condition: str, figures: SegmentFigures) -> bool:
        """Whether it does; never where the data do not tell."""
        if condition in OF_BUYERS:
            return self._true_of_most(OF_BUYERS[condition], figures.segment.key)
        if condition in OF_SEGMENTS:
            return figures.segment.key == {APART: self._apart, HIGHEST: self._top}[condition]
        if condition == UNREACHED:
            return is_unreached(figures.segment.key, self._shared)
        if condition in OF_WORTH:
            return figures.worth is not None and OF_WORTH[condition](figures.worth.index.shown)
        return self._measure_is(condition, figures)

    def _true_of_most(self, fact: Callable[[Buyers], np.ndarray], key: str) -> bool:
        if self._buyers is None:
            return False
        segmentation = self._analysis.segmentation
        inside = segmentation.labels == segmentation.keys.index(key)
        if self._among is not None:
            inside &= self._among
        return float(np.asarray(fact(self._buyers))[inside].mean()) >= HOLDS

    def _measure_is(self, condition: str, figures: SegmentFigures) -> bool:
        """Whether the segment is high or low on a measure: on average over all of them that share a tag."""
        tag, _, level = condition.rpartition(":")
        sign = 1 if level == "high" else -1
        customers = self._analysis.customers
        tagged = [
            (sign * effect.size, is_shown(effect, feature.kind))
            for effect in figures.segment.profile.effects
            if tag.casefold() in self._playbook.tags_of(feature := customers.feature(effect.feature))
        ]
        if not any(size >= SOMEWHAT and shown for size, shown in tagged):
            return False
        return sum(size for size, _ in tagged) >= SOMEWHAT * len(tagged)
