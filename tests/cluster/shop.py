"""Made-up order lines with what cleaning knows: guests, returns, copies, postage, several days a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

_LINES = """SELECT 'A' || (100000 + o) AS order_id,
    strftime(DATE '2024-09-01' + (h % 790)::INTEGER, '%Y-%m-%d') AS order_date,
    CASE WHEN h % 97 > 0 THEN 'C' || lpad(
        CAST(pow((h // 1000 % 100000) / 100000.0, 2) * $customers AS BIGINT)::VARCHAR, 7, '0')
    END AS customer_id,
    'P' || (p % 60 + 100) AS product_code, 'Product number ' || (p % 60 + 100) AS product,
    CASE WHEN p % 41 = 0 THEN -1 ELSE 1 + p // 64 % 4 END AS quantity,
    CAST(3 + (p % 60) * 1.35 AS DECIMAL(10, 2)) AS unit_price,
    CASE h % 11 WHEN 0 THEN 'Ireland' WHEN 1 THEN 'France' ELSE 'United Kingdom' END AS country,
    CASE WHEN h % 97 > 0 AND h % 5 > 0 THEN '"' || lower(customer_id) || '"@example.com' END AS email,
    CASE WHEN hash(customer_id) % 7 > 0 THEN 'yes' WHEN customer_id IS NOT NULL THEN 'no' END AS newsletter
FROM (SELECT i // 3 AS o, hash(i // 3 * 31) % 2147483647 AS h, hash(i * 7 + 1) % 2147483647 AS p
    FROM range($lines) AS made(i))"""


def _write(target: Path, lines: int, form: str, parts: int) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        given = {"lines": lines, "customers": max(lines // 25, 200)}
        connection.execute(f"CREATE TABLE lines AS {_LINES}", given)
        connection.execute(
            "INSERT INTO lines SELECT * FROM lines WHERE hash(order_id || product_code) % 400 = 0"
        )
        connection.execute(
            """INSERT INTO lines SELECT DISTINCT order_id, order_date, customer_id,
                'POST', 'Postage', 1, 4.95, country, email, newsletter
                FROM lines WHERE hash(order_id) % 30 = 0"""
        )
        connection.execute(
            """CREATE TABLE numbered AS SELECT *, row_number() OVER () AS n FROM (
                FROM lines ORDER BY order_date, order_id, product_code, quantity)"""
        )
        ((rows,),) = connection.sql("SELECT count(*) FROM numbered").fetchall()
        for part in range(parts):
            inside = f"n > {rows * part // parts} AND n <= {rows * (part + 1) // parts}"
            file = target if parts == 1 else target / f"part-{part}.{form}"
            rows_of_part = f"SELECT * EXCLUDE (n) FROM numbered WHERE {inside} ORDER BY n"
            connection.execute(f"COPY ({rows_of_part}) TO '{file}' (FORMAT {form})")


def write_csv(file: Path, lines: int) -> Path:
    """One file of text."""
    _write(file, lines, "csv", 1)
    return file


def write_folder(folder: Path, lines: int, form: str, parts: int = 3) -> Path:
    """A folder of several files, whose lines run on from one to the next."""
    folder.mkdir()
    _write(folder, lines, form, parts)
    return folder
