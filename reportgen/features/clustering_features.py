"""Which features make the segments, and which only describe them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.audit import Issue
from reportgen.base.language import count_of
from reportgen.base.phrases import phrase
from reportgen.columns.labels import match_label
from reportgen.errors import InputError, UnsegmentableError
from reportgen.features.descriptive_statistics import rank_correlations
from reportgen.features.feature_selection import MOST_MEASURES, select_features
from reportgen.features.proxies import is_proxy
from reportgen.features.table import Feature, FeatureKind, Use

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

LEAST_CUSTOMERS = 30
MOST_MISSING = 0.5
NEARLY_THE_SAME = 0.95
"""Rank correlation beyond which two columns say the same thing twice."""


def choose_clustering_features(
    features: tuple[Feature, ...],
    frame: pd.DataFrame,
    by: tuple[str, ...],
    never: frozenset[str] = frozenset(),
    value: str | None = None,
) -> tuple[tuple[Feature, ...], tuple[Issue, ...]]:
    """Features with their final use and reason, sorted by name, and what a reader must know of it.

    Args:
        features: with the default use of each.
        frame: one row a customer.
        by: names or labels of features that the user wants to group by; empty takes the default.
        never: names of features that group nobody, even if `by` names them.
        value: name of what a customer is worth, which stays where another feature says the same.

    Raises:
        InputError: `by` names no feature, several, a date, or a sensitive column.
        UnsegmentableError: too few customers, nothing to group by, or customers who are all alike.
    """
    _refuse_few(len(frame))
    barred = tuple(feature for feature in features if feature.name in never)
    wanted = _as_asked(features, by) if by else features
    wanted = tuple(_barred(f) if f.name in never else f for f in wanted)
    unfit = {feature.name: reason for feature in wanted if (reason := _unfit(feature, frame[feature.name]))}
    fit = [f for f in _grouping(wanted) if f.name not in unfit]
    unselected = {} if by else _unselected(fit, frame)
    duplicates = {} if by else _duplicates([f for f in fit if f.name not in unselected], frame, value)
    out = unfit | duplicates | unselected
    chosen = tuple(
        replace(f, use=Use.DESCRIBED_BY, reason=out[f.name]) if f.name in out else f
        for f in sorted(wanted, key=lambda feature: feature.name)
    )
    _refuse_nothing(chosen, unfit)
    left_out = tuple(
        Issue(
            "left-out-of-basis",
            phrase("does not make the segments: {reason}", reason=out[f.name]),
            column=f.label,
        )
        for f in chosen
        if f.name in out and f.name not in unselected
    )
    many = _many_measures(len(fit), len(fit) - len(unselected)) if unselected else ()
    return chosen, (*left_out, *many, *_proxies(_grouping(chosen), barred, frame))


def _barred(feature: Feature) -> Feature:
    return replace(
        feature, use=Use.DESCRIBED_BY, reason=phrase("the settings bar it from grouping (never_basis)")
    )


def _proxies(grouping: list[Feature], barred: tuple[Feature, ...], frame: pd.DataFrame) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            "mirrors-barred",
            phrase(
                "{label} says nearly the same as {barred}, by which nobody may be grouped",
                label=feature.label,
                barred=bar.label,
            ),
            column=feature.label,
            hint="leave it out with --by, or bar it too in never_basis",
        )
        for bar in barred
        for feature in grouping
        if is_proxy(feature, bar, frame)
    )


def is_constant(values: pd.Series) -> bool:
    """Whether all known values are the same, or none is known."""
    known = values.dropna()
    return bool(known.empty or (known == known.iloc[0]).all())


def _grouping(features: Iterable[Feature]) -> list[Feature]:
    return [feature for feature in features if feature.use is Use.GROUPED_BY]


def _refuse_few(customers: int) -> None:
    if customers < LEAST_CUSTOMERS:
        raise UnsegmentableError(
            f"only {count_of(customers, 'customer|customers')} can be segmented, "
            f"and {LEAST_CUSTOMERS} are needed",
            "give a longer period with --window, or a file with more customers",
        )


def _refuse_nothing(chosen: tuple[Feature, ...], unfit: dict[str, str]) -> None:
    grouping = _grouping(chosen)
    if any(feature.kind is not FeatureKind.CATEGORY for feature in grouping):
        return
    if grouping:
        labels = ", ".join(repr(feature.label) for feature in grouping)
        raise UnsegmentableError(
            f"{labels}: a category, and of categories alone no segments are made",
            "name a column of numbers with --by as well; categories describe segments without being asked",
        )
    if unfit:
        raise UnsegmentableError(
            "the customers are all alike in every measure", "add a column in which they differ"
        )
    raise UnsegmentableError(
        "no column holds a measure to group by",
        "name columns with --by, or give them a role in reportgen.toml",
    )


def _as_asked(features: tuple[Feature, ...], by: tuple[str, ...]) -> tuple[Feature, ...]:
    labels = {feature.name: feature.label for feature in features if feature.kind is not FeatureKind.DATE}
    names = {wanted if wanted in labels else match_label(wanted, labels) for wanted in by}
    sensitive = next((f.label for f in features if f.sensitive and f.name in names), None)
    if sensitive is not None:
        cause = f"{sensitive!r} is sensitive: it may describe segments, and never makes them"
        raise InputError(cause, f"leave it out of --by; --describe {sensitive!r} shows it for each segment")
    return tuple(_asked(feature) if feature.name in names else _not_asked(feature) for feature in features)


def _asked(feature: Feature) -> Feature:
    return replace(feature, use=Use.GROUPED_BY, reason=phrase("chosen by the user"))


def _not_asked(feature: Feature) -> Feature:
    if feature.use is Use.DESCRIBED_BY:
        return feature
    return replace(
        feature, use=Use.DESCRIBED_BY, reason=phrase("not among the columns that the user chose to group by")
    )


def _unfit(feature: Feature, values: pd.Series) -> str | None:
    """Why a feature cannot group, if it should and cannot."""
    if feature.use is Use.DESCRIBED_BY:
        return None
    if is_constant(values):
        return phrase("it is the same for every customer")
    missing = float(values.isna().mean())
    if missing <= MOST_MISSING:
        return None
    return phrase("it is missing for {missing:.0%} of customers", missing=missing)


def _unselected(features: list[Feature], frame: pd.DataFrame) -> dict[str, str]:
    """Measures that are too many, and why they do not group."""
    if len(features) <= MOST_MEASURES:
        return {}
    names = [feature.name for feature in features]
    kept = select_features(frame[names], MOST_MEASURES, NEARLY_THE_SAME)
    reason = phrase("there are very many measures, and others tell more")
    return {name: reason for name in names if name not in kept}


def _many_measures(measures: int, kept: int) -> tuple[Issue, ...]:
    message = phrase(
        "{measures:,} measures could make the segments; only {kept} do: those whose values form "
        "groups, then those most correlated with the others",
        measures=measures,
        kept=kept,
    )
    return (Issue("many-columns", message, hint="--by COLUMN chooses others"),)


def _duplicates(features: list[Feature], frame: pd.DataFrame, value: str | None) -> dict[str, str]:
    """Features that nearly repeat another one: of a pair, the one with more missing, then the later label.

    The value of a customer repeats none.
    """
    numeric = [feature for feature in features if feature.kind is not FeatureKind.CATEGORY]
    ranked = sorted(
        numeric, key=lambda f: (f.name != value, int(frame[f.name].isna().sum()), f.label, f.name)
    )
    columns = {feature.name: frame[feature.name].to_numpy(dtype=np.float64) for feature in ranked}
    correlations = rank_correlations(columns)
    out: dict[str, str] = {}
    for kept, other in combinations(ranked, 2):
        pair = (min(kept.name, other.name), max(kept.name, other.name))
        alike = abs(correlations.get(pair, 0.0)) > NEARLY_THE_SAME
        if alike and kept.name not in out and other.name not in out:
            out[other.name] = phrase("it says nearly the same as {label}", label=kept.label)
    return out
