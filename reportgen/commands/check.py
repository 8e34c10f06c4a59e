"""What a build would work with: how a source is read, what its columns are for, which rows count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.engine import connect
from reportgen.cleaning.clean import clean
from reportgen.cleaning.order_steps import steps_of
from reportgen.cleaning.unread import refuse_unread
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError
from reportgen.features.build_features import build_features
from reportgen.input.reshape import read_plain

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal
    from pathlib import Path

    from reportgen.base.audit import Issue
    from reportgen.cleaning.clean import CleanRows
    from reportgen.columns.assigned_roles import Roles
    from reportgen.features.table import Customers
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions


@dataclass(frozen=True)
class InShort:
    """What a file holds as it is read, for a person to confirm: the whole file, not one window."""

    rows: int
    """Sales, visits or customers."""
    customers: int
    first: dt.date | None
    last: dt.date | None
    """First and last day of a sale or a visit."""
    amount: Decimal | None
    """Money of all sales less returns, or what customers are worth; None where the file holds none."""
    has_returns: bool = False
    """Whether returns are taken off."""


@dataclass(frozen=True)
class FileCheck:
    """A source as a build would take it, as far as it would get."""

    options: BuildOptions
    raw: RawRows
    roles: Roles
    rows: CleanRows | None
    customers: Customers | None
    refusal: InputError | None
    """Why a build would stop before it has a table of customers; None if it would not."""
    in_short: InShort | None = None
    """None where the rows could not be typed."""

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All doubts, in the order of the steps."""
        later = (step.issues for step in (self.rows, self.customers) if step is not None)
        return (*self.raw.issues, *self.roles.issues, *(issue for issues in later for issue in issues))


def examine(options: BuildOptions, work: Path) -> FileCheck:
    """Read, clean and describe a source; segments nothing and writes scratch files into `work` alone.

    Raises:
        InputError: the source holds no table, or a role does not fit.
    """
    raw = read_plain(options.sources, work, options.sheet, options.repeats)
    roles = assign_roles(raw, options)
    rows = customers = refusal = short = None
    try:
        refuse_unread(raw, accepted=options.accept_rejected)
        rows = clean(raw, roles, options, work)
        short = in_short(rows)
        refuse_unread(raw, rows, accepted=options.accept_rejected)
        customers = build_features(rows, options)
    except InputError as error:
        refusal = error
    return FileCheck(options, raw, roles, rows, customers, refusal, short)


def in_short(rows: CleanRows) -> InShort:
    """What cleaned rows hold, in short."""
    with connect(rows.path.parent) as connection:
        if not rows.roles.grain.repeats:
            (count,) = connection.sql(f"SELECT count(*) FROM {rows.table}").fetchall()[0]
            return InShort(count, count, None, None, rows.waterfall.end_amount)
        sold = "sum(amount - refund) FILTER (cause IS NULL OR cause = 'return')"
        money = (
            f"{sold}, bool_or(cause = 'return' OR refund > 0)" if rows.roles.grain.sells else "NULL, false"
        )
        figures = connection.sql(
            f"""SELECT count(*) FILTER (cause IS NULL), count(DISTINCT customer) FILTER (cause IS NULL),
                min(date) FILTER (cause IS NULL), max(date) FILTER (cause IS NULL),
                {money}
            FROM {steps_of(rows.path)}"""
        ).fetchall()[0]
    return InShort(*figures)
