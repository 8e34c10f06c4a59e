"""One year of orders of forty customers, to be written as any shop, bank or club would export them."""

from __future__ import annotations

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.commands.check import FileCheck, examine
from reportgen.options.build_options import BuildOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Order(NamedTuple):
    """What every file holds."""

    number: int
    day: dt.date
    customer: int
    amount: Decimal


ORDERS = [
    Order(
        1001 + at,
        dt.date(2025, 1, 1) + dt.timedelta(days=3 * at),
        10000 + at * 7 % 40,
        Decimal(at * 7919 + 105) / 100,
    )
    for at in range(120)
]
TOTAL = sum((order.amount for order in ORDERS), Decimal(0))


def continental(amount: Decimal, mark: str = ".") -> str:
    return f"{amount:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", mark)


def table(header: str, delimiter: str, write: Callable[[Order], tuple[object, ...]], *after: str) -> str:
    return rows_of(header, delimiter, map(write, ORDERS), *after)


def rows_of(header: str, delimiter: str, rows: Iterable[tuple[object, ...]], *after: str) -> str:
    return "\n".join([header, *(delimiter.join(map(str, row)) for row in rows), *after]) + "\n"


def checked(text: str, encoding: str = "utf-8", **options: object) -> FileCheck:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        path.write_bytes(text.encode(encoding))
        return examine(BuildOptions((str(path),), **options), Path(folder))  # type: ignore[arg-type]


def kept(found: FileCheck) -> Decimal | None:
    """The money that counts, and nothing unaccounted for."""
    assert found.rows is not None, found.refusal
    assert found.rows.waterfall.closes()
    return found.rows.waterfall.end_amount


def codes(found: FileCheck) -> set[str]:
    return {issue.code for issue in found.issues}


def causes(found: FileCheck) -> set[str]:
    assert found.rows is not None, found.refusal
    return {line.cause for line in found.rows.waterfall.lines}
