"""What sentences of change are made of: the comparison, a change beside what is usual, names of segments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportgen.narrative.words import name_of, spoken
from reportgen.prose.sentence import Sentence

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.prose.finding import Finding
    from reportgen.record.manifest import RecordedSegment
    from reportgen.segments.naming import Segment


class Change(NamedTuple):
    """A figure that is more or less than usual, and how far."""

    gap: float
    finding: Finding
    leads: bool
    """Whether it may be a headline: somebody did something."""


def moved(analysis: Analysis) -> MonthComparison | None:
    """The comparison with an earlier month, where there is one to tell."""
    periods = analysis.periods
    return periods if periods is not None and periods.migration is not None else None


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
