"""Names that describe: what sets a segment apart in a few words, true of four in five of its customers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.phrases import Phrase, phrase, translated
from reportgen.columns.header_words import noun_of
from reportgen.segments.effects import CLEARLY, SOMEWHAT, is_shown, is_strong
from reportgen.segments.field_names import CLEARLY_MORE, HOLDS, Buyers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.features.table import Customers
    from reportgen.segments.values import Effect, SegmentProfile

MOST_WORDS = 3
"""Claims that a name makes at the most."""
LEADING = 2
"""Claims that it makes unless another segment makes the same."""
ENDS = 0.2
"""Share of all customers who are very high on a measure, and very low; the others are medium."""


class Grade(StrEnum):
    """Where a segment's customers stand on a measure among all customers; the values are recorded."""

    HIGH = "high"
    LOW = "low"
    VERY_HIGH = "very-high"
    VERY_LOW = "very-low"
    MEDIUM = "medium"
    LATE = "late"
    """Silent for longer than their own gaps allow."""


@dataclass(frozen=True)
class Claim:
    """One thing that a name says: where its customers stand on a measure."""

    feature: str
    grade: Grade

    @property
    def word(self) -> str:
        """As it is recorded: "high:monetary"."""
        return f"{self.grade}:{self.feature}"


def claims_of(words: Sequence[str]) -> tuple[Claim, ...]:
    """Claims as recorded."""
    parts = (word.partition(":") for word in words)
    return tuple(Claim(feature, Grade(grade)) for grade, _, feature in parts)


_WORDS: Mapping[str, Mapping[Grade, str]] = {
    "recency": {
        Grade.LATE: phrase("long absent"),
        Grade.HIGH: phrase("less recent"),
        Grade.LOW: phrase("recent"),
        Grade.VERY_LOW: phrase("very recent"),
    },
    "frequency": {
        Grade.HIGH: phrase("frequent"),
        Grade.LOW: phrase("infrequent"),
        Grade.VERY_HIGH: phrase("very frequent"),
    },
    "monetary": {
        Grade.HIGH: phrase("high spend"),
        Grade.LOW: phrase("low spend"),
        Grade.VERY_HIGH: phrase("very high spend"),
        Grade.VERY_LOW: phrase("very low spend"),
    },
    "average_order": {Grade.HIGH: phrase("large orders"), Grade.LOW: phrase("small orders")},
    "tenure": {Grade.HIGH: phrase("long-standing"), Grade.LOW: phrase("newly joined")},
    "gap": {Grade.HIGH: phrase("long gaps"), Grade.LOW: phrase("short gaps")},
    "basket": {Grade.HIGH: phrase("large baskets"), Grade.LOW: phrase("small baskets")},
    "products": {Grade.HIGH: phrase("many products"), Grade.LOW: phrase("few products")},
    "return_rate": {Grade.HIGH: phrase("many returns"), Grade.LOW: phrase("few returns")},
    "visits": {
        Grade.HIGH: phrase("frequent"),
        Grade.LOW: phrase("infrequent"),
        Grade.VERY_HIGH: phrase("very frequent"),
    },
    "since_visit": {
        Grade.HIGH: phrase("less recent"),
        Grade.LOW: phrase("recent"),
        Grade.VERY_LOW: phrase("very recent"),
    },
    "recent_share": {Grade.HIGH: phrase("mostly lately"), Grade.LOW: phrase("mostly earlier")},
}
"""What a feature of orders or visits is called at either end."""
_AGES: Mapping[Grade, str] = {
    Grade.HIGH: phrase("older"),
    Grade.LOW: phrase("younger"),
    Grade.VERY_HIGH: phrase("among the oldest"),
    Grade.VERY_LOW: phrase("among the youngest"),
    Grade.MEDIUM: phrase("of middle age"),
}
"""What people say of age instead of high and low."""
_NOUNS: Mapping[Grade, Phrase] = {
    Grade.HIGH: phrase("high {noun}"),
    Grade.LOW: phrase("low {noun}"),
    Grade.VERY_HIGH: phrase("very high {noun}"),
    Grade.VERY_LOW: phrase("very low {noun}"),
    Grade.MEDIUM: phrase("medium {noun}"),
}
_VERY = {Grade.HIGH: Grade.VERY_HIGH, Grade.LOW: Grade.VERY_LOW}
AGE = re.compile(r"(?:^|[\W_])(?:age|alter|âge|edad|età|idade|leeftijd)(?:$|[\W_])", re.IGNORECASE)


