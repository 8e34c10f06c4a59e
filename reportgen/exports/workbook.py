"""The customer lists as one Excel workbook: segments, customers, audit. Private, like the lists.

Every cell is written with its type, so that nothing in it is a formula or a link, ids stay text with
their zeros, and figures can be reckoned with.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd
import xlsxwriter

from reportgen.base.scratch import scratch_folder
from reportgen.features.table import FeatureKind
from reportgen.prose.facts import Fact, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy as np
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from reportgen.exports.customer_lists import ListedCustomers
    from reportgen.features.table import Customers, Feature
    from reportgen.page.parts import Table, Term
    from reportgen.prose.sentence import Sentence

Value = str | float | dt.date | None
LONGEST_SHEET, LONGEST_TEXT = 1_048_575, 32_767
"""What Excel takes: rows below the head, signs in a cell."""
AT_ONCE = 10_000
"""Customers whose cells are held in memory."""
EPOCH = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
"""Stands for the day on which a workbook on data without dates was made."""
_SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}
_WORDY = frozenset({Unit.TEXT, Unit.DATE})


@dataclass(frozen=True)
class Sheets:
    """Contents of a workbook besides the customers, as in the report."""

    title: str
    company: str | None
    created: str | None
    """ISO date of the last day that counts; None for data without dates."""
    segments: Table
    waterfall: Table
    doubts: tuple[Sentence, ...]
    notes: tuple[Term, ...]


def workbook(sheets: Sheets, listed: ListedCustomers) -> bytes:
    """Three sheets: what the segments are, who is in them, and how the rows of the file were counted.

    Args:
        sheets: What stands in it besides the customers.
        listed: The customers, of whom more than a sheet holds go on to a further one.
    """
    data = BytesIO()
    # Rows wait in files that name customers: in a folder that goes whatever ends the build.
    with scratch_folder() as folder, xlsxwriter.Workbook(data, {**_SAFE, "tmpdir": str(folder)}) as book:
        made = dt.datetime.fromisoformat(sheets.created) if sheets.created else EPOCH
        book.set_properties({"title": sheets.title, "author": sheets.company or "", "created": made})
        bold = book.add_format({"bold": True})
        _write(book.add_worksheet("Segments"), _table(sheets.segments), bold)
        order = listed.places
        for first in range(0, len(order), LONGEST_SHEET):
            name = f"Customers {first // LONGEST_SHEET + 1}" if first else "Customers"
            people = _people(listed, order[first : first + LONGEST_SHEET])
            _write(book.add_worksheet(name), chain([listed.header], people), bold)
        _write(book.add_worksheet("Audit"), _audit(sheets), bold)
    return data.getvalue()


def _table(table: Table) -> list[list[Value]]:
    rows = [*table.rows, *([table.total] if table.total else [])]
    heads: list[Value] = [head.text.plain for head in table.heads]
    return [heads, *([_value(cell) for cell in row.cells] for row in rows)]


def _value(sentence: Sentence) -> Value:
    """A figure alone in its cell as a number, all else as words."""
    match sentence.pieces:
        case (Fact(unit=unit, value=value),) if unit not in _WORDY and not isinstance(value, str):
            return value
        case _:
            return sentence.plain


def _audit(sheets: Sheets) -> list[list[Value]]:
    doubts: list[list[Value]] = [[doubt.plain] for doubt in sheets.doubts]
    notes: list[list[Value]] = [[note.label.plain, note.text.plain] for note in sheets.notes]
    return [*_table(sheets.waterfall), [], *doubts, [], *notes]


def _people(listed: ListedCustomers, places: np.ndarray) -> Iterator[Sequence[Value]]:
    """One row a customer with the columns of the lists, some customers after the others."""
    customers, segmentation, keys = listed.customers, listed.segmentation, listed.segmentation.keys
    carried = listed.carried(places)
    shown = [listed.names[key] for key in keys]
    for first in range(0, len(places), AT_ONCE):
        some = places[first : first + AT_ONCE]
        frame, labels = customers.frame.iloc[some], segmentation.labels[some].tolist()
        columns: list[Iterable[Value]] = [
            map(str, frame.index),
            (shown[label] for label in labels),
            (keys[label] for label in labels),
            (round(share, 2) for share in segmentation.confidence[some].tolist()),
            (shown[label] for label in segmentation.runner_up[some].tolist()),
            map(_yes, segmentation.set_aside[some].tolist()),
            *((cells[place] for place in some.tolist()) for cells in listed.more.values()),
            *_contacts(customers, carried, some),
            *(map(_cell_of(feature), frame[feature.name]) for feature in customers.features),
            *(() if listed.overdue is None else (map(_yes, listed.overdue[some].tolist()),)),
            *(() if listed.groups is None else (map(str, listed.groups[some]),)),
        ]
        yield from zip(*columns, strict=True)


def _contacts(customers: Customers, carried: pd.DataFrame, some: np.ndarray) -> Iterator[Iterable[Value]]:
    if customers.contacts is not None:
        yield map(_yes, customers.contacts.opted_out.iloc[some].tolist())
        cells = carried.loc[customers.frame.index[some]]
        yield from (map(str, cells[label]) for label in carried)


def _yes(so: bool) -> str:  # noqa: FBT001 - a column of them
    return "yes" if so else "no"


def _cell_of(feature: Feature) -> Callable[[Any], Value]:
    """How a value of a feature becomes a cell; what is missing stays empty."""
    match feature.kind:
        case FeatureKind.DATE:
            return lambda value: None if pd.isna(value) else pd.Timestamp(value).date()
        case FeatureKind.CATEGORY:
            return lambda value: None if pd.isna(value) else str(value)
        case FeatureKind.MONEY:
            return lambda value: None if pd.isna(value) else round(float(value), 2)
        case _:
            return lambda value: None if pd.isna(value) else round(float(value), 6)


def _write(sheet: Worksheet, rows: Iterable[Sequence[Value]], bold: Format) -> None:
    """The first row is the head, which stays in sight."""
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 63, 16)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            _put(sheet, y, x, value, None if y else bold)


def _put(sheet: Worksheet, y: int, x: int, value: Value, style: Format | None) -> None:
    match value:
        case str() if value:
            sheet.write_string(y, x, value[:LONGEST_TEXT], style)
        case dt.date():
            sheet.write_datetime(y, x, value, style)
        case int() | float() if isfinite(value):
            sheet.write_number(y, x, value, style)
        case _:
            sheet.write_blank(y, x, None, style)
