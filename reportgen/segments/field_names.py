"""The names that the field has for kinds of buyers, and the rule of each, which a customer meets or not.

A segment carries a name only where its rule holds for four in five of its customers, and for clearly more of
them than of the others: what is true of the median alone is not true of the people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.phrases import phrase, translated
from reportgen.features.lifecycle import LATE
from reportgen.options.enums import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.features.table import Customers

HOLDS = 0.8
"""Share of a segment's customers for whom its name must hold."""
CLEARLY_MORE = 0.2
"""By how much the share must be above that of the other customers."""
OFTEN, MIDDLE = 4, 3
"""Scores from which customers order often or spend much, and no less often than the middle of them."""
FEW = 2
"""Orders of one who came back at the least, and of one who has few at the most."""
DUE, LONG_LATE = LATE / 2, 2 * LATE
"""Usual gaps without an order after which the next one is due, and after which nobody expects one."""
SLIPPING = LATE * 1.5
"""Up to how many they are slipping, but not gone."""


@dataclass(frozen=True)
class Buyers:
    """What the rules go by, one entry a customer."""

    orders: np.ndarray
    often: np.ndarray
    """Frequency score, 1 to 5."""
    spends: np.ndarray
    """Spend score, 1 to 5."""
    lateness: np.ndarray
    """Days since the last order in usual gaps; NaN where nobody came back: then nobody is late."""
    new: np.ndarray
    seasonal: np.ndarray
    once: np.ndarray

    @classmethod
    def of(cls, customers: Customers) -> Buyers | None:
        """Those of order data; None for a table of customers."""
        scores, standing = customers.scores, customers.lifecycle
        if scores is None or standing is None:
            return None
        return cls(
            customers.frame["frequency"].to_numpy(float),
            scores["f"].to_numpy(),
            scores["m"].to_numpy(),
            *(standing[name].to_numpy() for name in ("lateness", "new", "seasonal", "once")),
        )

    @property
    def on_time(self) -> np.ndarray:
        """Who ordered within their usual time."""
        return np.asarray(self.lateness <= LATE)

    @property
    def late(self) -> np.ndarray:
        """Who did not, and whose season has not just to come again."""
        return np.asarray((self.lateness > LATE) & ~self.seasonal)

    @property
    def slipping(self) -> np.ndarray:
        """Whose next order is due, and who may still come."""
        return np.asarray((self.lateness > DUE) & (self.lateness <= SLIPPING))

    @property
    def valuable(self) -> np.ndarray:
        """Who orders often and spends much."""
        return np.asarray((self.often >= OFTEN) & (self.spends >= OFTEN))

    @property
    def regular(self) -> np.ndarray:
        """Who ordered three times or more, and no less often than the middle of the customers."""
        return np.asarray((self.orders > FEW) & (self.often >= MIDDLE))


@dataclass(frozen=True)
class NameForms:
    """A name in the language of the report, and how sentences speak of those who carry it."""

    name: str
    members: str
    """After a number: 140 Champions, 140 Loyal customers."""
    inflected: Mapping[str, str]
    """The same where a language inflects it, by what its sentences call the form: {whom:form}."""

    @classmethod
    def of(cls, text: str) -> NameForms:
        """Read "name|members|form=members in that form"; several forms stand as form/form=."""
        name, *forms = translated(text).split("|")
        plain = [form for form in forms if "=" not in form]
        labelled = (form.partition("=") for form in forms if "=" in form)
        return cls(
            name,
            plain[0] if plain else name,
            {label: words for labels, _, words in labelled for label in labels.split("/")},
        )


@dataclass(frozen=True)
class FieldName:
    """A name, what it means, and whom it holds for."""

    key: str
    names: Mapping[Vocabulary, str]
    """The name and its forms, as `NameForms.of` reads them."""
    rule: str
    """What holds for those who carry it, as the rest of a sentence: they ..."""
    holds: Callable[[Buyers], np.ndarray]
    fits_best: tuple[str, int]
    """Measure by whose highest (1) or lowest (-1) median the best of several segments is told."""
    asleep: int = 0
    """Who has a higher number must have stayed away longer; 0 is not compared."""


