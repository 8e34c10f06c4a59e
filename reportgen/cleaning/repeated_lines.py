"""Finds duplicates: rows that repeat an earlier one in every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.base.engine import column_names, parquet

if TYPE_CHECKING:
    import duckdb

    from reportgen.input.read import RawRows

HASHES_AT_ONCE = 2**24
"""Rows of which hashes and lines are kept in memory: 256 MB."""
LAST_BITS = 2**16 - 1


def find_repeated(connection: duckdb.DuckDBPyConnection, raw: RawRows) -> None:
    """Create `repeated_rows`: those that an earlier one equals in every cell.

    Only rows whose hash comes again are compared with each other: in a clean file none.
    """
    cells = ", ".join(column_names(len(raw.labels)))
    connection.register("coming_again", {"line": _lines_of_candidates(connection, raw, cells)})
    connection.execute(
        f"""CREATE TABLE repeated_rows AS SELECT row FROM typed WHERE line IN (SELECT line FROM coming_again)
        QUALIFY row_number() OVER (PARTITION BY {cells} ORDER BY row) > 1"""
    )


def _lines_of_candidates(connection: duckdb.DuckDBPyConnection, raw: RawRows, cells: str) -> np.ndarray:
    """Lines of rows that share their hash with another; of very many rows one part after the other."""
    parts = raw.rows // HASHES_AT_ONCE + 1
    hashed = f"(SELECT hash({cells}) AS hash, line FROM {parquet(raw.path)})"
    repeated = [np.empty(0, np.int64)]
    for part in range(parts):
        fetched = connection.execute(f"FROM {hashed} WHERE hash % {parts} = {part}").fetchnumpy()
        hashes, lines = np.asarray(fetched["hash"]), np.asarray(fetched["line"])
        ranked = np.sort(hashes)
        again = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
        repeated.append(lines[_among(hashes, again)])
    return np.concatenate(repeated)


def _among(hashes: np.ndarray, few: np.ndarray) -> np.ndarray:
    """Places of the hashes that are among a few; their last bits tell of most that they are not."""
    bits = np.uint64(LAST_BITS)
    known = np.zeros(LAST_BITS + 1, bool)
    known[few & bits] = True
    places = np.flatnonzero(known[hashes & bits])
    return places[np.isin(hashes[places], few)]
