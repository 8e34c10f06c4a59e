"""Nets returns: what customers gave back is taken off what they had bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


NETTING = """CREATE TABLE netted AS
WITH touched AS (
    SELECT row, time, customer, item, date, amount, refund, quantity, "order",
        cause IS NOT NULL AS back,
        CASE WHEN cause IS NULL THEN amount - refund ELSE -abs(amount) END AS move
    FROM (FROM steps WHERE cause IS NULL OR cause = 'return')
    SEMI JOIN given_back USING (time, customer, item)
), ordered AS (
    SELECT *, row_number() OVER (PARTITION BY time, customer, item
        ORDER BY date, back, amount, refund, quantity, "order", row) AS place_in_walk FROM touched
), walked AS (
    SELECT *, sum(move) OVER walk AS level FROM ordered
    WINDOW walk AS (PARTITION BY time, customer, item ORDER BY place_in_walk ROWS UNBOUNDED PRECEDING)
), floored AS (
    SELECT *, greatest(0, max(-level) OVER walk) AS given FROM walked
    WINDOW walk AS (PARTITION BY time, customer, item ORDER BY place_in_walk ROWS UNBOUNDED PRECEDING)
), kept AS (
    SELECT *, given - lag(given, 1, 0) OVER walk AS fresh, min(level + given) OVER ahead AS lasting
    FROM floored
    WINDOW walk AS (PARTITION BY time, customer, item ORDER BY place_in_walk),
        ahead AS (PARTITION BY time, customer, item ORDER BY place_in_walk
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
)
SELECT row, back,
    CAST(CASE WHEN back THEN 0 ELSE move - greatest(0, lasting - (level + given - move)) END
        AS DECIMAL(18, 4)) AS returned,
    CAST(CASE WHEN back THEN fresh ELSE 0 END AS DECIMAL(18, 4)) AS unmatched
FROM kept"""
"""Walks through the sales and returns of what was given back; see `net_returns`."""


def net_returns(connection: duckdb.DuckDBPyConnection, work: Path) -> Path | None:
    """Create `netted` from `steps`: sales with the money `returned`, returns with the money `unmatched`.

    Gives the Parquet file in `work` of what was given back, with `row` and `returned`; None for nothing.

    What a sale holds is its amount less what its own line says was refunded. A return is taken off the
    latest earlier sales of the same item to the same customer, on the same side of the window's start, up to
    what they still hold: of the same product, or of the order that the return names. With sales as steps up
    and returns as steps down, the running balance bounded by zero from below says it all (the reflection of
    a walk, Skorokhod 1961):
    what the floor has to give is a return of something sold before the file began; what a sale still
    holds in the end is the part of its step that the balance never again falls below.

    Only products that were given back are walked through. Needs window functions over window functions,
    which Narwhals cannot say on a lazy frame.
    """
    connection.execute(
        """CREATE TABLE given_back AS
        SELECT DISTINCT time, customer, item FROM steps WHERE cause = 'return'"""
    )
    connection.execute(NETTING)
    given_back = connection.table("netted").filter("returned > 0").project("row, returned")
    if not given_back.limit(1).fetchall():
        return None
    file = work / "given_back.parquet"
    given_back.write_parquet(str(file))
    return file
