"""Typed rows that count, and an account of all that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.rows.clean_customers import clean_customers
from reportgen.rows.clean_orders import clean_orders
from reportgen.rows.period import Period
from reportgen.rows.values import CleanRows, LeftOutCustomers

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.config import BuildOptions
    from reportgen.rows.read import RawRows
    from reportgen.rows.roles import Roles

__all__ = ["CleanRows", "LeftOutCustomers", "Period", "clean"]


def clean(raw: RawRows, roles: Roles, options: BuildOptions, work: Path) -> CleanRows:
    """Give every row its types, set aside what does not count, and account for it.

    Args:
        raw: the source as text.
        roles: what its columns are for.
        options: month, window and value, where the user chose them.
        work: a folder for files of this build; the result's Parquet file is written into it.

    Raises:
        InputError: a column that is needed is missing, the period asked for holds no rows, or the
            file mixes currencies.
    """
    if roles.grain.sells:
        return clean_orders(raw, roles, options, work)
    return clean_customers(raw, roles, options, work)
