"""Every choice of a build: defaults here, then `reportgen.toml`, then flags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.named_files import MOST_TEXT
from reportgen.options.enums import Algorithm, Repeats, Role, SegmentsBy
from reportgen.options.option import Flag, OwnKeys, Panel, declared, option, table
from reportgen.options.readers import (
    CENTS,
    COLUMNS,
    DAY,
    LARGEST_SEED,
    MONEY,
    MONTH,
    MONTHS,
    NAMED_ROWS,
    RATE,
    YES_OR_NO,
    amount,
    any_of,
    file,
    path,
    rising_limits,
    text,
    whole_number,
)
from reportgen.options.report_options import ReportOptions
from reportgen.options.response_curve import CURVE, CURVE_EXAMPLE, ResponseCurve
from reportgen.options.run_options import RunOptions

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal


@dataclass(frozen=True)
class BuildOptions(RunOptions, ReportOptions):
    """Every choice of one build. Two builds with equal options and input write equal bytes."""

    sources: tuple[str, ...]
    """Files, patterns of files, "-" for standard input, or addresses of databases."""
    name: str | None = option(
        default=None,
        entry="name",
        help="Name of the report and of its folder.",
        reads=text("a name"),
        example='"Corner Shop"',
        flag=Flag(Panel.REPORT, "NAME", short="-n", common=True),
    )
    out: Path = option(
        default=Path("output"),
        entry="out",
        help="Folder for everything that is written.",
        reads=path("a folder"),
        flag=Flag(Panel.RUN, "DIR", short="-o", common=True),
    )
    sheet: str | None = option(
        default=None,
        entry="data.sheet",
        help="Sheet of a workbook to read; else the one with most numbers and dates, and those like it.",
        reads=text("the name of a sheet"),
        example='"Orders"',
        flag=Flag(Panel.SOURCE, "NAME", in_check=True),
    )
    accept_rejected: bool = option(
        default=False,
        entry="data.accept_rejected",
        help="Whether to build even if more than 1% of the rows (and more than 3) cannot be read.",
        reads=YES_OR_NO,
        flag=Flag(
            Panel.SOURCE,
            on=("--accept-rejected",),
            help="Build even if more than 1% of the rows (and more than 3) cannot be read.",
            in_check=True,
        ),
    )
    repeats: Repeats | None = option(
        default=None,
        entry="data.repeats",
        help="keep or drop lines that equal an earlier one in every cell; else those are dropped that are "
        "shown to be copies.",
        reads=any_of(Repeats),
        example='"keep"',
        flag=Flag(Panel.SOURCE, "keep|drop", in_check=True),
    )
    exclude_ids: Path | None = option(
        default=None,
        entry="data.exclude_ids",
        help="File with ids of customers who are left out, one a line.",
        reads=file(MOST_TEXT),
        example='"objections.txt"',
        flag=Flag(Panel.SOURCE, "FILE", in_check=True),
    )
    not_sales: tuple[str, ...] = option(
        default=(),
        entry="data.not_sales",
        help='Rows that are no sales, as "COLUMN=VALUE": drafts, quotes, tests.',
        reads=NAMED_ROWS,
        example='["Status=Draft", "Type=Quote"]',
        flag=Flag(
            Panel.SOURCE,
            "COLUMN=VALUE",
            help="Leave out rows that are no sales, by what stands in a column. Repeatable.",
            in_check=True,
        ),
    )
    month: str | None = option(
        default=None,
        entry="data.month",
        help="Month of the report, YYYY-MM; else the last complete month of the data.",
        reads=MONTH,
        example='"2026-10"',
        flag=Flag(Panel.TIME, "YYYY-MM", short="-m", common=True, in_check=True),
    )
    until: dt.date | None = option(
        default=None,
        entry="data.until",
        help="Last day that counts, YYYY-MM-DD; else the end of the month.",
        reads=DAY,
        example="2026-10-31",
        flag=Flag(Panel.TIME, "DATE", in_check=True),
    )
    window_months: int = option(
        default=12,
        entry="data.window",
        help="How far back orders count, in months.",
        reads=MONTHS,
        flag=Flag(Panel.TIME, "12m", in_check=True),
    )
    day_first: bool | None = option(
        default=None,
        entry="data.day_first",
        help="Whether 03/04/2026 is 3 April, where the file does not prove it.",
        reads=YES_OR_NO,
        example="true",
        flag=Flag(
            Panel.TIME,
            on=("--day-first",),
            off=("--month-first",),
            help="03/04/2026 is 3 April, or 4 March; for files that do not prove it.",
            in_check=True,
            before="month",
        ),
    )
    value: tuple[str, ...] = option(
        default=(),
        entry="data.value",
        help="Column with what a customer is worth; several are added up.",
        reads=COLUMNS,
        example='["Net", "Shipping"]',
        flag=Flag(Panel.COLUMNS, "COLUMN", in_check=True),
    )
    control_total: Decimal | None = option(
        default=None,
        entry="data.control_total",
        help="Your own figure for the money of the period; the difference to ours is told by cause.",
        reads=MONEY,
        example="12345.67",
        flag=Flag(Panel.TIME, "AMOUNT", in_check=True, before="day_first"),
    )
    carry: tuple[str, ...] = option(
        default=(),
        entry="data.carry",
        help="Column to take along into the private lists.",
        reads=COLUMNS,
        example='["email", "consent"]',
        flag=Flag(Panel.COLUMNS, "COLUMN", in_check=True),
    )
    contact_cost: float | None = option(
        default=None,
        entry="money.contact_cost",
        help="What it costs to contact one customer; "
        "tells how many more orders pay for it, given the margin.",
        reads=amount("0.85"),
        example="0.85",
        flag=Flag(Panel.BUDGET, "AMOUNT"),
    )
    margin: float | None = option(
        default=None,
        entry="money.margin",
        help="What one more order leaves after its own costs.",
        reads=amount("12.50"),
        example="12.50",
        flag=Flag(Panel.BUDGET, "AMOUNT"),
    )
    budget: float | None = option(
        default=None,
        entry="money.budget",
        help="What may be spent on all segments; divided by rules that are stated.",
        reads=CENTS,
        example="5000",
        flag=Flag(Panel.BUDGET, "AMOUNT"),
    )
    k: int | None = option(
        default=None,
        entry="segments.k",
        help="Number of segments; else it is chosen.",
        reads=whole_number(2, 10),
        example="5",
        flag=Flag(Panel.SEGMENTS, "N", short="-k", common=True),
    )
    max_segments: int = option(
        default=8,
        entry="segments.max_segments",
        help="Most segments that may be chosen.",
        reads=whole_number(2, 8),
        flag=Flag(Panel.SEGMENTS, "N"),
    )
    algorithm: Algorithm = option(
        default=Algorithm.KMEANS,
        entry="segments.algorithm",
        help="How segments are found: kmeans, gmm (Gaussian mixture) or ward.",
        reads=any_of(Algorithm),
        flag=Flag(Panel.SEGMENTS, "NAME"),
    )
    segments: SegmentsBy = option(
        default=SegmentsBy.CLUSTERS,
        entry="segments.segments",
        help="clusters, or rules: fixed limits on days since the last order and orders.",
        reads=any_of(SegmentsBy),
        flag=Flag(Panel.SEGMENTS, "NAME"),
    )
    never_basis: tuple[str, ...] = option(
        default=(),
        entry="segments.never_basis",
        help="Column that nobody is grouped by, whatever else is asked.",
        reads=COLUMNS,
        example='["Age"]',
        flag=Flag(Panel.SEGMENTS, "COLUMN", in_check=True),
    )
    by: tuple[str, ...] = option(
        default=(),
        entry="segments.by",
        help="Column to group customers by.",
        reads=COLUMNS,
        example='["Income", "Visits"]',
        flag=Flag(Panel.SEGMENTS, "COLUMN", common=True, in_check=True, before="never_basis"),
    )
    seed: int = option(
        default=0,
        entry="segments.seed",
        help="Starts the random draws.",
        reads=whole_number(0, LARGEST_SEED),
        flag=Flag(Panel.SEGMENTS, "N"),
    )
    roles: dict[str, Role] = table(
        OwnKeys(f"Roles: {', '.join(Role)}."),
        entry="columns",
        help="What a column is for.",
        reads=any_of(Role),
        example='"ignore"',
        flag=Flag(
            Panel.COLUMNS,
            "COLUMN=ROLE",
            on=("--role",),
            help="What any column is for.",
            in_check=True,
            before="value",
        ),
    )
    rates: dict[str, Decimal] = table(
        OwnKeys("Rates count in the currency above.", "USD"),
        entry="rates",
        help="What one unit of a currency is worth.",
        reads=RATE,
        example="0.86",
    )
    labels: dict[str, str] = table(
        OwnKeys("Words as within a sentence.", "MntWines"),
        entry="labels",
        help="What a column is called in the report, by its header.",
        reads=text("words"),
        example='"wine"',
    )
    rules: dict[str, tuple[int, ...]] = table(
        OwnKeys("Limits of days (at most, for a score of 5, 4, 3, 2), orders and spend (at least).", "days"),
        entry="rules",
        help="Own limits of segments by rules and of the scores: days, orders, spend.",
        reads=rising_limits(0),
        example="[30, 90, 180, 365]",
    )
    names: dict[str, str] = table(
        OwnKeys("The keys stand in: reportgen build --json; with rules also cells: champions.", "a"),
        entry="names",
        help="A segment's name, by its key.",
        reads=text("a name"),
        example='"Regulars"',
    )
    contacted: dict[str, dt.date] = table(
        OwnKeys("Each key is the month of a list and its segment.", example='"2026-10 at-risk"'),
        entry="contacted",
        help="Lists that were used, with the day of the contact.",
        reads=DAY,
        example="2026-11-05",
    )
    responsible: dict[str, str] = table(
        OwnKeys("Keys of segments as above, or of plays of the playbook.", "a"),
        entry="responsible",
        help="Who acts on what is recommended for a segment, named in the brief.",
        reads=text("a name"),
        example='"Ann"',
    )
    allocation: dict[str, ResponseCurve] = table(
        OwnKeys("Keys as above; needs a budget.", "a"),
        entry="allocation",
        help="What spending on a segment may bring: never more than most, and half of that at half.",
        reads=CURVE,
        example=CURVE_EXAMPLE,
    )


OPTIONS = declared(BuildOptions)
"""Field -> option, in the order of reportgen.toml; tables with keys of the user's own come last."""


def refuse_absent_files(options: BuildOptions) -> None:
    """Every file and folder that an option names is there, of the right kind and size.

    Raises:
        InputError: one is not.
        SurroundingsError: one cannot be looked at.
    """
    for name, declaration in OPTIONS.items():
        value = getattr(options, name)
        if declaration.reads.check is not None and value is not None:
            declaration.reads.check(value)
