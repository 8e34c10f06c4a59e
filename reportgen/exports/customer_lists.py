"""CSV lists of customers for spreadsheets and mailing tools: private, one row a customer.

The bytes begin with a UTF-8 mark and lines end with CR LF: without the mark Excel reads every
accented name wrongly, and the usual CSV readers skip it. The engine writes each customer's line once,
some customers after the other, and it goes to every list that the customer stands in.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reportgen.base.engine import column_names, connect
from reportgen.base.names import list_names
from reportgen.experiments.assignment import Group
from reportgen.exports.cells import (
    ENCODING,
    cell_text,
    csv_cell,
    csv_line,
    feature_sql,
    rounded_sql,
    text_sql,
    yes_sql,
)
from reportgen.features.overdue import overdue_customers
from reportgen.record.registered import GROUP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reportgen.features.table import Customers
    from reportgen.segments.values import Segmentation

FIRST_COLUMNS = ("customer", "segment", "segment key", "confidence", "second nearest segment", "set aside")
OVERDUE = "overdue"
EVERYBODY, TYPICAL = "customers", "typical"
"""Names of the lists that are no segment's."""
SCORES = {"r": "recency score", "f": "frequency score", "m": "spend score"}
"""Headers of the scores in lists."""
_OPTED_OUT = "opted out"
AT_ONCE = 50_000
"""Customers whose lines are held in memory."""


@dataclass(frozen=True)
class ListedCustomers:
    """The customers of a build, each with a segment, as private lists and the workbook show them."""

    customers: Customers
    """n customers."""
    segmentation: Segmentation
    """Arrays of shape (n,) along the customers' index."""
    names: Mapping[str, str]
    """Segment key -> name."""
    more: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    """Header -> further cells along the customers' index, written beside the segment."""
    groups: np.ndarray | None = None
    """Who is contacted and who is left out, along the customers' index; None leaves nobody out."""

    @cached_property
    def overdue(self) -> np.ndarray | None:
        """Who is overdue by their own rhythm, along the customers' index; None without orders."""
        overdue = overdue_customers(self.customers)
        return None if overdue is None else overdue.who

    @property
    def header(self) -> list[str]:
        """Labels as readers know them; one that was taken already gets a number."""
        contacts = self.customers.contacts
        carried = [] if contacts is None else [_OPTED_OUT, *contacts.labels]
        features = (feature.label for feature in self.customers.features)
        labels: list[str] = []
        for label in (*FIRST_COLUMNS, *self.more, *carried, *features, *self._last):
            labels.append(_numbered(label, labels))
        return labels

    def carried(self, places: np.ndarray) -> pd.DataFrame:
        """What lists take along of customers at some places, by id; no columns where there is nothing."""
        contacts, ids = self.customers.contacts, self.customers.frame.index[places]
        return pd.DataFrame(index=ids) if contacts is None else contacts.texts(ids)

    @property
    def _last(self) -> tuple[str, ...]:
        """The last columns: who is overdue, and the group where the lists are there to contact people."""
        overdue = () if self.overdue is None else (OVERDUE,)
        return overdue if self.groups is None else (*overdue, GROUP)

    @property
    def places(self) -> np.ndarray:
        """The customers in the order of the lists: who is worth most first, then by id; shape (n,)."""
        index = self.customers.frame.index
        by_id = (
            np.arange(len(index))
            if index.is_monotonic_increasing
            else np.argsort(index.to_numpy(dtype=object), kind="stable")
        )
        if self.customers.value is None:
            return by_id
        return by_id[np.argsort(-self.customers.worth[by_id], kind="stable")]


def write_lists(folder: Path, listed: ListedCustomers, typical: Mapping[str, Sequence[str]]) -> None:
    """Write `customers.csv`, `typical.csv` and, into `lists`, one file a segment and one of its overdue.

    All have the same columns and begin with who is worth most, so that whoever has an hour knows with whom to
    begin; the most typical customers stand nearest to the middle first. No segment is left out. People who
    opted out are marked, and stand in none of the segments' lists: these are there to write to people.
    Control groups stand in `lists/control`.

    Args:
        folder: an existing folder.
        listed: who stands in them.
        typical: Segment key -> ids of its most typical customers.
    """
    head, members = head_of(listed), members_of(listed)
    index, wanted = listed.customers.frame.index, [name for ids in typical.values() for name in ids]
    is_typical, line_of = index.isin(wanted), dict[str, str]()
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(path.open("wb")) for name, path in list_paths(folder, members).items()
        }
        for file in files.values():
            file.write(head)
        for places, lines in lines_of(folder, listed):
            for name, file in files.items():
                file.write(_bytes(lines[members[name][places]]))
            chosen = is_typical[places]
            line_of.update(zip(index[places[chosen]], lines[chosen], strict=True))
    nearest = "".join(line_of[name] for name in wanted)
    (folder / f"{TYPICAL}.csv").write_bytes(head + nearest.encode())


def head_of(listed: ListedCustomers) -> bytes:
    """The first line of every list."""
    return csv_line(map(cell_text, listed.header)).encode(ENCODING)


