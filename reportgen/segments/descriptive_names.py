"""Names that describe: what sets a segment apart in a few words, true of four in five of its customers.

All names of a page are chosen together, so that the page as a whole tells its segments apart best.
"""

from __future__ import annotations

import operator
from collections import Counter
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from reportgen.base.phrases import phrase, translated
from reportgen.segments.claims import Claim, Grade, grades_of, word_of
from reportgen.segments.effects import SOMEWHAT, is_shown, is_strong
from reportgen.segments.field_names import CLEARLY_MORE, HOLDS, Buyers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.features.table import Customers
    from reportgen.segments.values import SegmentProfile

MOST_WORDS = 3
"""Claims that a name makes at the most."""
MOST_LOOKED_AT = 8
"""Claims of a segment that are combined: those that tell it apart best."""
ENDS = 0.2
"""Share of all customers who are very high on a measure, and very low; the others are medium."""
COST_OF_LENGTH = (0.0, 0.05, 0.5)
"""What a second and a third claim must add to how well a name tells a segment apart."""
COST_OF_GRADE: Mapping[Grade, float] = {
    Grade.MEDIUM: 0.1,
    Grade.VERY_HIGH: 0.3,
    Grade.VERY_LOW: 0.3,
    Grade.LATE: -0.05,
}
"""What a stronger word must add to the plain one, and saying that customers are like the others."""
GAIN_OF_STYLE = 0.1
"""What a name gains that speaks only of the two measures by which the page as a whole is told best."""
GAIN_OF_WIDTH = 0.1
"""What it gains by speaking of the measures on which the segments lie farthest apart."""
FIRM = 0.05
"""By how much a name should be true of more than four in five; at four in five itself it is worth nothing,
so that no name comes or goes by one customer."""


class _Option(NamedTuple):
    """A name that a segment could carry."""

    claims: tuple[Claim, ...]
    fit: float


class Descriptions:
    """What can be said of the customers of each segment so that it is true of four in five of them."""

    def __init__(self, customers: Customers, labels: np.ndarray, profiles: Sequence[SegmentProfile]) -> None:
        self._customers, self._labels, self._profiles = customers, labels, profiles
        self._kinds = {feature.name: feature.kind for feature in customers.clustering_features}
        self._known: dict[Claim, np.ndarray] = {}
        self._sorted: dict[str, np.ndarray] = {}

    def share(self, claims: Sequence[Claim], place: int) -> float | None:
        """Share of a segment's customers of whom all claims are true; None without claims or measures."""
        if not claims or not {claim.feature for claim in claims} <= set(self._customers.frame):
            return None
        return _share_of(self._all_hold(claims), self._labels == place)

    def names(
        self, places: Sequence[int], told: frozenset[Claim]
    ) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
        """A name for each segment, no two alike, with its claims.

        Of all ways to give each segment another name the one is taken in which the names tell the segments
        apart best: by the sum of their fits. So no limit and no order of segments decides between two names.

        Args:
            places: segments to be named.
            told: claims that names of the field make on the same page in other words.
        """
        options = _in_style({place: dict(self._options(place, told)) for place in places})
        columns = sorted({claims for each in options.values() for claims in each}, key=_words)
        fits = np.zeros((len(places), len(columns) + len(places)))
        for row, place in enumerate(places):
            fits[row, : len(columns)] = [options[place].get(claims, -1.0) for claims in columns]
        chosen = linear_sum_assignment(fits, maximize=True)[1]
        claims = tuple(columns[at] if at < len(columns) else () for at in chosen.tolist())
        return tuple(zip(_numbered(tuple(map(self._name, claims))), claims, strict=True))

    def _options(self, place: int, told: frozenset[Claim]) -> Iterator[_Option]:
        """Names that hold for a segment, with how well each tells it apart."""
        inside = self._labels == place
        holding = [claim for claim in self._sayable(place) if _share_of(self._masks(claim), inside) >= HOLDS]
        singles = [claim for claim in holding if claim not in told]
        singles.sort(key=lambda claim: (-_youden(self._masks(claim), inside), claim.word))
        average = tuple(claim for claim in holding if claim.grade is Grade.MEDIUM)
        alike = average if len(average) == len(self._kinds) > MOST_WORDS else ()
        for size in range(1, MOST_WORDS + 1):
            for claims in combinations(singles[:MOST_LOOKED_AT], size):
                if len({claim.feature for claim in claims}) == size:
                    yield from self._option(inside, tuple(sorted(claims, key=lambda claim: claim.feature)))
        if alike:
            yield from self._option(inside, alike)

    def _option(self, inside: np.ndarray, claims: tuple[Claim, ...]) -> Iterator[_Option]:
        hold = self._all_hold(claims)
        own, better = _share_of(hold, inside), _youden(hold, inside)
        if own >= HOLDS and better >= CLEARLY_MORE:
            firm = min(1.0, (own - HOLDS) / FIRM)
            cost = COST_OF_LENGTH[min(len(claims), MOST_WORDS) - 1]
            cost += sum(COST_OF_GRADE.get(claim.grade, 0.0) for claim in claims)
            cost -= GAIN_OF_WIDTH * float(np.mean([self._widths[claim.feature] for claim in claims]))
            yield _Option(claims, max(0.01, better * firm - cost))

    @cached_property
    def _widths(self) -> Mapping[str, float]:
        """How far apart the segments lie on each measure; 1 for the farthest."""
        z = {name: [profile.z.get(name, 0.0) for profile in self._profiles] for name in self._kinds}
        ranges = {name: max(each) - min(each) for name, each in z.items()}
        farthest = max(ranges.values(), default=0.0) or 1.0
        return {name: each / farthest for name, each in ranges.items()}

    def _sayable(self, place: int) -> Iterator[Claim]:
        """Claims that the segment's own figures show, and what it is in the middle of."""
        for effect in self._profiles[place].effects:
            if effect.feature not in self._kinds:
                continue
            grades = grades_of(effect.feature)
            if Grade.MEDIUM in grades:
                yield Claim(effect.feature, Grade.MEDIUM)
            if abs(effect.size) < SOMEWHAT or not is_shown(effect, self._kinds[effect.feature]):
                continue
            ends = (Grade.HIGH, Grade.VERY_HIGH) if effect.size > 0 else (Grade.LOW, Grade.VERY_LOW)
            yield from (Claim(effect.feature, grade) for grade in ends if grade in grades)
            if Grade.LATE in grades and effect.size > 0 and is_strong(effect) and self._buyers is not None:
                yield Claim(effect.feature, Grade.LATE)

    def _all_hold(self, claims: Sequence[Claim]) -> np.ndarray:
        return np.asarray(np.logical_and.reduce([self._masks(claim) for claim in claims]))

    def _masks(self, claim: Claim) -> np.ndarray:
        if claim not in self._known:
            self._known[claim] = self._mask(claim)
        return self._known[claim]

    def _mask(self, claim: Claim) -> np.ndarray:
        """Of which customers a claim is true; of none whose figure is unknown."""
        buyers = self._buyers
        if claim.grade is Grade.LATE:
            return np.zeros(len(self._labels), dtype=bool) if buyers is None else buyers.late
        values = self._customers.frame[claim.feature].to_numpy(dtype=np.float64)
        ordered = self._ordered(claim.feature, values)
        match claim.grade:
            case Grade.HIGH:
                return np.asarray(values >= _least(ordered, 1 / 2, operator.gt))
            case Grade.LOW:
                return np.asarray(values < _least(ordered, 1 / 2, operator.ge))
            case Grade.VERY_HIGH:
                return np.asarray(values >= _least(ordered, 1 - ENDS, operator.gt))
            case Grade.VERY_LOW:
                return np.asarray(values < _least(ordered, ENDS, operator.ge))
        medium = values >= _least(ordered, ENDS, operator.ge)
        return np.asarray(medium & (values < _least(ordered, 1 - ENDS, operator.gt)))

    def _ordered(self, feature: str, values: np.ndarray) -> np.ndarray:
        """The figures that are known, sorted."""
        if feature not in self._sorted:
            self._sorted[feature] = np.sort(values[~np.isnan(values)])
        return self._sorted[feature]

    @cached_property
    def _buyers(self) -> Buyers | None:
        return Buyers.of(self._customers)

    def _name(self, claims: tuple[Claim, ...]) -> str:
        if not claims:
            return translated(phrase("Mixed"))
        if len(claims) == len(self._kinds) > 1 and {claim.grade for claim in claims} == {Grade.MEDIUM}:
            return translated(phrase("Average on all"))
        text = ", ".join(word_of(claim, self._customers.feature(claim.feature)) for claim in claims)
        return text[0].upper() + text[1:]


