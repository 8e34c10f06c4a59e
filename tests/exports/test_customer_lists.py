from __future__ import annotations

import csv
from io import StringIO

import numpy as np
import pandas as pd
import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.exports.customer_lists import customers_csv, segment_lists
from reportgen.features.table import Customers, Feature, FeatureKind, Use
from reportgen.segments.values import Segmentation

NAMES = {"s1": "Can\u2019t lose", "s2": "=New"}

FIRST = ["customer", "segment", "segment key", "confidence", "second nearest segment", "set aside"]


def a_feature(name: str, label: str, kind: FeatureKind) -> Feature:
    return Feature(name, label, kind, Use.GROUPED_BY, "")


def some_customers(ids: tuple[str, ...] = ("b", "a", "=1+1")) -> Customers:
    frame = pd.DataFrame(
        {
            "spend": [12.5, -3.0, np.nan],
            "orders": [3.0, 1.0, 2.0],
            "share": [0.123456789, 0.0, 1.0],
            "first": pd.to_datetime(["2026-01-31", None, "2025-12-01"]),
            "town": ["Köln", "@home", None],
        },
        index=pd.Index(ids, name="customer"),
    )
    features = (
        a_feature("spend", "Spend (£)", FeatureKind.MONEY),
        a_feature("orders", "Orders", FeatureKind.COUNT),
        a_feature("share", "segment", FeatureKind.SHARE),
        a_feature("first", "First order", FeatureKind.DATE),
        a_feature("town", "+Town", FeatureKind.CATEGORY),
    )
    return Customers(frame, features, Grain.CUSTOMER, "spend", "", None, None, (), (), ())


def a_segmentation() -> Segmentation:
    return Segmentation(
        keys=("s1", "s2"),
        labels=np.array([0, 1, 0]),
        confidence=np.array([0.987, 0.5, 0.0]),
        runner_up=np.array([1, 0, 1]),
        set_aside=np.array([False, False, True]),
    )


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_customer_stands_in_the_list_sorted_by_id() -> None:
    data = customers_csv(some_customers(), a_segmentation(), NAMES)
    assert data.startswith(b"\xef\xbb\xbfcustomer,")
    assert data.endswith(b"\r\n")
    assert rows(data) == [
        [*FIRST, "Spend (£)", "Orders", "segment (2)", "First order", "'+Town"],
        ["'=1+1", "Can\u2019t lose", "s1", "0.00", "'=New", "yes", "", "2", "1", "2025-12-01", ""],
        ["a", "'=New", "s2", "0.50", "Can\u2019t lose", "no", "-3.00", "1", "0", "", "'@home"],
        ["b", "Can\u2019t lose", "s1", "0.99", "'=New", "no", "12.50", "3", "0.123457", "2026-01-31", "Köln"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_no_cell_starts_a_formula(start: str) -> None:
    data = customers_csv(some_customers((f"{start}cmd|' /C calc'!A0", "x", "y")), a_segmentation(), NAMES)
    assert sorted(row[0][0] for row in rows(data)[1:]) == ["'", "x", "y"]


def test_a_negative_number_stays_a_number() -> None:
    data = customers_csv(some_customers(("-5", "-5-2", "7")), a_segmentation(), NAMES)
    assert [row[0] for row in rows(data)[1:]] == ["-5", "'-5-2", "7"]


def test_row_order_does_not_change_the_bytes() -> None:
    there, back = [0, 1, 2], [2, 0, 1]
    customers, segmentation = some_customers(), a_segmentation()
    moved = Customers(**{**vars(customers), "frame": customers.frame.iloc[back]})
    labels = Segmentation(
        segmentation.keys,
        *(getattr(segmentation, name)[back] for name in ("labels", "confidence", "runner_up", "set_aside")),
    )
    assert there != back
    assert customers_csv(moved, labels, NAMES) == customers_csv(customers, segmentation, NAMES)


def test_the_segments_lists_hold_everybody_once() -> None:
    lists = segment_lists(some_customers(), a_segmentation(), NAMES)
    assert list(lists) == ["cant-lose.csv", "new.csv"]
    whole = rows(customers_csv(some_customers(), a_segmentation(), NAMES))
    parts = [rows(data) for data in lists.values()]
    assert all(part[0] == whole[0] for part in parts)
    assert sorted(row for part in parts for row in part[1:]) == whole[1:]


def test_segments_of_almost_the_same_name_keep_their_own_files() -> None:
    lists = segment_lists(some_customers(), a_segmentation(), {"s1": "A/B", "s2": "A B"})
    assert list(lists) == ["a-b-s1.csv", "a-b-s2.csv"]
