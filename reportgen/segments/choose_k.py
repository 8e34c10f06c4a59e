"""How many segments: the figures for each number, the rule, and how often each number comes out."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.errors import InputError, UnsegmentableError
from reportgen.segments.algorithms import kmeans_searched, nearest, one_thread
from reportgen.segments.half_splits import SAMPLE, HalfSplits
from reportgen.segments.model import MOST_SEGMENTS
from reportgen.segments.stability import MOST_JUDGED, Silhouettes, bootstrap_agreement, refits, spread
from reportgen.segments.values import Candidate, KChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.features.matrix import Matrix
    from reportgen.segments.half_splits import SplitFigures

STRONG = 0.8
LOSS_OF_MORE, LOSS_OF_FEWER = 0.12, 0.03
"""How far below the widest separation a number that repeats well may lie, if it is larger than the number
that separates most, or smaller."""
MOST_TRIED = 10
RESAMPLES = 100
SPLITS_EACH = 5
"""Half-splits, of 25 to a hundred, that one resample looks at."""
RIVAL = 1 / 3
"""Share of resamples from which a number is as good as the chosen one."""


def smallest_segment_allowed(customers: int) -> int:
    """max(10, 1%, min(30, 3%)) of the customers."""
    return max(10, math.ceil(0.01 * customers), min(30, math.ceil(0.03 * customers)))


def choose_k(matrix: Matrix, *, k: int | None, max_segments: int) -> KChoice:
    """Try k = 2 to 10 and take the one that comes out in most of 100 resamples; a given k is only measured.

    Each resample looks at five random half-splits. Of the numbers that repeat well there (mean prediction
    strength >= .8, Tibshirani & Walther 2005) it takes the largest whose mean silhouette is at most .12
    below the best or, if the best belongs to a larger number, at most .03; where there is none, the best
    silhouette's. Raises InputError for a k that cannot be, and UnsegmentableError where all customers are
    alike. Draws hang on the customers' own measures alone: neither ids nor the seed of the fit change it.
    """
    tries = _tries(matrix, k, max_segments)
    with one_thread():
        halves = HalfSplits(matrix.fitted, matrix.lots[matrix.fitted_rows])
        silhouettes = Silhouettes(matrix.fitted)
        figures = [halves.figures(each) for each in tries]
        measured = [_candidate(matrix, *each, silhouettes) for each in zip(tries, figures, strict=True)]
    pool = [place for place, c in enumerate(measured) if c.allowed and c.k <= max_segments] or [0]
    came_out = Counter(tries[place] for place in _votes(figures, pool))
    candidates = tuple(replace(each, chosen_in=came_out[each.k]) for each in measured)
    if k is not None:
        return KChoice(k, candidates, "given", (), RESAMPLES)
    ranked = sorted(came_out, key=lambda each: (-came_out[each], each))
    rivals = tuple(each for each in ranked[1:] if came_out[each] >= RIVAL * RESAMPLES)
    return KChoice(ranked[0], candidates, "resamples", rivals, RESAMPLES)


def _tries(matrix: Matrix, k: int | None, max_segments: int) -> range:
    distinct = len(np.unique(matrix.fitted, axis=0))
    if distinct < 2:  # noqa: PLR2004 - one point cannot be divided
        raise UnsegmentableError(
            "all customers are alike in the columns that group them", "name other columns with --by"
        )
    customers = len(matrix.ids)
    if k is not None:
        most = min(MOST_SEGMENTS, distinct, customers // 2)
        if not 2 <= k <= most:  # noqa: PLR2004 - one segment is no segmentation
            raise InputError(f"{k} segments cannot be made of {customers} customers", f"use --k 2 to {most}")
        return range(2, min(max(MOST_TRIED, k + 1), most) + 1)
    if max_segments < 2:  # noqa: PLR2004 - one segment is no segmentation
        raise InputError(
            f"at most {max_segments} segments leave nothing to choose", "use --max-segments 2 or more"
        )
    most = min(MOST_TRIED, distinct, customers // smallest_segment_allowed(customers))
    return range(2, max(2, most) + 1)


def _candidate(matrix: Matrix, k: int, figures: SplitFigures, silhouettes: Silhouettes) -> Candidate:
    points = matrix.fitted
    fit = kmeans_searched(points, k)
    labels = nearest(points, fit.centres)
    smallest = int(np.bincount(nearest(matrix.values, fit.centres), minlength=k).min())
    return Candidate(
        k=k,
        inertia=fit.inertia,
        silhouette=float(silhouettes.of(labels, k)[-1]),
        prediction_strength=spread(figures.strength),
        stability=bootstrap_agreement(labels[:MOST_JUDGED], refits(points[:MOST_JUDGED], k)),
        smallest=smallest,
        allowed=smallest >= smallest_segment_allowed(len(matrix.ids)),
    )


def _votes(figures: Sequence[SplitFigures], pool: Sequence[int]) -> list[int]:
    """The place in `figures` that each resample takes, of those in the pool."""
    splits = np.tile(np.arange(len(figures[0].strength)), (RESAMPLES, 1))
    draws = np.random.default_rng(SAMPLE).permuted(splits, axis=1)[:, :SPLITS_EACH]
    strengths = np.array([figures[place].strength[draws].mean(axis=1) for place in pool])
    widths = np.array([figures[place].width[draws].mean(axis=1) for place in pool])
    return [pool[decide(*each)] for each in zip(strengths.T, widths.T, strict=True)]


def decide(strengths: np.ndarray, widths: np.ndarray) -> int:
    """The place of the number to take, of ascending ones with their prediction strength and silhouette."""
    peak = int(widths.argmax())
    loss = np.where(np.arange(len(widths)) < peak, LOSS_OF_FEWER, LOSS_OF_MORE)
    good = np.flatnonzero((strengths >= STRONG) & (widths >= widths[peak] - loss))
    return int(good[-1]) if good.size else peak
