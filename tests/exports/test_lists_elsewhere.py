"""Lists made part by part, as on a cluster, have the bytes of those that one machine writes of all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pytest

from reportgen.base.engine import parquet
from reportgen.cleaning.clean_rows import DaysHere
from reportgen.cleaning.contacts import ContactsHere
from reportgen.cleaning.order_days import order_days_query
from reportgen.errors import ReportgenError
from reportgen.experiments.assignment import Group
from reportgen.exports.customer_lists import ListedCustomers, scores_of, write_lists
from reportgen.exports.lists_elsewhere import MadeFrom, write_lists_elsewhere
from reportgen.options.build_options import BuildOptions
from reportgen.segments.profile import typical_customers
from tests.cluster.shop import write_csv
from tests.reports import analysed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from reportgen.cleaning.clean_rows import CleanRows, ListFile

PARTS = 3


@dataclass(frozen=True)
class InParts:
    """Order lines in parts of whole customers."""

    whole: CleanRows
    work: Path
    parts: int = PARTS

    def each(self, *_: object) -> pd.DataFrame:
        raise NotImplementedError

    def write(
        self,
        rows: CleanRows,
        make: Callable[[CleanRows, pd.DataFrame], Iterator[pd.DataFrame]],
        individually: pd.DataFrame,
        files: Mapping[str, ListFile],
    ) -> Mapping[str, int]:
        known = individually.set_index("customer")
        frames = [frame for part in range(self.parts) for frame in make(self._rows(rows, part), known)]
        lines = pd.concat(frames).sort_values(["list", "rank", "customer"])
        for name, file in files.items():
            own = "".join(lines.loc[lines["list"] == name, "line"])
            file.path.write_bytes(file.head + own.encode())
        return {str(name): int(count) for name, count in lines["list"].value_counts().items()}

    def _rows(self, rows: CleanRows, part: int) -> CleanRows:
        folder = self.work / f"part{part}"
        folder.mkdir()
        sales, days, contacts = (folder / name for name in ("sales", "days", "contacts"))
        assert self.whole.contacts is not None
        inside = f"WHERE hash(customer) % {PARTS} = {part}"
        with duckdb.connect() as connection:
            connection.sql(f"FROM {self.whole.table} {inside}").write_parquet(str(sales))
            connection.sql(order_days_query(parquet(sales))).write_parquet(str(days))
            known = f"FROM {parquet(self.whole.contacts.files[0])} {inside}"
            connection.sql(known).write_parquet(str(contacts))
        return replace(
            rows,
            path=sales,
            selection="",
            given_back=None,
            days=DaysHere(days),
            contacts=ContactsHere(contacts),
            elsewhere=None,
        )


def _lists(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.csv")}


def test_lists_made_in_parts_are_those_made_of_all(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "shop.csv", 6000)
    analysis = analysed(BuildOptions((str(source),), name="shop", carry=("email",)), tmp_path)
    customers, found = analysis.customers, analysis.segmentation
    numbers = np.arange(len(found.labels))
    stays = numbers % 10 == 0  # near a border: last month's segment counts
    labels = np.where(stays, found.runner_up, found.labels)
    runner_up = np.where(stays, found.labels, found.runner_up)
    confidence = np.where(stays, 0.0, found.confidence)
    placed = replace(found, labels=labels, runner_up=runner_up, confidence=confidence)
    may = customers.may_be_written_to(customers.frame.index)
    groups = np.where(may, np.where(numbers % 7 == 0, Group.CONTROL, Group.CONTACT), Group.NOBODY).astype(str)
    past = {"why": [f"reason {number}" for number in numbers]}
    names = {segment.key: segment.name for segment in analysis.segments}
    listed = ListedCustomers(customers, placed, names, {**past, **scores_of(customers)}, groups)
    typical = typical_customers(analysis.matrix, placed)
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    write_lists(here, listed, typical)
    in_parts = replace(analysis.rows, elsewhere=InParts(analysis.rows, tmp_path))
    source = MadeFrom(in_parts, analysis.options, analysis.model, tuple(past))
    write_lists_elsewhere(there, listed, typical, source)
    assert _lists(there) == _lists(here)
    assert any(name.startswith("lists/control/") for name in _lists(here))
    assert b"@example.com" in (there / "customers.csv").read_bytes()


def test_lists_that_miss_customers_of_the_report_stop_the_build(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "shop.csv", 6000)
    analysis = analysed(BuildOptions((str(source),), name="shop", carry=("email",)), tmp_path)
    names = {segment.key: segment.name for segment in analysis.segments}
    listed = ListedCustomers(analysis.customers, analysis.segmentation, names)
    some = replace(analysis.rows, elsewhere=InParts(analysis.rows, tmp_path, PARTS - 1))
    source = MadeFrom(some, analysis.options, analysis.model)
    with pytest.raises(ReportgenError, match="other customers than the report"):
        write_lists_elsewhere(tmp_path, listed, {}, source)