def _named(retail: str, neutral: str) -> Mapping[Vocabulary, str]:
    return {Vocabulary.RETAIL: retail, Vocabulary.NEUTRAL: neutral}


FIELD_NAMES = (
    FieldName(
        "champions",
        _named(phrase("Champions"), phrase("Most active|Most active customers")),
        phrase("are among those who order most and spend most, and order on time by their own gaps"),
        lambda who: who.valuable & who.on_time,
        ("monetary", 1),
    ),
    FieldName(
        "cannot-lose",
        _named(phrase("Can\u2019t lose|Can\u2019t lose customers"), phrase("Long-overdue regulars")),
        phrase(
            "are among those who ordered most and spent most, and have been silent for more than three of "
            "their usual gaps"
        ),
        lambda who: who.valuable & who.late,
        ("monetary", 1),
        asleep=2,
    ),
    FieldName(
        "loyal",
        _named(phrase("Loyal|Loyal customers"), phrase("Regulars")),
        phrase("ordered three times or more, and order on time by their own gaps"),
        lambda who: who.regular & who.on_time,
        ("frequency", 1),
    ),
    FieldName(
        "seasonal",
        _named(phrase("Seasonal|Seasonal customers"), phrase("Seasonal|Seasonal customers")),
        phrase("ordered in one season only, though they could have ordered in others"),
        lambda who: who.seasonal,
        ("recency", 1),
    ),
    FieldName(
        "new",
        _named(phrase("New|New customers"), phrase("Just joined|Just joined customers")),
        phrase("ordered for the first time in the last three months, once or twice"),
        lambda who: who.new & (who.orders <= FEW) & ~who.late,
        ("recency", -1),
    ),
    FieldName(
        "at-risk",
        _named(phrase("At risk|At risk customers"), phrase("Overdue regulars")),
        phrase("came back or spent much, and have been silent for more than three of their usual gaps"),
        lambda who: (who.regular | ((who.orders >= FEW) & (who.spends >= OFTEN))) & who.late,
        ("monetary", 1),
        asleep=2,
    ),
    FieldName(
        "one-time",
        _named(phrase("One-time|One-time customers"), phrase("Once only|Once only customers")),
        phrase("ordered once in the whole file, longer ago than customers usually take to come back"),
        lambda who: who.once,
        ("recency", 1),
    ),
    FieldName(
        "potential-loyalists",
        _named(phrase("Potential loyalists"), phrase("Growing|Growing customers")),
        phrase("came back, order on time by their own gaps, and are not yet among those who order most"),
        lambda who: (who.orders >= FEW) & (who.often <= OFTEN) & who.on_time,
        ("frequency", 1),
    ),
    FieldName(
        "promising",
        _named(
            phrase("Promising|Promising customers"),
            phrase("Recent, few orders|\u201cRecent, few orders\u201d customers"),
        ),
        phrase("ordered once or twice, and may still come back in time"),
        lambda who: (who.orders <= FEW) & who.on_time,
        ("recency", -1),
    ),
    FieldName(
        "need-attention",
        _named(phrase("Needs attention|Needs attention customers"), phrase("Slowing|Slowing customers")),
        phrase("ordered three times or more, and their next order is due"),
        lambda who: who.regular & who.slipping,
        ("recency", 1),
        asleep=1,
    ),
    FieldName(
        "about-to-sleep",
        _named(
            phrase("About to sleep|About to sleep customers"),
            phrase("Becoming inactive|Becoming inactive customers"),
        ),
        phrase("ordered once or twice, and their next order is due"),
        lambda who: (who.orders <= FEW) & who.slipping,
        ("recency", 1),
        asleep=1,
    ),
    FieldName(
        "lost",
        _named(phrase("Lost|Lost customers"), phrase("Long gone|Long gone customers")),
        phrase("have been silent for more than six of the usual gaps between orders"),
        lambda who: who.late & (who.lateness > LONG_LATE),
        ("recency", 1),
        asleep=4,
    ),
    FieldName(
        "hibernating",
        _named(phrase("Hibernating|Hibernating customers"), phrase("Long inactive|Long inactive customers")),
        phrase("have been silent for more than three of the usual gaps between orders"),
        lambda who: who.late,
        ("recency", 1),
        asleep=3,
    ),
    FieldName(
        "active",
        _named(phrase("Active|Active customers"), phrase("Active|Active customers")),
        phrase("order on time by their own gaps"),
        lambda who: who.on_time,
        ("recency", -1),
    ),
    FieldName(
        "big-spenders",
        _named(phrase("Big spenders"), phrase("High spend|High spend customers")),
        phrase("are among the two fifths who spend most"),
        lambda who: who.spends >= OFTEN,
        ("monetary", 1),
    ),
    FieldName(
        "occasional",
        _named(phrase("Occasional|Occasional customers"), phrase("Occasional|Occasional customers")),
        phrase("ordered once or twice in that time"),
        lambda who: who.orders <= FEW,
        ("recency", 1),
    ),
    FieldName(
        "returning",
        _named(phrase("Returning|Returning customers"), phrase("Returning|Returning customers")),
        phrase("ordered more than once in that time"),
        lambda who: who.orders >= FEW,
        ("frequency", 1),
    ),
)
"""In the order in which they are given: what says more before what says less.

The last ones say so little that they hold for most segments: a page of orders needs no second system.
"""
BY_KEY: Mapping[str, FieldName] = {name.key: name for name in FIELD_NAMES}


