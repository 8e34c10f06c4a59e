"""The roles of the columns of a source, and what its rows are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reportgen.columns.number_date_formats import DateFormat, NumberFormat
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.base.audit import Issue
    from reportgen.columns.contact_fields import ContactColumn, ContactField
    from reportgen.errors import InputError


class Grain(StrEnum):
    """What one row of the file is."""

    CUSTOMER = "customer"
    ORDER = "order"
    ORDER_LINE = "order_line"
    VISIT = "visit"
    """A visit, or a purchase of which no money is known."""

    @property
    def sells(self) -> bool:
        """Whether rows are sales, so that customers have to be made of them."""
        return self in {Grain.ORDER, Grain.ORDER_LINE}

    @property
    def repeats(self) -> bool:
        """Whether a customer stands on several rows, and rows without one are guests'."""
        return self is not Grain.CUSTOMER


@dataclass(frozen=True)
class ColumnRole:
    """One column, the role it was given, and why."""

    column: str
    """Engine name: c0..cn."""
    label: str
    """Header as written."""
    role: Role
    confidence: float
    reason: str
    """In words that `check` and the report print."""
    written_as: NumberFormat | DateFormat | None = None
    """None for text."""
    serial: bool = False
    """Whether all cells are whole numbers from 1 on, without a zero in front."""
    contact: ContactColumn | None = None
    """What it tells of how a person is reached, for audience files."""
    commonest: tuple[str, ...] = ()
    """Its cells on most rows, where they were kept."""

    @property
    def number_format(self) -> NumberFormat:
        """How its numbers are written; plain where nothing is known."""
        return self.written_as if isinstance(self.written_as, NumberFormat) else NumberFormat()

    @property
    def date_format(self) -> DateFormat:
        """How its dates are written; year first where nothing is known."""
        return self.written_as if isinstance(self.written_as, DateFormat) else DateFormat("%Y-%m-%d")


class NoSales(NamedTuple):
    """What marks rows that are no sales."""

    column: str
    """Engine name."""
    words: tuple[str, ...]
    """Cells in small letters."""


@dataclass(frozen=True)
class Roles:
    """All columns of a source with their roles, in file order."""

    grain: Grain
    grain_reason: str
    columns: tuple[ColumnRole, ...]
    issues: tuple[Issue, ...]
    export: str | None = None
    """The known export that the file is, such as "Shopify orders export"."""
    snapshots: bool = False
    """Whether rows are states of the same customers month after month, of which the latest counts."""
    other_reading: tuple[str, str] | None = None
    """The next best reading in words, and the flag that chooses it; None where it is far behind."""
    address: str | None = None
    """Engine name of the column of customers' e-mail addresses beside their numbers."""
    no_sales: tuple[NoSales, ...] = ()
    """Rows that are left out as no sales, by what stands in a column."""
    owner: str | None = None
    """The file's own address in the column of the customer, in small letters: nobody who buys."""
    before_discounts: bool = False
    """Whether discounts have still to be taken off the amount of a row."""
    refusal: InputError | None = None
    """Why no report can be made of the file as it is read, and the flag that decides it."""

    def all(self, role: Role) -> tuple[ColumnRole, ...]:
        """Columns of one role, in file order."""
        return tuple(column for column in self.columns if column.role is role)

    def first(self, role: Role) -> ColumnRole | None:
        """The first column of a role, or None."""
        return next(iter(self.all(role)), None)

    def cast_only(self, columns: Iterable[ColumnRole]) -> list[str]:
        """Engine names of those columns that a cast alone reads, and of which nobody asks for the text."""
        marks = {each.column for each in self.no_sales}
        plain = (each.column for each in columns if each.written_as is not None and each.written_as.plain)
        return [column for column in plain if column not in marks]

    @property
    def whole_customers(self) -> bool:
        """Whether customers of sales are whole numbers, as which they are kept until somebody reads them."""
        customer = self.first(Role.CUSTOMER)
        renamed = self.address is not None or self.first(Role.RECIPIENT) is not None
        return self.grain.sells and customer is not None and customer.serial and not renamed

    @property
    def contacts(self) -> Mapping[ContactField, ColumnRole]:
        """The surest column of each field, the first of equally sure ones; fields without one lack."""
        by_field: dict[ContactField, tuple[float, ColumnRole]] = {}
        for column in self.columns:
            contact = column.contact
            if contact and contact.sure > by_field.get(contact.field, (0.0, column))[0]:
                by_field[contact.field] = (contact.sure, column)
        return {field: column for field, (_, column) in by_field.items()}
