"""Generates the demo data: orders of an invented shop over fourteen months, and a small customer table."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reportgen.demo import changes, customers, data_faults
from reportgen.demo.draw import Draw
from reportgen.demo.orders import sell
from reportgen.demo.shop import load_shop
from reportgen.errors import Place, SurroundingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["write_changes", "write_demo"]


def write_demo(folder: Path, seed: int = 0) -> tuple[Path, ...]:
    """Writes `customers.csv` and `orders.csv`; the same seed gives the same bytes on every machine.

    Args:
        folder: where to write; made if it is missing, files of these names are replaced.
        seed: another number gives another shop's year, of the same kind.

    Returns:
        The paths written, in order of name.

    Raises:
        SurroundingsError: the folder cannot be written.
    """
    tables = {
        "customers.csv": (customers.HEADER, customers.customer_rows(Draw(seed))),
        "orders.csv": (data_faults.HEADER, _order_rows(Draw(seed))),
    }
    return _written(folder, tables)


def write_changes(folder: Path, seed: int = 0) -> tuple[Path, ...]:
    """Writes `changes.csv`, orders of two years; the same seed gives the same bytes on every machine.

    Args:
        folder: as for `write_demo`.
        seed: as for `write_demo`.

    Returns:
        The path written.

    Raises:
        SurroundingsError: the folder cannot be written.
    """
    return _written(folder, {"changes.csv": (changes.HEADER, changes.changing_shop(Draw(seed)).rows)})


def _written(
    folder: Path, tables: Mapping[str, tuple[Iterable[str], Iterable[tuple[str, ...]]]]
) -> tuple[Path, ...]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, (header, rows) in tables.items():
            (folder / name).write_bytes(_csv_bytes([tuple(header), *rows]))
    except OSError as error:
        cause = f"cannot write the demo data: {error.strerror}"
        raise SurroundingsError(cause, "name a folder that you may write to", Place(str(folder))) from error
    return tuple(folder / name for name in tables)


def _order_rows(draw: Draw) -> list[tuple[str, ...]]:
    shop = load_shop()
    sales = sell(shop, draw)
    return data_faults.as_rows(draw, data_faults.add_extras(draw, data_faults.add_returns(shop, draw, sales)))


def _csv_bytes(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
