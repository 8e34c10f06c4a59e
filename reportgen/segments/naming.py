"""Names segments: key, name and colour slot, none of which hangs on a cluster's number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.errors import InputError
from reportgen.options.enums import Vocabulary
from reportgen.segments.claims import Claim, Grade, claims_of
from reportgen.segments.descriptive_names import Descriptions
from reportgen.segments.field_names import BY_KEY, FIELD_NAMES, HOLDS, Buyers, NameForms, give_names
from reportgen.segments.segment_map import RECENCY_FREQUENCY_MAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.features.table import Customers
    from reportgen.segments.values import Segmentation, SegmentProfile

MAP_NAMES: Mapping[Vocabulary, Mapping[str, str]] = {
    vocabulary: {name.key: name.names[vocabulary] for name in FIELD_NAMES} for vocabulary in Vocabulary
}
"""The field's names by key; groups of fixed limits carry those of the recency x frequency map."""
_OFTEN, _SELDOM = frozenset({Claim("frequency", Grade.HIGH)}), frozenset({Claim("frequency", Grade.LOW)})
_ABSENT = frozenset({Claim("recency", Grade.LATE), Claim("recency", Grade.HIGH)})
_PRESENT = frozenset({Claim("recency", Grade.LOW), Claim("recency", Grade.VERY_LOW)})
_TOLD: Mapping[str, frozenset[Claim]] = {
    **dict.fromkeys(("champions", "loyal", "returning"), _OFTEN),
    **dict.fromkeys(("one-time", "occasional"), _SELDOM),
    **dict.fromkeys(("at-risk", "hibernating", "lost"), _ABSENT),
    **dict.fromkeys(("new", "active"), _PRESENT),
    "promising": _SELDOM | _PRESENT,
    "cannot-lose": _OFTEN | _ABSENT,
    "big-spenders": frozenset({Claim("monetary", Grade.HIGH), Claim("monetary", Grade.VERY_HIGH)}),
}
"""What names of the field say already, so that no description says it in other words on the same page."""


@dataclass(frozen=True)
class Segment:
    """A segment as readers meet it."""

    key: str
    name: str
    slot: int
    """Colour slot, 1 to 8."""
    group: str | None
    """Key of the field's name that it carries, or None."""
    profile: SegmentProfile
    claims: tuple[str, ...] = ()
    """What a descriptive name says, such as "high:monetary"; empty for other names."""
    fits: float | None = None
    """Share of its customers for whom the name holds; None for a name of the user's."""

    @property
    def still_fits(self) -> bool:
        """Whether the name holds for four in five of the customers, as far as that can be told."""
        return self.fits is None or self.fits >= HOLDS


def name_segments(
    profiles: tuple[SegmentProfile, ...],
    customers: Customers,
    segmentation: Segmentation,
    vocabulary: Vocabulary = Vocabulary.RETAIL,
    chosen: Mapping[str, str] | None = None,
) -> tuple[Segment, ...]:
    """Give every segment a name that no other has, in the order of the profiles.

    A segment takes a name of the field where its rule holds for four in five of its customers; otherwise it
    is described by what is true of as many. `chosen` names (key -> name) win. Segments made by fixed limits
    are called after the groups of the map where these names hold.
    """
    own = chosen or {}
    groups = give_names(customers, segmentation.labels, len(profiles), segmentation.groups)
    names, claims = _names(groups, profiles, customers, segmentation, vocabulary)
    told = _apply_choice(profiles, names, own)
    made = tuple(
        Segment(profile.key, name, slot, None, profile)
        if profile.key in own
        else Segment(profile.key, name, slot, group, profile, tuple(claim.word for claim in said))
        for slot, (profile, name, group, said) in enumerate(
            zip(profiles, told, groups, claims, strict=True), start=1
        )
    )
    return with_fit(made, customers, segmentation)


def names_of_cells(chosen: Mapping[str, str], segmentation: Segmentation) -> dict[str, str]:
    """Names chosen by key of a segment, those chosen by group of the map (`champions`) among them."""
    if not segmentation.groups:
        return dict(chosen)
    cells = zip(segmentation.keys, segmentation.groups, strict=True)
    named = {key: chosen[group] for key, group in cells if group in chosen}
    return {**named, **{key: name for key, name in chosen.items() if key not in RECENCY_FREQUENCY_MAP}}


def with_fit(
    segments: tuple[Segment, ...], customers: Customers, segmentation: Segmentation
) -> tuple[Segment, ...]:
    """The segments with the share of their customers for whom the name holds, where it can be told."""
    buyers = Buyers.of(customers)
    described = Descriptions(customers, segmentation.labels, tuple(each.profile for each in segments))

    def fits(segment: Segment) -> float | None:
        place = segmentation.keys.index(segment.key)
        if segment.group is not None and segment.group in BY_KEY and buyers is not None:
            return float(BY_KEY[segment.group].holds(buyers)[segmentation.labels == place].mean())
        return described.share(claims_of(segment.claims), place)

    return tuple(replace(segment, fits=fits(segment)) for segment in segments)


def _names(
    groups: tuple[str | None, ...],
    profiles: tuple[SegmentProfile, ...],
    customers: Customers,
    segmentation: Segmentation,
    vocabulary: Vocabulary,
) -> tuple[tuple[str, ...], tuple[tuple[Claim, ...], ...]]:
    """Generated names, and what the descriptive ones say."""
    nameless = [place for place, group in enumerate(groups) if group is None]
    told = frozenset[Claim]().union(*(_TOLD.get(group, frozenset()) for group in groups if group))
    descriptions = Descriptions(customers, segmentation.labels, profiles)
    described = dict(zip(nameless, descriptions.names(nameless, told), strict=True))
    pairs = tuple(
        described[place] if group is None else (NameForms.of(MAP_NAMES[vocabulary][group]).name, ())
        for place, group in enumerate(groups)
    )
    return tuple(name for name, _ in pairs), tuple(claims for _, claims in pairs)


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