def _least(ordered: np.ndarray, share: float, passes: Callable[[float, float], bool]) -> float:
    """The least of sorted figures below which so large a share of the customers lies; infinite without one.

    Half of the customers with the same figure count as below it.
    """
    if not ordered.size:
        return np.inf
    at = ordered[min(int(share * len(ordered)), len(ordered) - 1)]
    begin, end = (int(np.searchsorted(ordered, at, side=side)) for side in ("left", "right"))
    if passes((begin + end) / 2 / len(ordered), share):
        return float(at)
    return float(ordered[end]) if end < len(ordered) else np.inf


def _share_of(hold: np.ndarray, inside: np.ndarray) -> float:
    """Of which share of some customers something is true; NaN of none."""
    members = np.count_nonzero(inside)
    return np.count_nonzero(hold & inside) / members if members else float("nan")


def _youden(hold: np.ndarray, inside: np.ndarray) -> float:
    """By how much more often something is true of some customers than of others (Youden 1950)."""
    return _share_of(hold, inside) - _share_of(hold, ~inside)


def _in_style(
    options: Mapping[int, Mapping[tuple[Claim, ...], float]],
) -> dict[int, dict[tuple[Claim, ...], float]]:
    """The options, with a gain for those of the two measures that together name the segments best."""
    used = {
        claims: frozenset(claim.feature for claim in claims) for each in options.values() for claims in each
    }
    measures = sorted(frozenset[str]().union(*used.values()))
    pairs = [frozenset(pair) for pair in combinations(measures, 2)] or [frozenset(measures)]

    def of_page(pair: frozenset[str]) -> float:
        return sum(
            max((fit for claims, fit in each.items() if used[claims] <= pair), default=0.0)
            for each in options.values()
        )

    best = max(pairs, key=lambda pair: (round(of_page(pair), 9), sorted(pair)))
    return {
        place: {claims: fit + GAIN_OF_STYLE * (used[claims] <= best) for claims, fit in each.items()}
        for place, each in options.items()
    }


def _words(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    return tuple(claim.word for claim in claims)


def _numbered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that nothing can part are numbered in the order of the segments."""
    times = Counter(names)
    return tuple(
        name
        if times[name] == 1
        else translated(
            phrase("{name} ({i} of {n})", name=name, i=names[: place + 1].count(name), n=times[name])
        )
        for place, name in enumerate(names)
    )
