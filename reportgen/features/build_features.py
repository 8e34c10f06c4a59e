"""Builds the features: from clean rows to one row a customer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.engine import connect
from reportgen.base.phrases import phrase
from reportgen.cleaning.amount_parts import in_words
from reportgen.cleaning.contacts import FIELDS, carried_columns
from reportgen.columns.assigned_roles import Grain
from reportgen.columns.labels import match_label
from reportgen.errors import InputError
from reportgen.features.attributes import attribute_table
from reportgen.features.clustering_features import choose_clustering_features
from reportgen.features.cohorts import cohorts
from reportgen.features.lifecycle import longest_pause, shows_season
from reportgen.features.lifetime_value import LifetimeValue, lifetime_value
from reportgen.features.order_features import VISIT_FEATURES, order_features
from reportgen.features.orders import ROUNDED, order_table
from reportgen.features.scores import own_limits, rfm_scores
from reportgen.features.table import Contacts, Customers
from reportgen.options.enums import Role

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.table import Feature
    from reportgen.options.build_options import BuildOptions

_OF_VISITS = phrase("The file holds visits and no money; sizes are told in customers.")


def build_features(rows: CleanRows, options: BuildOptions) -> Customers:
    """One row a customer, with what groups and what describes them.

    Args:
        rows: order lines, or a table of customers.
        options: what to group by, what a customer's value is, and the least size of a cell.

    Raises:
        InputError: a column that the user named is not there or cannot be used so.
        UnsegmentableError: too few customers, nothing to group by, or customers who are all alike.
    """
    customers = _BUILDERS.get(rows.roles.grain, _from_orders)(rows, options)
    if rows.contacts is None:
        return replace(customers, excluded=rows.excluded)
    with connect(rows.path.parent) as connection:
        everyone = connection.read_parquet(str(rows.contacts)).df().set_index("customer")
    return replace(
        customers,
        contacts=_contacts(rows, everyone, customers.frame.index, options),
        reached=_reached(everyone, customers.frame.index, options),
        excluded=rows.excluded,
    )


def _contacts(
    rows: CleanRows, everyone: pd.DataFrame, index: pd.Index, options: BuildOptions
) -> Contacts | None:
    """What lists say besides; None where nothing is carried and no column tells consent."""
    labels = {column.column: column.label for column in carried_columns(rows.roles, options)}
    if not labels and not rows.roles.all(Role.CONSENT):
        return None
    everyone = everyone[["opted_out", *labels]].rename(columns=labels)
    known = everyone.reindex(index)
    opted_out = known["opted_out"].astype("boolean").fillna(value=False).astype(bool)
    return Contacts(known.drop(columns="opted_out").fillna(""), opted_out, everyone)


def _reached(everyone: pd.DataFrame, index: pd.Index, options: BuildOptions) -> pd.DataFrame | None:
    fields = everyone[[name for name in map(str, everyone) if name.startswith(FIELDS)]]
    if not options.audiences or fields.columns.empty:
        return None
    return fields.reindex(index).fillna("").rename(columns=lambda name: name.removeprefix(FIELDS))


def _from_orders(rows: CleanRows, options: BuildOptions) -> Customers:
    period = rows.period
    if period is None:
        raise InputError("order lines without dates cannot be segmented", "name the date with --date COLUMN")
    frame, groups, standing = order_table(rows, period, options.min_cell)
    lifetime = lifetime_value(rows, period)
    if isinstance(lifetime, LifetimeValue):
        frame["expected_value"] = lifetime.frame["value"].reindex(frame.index).round(ROUNDED)
    told = order_features(frame, lifetime.months, season=shows_season(standing))
    features, issues = choose_clustering_features(told, frame, options.by, _barred(told, rows, options))
    return Customers(
        frame=frame,
        features=features,
        grain=rows.roles.grain,
        value="monetary",
        value_definition=_spend_definition(rows),
        value_key=_spend_key(rows),
        period=period,
        scores=rfm_scores(frame["recency"], frame["frequency"], frame["monetary"], own_limits(options)),
        groups=groups,
        audit=(),
        issues=issues,
        lifetime=lifetime,
        cohorts=cohorts(rows, period, options.min_cell, longest_pause(frame)),
        lifecycle=standing,
    )


def _from_attributes(rows: CleanRows, options: BuildOptions) -> Customers:
    table = attribute_table(rows, options)
    features, issues = choose_clustering_features(
        table.features, table.frame, options.by, _barred(table.features, rows, options), table.value
    )
    features = _without_unasked(features, options)
    return Customers(
        frame=table.frame[[name for name in table.frame if name in {f.name for f in features}]],
        features=features,
        grain=Grain.CUSTOMER,
        value=table.value,
        value_definition=table.value_definition,
        value_key=table.value_key,
        period=rows.period,
        scores=None,
        groups=(),
        audit=(),
        issues=(*table.issues, *issues),
    )


def _from_visits(rows: CleanRows, options: BuildOptions) -> Customers:
    frame = _visit_table(rows)
    features, issues = choose_clustering_features(
        VISIT_FEATURES, frame, options.by, _barred(VISIT_FEATURES, rows, options)
    )
    return Customers(
        frame=frame,
        features=features,
        grain=rows.roles.grain,
        value=None,
        value_definition=_OF_VISITS,
        period=rows.period,
        scores=None,
        groups=(),
        audit=(),
        issues=issues,
    )


def _visit_table(rows: CleanRows) -> pd.DataFrame:
    """One row a customer who came within the window, sorted by id; all float64."""
    with connect(rows.path.parent) as connection:
        frame: pd.DataFrame = connection.sql(f"FROM {rows.table}").df()
    return frame.set_index("customer").drop(columns="line").sort_index(axis=0).sort_index(axis=1)


_BUILDERS = {Grain.CUSTOMER: _from_attributes, Grain.VISIT: _from_visits}


def _barred(features: tuple[Feature, ...], rows: CleanRows, options: BuildOptions) -> frozenset[str]:
    """Features by which nobody may be grouped.

    A name of these, or of one to describe the segments, that the file does not know raises InputError.
    """
    labels = {feature.name: feature.label for feature in features}
    others = set(labels.values())
    labels |= {c.column: c.label for c in rows.roles.columns if c.label not in others}
    named, _ = (
        {name if name in labels else match_label(name, labels) for name in names}
        for names in (options.never_basis, options.describe)
    )
    return frozenset(feature.name for feature in features if feature.name in named)


def _without_unasked(features: tuple[Feature, ...], options: BuildOptions) -> tuple[Feature, ...]:
    """Sensitive columns that were only read to find their proxies go."""
    asked = {label.casefold() for label in (*options.describe, *options.by)}
    return tuple(f for f in features if not f.sensitive or f.label.casefold() in asked)


def _spend_definition(rows: CleanRows) -> str:
    """What spend means, in one sentence."""
    amount = rows.roles.first(Role.AMOUNT)
    source = phrase("the column “{label}”", label=amount.label) if amount else phrase("quantity times price")
    parts = in_words(rows.in_amount) or phrase("tax as in the file")
    if rows.order_totals:
        return phrase(
            "Net spend in that time: {source}, less returns and refunds; {parts}.", source=source, parts=parts
        )
    return phrase(
        "Net spend in that time: {source}, less returns and refunds; without lines that are not products "
        "(postage, fees, discounts, corrections); {parts}.",
        source=source,
        parts=parts,
    )


def _spend_key(rows: CleanRows) -> tuple[str, ...]:
    """What the sentence means, for programs: the columns of the money, and what of the order it holds."""
    amount = rows.roles.first(Role.AMOUNT)
    columns = (amount,) if amount else (rows.roles.first(Role.QUANTITY), rows.roles.first(Role.UNIT_PRICE))
    return (
        "net spend of orders" if rows.order_totals else "net spend on products",
        *(f"{column.role}={column.label}" for column in columns if column),
        *(f"{role}=in" for role in rows.in_amount.inside),
        *(f"{role}=out" for role in rows.in_amount.outside),
    )
