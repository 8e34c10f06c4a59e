"""Figures of how sure the segments are: agreement under resampling, and each number of segments tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.formatting import digits_for
from reportgen.prose.facts import Fact, Unit, people
from reportgen.segments.algorithms import AGREE
from reportgen.segments.choose_k import STRONG
from reportgen.segments.structure import EMPTY, FOUND_AGAIN, SAME, STABLE
from reportgen.shared.numbers import count_fact, decimal_fact, share_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.segments.values import Candidate, KChoice, Range, Verdict
    from reportgen.shared.figures import Shared

LIMITS = {"followed_by_density": (SAME,), "least_found_again": (FOUND_AGAIN,), "fullest_border": (EMPTY,)}
"""What evidence must reach, by name: a figure below its limit is not rounded up to it."""
INSIDE = 0.5
"""Confidence from which a customer counts as clearly inside, as in `SegmentProfile`."""


@dataclass(frozen=True)
class RangeFigures:
    """A mean over resamples, with its range."""

    mean: Fact
    low: Fact
    high: Fact


@dataclass(frozen=True)
class CandidateFigures:
    """One number of segments that was tried."""

    k: Fact
    inertia: Fact
    silhouette: Fact
    prediction_strength: RangeFigures
    stability: RangeFigures
    smallest: Fact
    chosen_in: Fact
    """Resamples in which this number came out."""


@dataclass(frozen=True)
class CertaintyFacts:
    """The verdict and what it rests on."""

    verdict: Verdict
    gaps: bool
    """Whether the data show gaps between the segments."""
    continuum: bool
    """Whether a continuum was shown."""
    kept: bool
    """Whether the segments, and their number, are those of an earlier month; all else is of this month."""
    choice: KChoice
    resamples: Fact | None
    """How often a number was chosen; None where a record of an earlier version does not tell."""
    repeatability: RangeFigures
    """Agreement of segments refitted on resampled customers (adjusted Rand index)."""
    evidence: Mapping[str, Fact]
    """Figures of the tests for gaps, by name."""
    other_methods: Mapping[str, Fact]
    """Algorithm -> agreement of its segments with these."""
    confident_share: Fact | None
    """Customers clearly nearer to their own segment than to the next; None for fixed limits."""
    candidates: Mapping[int, CandidateFigures]


def certainty_facts(analysis: Analysis, shared: Shared) -> CertaintyFacts:
    """All that is said of how sure the segments are."""
    structure, fmt = analysis.structure, analysis.formatter
    tried = analysis.choice.candidates
    digits = digits_for(tuple(candidate.inertia for candidate in tried))
    return CertaintyFacts(
        verdict=structure.verdict,
        gaps=structure.gaps,
        continuum=structure.continuum,
        kept=analysis.model.month != analysis.customers.month,
        choice=analysis.choice,
        resamples=count_fact("certainty.resamples", analysis.choice.resamples, Unit.COUNT, fmt)
        if analysis.choice.resamples
        else None,
        repeatability=_range("certainty.repeatability", structure.bootstrap_ari, fmt, STABLE),
        evidence={
            name: decimal_fact(f"certainty.{name}", figure, 3, fmt, *LIMITS.get(name, ()))
            for name, figure in structure.evidence
        },
        other_methods={
            name: decimal_fact(f"certainty.other.{name}", ari, 2, fmt, AGREE, SAME)
            for name, ari in structure.opinions
        },
        confident_share=None
        if shared.by_rules
        else share_fact(
            "certainty.confident_share", float((analysis.segmentation.confidence >= INSIDE).mean()), fmt
        ),
        candidates={each.k: _candidate(each, digits, shared.min_cell, fmt) for each in tried},
    )


def _candidate(candidate: Candidate, digits: int, min_cell: int, fmt: Formatter) -> CandidateFigures:
    key = f"k.{candidate.k}"
    return CandidateFigures(
        k=count_fact(key, candidate.k, Unit.COUNT, fmt),
        inertia=decimal_fact(f"{key}.inertia", candidate.inertia, digits, fmt),
        silhouette=decimal_fact(f"{key}.silhouette", candidate.silhouette, 2, fmt),
        prediction_strength=_range(f"{key}.prediction_strength", candidate.prediction_strength, fmt, STRONG),
        stability=_range(f"{key}.stability", candidate.stability, fmt),
        smallest=people(f"{key}.smallest", candidate.smallest, min_cell, fmt),
        chosen_in=count_fact(f"{key}.chosen_in", candidate.chosen_in, Unit.COUNT, fmt),
    )


def _range(key: str, figure: Range, fmt: Formatter, *limits: float) -> RangeFigures:
    return RangeFigures(
        decimal_fact(key, figure.mean, 2, fmt, *limits),
        decimal_fact(f"{key}.low", figure.low, 2, fmt),
        decimal_fact(f"{key}.high", figure.high, 2, fmt),
    )
