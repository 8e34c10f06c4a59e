"""How the report looks and what it says: the table [report] of reportgen.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - a field's type

from reportgen.base.named_files import MOST_SETTINGS
from reportgen.options.colours import ACCENT
from reportgen.options.enums import Format, Paper, Service, Vocabulary
from reportgen.options.option import Flag, Panel, option
from reportgen.options.readers import (
    COLUMNS,
    COUNTRY,
    CURRENCY,
    FORMATS,
    LOCALE,
    WEB_ADDRESS,
    YES_OR_NO,
    any_of,
    file,
    folder,
    some_of,
    text,
    whole_number,
)

LARGEST_LOGO = 200_000
"""Bytes; a page holds the logo once, and a brief has to stay small enough to be mailed."""
LARGEST_FONT = 50 * 2**20
"""Bytes; whether pages may embed it is found out when it is read."""


@dataclass(frozen=True, kw_only=True)
class ReportOptions:
    """What readers see, and in which form."""

    company: str | None = option(
        default=None,
        entry="report.company",
        help="Company named on the cover.",
        reads=text("a name"),
        example='"Corner Shop"',
        flag=Flag(Panel.REPORT, "NAME", common=True),
    )
    contact: str | None = option(
        default=None,
        entry="report.contact",
        help="Whom readers may ask.",
        reads=text("a name or an address"),
        example='"reports@example.com"',
        flag=Flag(Panel.REPORT, "TEXT"),
    )
    logo: Path | None = option(
        default=None,
        entry="report.logo",
        help="Logo on cover, brief, message and lists of reports: a PNG, JPEG or SVG of up to 200 KB.",
        reads=file(LARGEST_LOGO),
        example='"logo.svg"',
        flag=Flag(Panel.REPORT, "FILE"),
    )
    accent: str | None = option(
        default=None,
        entry="report.accent",
        help="Colour of cover, rules and charts in one colour, dark enough for white text.",
        reads=ACCENT,
        example='"#17307A"',
        flag=Flag(Panel.REPORT, "COLOUR"),
    )
    text_font: Path | None = option(
        default=None,
        entry="report.text_font",
        help="Font of text and charts, a TTF, OTF or WOFF2 that may be embedded; else Source Sans Pro.",
        reads=file(LARGEST_FONT),
        example='"fonts/House-Regular.ttf"',
        flag=Flag(Panel.REPORT, "FILE"),
    )
    semibold_font: Path | None = option(
        default=None,
        entry="report.semibold_font",
        help="The same face, bolder, for names and heads of tables; goes with text_font.",
        reads=file(LARGEST_FONT),
        example='"fonts/House-SemiBold.ttf"',
        flag=Flag(Panel.REPORT, "FILE"),
    )
    heading_font: Path | None = option(
        default=None,
        entry="report.heading_font",
        help="Font of headings and big numbers; else Source Serif Pro.",
        reads=file(LARGEST_FONT),
        example='"fonts/House-Display.otf"',
        flag=Flag(Panel.REPORT, "FILE"),
    )
    currency: str | None = option(
        default=None,
        entry="report.currency",
        help="Currency of the amounts, such as GBP; without it they are printed bare.",
        reads=CURRENCY,
        example='"GBP"',
        flag=Flag(Panel.REPORT, "CODE", common=True),
    )
    locale: str = option(
        default="en_GB",
        entry="report.locale",
        help="Language of the report (English, German, French), and how its numbers and dates are written.",
        reads=LOCALE,
        flag=Flag(Panel.REPORT, "CODE", common=True),
    )
    vocabulary: Vocabulary = option(
        default=Vocabulary.RETAIL,
        entry="report.vocabulary",
        help="Words for segments: retail for a shop, neutral for a bank or a club.",
        reads=any_of(Vocabulary),
        flag=Flag(Panel.REPORT, "WORDS", before="recommendations"),
    )
    formats: frozenset[Format] = option(
        default=frozenset(Format) - {Format.WORKBOOK, Format.PPTX},
        entry="report.formats",
        help="What to write: html, pdf, brief, lists, workbook, email, pptx.",
        reads=FORMATS,
        flag=Flag(Panel.REPORT, "LIST", short="-f", common=True),
    )
    audiences: frozenset[Service] = option(
        default=frozenset(),
        entry="report.audiences",
        help="Files of each list for upload, in private/: klaviyo, mailchimp, meta, google.",
        reads=some_of(Service),
        example='["klaviyo", "meta"]',
        flag=Flag(Panel.REPORT, "LIST"),
    )
    country: str | None = option(
        default=None,
        entry="report.country",
        help="Country of customers where the file names none: audience files need it for phone numbers.",
        reads=COUNTRY,
        example='"GB"',
        flag=Flag(Panel.REPORT, "CODE"),
    )
    paper: Paper = option(
        default=Paper.A4,
        entry="report.paper",
        help="Sheet of the report and the brief: a4 or letter.",
        reads=any_of(Paper),
        flag=Flag(Panel.REPORT, "SHEET"),
    )
    static: bool = option(
        default=False,
        entry="report.static",
        help="Whether the HTML page does without scripts.",
        reads=YES_OR_NO,
        flag=Flag(
            Panel.REPORT, on=("--static",), help="Leave the scripts out of the HTML page: its drawings stay."
        ),
    )
    recommendations: bool = option(
        default=True,
        entry="report.recommendations",
        help="Whether to recommend what to do with each segment.",
        reads=YES_OR_NO,
        flag=Flag(
            Panel.REPORT, off=("--no-recommendations",), help="Leave out what to do with each segment."
        ),
    )
    control_groups: bool = option(
        default=True,
        entry="report.control_groups",
        help="Whether to leave a control group out of each list, so that it can be read what an action did.",
        reads=YES_OR_NO,
        flag=Flag(
            Panel.REPORT, off=("--no-control-groups",), help="Leave nobody out of the lists as a control."
        ),
    )
    min_cell: int = option(
        default=10,
        entry="report.min_cell",
        help="Show no group of fewer customers.",
        reads=whole_number(5, 1000),
        flag=Flag(Panel.SEGMENTS, "N", before="seed"),
    )
    describe: tuple[str, ...] = option(
        default=(),
        entry="report.describe",
        help="Column that describes the segments though it is sensitive, or one of very many.",
        reads=COLUMNS,
        example='["Gender"]',
        flag=Flag(Panel.REPORT, "COLUMN", before="recommendations"),
    )
    site_url: str | None = option(
        default=None,
        entry="report.site_url",
        help="Address at which site/ can be read; the e-mail links to the report there.",
        reads=WEB_ADDRESS,
        example='"https://reports.example.com"',
        flag=Flag(Panel.REPORT, "URL"),
    )
    templates: Path | None = option(
        default=None,
        entry="report.templates",
        help="Folder with templates of your own.",
        reads=folder(),
        example='"templates"',
        flag=Flag(Panel.REPORT, "DIR"),
    )
    playbook: Path | None = option(
        default=None,
        entry="report.playbook",
        help="File with recommendations of your own.",
        reads=file(MOST_SETTINGS),
        example='"playbook.toml"',
        flag=Flag(Panel.REPORT, "FILE"),
    )
