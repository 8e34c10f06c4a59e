"""Values as facts: counts, shares, money and measures, each rounded for reading in one place."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.formatting import digits_beside
from reportgen.features.table import MEDIAN_KINDS, FeatureKind
from reportgen.prose.facts import Fact, Unit

if TYPE_CHECKING:
    import datetime as dt

    from reportgen.base.formatting import Formatter, Shown
    from reportgen.features.table import Feature

UNITS = {
    FeatureKind.MONEY: Unit.MONEY,
    FeatureKind.COUNT: Unit.COUNT,
    FeatureKind.DAYS: Unit.DAYS,
    FeatureKind.MONTHS: Unit.MONTHS,
    FeatureKind.SHARE: Unit.SHARE,
    FeatureKind.NUMBER: Unit.NUMBER,
}
"""Unit of a measure; kinds that are missing here are no numbers."""
COUNTED = frozenset({FeatureKind.COUNT, FeatureKind.DAYS, FeatureKind.MONTHS})
"""Kinds of whole things: nobody has 16.0 orders, though half of an even number of people may have 3.5."""


def text_fact(key: str, text: str) -> Fact:
    """Words that stand for themselves."""
    return Fact(key, text, Unit.TEXT, 0.0, text)


def count_fact(key: str, number: int, unit: Unit, fmt: Formatter) -> Fact:
    """A whole number."""
    return Fact.of(key, number, unit, fmt.count(number))


def share_fact(key: str, share: float, fmt: Formatter, *limits: float) -> Fact:
    """A share between 0 and 1, in per cent; with decimals where it would reach a limit by rounding."""
    digits = digits_beside(share, limits, 2)
    if digits > 2:  # noqa: PLR2004 - whole per cent
        return Fact.of(key, share, Unit.SHARE, fmt.exact_share(share, digits - 2))
    return Fact.of(key, share, Unit.SHARE, fmt.share(share))


def money_fact(key: str, amount: float, fmt: Formatter) -> Fact:
    """An amount, rounded for reading."""
    return Fact.of(key, amount, Unit.MONEY, fmt.money(amount))


def decimal_fact(key: str, value: float, digits: int, fmt: Formatter, *limits: float) -> Fact:
    """A plain number with so many decimals, or more where it would reach one of its limits by rounding."""
    return Fact.of(key, value, Unit.NUMBER, fmt.number(value, digits_beside(value, limits, digits)))


def day_fact(key: str, day: dt.date, fmt: Formatter) -> Fact:
    """A day."""
    return Fact(key, day.isoformat(), Unit.DATE, float(day.toordinal()), fmt.date(day))


def measure_fact(key: str, value: float, feature: Feature, digits: int, fmt: Formatter) -> Fact:
    """A figure in a measure's own unit; a dash where it is not known."""
    unit = UNITS[feature.kind]
    if isnan(value):
        return Fact(key, "", unit, 0.0, "\u2013")
    if feature.kind in COUNTED and float(value).is_integer():
        digits = 0
    return Fact.of(key, value, unit, _shown(value, feature.kind, digits, fmt))


def _shown(value: float, kind: FeatureKind, digits: int, fmt: Formatter) -> Shown:
    match kind:
        case FeatureKind.MONEY:
            return fmt.money(value)
        case FeatureKind.SHARE:
            return fmt.share(value)
        case _:
            return fmt.number(value, digits)


def middle(values: np.ndarray, kind: FeatureKind) -> float:
    """Median or mean of the known values, as the kind of measure asks; NaN where none is known."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return float("nan")
    return float(np.median(known) if kind in MEDIAN_KINDS else known.mean())


def threshold_fact(key: str, value: float, feature: Feature, fmt: Formatter) -> Fact:
    """A limit of a rule, printed whole: rounding it again would move customers across it."""
    if feature.kind is FeatureKind.MONEY and value == round(value):
        return Fact.of(key, value, Unit.MONEY, fmt.whole_money(value))
    text = np.format_float_positional(value, trim="-")
    digits = len(text.partition(".")[2])
    if feature.kind is FeatureKind.SHARE:
        return Fact.of(key, value, Unit.SHARE, fmt.exact_share(value, max(digits - 2, 0)))
    return Fact.of(key, value, UNITS[feature.kind], fmt.number(value, digits))
