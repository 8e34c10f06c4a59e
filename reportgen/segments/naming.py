"""Names segments: key, name and colour slot, none of which hangs on a cluster's number."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.language import keeps_capitals
from reportgen.base.phrases import phrase, translated
from reportgen.errors import InputError
from reportgen.options.enums import Vocabulary
from reportgen.segments.effects import CLEARLY, SOMEWHAT, is_shown, is_strong
from reportgen.segments.segment_map import ONCE_ALLOWED, RECENCY_FREQUENCY_MAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.features.table import Customers, Feature
    from reportgen.segments.values import Effect, Segmentation, SegmentProfile

MOST_WORDS = 3
"""Effects that a name has at the most."""
MAP_PURITY = 0.8
MAP_COVERAGE = 0.6
"""A cluster takes a map name when 80% of it lies in that cell group and it holds 60% of the group."""

MAP_NAMES: Mapping[Vocabulary, Mapping[str, str]] = {
    Vocabulary.RETAIL: {
        "hibernating": phrase("Hibernating"),
        "at-risk": phrase("At risk"),
        "cannot-lose": phrase("Can\u2019t lose"),
        "about-to-sleep": phrase("About to sleep"),
        "need-attention": phrase("Need attention"),
        "loyal": phrase("Loyal"),
        "promising": phrase("Promising"),
        "new": phrase("New"),
        "potential-loyalists": phrase("Potential loyalists"),
        "champions": phrase("Champions"),
    },
    Vocabulary.NEUTRAL: {
        "hibernating": phrase("Long inactive"),
        "at-risk": phrase("Overdue regulars"),
        "cannot-lose": phrase("Long-overdue regulars"),
        "about-to-sleep": phrase("Becoming inactive"),
        "need-attention": phrase("Slowing"),
        "loyal": phrase("Regulars"),
        "promising": phrase("Recent, once"),
        "new": phrase("Just joined"),
        "potential-loyalists": phrase("Growing"),
        "champions": phrase("Most active"),
    },
}
WORDS: Mapping[str, tuple[str, str]] = {
    "recency": (phrase("long absent"), phrase("recent")),
    "frequency": (phrase("frequent"), phrase("infrequent")),
    "monetary": (phrase("high spend"), phrase("low spend")),
    "average_order": (phrase("large orders"), phrase("small orders")),
    "tenure": (phrase("long-standing"), phrase("newly joined")),
    "gap": (phrase("long gaps"), phrase("short gaps")),
    "basket": (phrase("large baskets"), phrase("small baskets")),
    "products": (phrase("many products"), phrase("few products")),
    "return_rate": (phrase("many returns"), phrase("few returns")),
    "recent_share": (phrase("mostly lately"), phrase("mostly earlier")),
}
"""Feature of order data -> (word where it is high, word where it is low)."""
MILDER: Mapping[str, tuple[str, str]] = {"recency": (phrase("less recent"), phrase("recent"))}
"""Words where the segment's figure is less than twice everybody's."""
AGE = re.compile(r"(?:^|[\W_])(?:age|alter|âge|edad|età|idade|leeftijd)(?:$|[\W_])", re.IGNORECASE)
AGES = (phrase("older"), phrase("younger"))
"""What people say instead of high and low age."""


@dataclass(frozen=True)
class Segment:
    """A segment as readers meet it."""

    key: str
    name: str
    slot: int
    """Colour slot, 1 to 8."""
    group: str | None
    """Group of the recency x frequency map whose name it carries, or None."""
    profile: SegmentProfile


def name_segments(
    profiles: tuple[SegmentProfile, ...],
    customers: Customers,
    segmentation: Segmentation,
    vocabulary: Vocabulary = Vocabulary.RETAIL,
    chosen: Mapping[str, str] | None = None,
) -> tuple[Segment, ...]:
    """Give every segment a name that no other has, in the order of the profiles.

    A cluster takes a name of the recency x frequency map only where it is that group; otherwise
    its name has its strongest differences. `chosen` names (key -> name) win. Segments made by
    fixed limits are the groups themselves.
    """
    matching = (_map_group(i, customers, segmentation) for i in range(len(profiles)))
    groups: tuple[str | None, ...] = segmentation.groups or tuple(matching)
    described = _descriptive_names(profiles, customers)
    generated = tuple(
        translated(MAP_NAMES[vocabulary][group]) if group else name
        for group, name in zip(groups, described, strict=True)
    )
    names = _apply_choice(profiles, generated, chosen or {})
    return tuple(
        Segment(profile.key, name, slot, group if profile.key not in (chosen or {}) else None, profile)
        for slot, (profile, name, group) in enumerate(zip(profiles, names, groups, strict=True), start=1)
    )


def _apply_choice(
    profiles: tuple[SegmentProfile, ...], generated: tuple[str, ...], chosen: Mapping[str, str]
) -> tuple[str, ...]:
    keys = tuple(profile.key for profile in profiles)
    unknown = sorted(set(chosen) - set(keys))
    if unknown:
        raise InputError(
            f"no segment has the key {unknown[0]!r} (named in [names])",
            f"keys of this run: {', '.join(keys)}",
        )
    names = tuple(chosen.get(key, name) for key, name in zip(keys, generated, strict=True))
    doubled = [name for name, times in Counter(name.casefold() for name in names).items() if times > 1]
    if doubled:
        raise InputError(f"two segments would be called {doubled[0]!r}", "give each its own name in [names]")
    return names


def _map_group(label: int, customers: Customers, segmentation: Segmentation) -> str | None:
    """The map's group that a cluster is, by purity and coverage; None where it is none."""
    if customers.scores is None:
        return None
    cells = list(zip(customers.scores["r"], customers.scores["f"], strict=True))
    inside = segmentation.labels == label
    bought_once = bool((customers.frame["frequency"].to_numpy()[inside] <= 1).any())
    for group, members in RECENCY_FREQUENCY_MAP.items():
        in_group = [cell in members for cell in cells]
        both = sum(1 for here, there in zip(inside, in_group, strict=True) if here and there)
        pure = both >= MAP_PURITY * int(inside.sum())
        covers = both >= MAP_COVERAGE * max(sum(in_group), 1)
        if pure and covers and (group in ONCE_ALLOWED or not bought_once):
            return group
    return None


