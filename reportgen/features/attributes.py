"""One row a customer from a table of customers: the file's own columns, and what each is good for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reportgen.base.audit import Issue
from reportgen.base.engine import connect
from reportgen.base.names import slug
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import header_kind, table_words
from reportgen.columns.header_words import header_words, noun_of
from reportgen.columns.labels import NUMERIC, value_columns
from reportgen.columns.number_date_formats import NumberFormat
from reportgen.features.table import Feature, FeatureKind, Use
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from reportgen.cleaning.clean import CleanRows
    from reportgen.columns.assigned_roles import ColumnRole
    from reportgen.options.build_options import BuildOptions

DESCRIBING = {
    Role.SENSITIVE: phrase("it is sensitive, and never groups"),
    Role.CATEGORY: phrase("it is a category, and groups only if the user names it"),
    Role.PLACE: phrase("it is a place"),
    Role.OUTCOME: phrase("it is an outcome, to be looked at and not grouped by"),
    Role.DATE: phrase("it is a date"),
}
MEASURE = phrase("it measures behaviour or value")
VALUE = phrase("it is the customer's value")
FLAG = phrase("it has two values only")
RUNNING_NUMBER = phrase("it counts the rows")
VALUE_NAME = "worth"
LONGEST_LIFE = 135
"""Years: a little more than anybody has lived."""
ROUNDED = 9
"""Decimals kept of a sum of columns."""
_MONEY, _NO_MONEY, _COUNTS = (
    re.compile("|".join(table_words("printed", kind)), re.IGNORECASE) for kind in ("money", "plain", "counts")
)


class AttributeTable(NamedTuple):
    """Customers with the file's own columns."""

    frame: pd.DataFrame
    features: tuple[Feature, ...]
    value: str | None
    value_definition: str
    value_key: tuple[str, ...]
    issues: tuple[Issue, ...]


def attribute_table(rows: CleanRows, options: BuildOptions) -> AttributeTable:
    """The table of customers as float64, text and dates, with the default use of every column."""
    names = _names(rows.roles.columns)
    columns = {names[column.column]: column for column in rows.roles.columns}
    unasked = [names[name] for name in _unasked(rows, options)]
    frame = _frame(rows, columns, names).drop(columns=unasked, errors="ignore")
    empty = [name for name in frame.columns if frame[name].isna().all()]
    frame = frame.drop(columns=empty)
    features = tuple(_feature(name, columns[name], frame[name], options) for name in frame.columns)
    frame, features = _with_years_ago(frame, features, columns, rows)
    values = tuple(c for c in value_columns(rows.roles, options) if names[c.column] in frame.columns)
    if len(values) > 1:
        parts = [names[column.column] for column in values]
        frame = frame.assign(**{VALUE_NAME: frame[parts].sum(axis=1, min_count=1).round(ROUNDED)})
        features = (*features, _sum_feature(values))
    issues = tuple(
        Issue("empty-column", phrase("it holds no value that can be read"), column=columns[name].label)
        for name in empty
    )
    value = _value_name(tuple(names[column.column] for column in values))
    key = tuple(sorted(f"{Role.VALUE}={column.label}" for column in values))
    return AttributeTable(frame.sort_index(axis=1), features, value, _value_words(values), key, issues)


def _with_years_ago(
    frame: pd.DataFrame, features: tuple[Feature, ...], columns: Mapping[str, ColumnRole], rows: CleanRows
) -> tuple[pd.DataFrame, tuple[Feature, ...]]:
    """Years of birth or of joining as ages and years since, by the year in which the period ends.

    They get names of their own: a model that was fitted on the years themselves does not hold for them.
    """
    if rows.period is None:
        return frame, features
    now = rows.period.end.year
    years = {
        feature.name: replace(
            feature,
            name=f"{feature.name}-ago",
            label=phrase("age")
            if header_kind(feature.label) == "birth"
            else phrase("{label} (years ago)", label=noun_of(feature.words)),
            words="",
            definition=phrase(
                "year in which the period ends, less that under {label!r}", label=feature.label
            ),
        )
        for feature in features
        if columns[feature.name].role is Role.MEASURE and _holds_years(feature, frame[feature.name], now)
    }
    shown = frame.assign(**{name: now - frame[name] for name in years})
    renamed = shown.rename(columns={name: feature.name for name, feature in years.items()})
    return renamed, tuple(years.get(feature.name, feature) for feature in features)


