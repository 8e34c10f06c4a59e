"""Builds the features: from clean rows to one row a customer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.decisions import Decisions
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
from reportgen.features.lifetime_value import LifetimeValue, forecast_of, lifetime_value
from reportgen.features.order_features import VISIT_FEATURES, order_features
from reportgen.features.orders import ROUNDED, order_table
from reportgen.features.scores import limits_of, own_limits, rfm_scores
from reportgen.features.table import Contacts, Customers
from reportgen.options.enums import Role

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.base.audit import Issue
    from reportgen.cleaning.clean import CleanRows
    from reportgen.cleaning.clean_rows import ContactRows
    from reportgen.features.lifetime_value import Refused
    from reportgen.features.table import Feature
    from reportgen.options.build_options import BuildOptions

_OF_VISITS = phrase("The file holds visits and no money; sizes are told in customers.")


FORECAST, FEATURES, SCORES, COHORTS = "forecast", "features", "score-limits", "cohorts"
"""What is found out of all customers, and told where only some of them are."""


def build_features(rows: CleanRows, options: BuildOptions, decided: Decisions | None = None) -> Customers:
    """One row a customer, with what groups and what describes them.

    Args:
        rows: order lines, or a table of customers.
        options: what to group by, what a customer's value is, and the least size of a cell.
        decided: what is known of all customers where `rows` hold some of them; see `told_of`.

    Raises:
        InputError: a column that the user named is not there or cannot be used so.
        UnsegmentableError: too few customers, nothing to group by, or customers who are all alike.
    """
    build = _BUILDERS.get(rows.roles.grain)
    customers = build(rows, options) if build else _from_orders(rows, options, decided or Decisions())
    if rows.contacts is None:
        return replace(customers, excluded=rows.excluded)
    return replace(
        customers,
        contacts=_contacts(rows, rows.contacts, customers.frame.index, options),
        reached=_reached(rows, rows.contacts, customers.frame.index, options),
        excluded=rows.excluded,
    )


def _contacts(
    rows: CleanRows, source: ContactRows, index: pd.Index, options: BuildOptions
) -> Contacts | None:
    """What lists say besides; None where nothing is carried and no column tells consent."""
    columns = {column.label: column.column for column in carried_columns(rows.roles, options)}
    if not columns and not rows.roles.all(Role.CONSENT):
        return None
    everyone = source.known(tuple(columns.values()))
    filled = everyone.reindex(index, fill_value=False)
    return Contacts(
        opted_out=filled["opted_out"],
        everyone=everyone["opted_out"],
        filled=filled[list(columns.values())].set_axis(list(columns), axis=1),
        columns=columns,
        source=source,
    )


def _reached(
    rows: CleanRows, source: ContactRows, index: pd.Index, options: BuildOptions
) -> pd.DataFrame | None:
    names = {f"{FIELDS}{field}": str(field) for field in rows.roles.contacts}
    if not options.audiences or not names:
        return None
    return source.texts(tuple(names), index).rename(columns=names)


def told_of(customers: Customers) -> dict[str, object]:
    """What `build_features` has to be told of all customers to give some of them the same rows; small."""
    told: dict[str, object] = {**customers.decided, COHORTS: ()}
    if isinstance(customers.lifetime, LifetimeValue):
        told[FORECAST] = replace(customers.lifetime, frame=customers.lifetime.frame.head(0))
    if customers.scores is not None:
        told[SCORES] = limits_of(customers.frame, customers.scores)
    return told


def _from_orders(rows: CleanRows, options: BuildOptions, decided: Decisions) -> Customers:
    period = rows.period
    if period is None:
        raise InputError("order lines without dates cannot be segmented", "name the date with --date COLUMN")
    frame, groups, standing = order_table(rows, period, options.min_cell, decided)
    some = FORECAST in decided.made
    lifetime = decided.once(FORECAST, lambda: lifetime_value(rows, period))
    if isinstance(lifetime, LifetimeValue):
        foretold = forecast_of(rows, period, lifetime) if some else lifetime.frame
        frame["expected_value"] = foretold["value"].reindex(frame.index).round(ROUNDED)
    features, issues = decided.once(FEATURES, lambda: _features(rows, options, frame, standing, lifetime))
    limits = decided.once(SCORES, lambda: own_limits(options))
    return Customers(
        frame=frame,
        features=features,
        grain=rows.roles.grain,
        value="monetary",
        value_definition=_spend_definition(rows),
        value_key=_spend_key(rows),
        period=period,
        scores=rfm_scores(frame["recency"], frame["frequency"], frame["monetary"], limits),
        groups=groups,
        audit=(),
        issues=issues,
        lifetime=lifetime,
        cohorts=decided.once(COHORTS, lambda: cohorts(rows, period, options.min_cell, longest_pause(frame))),
        lifecycle=standing,
        decided=decided.made,
    )


def _features(
    rows: CleanRows,
    options: BuildOptions,
    frame: pd.DataFrame,
    standing: pd.DataFrame,
    lifetime: LifetimeValue | Refused,
) -> tuple[tuple[Feature, ...], tuple[Issue, ...]]:
    """What groups and what describes customers of orders."""
    known = order_features(frame, lifetime.months, season=shows_season(standing))
    return choose_clustering_features(known, frame, options.by, _barred(known, rows, options))


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
