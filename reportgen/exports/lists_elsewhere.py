"""Lists of customers written on a cluster, where their order lines are: what this machine would write.

A task has the order lines and contacts of some customers. It measures them, assigns them to the segments of
the model and writes their lines, by the functions that one machine runs on all. What it cannot find out is
told: what hangs on all customers, and what is individual (control groups, who stays near a border).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from reportgen.base.decisions import Decisions
from reportgen.cleaning.clean_rows import ListFile
from reportgen.errors import ReportgenError
from reportgen.experiments.assignment import Group
from reportgen.exports.customer_lists import (
    TYPICAL,
    ListedCustomers,
    head_of,
    lines_of,
    list_paths,
    members_of,
    scores_of,
)
from reportgen.features.build_features import build_features, told_of
from reportgen.features.matrix import encode_each
from reportgen.segments.segment_map import assign_customers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportgen.cleaning.clean_rows import CleanRows
    from reportgen.features.table import Customers, Feature
    from reportgen.options.build_options import BuildOptions
    from reportgen.segments.values import SavedModel, Segmentation

PAST = "past{}"
"""Columns of what is known individually that lists show under headers of their own."""


@dataclass(frozen=True)
class _Told:
    """What is the same for every customer."""

    options: BuildOptions
    decided: Mapping[str, Any]
    features: tuple[Feature, ...]
    model: SavedModel
    names: Mapping[str, str]
    past: tuple[str, ...]
    typical: Mapping[str, int]
    """Id -> place in the list of typical customers."""
    grouped: bool
    """Whether lists have groups."""


@dataclass(frozen=True)
class MadeFrom:
    """What lists of customers are made from again, where their order lines are."""

    rows: CleanRows
    options: BuildOptions
    model: SavedModel
    past: tuple[str, ...] = ()
    """Those of `ListedCustomers.more` that only this machine knows."""


def write_lists_elsewhere(
    folder: Path, listed: ListedCustomers, typical: Mapping[str, Sequence[str]], source: MadeFrom
) -> None:
    """As `write_lists`, where the order lines are.

    Args:
        folder: an existing folder.
        listed: who stands in the lists.
        typical: Segment key -> ids of its most typical customers.
        source: what tasks make them from.

    Raises:
        ReportgenError: other customers were counted there than here.
    """
    elsewhere, model, past = source.rows.elsewhere, source.model, source.past
    assert elsewhere is not None  # noqa: S101 - else `write_lists` writes them
    nearest = [name for ids in typical.values() for name in ids]
    told = _Told(
        options=source.options,
        decided=told_of(listed.customers),
        features=listed.customers.features,
        model=model,
        names=listed.names,
        past=past,
        typical={name: place for place, name in enumerate(nearest)},
        grouped=listed.groups is not None,
    )
    sizes = {name: int(rows.sum()) for name, rows in members_of(listed).items()} | {TYPICAL: len(nearest)}
    head = head_of(listed)
    files = {name: ListFile(path, head) for name, path in list_paths(folder, sizes).items()}
    individually = _individually(listed, model, past)
    written = elsewhere.write(source.rows, partial(_of_part, told=told), individually, files)
    if dict(written) != {name: size for name, size in sizes.items() if size}:
        raise ReportgenError("the lists hold other customers than the report", "please report this")


def _individually(listed: ListedCustomers, model: SavedModel, past: Sequence[str]) -> pd.DataFrame:
    """A row for each customer whose line does not follow from their own orders."""
    customers, final = listed.customers, listed.segmentation
    alone = assign_customers(model, customers, encode_each(customers, model.columns))
    placed = _differ(alone, final)
    control = (
        np.zeros(len(placed), dtype=bool)
        if listed.groups is None
        else np.asarray(listed.groups == Group.CONTROL)
    )
    rows = np.flatnonzero(placed | final.set_aside | control | bool(past))
    columns = {
        "customer": customers.frame.index[rows].astype(object),
        "placed": placed[rows],
        "label": final.labels[rows].astype(np.int64),
        "runner_up": final.runner_up[rows].astype(np.int64),
        "confidence": final.confidence[rows],
        "set_aside": final.set_aside[rows],
        "control": control[rows],
    }
    cells = {
        PAST.format(place): np.asarray(listed.more[name], dtype=object)[rows]
        for place, name in enumerate(past)
    }
    return pd.DataFrame({**columns, **cells})


def _differ(one: Segmentation, other: Segmentation) -> np.ndarray:
    """Who is placed otherwise, or with another confidence; shape (n,)."""
    same = (one.labels == other.labels) & (one.runner_up == other.runner_up)
    return np.asarray(~same | (one.confidence != other.confidence))


def _of_part(rows: CleanRows, individually: pd.DataFrame, told: _Told) -> Iterator[pd.DataFrame]:
    """The lines of some customers, list by list."""
    built = build_features(rows, told.options, Decisions(told.decided))
    customers = replace(built, features=told.features)
    index = customers.frame.index
    known = individually.reindex(index)
    past = {name: known[PAST.format(place)].tolist() for place, name in enumerate(told.past)}
    listed = ListedCustomers(
        customers,
        _placed(told.model, customers, known),
        told.names,
        {**past, **scores_of(customers)},
        _groups(customers, known) if told.grouped else None,
    )
    rank = np.zeros(len(index)) if customers.value is None else 0.0 - customers.worth
    members = members_of(listed)
    for places, lines in lines_of(rows.path.parent, listed):
        every = {"rank": rank[places], "customer": index[places].astype(object), "line": lines}
        some = pd.DataFrame(every)
        for name, inside in members.items():
            yield some[inside[places]].assign(list=name)
        nearest = some[some["customer"].isin(list(told.typical))]
        yield nearest.assign(list=TYPICAL, rank=nearest["customer"].map(told.typical).astype(float))


def _placed(model: SavedModel, customers: Customers, known: pd.DataFrame) -> Segmentation:
    """Customers where the model has them, but for those of whom another place is known."""
    alone = assign_customers(model, customers, encode_each(customers, model.columns))
    other = known["placed"].eq(other=True).to_numpy(bool)
    labels, runner_up, confidence = (
        known[name].to_numpy(float, na_value=0.0) for name in ("label", "runner_up", "confidence")
    )
    return replace(
        alone,
        labels=np.where(other, labels, alone.labels).astype(np.int64),
        runner_up=np.where(other, runner_up, alone.runner_up).astype(np.int64),
        confidence=np.where(other, confidence, alone.confidence),
        set_aside=known["set_aside"].eq(other=True).to_numpy(bool),
    )


def _groups(customers: Customers, known: pd.DataFrame) -> np.ndarray:
    """The group of each customer; shape (n,), text."""
    reached = customers.may_be_written_to(customers.frame.index)
    control = known["control"].eq(other=True).to_numpy(bool)
    return np.where(control, Group.CONTROL, np.where(reached, Group.CONTACT, Group.NOBODY)).astype(str)