def _holds_years(feature: Feature, values: pd.Series, now: int) -> bool:
    """Whether all numbers are whole years that people who live now can have seen."""
    known = values.dropna()
    if feature.kind is not FeatureKind.NUMBER or known.nunique() <= 2 or not _is_whole(known):  # noqa: PLR2004 - yes and no
        return False
    return bool(known.between(now - LONGEST_LIFE, now).all())


def _names(columns: tuple[ColumnRole, ...]) -> dict[str, str]:
    """Engine name -> name of the feature, from the label: it must not change when columns change places."""
    plain = {column.column: f"col-{slug(column.label)}" for column in columns}
    taken = Counter(plain.values())
    twins = {name: f"{text}-{name}" for name, text in plain.items() if taken[text] > 1}
    return plain | twins


def _unasked(rows: CleanRows, options: BuildOptions) -> list[str]:
    """Sensitive columns that the user named nowhere: they play no part."""
    asked = {label.casefold() for label in (*options.describe, *options.by, *options.never_basis)}
    return [c.column for c in rows.roles.all(Role.SENSITIVE) if c.label.casefold() not in asked]


def _frame(rows: CleanRows, columns: Mapping[str, ColumnRole], names: Mapping[str, str]) -> pd.DataFrame:
    with connect(rows.path.parent) as connection:
        frame: pd.DataFrame = connection.sql(f"FROM {rows.table}").df()
    frame = frame.set_index("customer").drop(columns="line").rename(columns=names)
    texts = [name for name in frame.columns if columns[name].role not in NUMERIC | {Role.DATE}]
    return frame.astype(dict.fromkeys(texts, "str")).sort_index()


def _feature(name: str, column: ColumnRole, values: pd.Series, options: BuildOptions) -> Feature:
    use, reason = _default_use(column, values)
    return Feature(
        name,
        column.label,
        _kind(column, values),
        use,
        reason,
        sensitive=column.role is Role.SENSITIVE,
        words=header_words(column.label, options.labels),
    )


def _default_use(column: ColumnRole, values: pd.Series) -> tuple[Use, str]:
    if column.role not in NUMERIC:
        return Use.DESCRIBED_BY, DESCRIBING.get(column.role, DESCRIBING[Role.CATEGORY])
    if column.role is Role.VALUE:
        return Use.GROUPED_BY, VALUE
    if values.nunique() == 2:  # noqa: PLR2004 - yes and no
        return Use.DESCRIBED_BY, FLAG
    return (Use.DESCRIBED_BY, RUNNING_NUMBER) if _is_running_number(values) else (Use.GROUPED_BY, MEASURE)


def _is_running_number(values: pd.Series) -> bool:
    """Whole numbers without gap or repetition, one for each row."""
    return bool(values.is_unique and _is_whole(values) and values.max() - values.min() + 1 == len(values))


def _is_whole(values: pd.Series) -> bool:
    known = values.dropna()
    return bool((known == known.round()).all())


def _kind(column: ColumnRole, values: pd.Series) -> FeatureKind:
    if column.role is Role.DATE:
        return FeatureKind.DATE
    if column.role not in NUMERIC:
        return FeatureKind.CATEGORY
    written = column.written_as if isinstance(column.written_as, NumberFormat) else NumberFormat()
    if written.percent:
        return FeatureKind.SHARE
    if written.currency or (_MONEY.search(column.label) and not _NO_MONEY.search(column.label)):
        return FeatureKind.MONEY
    return FeatureKind.COUNT if _COUNTS.search(column.label) and _is_whole(values) else FeatureKind.NUMBER


def _sum_feature(parts: tuple[ColumnRole, ...]) -> Feature:
    names = ", ".join(column.label for column in parts)
    reason = phrase("it is the sum of columns that stand for themselves")
    return Feature(
        VALUE_NAME,
        phrase("value"),
        FeatureKind.MONEY,
        Use.DESCRIBED_BY,
        reason,
        phrase("the sum of {names}", names=names),
    )


def _value_name(names: tuple[str, ...]) -> str | None:
    if not names:
        return None
    return names[0] if len(names) == 1 else VALUE_NAME


def _value_words(values: tuple[ColumnRole, ...]) -> str:
    if not values:
        return phrase("The file names no value of a customer; sizes are told in customers.")
    if len(values) == 1:
        return phrase("{label}, as in the file.", label=values[0].label)
    *others, last = (column.label for column in values)
    return phrase("The sum of {others} and {last}, as in the file.", others=", ".join(others), last=last)