def forms_of(name: str) -> NameForms | None:
    """The forms of a name of the field as reports call it; None for other names."""
    texts = (text for field in FIELD_NAMES for text in field.names.values())
    return next((forms for forms in map(NameForms.of, texts) if forms.name == name), None)


def give_names(
    customers: Customers, labels: np.ndarray, k: int, wanted: Sequence[str] = ()
) -> tuple[str | None, ...]:
    """The key of the field's name for each segment, none twice; None where no rule holds for enough of it.

    Whoever is called more asleep than others has stayed away longer than they.

    Args:
        customers: of orders; others get no name of the field.
        labels: segment of each, shape (n,).
        k: number of segments.
        wanted: name that each segment should carry where it holds, for fixed limits that are named by it.
    """
    buyers = Buyers.of(customers)
    given: dict[int, FieldName] = {}
    if buyers is None:
        return (None,) * k
    for place, key in enumerate(wanted):
        if BY_KEY[key].holds(buyers)[labels == place].mean() >= HOLDS:
            given[place] = BY_KEY[key]
    for name in (name for name in FIELD_NAMES if name not in given.values()):
        measure, sign = name.fits_best
        middles = _medians(customers.frame[measure].to_numpy(float), labels, k)
        shares, others = _shares(name.holds(buyers), labels, k)
        fitting = [
            place
            for place in range(k)
            if place not in given
            and shares[place] >= HOLDS
            and shares[place] - others[place] >= CLEARLY_MORE
            and _in_order(name, place, given, customers, labels)
        ]
        if fitting:
            given[max(fitting, key=lambda place: (sign * middles[place], -place))] = name
    return tuple(given[place].key if place in given else None for place in range(k))


def _shares(holds: np.ndarray, labels: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Share of each segment, and of all others, that a rule holds for."""
    sizes, hits = np.bincount(labels, minlength=k), np.bincount(labels, holds, minlength=k)
    return hits / np.maximum(sizes, 1), (hits.sum() - hits) / np.maximum(sizes.sum() - sizes, 1)


def _medians(values: np.ndarray, labels: np.ndarray, k: int) -> list[float]:
    return [float(np.median(values[labels == place])) for place in range(k)]


def _in_order(
    name: FieldName, place: int, given: Mapping[int, FieldName], customers: Customers, labels: np.ndarray
) -> bool:
    """Whether the segment stayed away longer than those with a less sleepy name, and less than the others."""
    if not name.asleep:
        return True
    recency = customers.frame["recency"].to_numpy(float)
    own = np.median(recency[labels == place])
    return all(
        (own - np.median(recency[labels == other])) * (name.asleep - told.asleep) > 0
        for other, told in given.items()
        if told.asleep and told.asleep != name.asleep
    )
