"""How many segments: the figures for each number, the rule, and which numbers are about as good."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from reportgen.errors import InputError, UnsegmentableError
from reportgen.segments.algorithms import FIT_STARTS, kmeans_large, nearest, one_thread
from reportgen.segments.model import MOST_SEGMENTS
from reportgen.segments.stability import (
    Silhouettes,
    bootstrap_agreement,
    judged_rows,
    prediction_strengths,
    refits,
    spread,
)
from reportgen.segments.values import Candidate, KChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.features.matrix import Matrix

STRONG = 0.8
STRONG_NOISE = 0.05
SILHOUETTE_NOISE = 0.03
SILHOUETTE_LOSS = 0.12
MOST_TRIED = 10
SPLITS = 10
MOST_SPLITS = 200
CLEAR = 4.0
"""Ten more half-splits are drawn until the mean strength is 4 standard errors from .8."""
STARTS = 0


def smallest_segment_allowed(customers: int) -> int:
    """max(10, 1%, min(30, 3%)) of the customers."""
    return max(10, math.ceil(0.01 * customers), min(30, math.ceil(0.03 * customers)))


def choose_k(matrix: Matrix, *, k: int | None, max_segments: int) -> KChoice:
    """Try k = 2 to 10 and choose one; a given k is kept and only measured.

    The largest k with prediction strength >= .8 (Tibshirani & Walther 2005) whose silhouette is
    within .12 of the best; where a larger k has a silhouette more than .03 above that one's, or none
    is strong enough, the silhouette's maximum. Raises InputError for a k that cannot be, and
    UnsegmentableError where all customers are alike. The splits hang on the customers alone, so that
    the same file gives the same answer whatever the seed of the fit.
    """
    candidates = tuple(_candidates(matrix, _tries(matrix, k, max_segments)))
    if k is not None:
        return KChoice(k, candidates, "given", ())
    pool = [c for c in candidates if c.allowed and c.k <= max_segments] or [candidates[0]]
    chosen, reason = _decide(pool)
    return KChoice(chosen.k, candidates, reason, _rivals(pool, chosen, reason))


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


def _candidates(matrix: Matrix, tries: Sequence[int]) -> list[Candidate]:
    with one_thread():
        silhouettes = Silhouettes(matrix.fitted)
        return [_candidate(matrix, k, silhouettes) for k in tries]


def _candidate(matrix: Matrix, k: int, silhouettes: Silhouettes) -> Candidate:
    points = matrix.fitted
    fit = kmeans_large(points, k, STARTS, FIT_STARTS)
    judged = judged_rows(points)
    smallest = int(np.bincount(nearest(matrix.values, fit.centres), minlength=k).min())
    return Candidate(
        k=k,
        inertia=fit.inertia,
        silhouette=float(silhouettes.of(fit.labels, k)[-1]),
        prediction_strength=spread(_strengths(points, k)),
        stability=bootstrap_agreement(fit.labels[judged], refits(points[judged], k)),
        smallest=smallest,
        allowed=smallest >= smallest_segment_allowed(len(matrix.ids)),
    )


def _strengths(points: np.ndarray, k: int) -> np.ndarray:
    """Prediction strengths over as many half-splits as show on which side of .8 their mean lies."""
    strengths = prediction_strengths(points, k, range(SPLITS))
    for drawn in range(SPLITS, MOST_SPLITS, SPLITS):
        error = strengths.std() / math.sqrt(drawn)
        if abs(strengths.mean() - STRONG) >= CLEAR * error:
            break
        strengths = np.concatenate((strengths, prediction_strengths(points, k, range(drawn, drawn + SPLITS))))
    return strengths


def _decide(
    pool: Sequence[Candidate], strong: float = STRONG, loss: float = SILHOUETTE_LOSS
) -> tuple[Candidate, str]:
    peak = max(pool, key=lambda c: c.silhouette)
    steady = [
        c for c in pool if c.prediction_strength.mean >= strong and c.silhouette >= peak.silhouette - loss
    ]
    if not steady or (peak.k > steady[-1].k and peak.silhouette > steady[-1].silhouette + SILHOUETTE_NOISE):
        return peak, "silhouette"
    return steady[-1], "prediction-strength"


def _rivals(pool: Sequence[Candidate], chosen: Candidate, reason: str) -> tuple[int, ...]:
    """Other k that the rule would take if its limits were a little lower or higher, best first.

    Also the next in line where the chosen one passes narrowly, and, where the silhouette decided,
    those within .03 of it.
    """
    near = {_decide(pool, strong=STRONG + shift)[0].k for shift in (-STRONG_NOISE, STRONG_NOISE)}
    near |= {
        _decide(pool, loss=SILHOUETTE_LOSS + shift)[0].k for shift in (-SILHOUETTE_NOISE, SILHOUETTE_NOISE)
    }
    if chosen.prediction_strength.mean < STRONG + STRONG_NOISE and len(pool) > 1:
        following, why = _decide([c for c in pool if c is not chosen])
        near |= {following.k} if why == "prediction-strength" else set()
    if reason == "silhouette":
        near |= {c.k for c in pool if c.silhouette >= chosen.silhouette - SILHOUETTE_NOISE}
    rivals = [c for c in pool if c.k in near - {chosen.k}]
    by_silhouette = reason == "silhouette"
    rivals.sort(key=lambda c: -(c.silhouette if by_silhouette else c.prediction_strength.mean))
    return tuple(c.k for c in rivals)
