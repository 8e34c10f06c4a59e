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
    OTHER_SIDE = "other_side"
    """Money that goes the other way than the amount: debit where credit counts."""
    SIDE = "side"
    """A mark such as S and H, or DR and CR, that tells which way an amount goes."""
    RECIPIENT = "recipient"
    """Who got the money where an amount is negative: the customer of a refund."""
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
    EMAIL = "email"
    """The brief as a message, kept with the record until it is sent."""


class Paper(StrEnum):
    """The sheet that report and brief are set for."""

    A4 = "a4"
    LETTER = "letter"


class Algorithm(StrEnum):
    """How segments are found in the matrix."""

    KMEANS = "kmeans"
    GMM = "gmm"
    WARD = "ward"


class SegmentsBy(StrEnum):
    """What makes the segments: an algorithm, or fixed limits on recency and frequency."""

    CLUSTERS = "clusters"
    RULES = "rules"


class Vocabulary(StrEnum):
    """Whose words name the segments: a shop's, or neutral ones for a bank or a club."""

    RETAIL = "retail"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class ResponseCurve:
    """What spending on a segment may bring, as its user believes: `most` times spent / (spent + `half`)."""

    most: float
    """Margin that no spending exceeds."""
    half: float
    """Spending that brings half of it."""


@dataclass(frozen=True)
class BuildOptions:
    """Every choice of one build. Two builds with equal options and input write equal bytes."""

    sources: tuple[str, ...]
    """Files, patterns of files, "-" for standard input, or addresses of databases."""
    out: Path = Path("output")
    name: str | None = None
    """The report's name; None takes the file's name without date parts."""
    sheet: str | None = None
    """The sheet of a workbook; None takes that with most numbers and dates, and those of the same columns."""
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
    paper: Paper = Paper.A4
    static: bool = False
    """Whether the HTML page does without scripts: drawings that neither answer nor stand out."""
    k: int | None = None
    max_segments: int = 8
    algorithm: Algorithm = Algorithm.KMEANS
    segments: SegmentsBy = SegmentsBy.CLUSTERS
    by: tuple[str, ...] = ()
    """Labels of the columns to group by; empty takes the stated default."""
    never_basis: tuple[str, ...] = ()
    """Labels of columns that nobody is grouped by, whatever else is asked."""
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
    logo: Path | None = None
    accent: str | None = None
    """Colour of cover and marks as #RRGGBB; None takes ours."""
    text_font: Path | None = None
    """TTF, OTF or WOFF2 of text and charts; None takes ours, as it does of the next two."""
    semibold_font: Path | None = None
    heading_font: Path | None = None
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
    """Labels of columns that describe the segments: sensitive ones do not unasked, nor all of very many."""

    contact_cost: float | None = None
    """What it costs to contact one customer."""
    margin: float | None = None
    """What one more order leaves after its own costs."""
    budget: float | None = None
    """What may be spent on all segments, to the cent."""
    allocation: dict[str, ResponseCurve] = field(default_factory=dict)
    """Segment key -> response curve, as the user set it."""


class Carrier(StrEnum):
    """How a message leaves this machine."""

    SMTP = "smtp"
    SENDMAIL = "sendmail"
    FOLDER = "folder"


class Security(StrEnum):
    """How the way to a mail server is kept from other eyes."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """In the clear: only to this machine itself, and only by --insecure."""


@dataclass(frozen=True)
class MailOptions:
    """Who gets the brief, and how. None of it can change a build."""

    sender: str | None = None
    to: tuple[str, ...] = ()
    reply_to: str | None = None
    owner: str | None = None
    """Who is told when a build or a delivery fails."""
    allowed_domains: tuple[str, ...] = ()
    """Domains that recipients may have; empty allows the sender's own."""
    carrier: Carrier = Carrier.SMTP
    server: str | None = None
    port: int | None = None
    """None takes the port that goes with `security`."""
    security: Security = Security.STARTTLS
    user: str | None = None
    password_env: str | None = None
    """Name of the environment variable with the password."""
    password_file: Path | None = None
    ca_file: Path | None = None
    """Certificates to trust besides those of the system."""
    sendmail: Path = Path("/usr/sbin/sendmail")
    folder: Path | None = None
    waits: tuple[float, ...] = (5.0, 60.0)
    """Seconds before another try of those that failed for now; their number limits the tries of a run."""
