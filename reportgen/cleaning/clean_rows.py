"""Clean rows: typed rows in a Parquet file, with the waterfall of all that do not count."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeVar

from reportgen.base.engine import connect, parquet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import pandas as pd

    from reportgen.base.audit import Issue, Waterfall
    from reportgen.cleaning.control_total import ControlBridge
    from reportgen.cleaning.period import Period
    from reportgen.columns.assigned_roles import Roles
    from reportgen.options.enums import Role

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Unread:
    """Rows of a table that say nothing for want of a date, an amount or its sign."""

    rows: int = 0
    amount: Decimal = Decimal(0)
    """Their money, as far as it can be read, without its sign."""
    of_amount: Decimal = Decimal(0)
    """All money of the file, without its sign."""
    line: int | None = None
    """The first of them."""
    causes: tuple[str, ...] = ()
    """What is missing, each with the number of rows, in words."""


@dataclass(frozen=True)
class LeftOutCustomers:
    """Customers of the file without a single row that counts, by their cause."""

    cause: str
    """`returned`, `uncounted` (only fees or unreadable lines) or `later` (none before the period's end)."""
    customers: int


@dataclass(frozen=True)
class AmountParts:
    """Which of shipping, tax and discounts the money holds; nothing where the file cannot tell."""

    inside: tuple[Role, ...] = ()
    outside: tuple[Role, ...] = ()


class SoldLines(Protocol):
    """Order lines that count."""

    def each(
        self,
        query: str,
        given: Mapping[str, object] | None = None,
        tables: Mapping[str, pd.DataFrame] | None = None,
    ) -> pd.DataFrame:
        """What a query gives for every part of the lines that holds whole customers, one below the other.

        Rows by customer are complete; others, such as those by product, have still to be added up.

        Args:
            query: over `sales`, which are the lines, and the names of `tables`; customers that it gives have
                to be made text.
            given: its parameters.
            tables: tables of this machine; a column `customer` of them holds ids as text.
        """


class LinesElsewhere(SoldLines, Protocol):
    """Order lines on a cluster."""

    def write(
        self,
        rows: CleanRows,
        make: Callable[[CleanRows, pd.DataFrame], Iterator[pd.DataFrame]],
        individually: pd.DataFrame,
        files: Mapping[str, ListFile],
    ) -> Mapping[str, int]:
        """Write lists of customers, where their lines are.

        Args:
            rows: these.
            make: gives the lines of lists from the rows of some customers, and what is known individually of
                them: columns list (its name), rank, customer (who are in the order of rank and id) and line.
            individually: one row for each customer of whom something is; its first column is `customer`.
            files: where each list goes, by its name.

        Returns:
            How many stand in each list.
        """


@dataclass(frozen=True)
class ListFile:
    """A file of this machine, and the bytes it begins with."""

    path: Path
    head: bytes


@dataclass(frozen=True)
class LinesHere:
    """Order lines in files of this machine, as one part."""

    table: str
    work: Path
    whole_customers: bool = False
    """See `Roles.whole_customers`."""

    def each(
        self,
        query: str,
        given: Mapping[str, object] | None = None,
        tables: Mapping[str, pd.DataFrame] | None = None,
    ) -> pd.DataFrame:
        """See `SoldLines`."""
        with connect(self.work) as connection:
            connection.execute(f"CREATE VIEW sales AS FROM {self.table}")
            for name, table in (tables or {}).items():
                connection.register(name, self._keyed(table))
            frame: pd.DataFrame = connection.execute(query, dict(given or {})).df()
        return frame

    def _keyed(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table whose customers, if it has any, are written as those of the lines are."""
        if not self.whole_customers or "customer" not in table:
            return table
        return table.assign(customer=table["customer"].astype("int64"))


class OrderDays(Protocol):
    """Order lines added up to one row for each customer and day."""

    def each(self, find: Callable[[duckdb.DuckDBPyConnection], _Found]) -> list[_Found]:
        """What is found in every part that holds whole customers.

        Args:
            find: is given a connection with `order_days` of one part, see `order_days_query`. It runs where
                the part is, so what it finds has to be such as can be sent, and small.
        """

    @property
    def files(self) -> tuple[Path, ...]:
        """Those of this machine in which they are."""


@dataclass(frozen=True)
class DaysHere:
    """Order days in a file of this machine, as one part."""

    path: Path

    def each(self, find: Callable[[duckdb.DuckDBPyConnection], _Found]) -> list[_Found]:
        """See `OrderDays`."""
        with connect(self.path.parent) as connection:
            connection.read_parquet(str(self.path)).create_view("order_days")
            return [find(connection)]

    @property
    def files(self) -> tuple[Path, ...]:
        """See `OrderDays`."""
        return (self.path,)


class ContactRows(Protocol):
    """Contact data and consent of every customer of a source, with the columns of `write_contacts`."""

    def known(self, columns: Sequence[str]) -> pd.DataFrame:
        """By customer, sorted: `opted_out`, and for each of some columns whether it tells something."""

    def texts(self, columns: Sequence[str], customers: pd.Index) -> pd.DataFrame:
        """Cells of some customers, along these; empty text where there is nothing."""

    @property
    def files(self) -> tuple[Path, ...]:
        """Those of this machine in which they are."""


@dataclass(frozen=True)
class CleanRows:
    """Rows that count, typed, as a table of a query.

    Order lines have customer (text, or BIGINT, see `Roles.whole_customers`), order (text), date (DATE),
    product (text or NULL), quantity (DECIMAL), amount (DECIMAL(18, 4)), returned (DECIMAL(18, 4), >= 0:
    money of this line given back within the data), place (text or NULL), line (BIGINT).
    They reach back to `period.data_from`; only lines inside the window make value and frequency.

    Customer tables have customer (text) and line (BIGINT), then c0..cn by their role:
    DOUBLE for numbers, DATE for dates, text for categories.
    """

    path: Path
    roles: Roles
    waterfall: Waterfall
    period: Period | None
    """None for data without dates."""
    issues: tuple[Issue, ...]
    selection: str = ""
    """The query for the rows that count, where `path` holds others beside them."""
    guest_rows: int = 0
    guest_amount: Decimal | None = None
    """Money of lines without a customer: real revenue that cannot be segmented."""
    guest_months: Mapping[str, Decimal] = field(default_factory=dict)
    """The same by month, YYYY-MM; of months that have such lines."""
    left_out: tuple[LeftOutCustomers, ...] = ()
    """Customers of an order file of whom no row counts."""
    contacts: ContactRows | None = None
    """For private lists; None where nothing of it is asked for and no column tells consent."""
    control: ControlBridge | None = None
    """How the user's own figure differs from ours, if it was given."""
    order_totals: bool = False
    """Whether the money is the total of an order, with all its fees."""
    given_back: Path | None = None
    """Parquet of the money given back, where `selection` asks for it."""
    days: OrderDays | None = None
    """Order lines added up by customer and day; None for a table of customers."""
    excluded: frozenset[str] = frozenset()
    """Ids that are left out on request, whether the file holds them or not."""
    unread: Unread = Unread()
    """Rows left out because they could not be read."""
    in_amount: AmountParts = AmountParts()
    """What of shipping, tax and discounts the money holds."""
    elsewhere: LinesElsewhere | None = None
    """Where the order lines are, if not here; `path` and `selection` then stand for nothing."""

    @property
    def files(self) -> tuple[Path, ...]:
        """All that later steps read; what else was written on the way may go."""
        days = () if self.days is None else self.days.files
        contacts = () if self.contacts is None else self.contacts.files
        return tuple(filter(None, (self.path, self.given_back, *days, *contacts)))

    @property
    def table(self) -> str:
        """The rows that count, to stand behind FROM."""
        return f"({self.selection})" if self.selection else parquet(self.path)


def sold_lines(rows: CleanRows) -> SoldLines:
    """The order lines that count."""
    return rows.elsewhere or LinesHere(rows.table, rows.path.parent, rows.roles.whole_customers)
