"""Excluded customers: ids that are left out on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from reportgen.base.named_files import read_ids
from reportgen.base.phrases import phrase
from reportgen.cleaning.customer_ids import customer_expr

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

EXCLUDED = "excluded"
LABEL = phrase("of customers who are left out on request")


def create_excluded(connection: duckdb.DuckDBPyConnection, file: Path | None) -> None:
    """Create `excluded`: the ids of a file with one on each line, written as those of the source are read.

    Raises:
        InputError: the file is not there, or no text.
    """
    connection.execute(
        "CREATE TABLE written AS SELECT unnest($ids::VARCHAR[]) AS c0",
        {"ids": [] if file is None else list(read_ids(file))},
    )
    ids = nw.from_native(connection.table("written")).select(customer=customer_expr("c0", guests=False))
    ids.to_native().create("excluded")


def excluded_ids(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The ids of `excluded`."""
    return frozenset(each for (each,) in connection.table("excluded").fetchall() if each)
