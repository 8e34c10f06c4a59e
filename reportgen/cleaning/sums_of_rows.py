"""Finds rows that sum up others by arithmetic, whatever they are called: sub-totals and grand totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.parsing.cell_kinds import MOSTLY

if TYPE_CHECKING:
    import duckdb

OF_SEVERAL = 0.25
"""Share of the sums that have to be of several rows: one row alone may equal another by chance."""


def rows_that_sum_up(connection: duckdb.DuckDBPyConnection, rows: str) -> list[int]:
    """The rows set apart, where nearly all of them are the sum of the rows between two of them.

    A sum may stand below its rows or above them, and may span other sums, as a grand total does.

    Args:
        connection: where `rows` is known.
        rows: a table of a query with `row` (their order), `amount`, and whether one is `apart`.
    """
    # A filtered count over a window takes the engine thirty times as long as one of a CASE.
    found = connection.sql(
        f"""WITH walked AS MATERIALIZED (
            SELECT row, apart, amount, coalesce(sum(amount) FILTER (NOT apart) OVER walk, 0) AS upto,
                count(CASE WHEN NOT apart THEN 1 END) OVER walk AS place
            FROM {rows} WINDOW walk AS (ORDER BY row)
        ), ends AS (
            SELECT upto, place FROM walked WHERE apart UNION SELECT 0, 0
            UNION SELECT coalesce(sum(amount) FILTER (NOT apart), 0), count(*) FILTER (NOT apart) FROM walked
        ), reaches AS (
            SELECT row, place, unnest([upto - amount, upto + amount]) AS upto FROM walked
            WHERE apart AND amount <> 0
        )
        SELECT row, min(abs(reaches.place - ends.place)), (SELECT count(amount) FILTER (apart) FROM walked)
        FROM reaches JOIN ends USING (upto)
        GROUP BY row HAVING min(abs(reaches.place - ends.place)) > 0 ORDER BY row"""
    ).fetchall()
    several = sum(spanned > 1 for _, spanned, _ in found)
    proved = several >= OF_SEVERAL * len(found) and all(len(found) >= MOSTLY * apart for *_, apart in found)
    return [row for row, *_ in found] if proved else []