def _descriptive_names(profiles: tuple[SegmentProfile, ...], customers: Customers) -> tuple[str, ...]:
    """Names from one or two strongest effects; a third effect or a comparison parts those that collide."""
    kinds = {feature.name: feature.kind for feature in customers.clustering_features}
    effects = tuple(
        tuple(e for e in profile.effects if e.feature in kinds and is_shown(e, kinds[e.feature]))
        for profile in profiles
    )
    parts = tuple(_leading(own) for own in effects)
    for _ in range(MOST_WORDS):
        alike = _alike(parts)
        parts = tuple(
            _with_next(part, own) if i in alike else part
            for i, (part, own) in enumerate(zip(parts, effects, strict=True))
        )
    words = tuple(
        _compared(i, parts, profiles, customers) if i in _alike(parts) else _words(part, customers)
        for i, part in enumerate(parts)
    )
    return _numbered(tuple(_name(part, own) for part, own in zip(words, effects, strict=True)))


def _words(part: tuple[Effect, ...], customers: Customers) -> tuple[str, ...]:
    return tuple(word_for(effect, customers) for effect in part)


def _compared(
    place: int,
    parts: tuple[tuple[Effect, ...], ...],
    profiles: tuple[SegmentProfile, ...],
    customers: Customers,
) -> tuple[str, ...]:
    """Words of a segment whose effects another shares: how it stands to its twins where they differ most."""
    own = parts[place]
    twins = [p for part, p in zip(parts, profiles, strict=True) if _signature(part) == _signature(own)]

    def width(feature: Feature) -> tuple[float, str]:
        z = [twin.z.get(feature.name, 0.0) for twin in twins]
        return round(max(z) - min(z), 6), feature.name

    apart = max(customers.clustering_features, key=width).name
    z = profiles[place].z.get(apart, 0.0)
    middle = sum(twin.z.get(apart, 0.0) for twin in twins) / len(twins)
    if any(effect.feature == apart for effect in own):
        return tuple(
            _very(word) if effect.feature == apart and abs(z) > abs(middle) else word
            for effect, word in zip(own, _words(own, customers), strict=True)
        )
    noun = short_label(customers.feature(apart).label)
    side = phrase("higher {noun}", noun=noun) if z > middle else phrase("lower {noun}", noun=noun)
    return (*_words(own[: MOST_WORDS - 1], customers), translated(side))


def _very(words: str) -> str:
    return translated(phrase("very {words}", words=words))


def _leading(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    return tuple(effect for effect in effects if abs(effect.size) >= CLEARLY)[:2]


def _alike(parts: tuple[tuple[Effect, ...], ...]) -> frozenset[int]:
    """Places of names with the same words, in whatever order."""
    signatures = tuple(_signature(part) for part in parts)
    times = Counter(signatures)
    return frozenset(i for i, signature in enumerate(signatures) if times[signature] > 1)


def _signature(part: tuple[Effect, ...]) -> frozenset[tuple[str, bool]]:
    return frozenset((effect.feature, effect.size > 0) for effect in part)


def _with_next(part: tuple[Effect, ...], effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    if len(part) >= MOST_WORDS:
        return part
    unused = tuple(effect for effect in effects if effect not in part)
    return part + unused[:1]


def _name(words: tuple[str, ...], own: tuple[Effect, ...]) -> str:
    if not words:
        differs = any(abs(effect.size) >= SOMEWHAT for effect in own)
        return translated(phrase("Near the average") if differs else phrase("Average on all"))
    text = ", ".join(words)
    return text[0].upper() + text[1:]


def word_for(effect: Effect, customers: Customers) -> str:
    """A feature's effect in two words: "long absent", "low spending score"."""
    side = 0 if effect.size > 0 else 1
    words = WORDS if is_strong(effect) else {**WORDS, **MILDER}
    if effect.feature in words:
        return translated(words[effect.feature][side])
    label = customers.feature(effect.feature).label
    if AGE.search(label):
        return translated(AGES[side])
    noun = short_label(label)
    return translated((phrase("high {noun}", noun=noun), phrase("low {noun}", noun=noun))[side])


def short_label(label: str) -> str:
    """A column's header as a noun: "Annual Income (k$)" -> "annual income"."""
    noun = re.sub(r"\s*[(\[].*?[)\]]", "", label).replace("_", " ").strip() or label
    inner_capital = re.search(r"[a-z][A-Z]", noun)
    return noun if inner_capital or keeps_capitals() else noun.lower()


def _numbered(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that no effect can part are numbered in the order of the segments."""
    times = Counter(names)
    return tuple(
        name
        if times[name] == 1
        else translated(
            phrase("{name} ({i} of {n})", name=name, i=names[: place + 1].count(name), n=times[name])
        )
        for place, name in enumerate(names)
    )