def list_paths(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """The file of each list, by its name below a folder; the folders they lie in are made."""
    paths = {name: folder / f"{name}.csv" for name in names}
    for parent in sorted({path.parent for path in paths.values()}):
        parent.mkdir(mode=0o700, exist_ok=True)
    return paths


def scores_of(customers: Customers) -> dict[str, list[str]]:
    """The three scores of each customer, from 1 to 5; none without orders."""
    if customers.scores is None:
        return {}
    return {head: customers.scores[name].astype(str).tolist() for name, head in SCORES.items()}


def contacted_by_list(listed: ListedCustomers) -> dict[str, list[str]]:
    """Name of each list of `lists`, without its ending -> the ids of those who stand in it, sorted."""
    index = listed.customers.frame.index
    return {name: sorted(index[rows]) for name, rows in _contacted(listed).items()}


def assigned_csv(
    customers: Customers, segmentation: Segmentation, names: Mapping[str, str], work: Path
) -> bytes:
    """Where customers stand in saved segments, sorted by id: the first columns of `customers.csv`.

    Args:
        customers: n customers.
        segmentation: Arrays of shape (n,) along the customers' index.
        names: Segment key -> name.
        work: a folder for the engine.
    """
    alone = replace(customers, features=(), contacts=None, lifecycle=None, value=None)
    bare = ListedCustomers(alone, segmentation, names)
    lines = (line for _, some in lines_of(work, bare) for line in some)
    return "".join([csv_line(bare.header), *lines]).encode(ENCODING)


def _numbered(label: str, taken: Sequence[str]) -> str:
    if label not in taken:
        return label
    return next(name for i in range(2, len(taken) + 3) if (name := f"{label} ({i})") not in taken)


def members_of(listed: ListedCustomers) -> dict[str, np.ndarray]:
    """Who stands in each list, by its name below the month's folder, along the customers' index.

    Beside everybody these are those who are contacted, by segment, and each segment's control group, where it
    has one.
    """
    contacted = {f"lists/{name}": rows for name, rows in _contacted(listed).items()}
    labels, control = listed.segmentation.labels, _is_of(listed, Group.CONTROL)
    names = list_names(listed.segmentation.keys, listed.names)
    left_out = {f"lists/control/{name}": control & (labels == label) for label, name in enumerate(names)}
    everybody = np.ones(len(labels), dtype=bool)
    return {
        EVERYBODY: everybody,
        **contacted,
        **{name: rows for name, rows in left_out.items() if rows.any()},
    }


def _contacted(listed: ListedCustomers) -> dict[str, np.ndarray]:
    """Name of each list -> who stands in it: whom of a segment to contact, and who of them is overdue."""
    labels, contact = listed.segmentation.labels, _is_of(listed, Group.CONTACT)
    names = list_names(listed.segmentation.keys, listed.names)
    inside = {name: contact & (labels == label) for label, name in enumerate(names)}
    if listed.overdue is None:
        return inside
    late = {f"{name}-overdue": rows & listed.overdue for name, rows in inside.items()}
    return {**inside, **{name: rows for name, rows in late.items() if rows.any()}}


def _is_of(listed: ListedCustomers, group: Group) -> np.ndarray:
    """Whether customers are of a group; without groups everybody is contacted who did not opt out."""
    if listed.groups is not None:
        return np.asarray(listed.groups == group)
    contacts = listed.customers.contacts
    out = (
        np.zeros(len(listed.customers.frame), bool) if contacts is None else contacts.opted_out.to_numpy(bool)
    )
    return np.asarray(~out & (group is Group.CONTACT))


def _bytes(lines: np.ndarray) -> bytes:
    return "".join(lines.tolist()).encode()


class _Column(NamedTuple):
    """Cells of some customers, and the expression over the column `c` that writes them."""

    cells: object
    written: Callable[[str], str]


def lines_of(work: Path, listed: ListedCustomers) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Places of customers, in the order of the lists, and their lines: some after the others."""
    order = listed.places
    carried = listed.carried(order)
    shown = [csv_cell(listed.names[key]) for key in listed.segmentation.keys]
    words = {"shown": shown, "keys": [csv_cell(key) for key in listed.segmentation.keys]}
    with connect(work) as connection:
        for first in range(0, len(order), AT_ONCE):
            places = order[first : first + AT_ONCE]
            columns = list(_columns(listed, places, carried.iloc[first : first + AT_ONCE]))
            names = column_names(len(columns))
            cells = {name: column.cells for name, column in zip(names, columns, strict=True)}
            connection.register("people", pd.DataFrame(cells))
            written = (column.written(name) for name, column in zip(names, columns, strict=True))
            query = f"SELECT concat_ws(',', {', '.join(written)}) || chr(13) || chr(10) AS line FROM people"
            yield places, np.asarray(connection.execute(query, words).fetchnumpy()["line"])


def _columns(listed: ListedCustomers, places: np.ndarray, carried: pd.DataFrame) -> Iterator[_Column]:
    customers, segmentation = listed.customers, listed.segmentation
    yield _Column(customers.frame.index[places], text_sql)
    yield _Column(segmentation.labels[places], "$shown[{} + 1]".format)
    yield _Column(segmentation.labels[places], "$keys[{} + 1]".format)
    yield _Column(segmentation.confidence[places], rounded_sql)
    yield _Column(segmentation.runner_up[places], "$shown[{} + 1]".format)
    yield _Column(segmentation.set_aside[places], yes_sql)
    for cells in listed.more.values():
        yield _Column(np.asarray(cells, dtype=object)[places], text_sql)
    if customers.contacts is not None:
        yield _Column(customers.contacts.opted_out.to_numpy(bool)[places], yes_sql)
        yield from (_Column(carried[label].to_numpy(object), text_sql) for label in carried)
    for feature in customers.features:
        column = customers.frame[feature.name].array  # without its index, which would be reordered each time
        yield _Column(column[places], partial(feature_sql, kind=feature.kind))
    if listed.overdue is not None:
        yield _Column(listed.overdue[places], yes_sql)
    if listed.groups is not None:
        yield _Column(listed.groups[places], text_sql)
