"""Clean rows of a small shop, written by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pytest

from reportgen.base.audit import Waterfall
from reportgen.cleaning.clean import CleanRows, Period
from reportgen.cleaning.order_days import with_order_days
from reportgen.columns.assigned_roles import ColumnRole, Grain, Roles
from reportgen.columns.number_date_formats import NumberFormat
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MONTH = Period(
    dt.date(2025, 1, 1), dt.date(2026, 3, 31), dt.date(2025, 4, 1), dt.date(2026, 3, 31), "2026-03", 0
)
ORDER_ROLES = (Role.CUSTOMER, Role.DATE, Role.PRODUCT, Role.QUANTITY, Role.AMOUNT, Role.PLACE)
NUMERIC = {Role.MEASURE, Role.VALUE}
Line = tuple[object, ...]
Lines = list[Line]


def write(path: Path, columns: dict[str, str], rows: Lines) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE t ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
        )
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(columns))})", rows)
        connection.table("t").write_parquet(str(path))


@pytest.fixture
def order_rows(tmp_path: Path) -> Callable[[Lines], CleanRows]:
    """From lines (customer, date, product, quantity, amount, returned, place)."""
    money = ("quantity", "amount", "returned")
    names = ("customer", "date", "product", "quantity", "amount", "returned", "place", "line")
    special = {"date": "DATE", "line": "BIGINT"} | dict.fromkeys(money, "DECIMAL(18, 4)")
    kinds = dict.fromkeys(names, "VARCHAR") | special

    def build(lines: Lines) -> CleanRows:
        path = tmp_path / "lines.parquet"
        write(path, kinds, [(*line, number) for number, line in enumerate(lines, 2)])
        columns = (ColumnRole(f"c{i}", role.value, role, 1.0, "") for i, role in enumerate(ORDER_ROLES))
        roles = Roles(Grain.ORDER_LINE, "", tuple(columns), ())
        return with_order_days(CleanRows(path, roles, Waterfall(0, None, (), 0, None), MONTH, ()))

    return build


@pytest.fixture
def people_rows(tmp_path: Path) -> Callable[..., CleanRows]:
    """From columns: label -> (role, values)."""

    def build(**columns: tuple[Role, list[object]]) -> CleanRows:
        path = tmp_path / "people.parquet"
        of_role = [role for role, _ in columns.values()]
        kinds = {f"c{i}": "DOUBLE" if role in NUMERIC else "VARCHAR" for i, role in enumerate(of_role)}
        cells = zip(*(values for _, values in columns.values()), strict=True)
        rows = [(f"id{n:04d}", n, *row) for n, row in enumerate(cells)]
        write(path, {"customer": "VARCHAR", "line": "BIGINT"} | kinds, rows)
        roles = tuple(
            ColumnRole(
                f"c{i}", label.replace("_", " "), role, 1.0, "", NumberFormat() if role in NUMERIC else None
            )
            for i, (label, (role, _)) in enumerate(columns.items())
        )
        return CleanRows(
            path, Roles(Grain.CUSTOMER, "", roles, ()), Waterfall(0, None, (), 0, None), None, ()
        )

    return build