class Descriptions:
    """What can be said of the customers of each segment so that it is true of four in five of them."""

    def __init__(self, customers: Customers, labels: np.ndarray, profiles: Sequence[SegmentProfile]) -> None:
        self._customers, self._labels, self._profiles = customers, labels, profiles
        self._kinds = {feature.name: feature.kind for feature in customers.clustering_features}
        self._known: dict[Claim, np.ndarray] = {}

    def share(self, claims: Sequence[Claim], place: int) -> float | None:
        """Share of a segment's customers of whom all claims are true; None without claims or measures."""
        if not claims or not {claim.feature for claim in claims} <= set(self._customers.frame):
            return None
        return float(self._all_hold(claims)[self._labels == place].mean())

    def names(
        self, places: Sequence[int], told: frozenset[Claim]
    ) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
        """A name for each segment, no two alike, with its claims.

        Args:
            places: segments to be named.
            told: claims that names of the field make on the same page in other words.
        """
        options = {place: list(dict.fromkeys(self._options(place, told))) for place in places}
        chosen = dict.fromkeys(places, 0)
        for _ in range(max((len(each) for each in options.values()), default=0)):
            times = Counter(frozenset(options[place][at]) for place, at in chosen.items())
            alike = [p for p, at in chosen.items() if times[frozenset(options[p][at])] > 1]
            chosen |= {place: min(chosen[place] + 1, len(options[place]) - 1) for place in alike}
        claims = tuple(options[place][chosen[place]] for place in places)
        words = tuple(map(self._name, claims))
        return tuple(zip(_numbered(words), claims, strict=True))

    def _options(self, place: int, told: frozenset[Claim]) -> Iterator[tuple[Claim, ...]]:
        """Claims for a segment, those that say it best first; the last ones only part it from others."""
        effects = self._shown(place)
        fresh = [claim for claim in self._claims(effects, CLEARLY) if claim not in told]
        leading = self._together(place, (), fresh or self._claims(effects, CLEARLY), LEADING)
        milder = [claim for claim in self._claims(effects, SOMEWHAT) if claim not in told]
        leading = self._together(place, leading, milder, LEADING)
        graded = self._graded()
        medium = [claim for claim in graded if claim.grade is Grade.MEDIUM]
        if not leading:
            average = self._holds(place, medium)
            own = [claim for claim in medium if claim.feature not in _WORDS]
            leading = tuple(medium) if average else self._together(place, (), own, LEADING)
        yield leading
        yield self._together(place, leading, self._claims(effects, SOMEWHAT), MOST_WORDS)
        yield self._with_very(place, leading)
        others = [claim for claim in graded if claim.feature not in {own.feature for own in leading}]
        for claim in others:
            yield self._together(place, leading[:LEADING], [claim], MOST_WORDS)

    def _shown(self, place: int) -> list[Effect]:
        effects = self._profiles[place].effects
        return [e for e in effects if e.feature in self._kinds and is_shown(e, self._kinds[e.feature])]

    def _claims(self, effects: Sequence[Effect], least: float) -> list[Claim]:
        strong = (effect for effect in effects if abs(effect.size) >= least)
        return [claim for effect in strong for claim in self._claims_of(effect)]

    def _claims_of(self, effect: Effect) -> tuple[Claim, ...]:
        """What an effect may be called, the stronger word first."""
        plain = Claim(effect.feature, Grade.HIGH if effect.size > 0 else Grade.LOW)
        if effect.feature == "recency" and effect.size > 0 and is_strong(effect) and self._buyers is not None:
            return Claim(effect.feature, Grade.LATE), plain
        return (plain,)

    def _graded(self) -> list[Claim]:
        """Every grade of every measure, the measures that part the segments most first."""
        grades = (Grade.VERY_HIGH, Grade.VERY_LOW, Grade.HIGH, Grade.LOW, Grade.MEDIUM)
        return [Claim(name, grade) for name in sorted(self._kinds, key=self._width) for grade in grades]

    def _width(self, feature: str) -> tuple[float, str]:
        """Sorts measures by how far they part the segments, the farthest first."""
        z = [profile.z.get(feature, 0.0) for profile in self._profiles]
        return -round(max(z) - min(z), 6), feature

    def _together(
        self, place: int, first: tuple[Claim, ...], more: Sequence[Claim], most: int
    ) -> tuple[Claim, ...]:
        """The first claims, and of the others those that hold together with them for enough customers."""
        for claim in more:
            if len(first) < most and claim.feature not in {own.feature for own in first}:
                first = (*first, claim) if self._holds(place, (*first, claim)) else first
        return first

    def _with_very(self, place: int, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """The same with one claim in a stronger word, where that holds."""
        for at, claim in enumerate(claims):
            stronger = Claim(claim.feature, _VERY.get(claim.grade, claim.grade))
            raised = (*claims[:at], stronger, *claims[at + 1 :])
            if stronger != claim and self._holds(place, raised):
                return raised
        return claims

    def _holds(self, place: int, claims: Sequence[Claim]) -> bool:
        hold, inside = self._all_hold(claims), self._labels == place
        own = float(hold[inside].mean())
        return own >= HOLDS and own - float(hold[~inside].mean()) >= CLEARLY_MORE

    def _all_hold(self, claims: Sequence[Claim]) -> np.ndarray:
        hold = np.ones(len(self._labels), dtype=bool)
        for claim in claims:
            if claim not in self._known:
                self._known[claim] = self._mask(claim)
            hold &= self._known[claim]
        return hold

    def _mask(self, claim: Claim) -> np.ndarray:
        """Of which customers a claim is true; of none whose figure is unknown."""
        buyers = self._buyers
        if claim.grade is Grade.LATE:
            return np.zeros(len(self._labels), dtype=bool) if buyers is None else buyers.late
        below = self._share_below(claim.feature)
        masks = {
            Grade.HIGH: below > 1 / 2,
            Grade.LOW: below < 1 / 2,
            Grade.VERY_HIGH: below > 1 - ENDS,
            Grade.VERY_LOW: below < ENDS,
            Grade.MEDIUM: (below >= ENDS) & (below <= 1 - ENDS),
        }
        return np.asarray(masks[claim.grade])

    def _share_below(self, feature: str) -> np.ndarray:
        """Share of the customers with a smaller figure, half of the equal ones counted; NaN where unknown."""
        values = self._customers.frame[feature]
        return ((values.rank(method="average") - 1 / 2) / max(values.notna().sum(), 1)).to_numpy()

    @cached_property
    def _buyers(self) -> Buyers | None:
        return Buyers.of(self._customers)

    def _name(self, claims: tuple[Claim, ...]) -> str:
        if not claims:
            return translated(phrase("Mixed"))
        if len(claims) == len(self._kinds) > 1 and {claim.grade for claim in claims} == {Grade.MEDIUM}:
            return translated(phrase("Average on all"))
        ordered = sorted(claims, key=lambda claim: self._width(claim.feature))
        text = ", ".join(map(self._word, ordered))
        return text[0].upper() + text[1:]

    def _word(self, claim: Claim) -> str:
        """A claim in two words: "long absent", "low spending score"."""
        known = _WORDS.get(claim.feature, {})
        if claim.grade in known:
            return translated(known[claim.grade])
        feature = self._customers.feature(claim.feature)
        if AGE.search(feature.label):
            return translated(_AGES[claim.grade])
        noun = translated(feature.label) if feature.definition else noun_of(feature.shown)
        return translated(phrase(_NOUNS[claim.grade].template, noun=noun))


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
