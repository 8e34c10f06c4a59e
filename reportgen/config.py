"""What a user can choose: defaults here, then `reportgen.toml`, then flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal


class Role(StrEnum):
    """What a column is for."""

    CUSTOMER = "customer"
    ORDER = "order"
    DATE = "date"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"
    VALUE = "value"
    REFUND = "refund"
    """Money given back, beside what was paid."""
    SHIPPING = "shipping"
    TAX = "tax"
    DISCOUNT = "discount"
    STATUS = "status"
    CANCELLED = "cancelled"
    """Filled, or yes, where the order does not count."""
    CURRENCY = "currency"
    PLACE = "place"
    PRODUCT = "product"
    PRODUCT_NAME = "product_name"
    MEASURE = "measure"
    CATEGORY = "category"
    SENSITIVE = "sensitive"
    PERSONAL = "personal"
    CONSENT = "consent"
    """Whether a person may be written to."""
    FREE_TEXT = "free_text"
    OUTCOME = "outcome"
    CONSTANT = "constant"
    IGNORE = "ignore"


class Format(StrEnum):
    """A file that a build can write for readers."""

    HTML = "html"
    PDF = "pdf"
    BRIEF = "brief"
    LISTS = "lists"


class Vocabulary(StrEnum):
    """Whose words name the segments: a shop's, or neutral ones for a bank or a club."""

    RETAIL = "retail"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class BuildOptions:
    """Every choice of one build. Two builds with equal options and input write equal bytes."""

    sources: tuple[str, ...]
    """Files, patterns of files, "-" for standard input, or addresses of databases."""
    out: Path = Path("output")
    name: str | None = None
    """The report's name; None takes the file's name without date parts."""
    sheet: str | None = None
    """The sheet of a workbook; None takes the fullest."""
    accept_rejected: bool = False
    """Whether to build where more rows than a few could not be read."""
    exclude_ids: Path | None = None
    """A file with one customer id a line: people who are left out."""
    month: str | None = None
    """YYYY-MM; None takes the last complete month of the data."""
    until: dt.date | None = None
    """Last day that counts; None takes the month's end."""
    window_months: int = 12
    formats: frozenset[Format] = frozenset(Format)
    k: int | None = None
    max_segments: int = 8
    by: tuple[str, ...] = ()
    """Labels of the columns to group by; empty takes the stated default."""
    roles: dict[str, Role] = field(default_factory=dict)
    """Column label -> role, as the user set it; it wins over what was found."""
    value: tuple[str, ...] = ()
    """Labels of the columns whose sum is the value of a customer (customer tables)."""
    day_first: bool | None = None
    """How 03/04/2026 is read where the file itself does not prove it."""
    currency: str | None = None
    """ISO 4217 code; None prints amounts without a currency. Of several in a file, this one is kept."""
    rates: dict[str, Decimal] = field(default_factory=dict)
    """ISO 4217 code -> what one unit of it is worth in `currency`."""
    control_total: Decimal | None = None
    """The user's own figure for the money of the period, to be bridged to ours."""
    carry: tuple[str, ...] = ()
    """Labels of columns taken along into the private lists, such as an e-mail address."""
    company: str | None = None
    contact: str | None = None
    vocabulary: Vocabulary = Vocabulary.RETAIL
    names: dict[str, str] = field(default_factory=dict)
    """Segment key -> name, as the user set it."""
    min_cell: int = 10
    """No group of fewer people is shown; never below 5."""
    recommendations: bool = True
    seed: int = 0
    templates: Path | None = None
    playbook: Path | None = None
    locale: str = "en_GB"

    describe: tuple[str, ...] = ()
    """Labels of sensitive columns that may describe the segments; none does unasked."""
