"""Order lines cleaned in parts give what the whole file gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from reportgen.base.decisions import Decisions
from reportgen.base.engine import connect, parquet
from reportgen.base.limits import memory_limit, thread_limit, use_limits
from reportgen.cleaning.clean_orders import OrderFile, settle_returns, type_orders
from reportgen.cleaning.step_counts import StepCounts, added_up
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from tests.cluster.shop import write_csv

if TYPE_CHECKING:
    from pathlib import Path

LINES = 6000


def _counts_of_part(file: OrderFile, rows: str, decided: Decisions, work: Path) -> StepCounts:
    """What a part of the raw rows counts to, by the decisions that were made of the whole file."""
    work.mkdir()
    path, steps = work / "raw.parquet", work / "steps.parquet"
    with duckdb.connect() as connection:
        connection.sql(f"FROM {parquet(file.raw.path)} WHERE {rows}").write_parquet(str(path))
        ((count,),) = connection.sql(f"SELECT count(*) FROM {parquet(path)}").fetchall()
    part = replace(file.raw, path=path, rows=count)
    with connect(work) as connection:
        typed = type_orders(connection, file._replace(raw=part), steps, decided)
        return settle_returns(connection, steps, typed.period)[1]


def test_parts_of_whole_customers_count_to_what_the_file_counts_to(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "shop.csv", LINES)
    raw = read(source, tmp_path)
    options = BuildOptions((str(source),))
    file = OrderFile(raw, assign_roles(raw, options), options)
    decided = Decisions()
    whole = _counts_of_part(file, "true", decided, tmp_path / "whole")
    third = "hash(coalesce(c2, c0)) % 3 = {}"  # c2 the customer, c0 the order
    parts = [
        _counts_of_part(file, third.format(n), Decisions(decided.made), tmp_path / f"part{n}")
        for n in range(3)
    ]
    assert all(part.sums != whole.sums for part in parts)
    assert added_up(parts) == whole
    causes = {cause for _, cause in whole.sums}
    assert {"guest", "no-product", "duplicate", "returned", "sale"} <= causes


def test_what_is_decided_of_the_whole_file_is_not_decided_again() -> None:
    asked = []
    decisions = Decisions({"money": "line"})
    assert decisions.once("money", lambda: asked.append(1)) == "line"
    assert decisions.once("gaps", lambda: asked.append(2) or "none") == "none"
    assert decisions.once("gaps", lambda: asked.append(3)) == "none"
    assert asked == [2]


def test_the_engine_takes_no_more_memory_than_it_is_given(tmp_path: Path) -> None:
    before = memory_limit()
    with use_limits("300MB", threads=1), connect(tmp_path) as connection:
        assert (memory_limit(), thread_limit()) == ("300MB", 1)
        ((limit,),) = connection.sql("SELECT current_setting('memory_limit')").fetchall()
        assert limit == "286.1 MiB"
    assert memory_limit() == before


@pytest.mark.parametrize("amount", ["4", "0GB", "four GB", "-1GB", "4TB"])
def test_an_amount_of_memory_is_written_with_its_unit(amount: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_MEMORY", amount)
    with pytest.raises(InputError, match="REPORTGEN_MEMORY"):
        memory_limit()
