"""How many segments: the figures for each number, the rule, and how often each number comes out."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reportgen.errors import InputError, UnsegmentableError
from reportgen.segments.algorithms import (
    MOST_JUDGED,
    MOST_SEARCHED,
    MOST_SETTLED,
    kmeans_searched,
    nearest,
    one_thread,
)
from reportgen.segments.half_splits import ROUNDS, SAMPLE, HalfSplits, first_border, joined
from reportgen.segments.model import MOST_SEGMENTS
from reportgen.segments.stability import Silhouettes, bootstrap_agreement, refits, spread
from reportgen.segments.steps import Steps
from reportgen.segments.values import Candidate, KChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.features.matrix import Matrix
    from reportgen.segments.algorithms import Searched
    from reportgen.segments.half_splits import SplitFigures
    from reportgen.segments.values import Range

STRONG = 0.8
LOSS_OF_MORE, LOSS_OF_FEWER = 0.12, 0.03
"""How far below the widest separation a number that repeats well may lie: the first if it is larger than the
number that separates most and no borders are empty; within the second all separate about as well."""
LEAST_IN_SEGMENT, LEAST_SHARE = 10, 0.01
MOST_TRIED = 10
RESAMPLES = 100
SPLITS_EACH = 5
"""Half-splits that one resample looks at."""
UNSEPARATED = -1.0
"""The least silhouette there is: of numbers that leave a segment too small."""
RIVAL = 1 / 3
"""Share of resamples from which a number is as good as the chosen one."""


def smallest_segment_allowed(customers: int) -> int:
    """Ten customers, the fewest that a report shows by default, or 1% of them."""
    return max(LEAST_IN_SEGMENT, math.ceil(LEAST_SHARE * customers))


class MeasuredNumber(NamedTuple):
    """A number of segments, and what was found out of it that `structure` and `stability` ask for again."""

    choice: KChoice
    refits: list[np.ndarray]
    """As `stability.refits` gives them for that number."""
    border: float | None
    """As `half_splits.fullest_border`; None where that takes fewer customers than the choice."""


def choose_k(matrix: Matrix, *, k: int | None, max_segments: int) -> KChoice:
    """The number that `measure_numbers` takes, and why; as it raises."""
    return measure_numbers(matrix, k=k, max_segments=max_segments).choice


def measure_numbers(matrix: Matrix, *, k: int | None, max_segments: int) -> MeasuredNumber:
    """Try k = 2 to 10 and take the one that comes out in most of 100 resamples; a given k is only measured.

    Each resample looks at five random half-splits. Of the numbers that repeat well there (mean prediction
    strength >= .8, Tibshirani & Walther 2005) it takes the largest that separates about as well as the best
    (mean silhouette at most .03 below) or, if it is larger than the best, whose borders are all emptier than
    the middles of the segments that they part. Where no number that repeats well has such borders, a larger
    one may separate .12 less; where none repeats well, of those within .03 of the best the one that repeats
    best is taken. Numbers with a segment too small there do not count.
    Raises InputError for a k that cannot be, and UnsegmentableError where all customers are alike. Draws
    hang on the customers' own measures alone: neither ids nor the seed of the fit change it.
    """
    tries = _tries(matrix, k, max_segments)
    fits = _fits(matrix, tries)
    smallest = [_smallest(matrix, fit) for fit in fits]
    trial = try_out(matrix, tries, _allowed(tries, smallest, max_segments))
    taken, reason = (_first(trial.came_out), "resamples") if k is None else (k, "given")
    rivals = _rivals(trial.came_out) if k is None else ()
    candidates, again = [], dict[int, list[np.ndarray]]()
    with one_thread():
        silhouettes = Silhouettes(matrix.fitted)
        for fit, least in zip(fits, smallest, strict=True):
            number, labels = len(fit.centres), fit.labels
            others = refits(matrix.fitted[: len(labels)], number)
            found = float(silhouettes.of(labels, number)[-1]), bootstrap_agreement(labels, others)
            candidates.append(_candidate(matrix, fit, least, trial, found))
            again |= {number: others} if number == taken else {}
    choice = KChoice(taken, tuple(candidates), reason, rivals, RESAMPLES)
    border = first_border(trial.figures[taken]) if len(matrix.fitted) <= MOST_JUDGED else None
    return MeasuredNumber(choice, again[taken], border)


def number_of_segments(matrix: Matrix, max_segments: int) -> tuple[int, tuple[int, ...]]:
    """The number that `choose_k` takes, and its rivals, without the figures of each number; as it raises."""
    tries = _tries(matrix, None, max_segments)
    smallest = [_smallest(matrix, fit) for fit in _fits(matrix, tries)]
    came_out = try_out(matrix, tries, _allowed(tries, smallest, max_segments)).came_out
    return _first(came_out), _rivals(came_out)


def _first(came_out: Counter[int]) -> int:
    return min(came_out, key=lambda each: (-came_out[each], each))


def _rivals(came_out: Counter[int]) -> tuple[int, ...]:
    """Other numbers that are as good, best first."""
    often = sorted((k for k in came_out if came_out[k] >= RIVAL * RESAMPLES), key=lambda k: (-came_out[k], k))
    return tuple(k for k in often if k != _first(came_out))


def _fits(matrix: Matrix, tries: Sequence[int]) -> list[Searched]:
    with one_thread():
        return [kmeans_searched(matrix.fitted, k) for k in tries]


def _allowed(tries: Sequence[int], smallest: Sequence[int], max_segments: int) -> list[int]:
    """Numbers that may be taken: no segment of all customers is smaller than a report shows; at least one."""
    large = (k for k, customers in zip(tries, smallest, strict=True) if customers >= LEAST_IN_SEGMENT)
    return [k for k in large if k <= max_segments] or [tries[0]]


def _smallest(matrix: Matrix, fit: Searched) -> int:
    """Customers in the smallest segment, those set aside among them."""
    aside = nearest(matrix.values[matrix.set_aside], fit.centres)
    return int((fit.sizes + np.bincount(aside, minlength=len(fit.sizes))).min())


def _tries(matrix: Matrix, k: int | None, max_segments: int) -> range:
    distinct = _distinct(matrix.fitted)
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


def _distinct(points: np.ndarray) -> int:
    """How many different points there are; of many, how many are among the first."""
    first = len(np.unique(points[:MOST_SEARCHED], axis=0))
    return first if first >= MOST_SEGMENTS else len(np.unique(points, axis=0))


def _candidate(
    matrix: Matrix, fit: Searched, smallest: int, trial: SplitTrials, found: tuple[float, Range]
) -> Candidate:
    """With its silhouette and its stability."""
    k, (silhouette, stability) = len(fit.centres), found
    return Candidate(
        k=k,
        inertia=fit.inertia,
        silhouette=silhouette,
        prediction_strength=spread(trial.figures[k].strength),
        stability=stability,
        smallest=smallest,
        allowed=smallest >= smallest_segment_allowed(len(matrix.ids)),
        chosen_in=trial.came_out[k],
    )


class SplitTrials(NamedTuple):
    """What numbers of segments did in half-splits."""

    figures: dict[int, SplitFigures]
    came_out: Counter[int]
    """In how many of 100 resamples each number came out."""


def try_out(matrix: Matrix, tries: Sequence[int], allowed: Sequence[int]) -> SplitTrials:
    """Try each number in 25 half-splits, and on, to a hundred, those that come out while there are several.

    Halves of two thousand customers are drawn from at most 50,000: of more they would be no more unlike.
    """
    lots = matrix.lots[matrix.fitted_rows[:MOST_SETTLED]]
    steps = Steps(matrix.fitted[:MOST_SETTLED], lots)
    figures: dict[int, SplitFigures] = {}
    came_out = Counter(allowed)
    for round_ in range(ROUNDS):
        with one_thread():
            halves = HalfSplits(steps, lots, round_)
            new = {k: halves.figures(k) for k in (came_out if figures else tries)}
        figures |= {k: joined(figures[k], new[k]) if k in figures else new[k] for k in new}
        came_out = Counter(votes({k: figures[k] for k in sorted(came_out)}, len(matrix.ids)))
        if len(came_out) == 1:
            break
    return SplitTrials(figures, came_out)


def votes(figures: Mapping[int, SplitFigures], customers: int) -> list[int]:
    """The number that each of 100 resamples takes, of ascending ones with as many splits each."""
    numbers = list(figures)
    strength, width, smallest, border = (np.array(each) for each in zip(*figures.values(), strict=True))
    splits = np.tile(np.arange(strength.shape[1]), (RESAMPLES, 1))
    draws = np.random.default_rng(SAMPLE).permuted(splits, axis=1)[:, :SPLITS_EACH]
    strengths, widths, borders = (each[:, draws].mean(axis=2) for each in (strength, width, border))
    few = smallest[:, draws].mean(axis=2) * customers < smallest_segment_allowed(customers)
    widths[few] = UNSEPARATED
    return [numbers[decide(*each)] for each in zip(strengths.T, widths.T, borders.T, strict=True)]


def decide(strengths: np.ndarray, widths: np.ndarray, borders: np.ndarray) -> int:
    """The place of the number to take, of ascending ones.

    Each with its prediction strength, its silhouette, and the logarithm of how full its fullest border is.
    """
    peak = int(widths.argmax())
    repeats = (strengths >= STRONG) & (widths > UNSEPARATED)
    about = widths >= widths[peak] - LOSS_OF_FEWER
    larger, empty = np.arange(len(widths)) > peak, borders < 0
    parted = (repeats & (about | larger) & empty).any()
    more = empty if parted else widths >= widths[peak] - LOSS_OF_MORE
    good = np.flatnonzero(repeats & (about | (larger & more)))
    if good.size:
        return int(good[-1])
    return int(np.where(about, strengths, -1).argmax())
