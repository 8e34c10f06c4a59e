from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.experiments.assignment import Group
from reportgen.exports import customer_lists
from reportgen.exports.customer_lists import ListedCustomers, contacted_by_list, write_lists
from reportgen.features.table import Contacts, Customers, Feature, FeatureKind, Use
from reportgen.segments.values import Segmentation

if TYPE_CHECKING:
    from pathlib import Path

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


def test_nobody_of_a_control_group_and_nobody_who_opted_out_is_to_be_contacted() -> None:
    """What files for upload are made of: the same people as in the lists."""
    groups = np.array([Group.CONTACT, Group.CONTACT, Group.CONTROL])
    listed = ListedCustomers(some_customers(), a_segmentation(), NAMES, groups=groups)
    assert contacted_by_list(listed) == {"cant-lose": ["b"], "new": ["a"]}
    out = pd.Series([True, False, False], index=some_customers().frame.index)
    contacts = Contacts(out, out, pd.DataFrame(index=out.index))
    told = ListedCustomers(replace(some_customers(), contacts=contacts), a_segmentation(), NAMES)
    assert contacted_by_list(told) == {"cant-lose": ["=1+1"], "new": ["a"]}


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


def everybody(work: Path, customers: Customers, segmentation: Segmentation | None = None) -> bytes:
    folder = work / "everybody"
    folder.mkdir(exist_ok=True)
    listed = ListedCustomers(customers, segmentation or a_segmentation(), NAMES)
    write_lists(folder, listed, {})
    shutil.rmtree(folder / "lists")
    return (folder / "customers.csv").read_bytes()


def test_every_customer_stands_in_the_list_who_is_worth_most_first(tmp_path: Path) -> None:
    data = everybody(tmp_path, some_customers())
    assert data.startswith(b"\xef\xbb\xbfcustomer,")
    assert data.endswith(b"\r\n")
    assert rows(data) == [
        [*FIRST, "Spend (£)", "Orders", "segment (2)", "First order", "'+Town"],
        ["b", "Can\u2019t lose", "s1", "0.99", "'=New", "no", "12.50", "3", "0.123457", "2026-01-31", "Köln"],
        ["'=1+1", "Can\u2019t lose", "s1", "0.00", "'=New", "yes", "", "2", "1", "2025-12-01", ""],
        ["a", "'=New", "s2", "0.50", "Can\u2019t lose", "no", "-3.00", "1", "0", "", "'@home"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_no_cell_starts_a_formula(start: str, tmp_path: Path) -> None:
    data = everybody(tmp_path, some_customers((f"{start}cmd|' /C calc'!A0", "x", "y")))
    assert sorted(row[0][0] for row in rows(data)[1:]) == ["'", "x", "y"]


def test_no_formula_begins_behind_a_semicolon_where_that_parts_cells(tmp_path: Path) -> None:
    data = everybody(tmp_path, some_customers(("k;=cmd|' /C calc'!A0;k", "x;y", "z")))
    assert {row[0] for row in rows(data)[1:]} == {"k;'=cmd|' /C calc'!A0;k", "x;y", "z"}


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    data = everybody(tmp_path, some_customers(("-5", "-5-2", "7")))
    assert {row[0] for row in rows(data)[1:]} == {"-5", "'-5-2", "7"}


def test_row_order_does_not_change_the_bytes(tmp_path: Path) -> None:
    there, back = [0, 1, 2], [2, 0, 1]
    customers, segmentation = some_customers(), a_segmentation()
    moved = Customers(**{**vars(customers), "frame": customers.frame.iloc[back]})
    labels = Segmentation(
        segmentation.keys,
        *(getattr(segmentation, name)[back] for name in ("labels", "confidence", "runner_up", "set_aside")),
    )
    assert there != back
    assert everybody(tmp_path, moved, labels) == everybody(tmp_path, customers, segmentation)


def test_the_segments_lists_hold_everybody_once(tmp_path: Path) -> None:
    write_lists(tmp_path, ListedCustomers(some_customers(), a_segmentation(), NAMES), {})
    whole = rows((tmp_path / "customers.csv").read_bytes())
    lists = sorted((tmp_path / "lists").iterdir())
    assert [path.name for path in lists] == ["cant-lose.csv", "new.csv"]
    parts = [rows(path.read_bytes()) for path in lists]
    assert all(part[0] == whole[0] for part in parts)
    assert sorted(row for part in parts for row in part[1:]) == sorted(whole[1:])


def test_the_most_typical_stand_in_their_own_order(tmp_path: Path) -> None:
    listed = ListedCustomers(some_customers(), a_segmentation(), NAMES)
    write_lists(tmp_path, listed, {"s1": ("b", "=1+1"), "s2": ("a",)})
    whole = rows((tmp_path / "customers.csv").read_bytes())
    typical = rows((tmp_path / "typical.csv").read_bytes())
    of = {row[0]: row for row in whole}
    assert typical == [whole[0], of["b"], of["'=1+1"], of["a"]]


def test_segments_of_almost_the_same_name_keep_their_own_files(tmp_path: Path) -> None:
    write_lists(tmp_path, ListedCustomers(some_customers(), a_segmentation(), {"s1": "A/B", "s2": "A B"}), {})
    assert sorted(path.name for path in (tmp_path / "lists").iterdir()) == ["a-b-s1.csv", "a-b-s2.csv"]


def test_customers_are_written_some_after_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = everybody(tmp_path, some_customers())
    monkeypatch.setattr(customer_lists, "AT_ONCE", 2)
    assert everybody(tmp_path, some_customers()) == at_once


@pytest.mark.parametrize("value", [1.005, 1.115, -0.004, 0.005, 1e16, 5e-7, -5e-7, 0.1234565, 2.5])
def test_figures_are_rounded_as_everywhere_else(value: float, tmp_path: Path) -> None:
    customers = some_customers()
    customers.frame["spend"] = customers.frame["share"] = value
    row = rows(everybody(tmp_path, customers))[1]
    assert [row[6], row[8]] == [f"{value:z.2f}", f"{value:z.6f}".rstrip("0").rstrip(".")]


def test_cells_with_commas_quotes_and_line_ends_are_quoted(tmp_path: Path) -> None:
    customers, towns = some_customers(), ['a "b"', "c, d", "e\r\nf"]
    customers.frame["town"] = towns
    assert sorted(row[-1] for row in rows(everybody(tmp_path, customers))[1:]) == towns
