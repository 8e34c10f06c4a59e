"""CSV lists of customers for spreadsheets and mailing tools: private, one row a customer.

The bytes begin with a UTF-8 mark and lines end with CR LF: without the mark Excel reads every
accented name wrongly, and the usual CSV readers skip it.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from reportgen.base.names import slug
from reportgen.features.table import FeatureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy as np

    from reportgen.features.table import Customers, Feature
    from reportgen.segments.values import Segmentation

_ENCODING = "utf-8-sig"
FIRST_COLUMNS = ("customer", "segment", "segment key", "confidence", "second nearest segment", "set aside")
_OPTED_OUT = "opted out"
_FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")
NOTHING_MORE: Mapping[str, Sequence[str]] = MappingProxyType({})


def customers_csv(
    customers: Customers,
    segmentation: Segmentation,
    names: Mapping[str, str],
    more: Mapping[str, Sequence[str]] = NOTHING_MORE,
) -> bytes:
    """Every customer with segment and features, sorted by id; who opted out is marked.

    Args:
        customers: n customers.
        segmentation: Arrays of shape (n,) along the customers' index.
        names: Segment key -> name.
        more: Header -> further cells along the customers' index, written beside the segment.
    """
    rows = _rows(customers, segmentation, names, more)
    return csv_bytes(_safe_header(customers, more), rows)


def typical_csv(
    customers: Customers,
    segmentation: Segmentation,
    names: Mapping[str, str],
    typical: Mapping[str, Sequence[str]],
) -> bytes:
    """The most typical customers of each segment, nearest to its middle first, as in `customers_csv`.

    Args:
        customers: n customers.
        segmentation: Arrays of shape (n,) along the customers' index.
        names: Segment key -> name.
        typical: Segment key -> ids.
    """
    rows = dict(zip(customers.frame.index, _rows(customers, segmentation, names), strict=True))
    chosen = (rows[customer] for ids in typical.values() for customer in ids)
    return csv_bytes(_safe_header(customers), chosen)


def assigned_csv(customers: Customers, segmentation: Segmentation, names: Mapping[str, str]) -> bytes:
    """Where customers stand in saved segments, sorted by id: the first columns of `customers_csv`."""
    columns = (map(cell_text, customers.frame.index), *_segment_columns(segmentation, names))
    return csv_bytes(FIRST_COLUMNS, sorted(zip(*columns, strict=True)))


def segment_lists(
    customers: Customers,
    segmentation: Segmentation,
    names: Mapping[str, str],
    more: Mapping[str, Sequence[str]] = NOTHING_MORE,
) -> dict[str, bytes]:
    """File name -> list of one segment, with the columns of `customers_csv`; no segment is left out.

    People who opted out stand in none of them: these lists are there to write to people.
    """
    head, rows = _safe_header(customers, more), _rows(customers, segmentation, names, more)
    if customers.contacts is not None:
        out = customers.contacts.opted_out
        barred = {cell_text(customer) for customer in out.index[out]}
        rows = [row for row in rows if row[0] not in barred]
    return {
        file: csv_bytes(head, (row for row in rows if row[2] == cell_text(key)))
        for key, file in _file_names(segmentation.keys, names).items()
    }


def _file_names(keys: Sequence[str], names: Mapping[str, str]) -> dict[str, str]:
    """Key -> file named for its segment; segments whose names differ only in signs carry their key."""
    slugs = [slug(names[key]) for key in keys]
    return {
        key: f"{name}.csv" if slugs.count(name) == 1 else f"{name}-{slug(key)}.csv"
        for key, name in zip(keys, slugs, strict=True)
    }


def header(customers: Customers, more: Iterable[str] = ()) -> list[str]:
    """Labels as readers know them; one that was taken already gets a number."""
    labels: list[str] = []
    carried = [] if customers.contacts is None else [_OPTED_OUT, *customers.contacts.carried.columns]
    for label in (*FIRST_COLUMNS, *more, *carried, *(feature.label for feature in customers.features)):
        labels.append(_numbered(label, labels))
    return labels


def _safe_header(customers: Customers, more: Iterable[str] = ()) -> list[str]:
    return list(map(cell_text, header(customers, more)))


def _numbered(label: str, taken: Sequence[str]) -> str:
    if label not in taken:
        return label
    return next(name for i in range(2, len(taken) + 3) if (name := f"{label} ({i})") not in taken)


def _rows(
    customers: Customers,
    segmentation: Segmentation,
    names: Mapping[str, str],
    more: Mapping[str, Sequence[str]] = NOTHING_MORE,
) -> list[tuple[str, ...]]:
    ids = [str(customer) for customer in customers.frame.index]
    columns = [
        list(map(cell_text, ids)),
        *_segment_columns(segmentation, names),
        *(list(map(cell_text, cells)) for cells in more.values()),
        *_contact_columns(customers),
        *(_feature_column(customers.frame[feature.name], feature) for feature in customers.features),
    ]
    rows = zip(ids, zip(*columns, strict=True), strict=True)
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _segment_columns(segmentation: Segmentation, names: Mapping[str, str]) -> Iterable[list[str]]:
    keys = [cell_text(key) for key in segmentation.keys]
    shown = [cell_text(names[key]) for key in segmentation.keys]
    yield _picked(shown, segmentation.labels)
    yield _picked(keys, segmentation.labels)
    yield [f"{share:.2f}" for share in segmentation.confidence.tolist()]
    yield _picked(shown, segmentation.runner_up)
    yield ["yes" if aside else "no" for aside in segmentation.set_aside.tolist()]


def _contact_columns(customers: Customers) -> Iterable[list[str]]:
    if customers.contacts is not None:
        yield ["yes" if out else "no" for out in customers.contacts.opted_out]
        for label in customers.contacts.carried.columns:
            yield list(map(cell_text, customers.contacts.carried[label]))


def _picked(words: Sequence[str], places: np.ndarray) -> list[str]:
    return [words[place] for place in places.tolist()]


def _feature_column(values: pd.Series[Any], feature: Feature) -> list[str]:
    write = _writer(feature.kind)
    return ["" if missing else write(value) for value, missing in zip(values, values.isna(), strict=True)]


def _writer(kind: FeatureKind) -> Callable[[object], str]:
    match kind:
        case FeatureKind.MONEY:
            return lambda value: f"{value:z.2f}"
        case FeatureKind.DATE:
            return lambda value: pd.Timestamp(value).date().isoformat()  # type: ignore[arg-type]
        case FeatureKind.CATEGORY:
            return cell_text
        case _:
            return _number


def _number(value: object) -> str:
    """At most six decimals and none that say nothing; `z` keeps a minus off zero."""
    return f"{value:z.6f}".rstrip("0").rstrip(".")


def cell_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula; a plain negative number is none."""
    cell = str(value)
    harmless = not _FORMULA.match(cell) or _NEGATIVE_NUMBER.fullmatch(cell)
    return cell if harmless else f"'{cell}"


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as CSV: UTF-8 with its mark, lines ending with CR LF."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode(_ENCODING)
