"""What a user can choose: defaults here, then `reportgen.toml`, then flags."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.options.enums import Algorithm, Format, Paper, Role, SegmentsBy, Vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from reportgen.options.response_curve import ResponseCurve


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
