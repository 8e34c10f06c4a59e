"""The table of customers: the values that every later step reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.base.audit import AuditLine, Issue
    from reportgen.cleaning.clean import Period
    from reportgen.cleaning.clean_rows import ContactRows
    from reportgen.columns.assigned_roles import Grain
    from reportgen.features.cohorts import Cohort
    from reportgen.features.lifetime_value import LifetimeValue, Refused


class FeatureKind(StrEnum):
    """How a feature is measured, and so how it is printed."""

    MONEY = "money"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    SHARE = "share"
    """0 to 1."""
    NUMBER = "number"
    CATEGORY = "category"
    DATE = "date"


MEDIAN_KINDS = frozenset({FeatureKind.MONEY, FeatureKind.COUNT, FeatureKind.DAYS, FeatureKind.MONTHS})
"""Measures whose typical figure is the median; of the others it is the mean."""


class Use(StrEnum):
    """What a feature does: it makes the segments, or it only describes them."""

    GROUPED_BY = "grouped-by"
    DESCRIBED_BY = "described-by"


@dataclass(frozen=True)
class Feature:
    """One column of the customer table."""

    name: str
    """Column of the frame: an engine name such as `recency` or `c3`."""
    label: str
    """As readers see it: "days since last order", or the file's own header."""
    kind: FeatureKind
    use: Use
    reason: str
    """Why it groups or only describes, in words."""
    definition: str = ""
    """How it was computed, in words; empty for a column of the file."""
    sensitive: bool = False
    words: str = ""
    """The header of a column of the file in words, with its unit; empty for what was computed."""

    @property
    def shown(self) -> str:
        """What readers call it, as text or phrase: a header in words, or our own."""
        return self.words or self.label


@dataclass(frozen=True)
class NamedGroup:
    """Customers who are counted but not segmented, such as "bought and returned"."""

    key: str
    label: str
    customers: int
    amount: float | None


@dataclass(frozen=True)
class Contacts:
    """What private lists say of customers besides; nothing that is shared may hold it."""

    opted_out: pd.Series
    """True for people who must not be written to, indexed as the customers are."""
    everyone: pd.Series
    """The same of every customer in the file, in the window or not."""
    filled: pd.DataFrame
    """Whether columns that lists take along tell something, by the file's labels; indexed as they are."""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Label -> its name in `source`."""
    source: ContactRows | None = None
    """Where their cells are; None where nothing is taken along."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Of the columns that lists take along."""
        return tuple(self.columns)

    def texts(self, customers: pd.Index) -> pd.DataFrame:
        """What lists take along of some customers of the file; empty text where there is nothing."""
        if self.source is None:
            return pd.DataFrame(index=customers)
        texts = self.source.texts(tuple(self.columns.values()), customers)
        return texts.set_axis(list(self.labels), axis=1)


@dataclass(frozen=True)
class Customers:
    """One row a customer, sorted by id; numbers as float64 (NaN = missing), categories as text.

    The index is the customer id as text, unique. `scores` has integer columns r, f, m (1 to 5)
    for order data, else None. `value` names the column of a customer's worth, or is None.
    """

    frame: pd.DataFrame
    features: tuple[Feature, ...]
    grain: Grain
    value: str | None
    value_definition: str
    """What value means, in one sentence; says so when there is none."""
    period: Period | None
    scores: pd.DataFrame | None
    groups: tuple[NamedGroup, ...]
    audit: tuple[AuditLine, ...]
    issues: tuple[Issue, ...]
    contacts: Contacts | None = None
    reached: pd.DataFrame | None = None
    """How customers are reached: a column of text for each `ContactField` that the file has, as it is
    written there, indexed as they are. None unless audience files are asked for and a column tells; nothing
    shared holds it.
    """
    lifetime: LifetimeValue | Refused | None = None
    """What customers may spend next, or why that is not said; None where the file holds no orders."""
    excluded: frozenset[str] = frozenset()
    """Ids that are left out on request, whether the file holds them or not."""
    cohorts: tuple[Cohort, ...] = ()
    """Who came back, by month of the first order; empty where there are too few months, or no orders."""
    value_key: tuple[str, ...] = ()
    """What `value_definition` means, in signs that no rewording changes; empty where there is no value.

    The columns of the money by their role, and which of shipping, tax and discounts are in it or out of it.
    """

    lifecycle: pd.DataFrame | None = None
    """Where customers stand by their own orders, see `features.lifecycle`; None without orders."""
    decided: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What their rows hang on besides their own orders, by name; empty for a table of customers."""

    def may_be_written_to(self, ids: pd.Index) -> np.ndarray:
        """Which of some customers did not opt out; all, where the file does not tell. Shape (n,)."""
        if self.contacts is None:
            return np.ones(len(ids), dtype=bool)
        out = self.contacts.everyone
        return np.asarray(ids.isin(out.index[~out]))

    @property
    def worth(self) -> np.ndarray:
        """What each customer is worth, 0 where it is unknown; only of data with `value`."""
        worth: np.ndarray = self.frame[self.value].fillna(0.0).to_numpy(dtype=np.float64)
        return worth

    @property
    def month(self) -> str | None:
        """YYYY-MM of the period; None for data without dates."""
        return self.period.month if self.period else None

    def feature(self, name: str) -> Feature:
        """The feature of a column; KeyError if there is none."""
        return next(feature for feature in self.features if feature.name == name)

    def is_yes_or_no(self, name: str) -> bool:
        """Whether a measure is nought or one for each customer of whom it is known."""
        known = self.frame[name].dropna()
        return bool(((known == 0) | (known == 1)).all())

    @property
    def clustering_features(self) -> tuple[Feature, ...]:
        """Features that make the segments, sorted by name."""
        return tuple(f for f in sorted(self.features, key=lambda f: f.name) if f.use is Use.GROUPED_BY)
