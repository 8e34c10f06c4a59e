"""The samples in `data/` come out of the generator, and look like what their README says."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from reportgen.demo import write_demo
from reportgen.errors import SurroundingsError

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
NAMES = ("customers.csv", "orders.csv")
NO_PRODUCT = {"POST", "FEE", "SAMPLE", "TEST"}


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    return read("orders.csv")


def test_generator_gives_the_committed_bytes(tmp_path: Path) -> None:
    written = write_demo(tmp_path / "new" / "folder")
    assert [path.name for path in written] == list(NAMES)
    assert [path.read_bytes() for path in written] == [(DATA / name).read_bytes() for name in NAMES]


@pytest.mark.parametrize(
    ("hash_seed", "zone"), [("1", "Pacific/Kiritimati"), ("4711", "America/Los_Angeles")]
)
def test_bytes_hang_on_neither_hash_seed_nor_time_zone_nor_locale(
    tmp_path: Path, hash_seed: str, zone: str
) -> None:
    code = "import sys, pathlib, reportgen.demo as d; d.write_demo(pathlib.Path(sys.argv[1]))"
    code += (
        "; assert not {'pandas', 'numpy', 'sklearn'} & set(sys.modules), 'demo data needs no heavy library'"
    )
    surroundings = {**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, cwd=ROOT, env=surroundings, timeout=60
    )
    assert [(tmp_path / name).read_bytes() for name in NAMES] == [
        (DATA / name).read_bytes() for name in NAMES
    ]


def test_another_seed_gives_another_shop(tmp_path: Path) -> None:
    for path in write_demo(tmp_path, seed=1):
        assert path.read_bytes() != (DATA / path.name).read_bytes()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SurroundingsError, match="cannot write the demo data"):
        write_demo(tmp_path / "file")


def test_orders_hold_the_troubles_that_the_readme_lists(lines: list[dict[str, str]]) -> None:
    rows = [tuple(line.values()) for line in lines]
    codes = Counter(line["product_code"] for line in lines)
    assert len(rows) - len(set(rows)) == 24
    assert (codes["SAMPLE"], codes["FEE"], codes["TEST"]) == (60, 12, 1)
    assert sorted(line["order_date"] for line in lines if _day(line) is None) == ["2026-02-30", "unknown"]
    assert sum(line["unit_price"].startswith("£") for line in lines) == 3
    assert all(line["order_id"].startswith("R") == line["quantity"].startswith("-") for line in lines)
    assert 0.03 < np.mean([line["customer_id"] == "" for line in lines]) < 0.05


def test_some_returns_belong_to_sales_before_the_file(lines: list[dict[str, str]]) -> None:
    balance: Counter[tuple[str, str]] = Counter()
    for line in lines:
        balance[line["customer_id"], line["product_code"]] += int(line["quantity"])
    assert 8 <= sum(left < 0 for left in balance.values()) <= 14


def test_shop_keeps_its_days_and_its_order(lines: list[dict[str, str]]) -> None:
    days = [day for line in lines if (day := _day(line)) is not None]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (dt.date(2025, 9, 1), dt.date(2026, 10, 31))
    assert dt.date(2025, 12, 25) not in days
    assert {day.isoweekday() for day in days} == {1, 2, 3, 4, 5, 6}


def test_order_lines_show_six_kinds_of_customers(lines: list[dict[str, str]]) -> None:
    """On recency, orders and money six groups stand further apart than seven do, and none is small."""
    table = _recency_orders_money(lines)
    assert 0.4 < np.mean(table[:, 1] == 1) < 0.55
    scaled = np.column_stack([table[:, 0], np.log(table[:, 1]), np.log(table[:, 2])])
    scaled = (scaled - scaled.mean(axis=0)) / scaled.std(axis=0)
    fits = {k: KMeans(k, n_init=10, random_state=0).fit(scaled) for k in (6, 7)}
    assert np.bincount(fits[6].labels_).min() > 200
    assert silhouette_score(scaled, fits[6].labels_) > silhouette_score(scaled, fits[7].labels_) > 0.5


def test_customers_fall_into_five_groups() -> None:
    rows = read("customers.csv")
    assert list(rows[0]) == ["CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)"]
    assert [row["CustomerID"] for row in rows] == [f"{n:04d}" for n in range(1, 241)]
    table = np.array(
        [[float(row["Annual Income (k$)"]), float(row["Spending Score (1-100)"])] for row in rows]
    )
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    labels = {k: KMeans(k, n_init=10, random_state=0).fit_predict(scaled) for k in range(2, 9)}
    silhouettes = {k: silhouette_score(scaled, found) for k, found in labels.items()}
    assert max(silhouettes, key=silhouettes.__getitem__) == 5
    assert silhouettes[5] > 0.5


def _day(line: dict[str, str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(line["order_date"])
    except ValueError:
        return None


def _recency_orders_money(lines: list[dict[str, str]]) -> np.ndarray:
    """One row a customer who bought in the last twelve months."""
    bought = [
        (line["customer_id"], day, float(line["unit_price"].lstrip("£")) * int(line["quantity"]))
        for line in lines
        if line["customer_id"] and line["product_code"] not in NO_PRODUCT and int(line["quantity"]) > 0
        if (day := _day(line)) is not None and day >= dt.date(2025, 11, 1)
    ]
    table = []
    for _, group in groupby(sorted(bought), key=lambda line: line[0]):
        _, days, money = zip(*group, strict=True)
        table.append(((dt.date(2026, 10, 31) - max(days)).days, len(set(days)), sum(money)))
    return np.array(table, dtype=float)
