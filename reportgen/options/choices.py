"""Every choice that a user has: its words, its place in reportgen.toml, and which values fit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError, numbers

from reportgen.errors import InputError
from reportgen.options.colours import UnfitColourError, accent
from reportgen.options.enums import Algorithm, Format, Paper, Role, SegmentsBy, Vocabulary
from reportgen.options.response_curve import ResponseCurve

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from reportgen.errors import Place

LARGEST_SEED = 2**32 - 1
MOST_MONEY = 1e12


@dataclass(frozen=True)
class Choice:
    """One thing that a user can choose: by a flag, in reportgen.toml, or from Python."""

    field: str
    """Field of `BuildOptions`."""
    entry: str
    """Its place in reportgen.toml, such as `data.month`; a flag is called by the last part."""
    help: str
    expects: str
    """What fits, as the end of "give ..."."""
    example: str
    """A value as it is written in reportgen.toml."""
    read: Callable[[Any], Any]
    """From what was given to the option's value; ValueError, TypeError or KeyError if it does not fit."""

    @property
    def table(self) -> str:
        """The table of reportgen.toml it stands in; empty for the top level."""
        return self.entry.rpartition(".")[0]

    @property
    def key(self) -> str:
        """Its name in that table."""
        return self.entry.rpartition(".")[2]

    def take(self, given: object, place: Place) -> Any:  # noqa: ANN401 - each option has its own type
        """The option's value for what a user gave.

        Raises:
            InputError: it does not fit; `place` tells where it stands.
        """
        try:
            return self.read(given)
        except UnfitColourError as unfit:
            raise InputError(str(unfit), f"give {self.expects}", place) from None
        except (ValueError, TypeError, KeyError, DecimalException):
            raise InputError(f"{given!r} does not fit", f"give {self.expects}", place) from None


def _text(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise TypeError
    return given.strip()


def _path(given: object) -> Path:
    return given if isinstance(given, Path) else Path(_text(given)).expanduser()


def _yes_or_no(given: object) -> bool:
    if not isinstance(given, bool):
        raise TypeError
    return given


def _whole_number(given: object, least: int, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise TypeError
    if not least <= given <= most:
        raise ValueError
    return given


def _amount(given: object) -> float:
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise TypeError
    if not 0 < given < MOST_MONEY:
        raise ValueError
    return float(given)


def _cents(given: object) -> float:
    amount = _amount(given)
    if amount != round(amount, 2):
        raise ValueError
    return amount


def _curve(given: object) -> ResponseCurve:
    if not isinstance(given, Mapping) or set(given) != {"most", "half"}:
        raise TypeError
    return ResponseCurve(_amount(given["most"]), _amount(given["half"]))


def _month(given: object) -> str:
    text = _text(given)
    if re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", text) is None:
        raise ValueError
    return text


def _day(given: object) -> dt.date:
    if isinstance(given, dt.datetime):
        raise TypeError
    return given if isinstance(given, dt.date) else dt.date.fromisoformat(_text(given))


def _months(given: object) -> int:
    if isinstance(given, int):
        return _whole_number(given, 1, 120)
    written = re.fullmatch(r"(\d{1,3})m", _text(given))
    if written is None:
        raise ValueError
    return _whole_number(int(written[1]), 1, 120)


def _columns(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        return (_text(given),)
    if not isinstance(given, list | tuple):
        raise TypeError
    return tuple(map(_text, given))


def _formats(given: object) -> frozenset[Format]:
    if isinstance(given, str):
        return _formats([part.strip() for part in given.split(",")])
    if not isinstance(given, list | tuple | set | frozenset) or not given:
        raise TypeError
    return frozenset(map(Format, given))


def _currency(given: object) -> str:
    code = _text(given).upper()
    if code not in numbers.list_currencies():
        raise ValueError
    return code


def _money(given: object) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise TypeError
    amount = Decimal(str(given).strip())
    if not amount.is_finite():
        raise ValueError
    return amount


def _rate(given: object) -> Decimal:
    rate = _money(given)
    if rate <= 0:
        raise ValueError
    return rate


def _locale(given: object) -> str:
    try:
        return str(Locale.parse(_text(given)))
    except UnknownLocaleError:
        raise ValueError from None


def _any_of(kind: type[StrEnum]) -> str:
    return f"any of {', '.join(kind)}"


CHOICES = (
    Choice(
        "name",
        "name",
        "Name of the report and of its folder.",
        "a name",
        '"Corner Shop"',
        _text,
    ),
    Choice("out", "out", "Folder for everything that is written.", "a folder", '"output"', _path),
    Choice("company", "report.company", "Company named on the cover.", "a name", '"Corner Shop"', _text),
    Choice(
        "contact",
        "report.contact",
        "Whom readers may ask.",
        "a name or an address",
        '"reports@example.com"',
        _text,
    ),
    Choice(
        "logo",
        "report.logo",
        "Logo on cover, brief, message and lists of reports: a PNG, JPEG or SVG of up to 200 KB.",
        "a file",
        '"logo.svg"',
        _path,
    ),
    Choice(
        "accent",
        "report.accent",
        "Colour of cover, rules and charts in one colour, dark enough for white text.",
        "a colour as #RRGGBB, dark enough for white text, such as #17307A",
        '"#17307A"',
        accent,
    ),
    Choice(
        "text_font",
        "report.text_font",
        "Font of text and charts, a TTF, OTF or WOFF2 that may be embedded; else Source Sans Pro.",
        "a file",
        '"fonts/House-Regular.ttf"',
        _path,
    ),
    Choice(
        "semibold_font",
        "report.semibold_font",
        "The same face, bolder, for names and heads of tables; goes with text_font.",
        "a file",
        '"fonts/House-SemiBold.ttf"',
        _path,
    ),
    Choice(
        "heading_font",
        "report.heading_font",
        "Font of headings and big numbers; else Source Serif Pro.",
        "a file",
        '"fonts/House-Display.otf"',
        _path,
    ),
    Choice(
        "currency",
        "report.currency",
        "Currency of the amounts, such as GBP; without it they are printed bare.",
        "a currency's code of three letters, such as GBP",
        '"GBP"',
        _currency,
    ),
    Choice(
        "locale",
        "report.locale",
        "Language of the report (English, German, French), and how its numbers and dates are written.",
        "a language and a country, such as en_GB",
        '"en_GB"',
        _locale,
    ),
    Choice(
        "vocabulary",
        "report.vocabulary",
        "Words for segments: retail for a shop, neutral for a bank or a club.",
        _any_of(Vocabulary),
        '"retail"',
        Vocabulary,
    ),
    Choice(
        "formats",
        "report.formats",
        "What to write: html, pdf, brief, lists, email.",
        _any_of(Format),
        '["html", "pdf", "brief", "lists", "email"]',
        _formats,
    ),
    Choice(
        "paper",
        "report.paper",
        "Sheet of the report and the brief: a4 or letter.",
        _any_of(Paper),
        '"a4"',
        Paper,
    ),
    Choice(
        "static",
        "report.static",
        "Whether the HTML page does without scripts.",
        "true or false",
        "false",
        _yes_or_no,
    ),
    Choice(
        "recommendations",
        "report.recommendations",
        "Whether to recommend what to do with each segment.",
        "true or false",
        "true",
        _yes_or_no,
    ),
    Choice(
        "min_cell",
        "report.min_cell",
        "Show no group of fewer customers.",
        "a whole number from 5 to 1000",
        "10",
        partial(_whole_number, least=5, most=1000),
    ),
    Choice(
        "describe",
        "report.describe",
        "Column that describes the segments though it is sensitive, or one of very many.",
        "names of columns",
        '["Gender"]',
        _columns,
    ),
    Choice(
        "templates",
        "report.templates",
        "Folder with templates of your own.",
        "a folder",
        '"templates"',
        _path,
    ),
    Choice(
        "playbook",
        "report.playbook",
        "File with recommendations of your own.",
        "a file",
        '"playbook.toml"',
        _path,
    ),
    Choice(
        "sheet",
        "data.sheet",
        "Sheet of a workbook to read; else the one with most numbers and dates, and those like it.",
        "the name of a sheet",
        '"Orders"',
        _text,
    ),
    Choice(
        "accept_rejected",
        "data.accept_rejected",
        "Whether to build even if more than 1% of the rows (and more than 3) cannot be read.",
        "true or false",
        "false",
        _yes_or_no,
    ),
    Choice(
        "exclude_ids",
        "data.exclude_ids",
        "File with ids of customers who are left out, one a line.",
        "a file",
        '"objections.txt"',
        _path,
    ),
    Choice(
        "month",
        "data.month",
        "Month of the report, YYYY-MM; else the last complete month of the data.",
        "a month as YYYY-MM, such as 2026-10",
        '"2026-10"',
        _month,
    ),
    Choice(
        "until",
        "data.until",
        "Last day that counts, YYYY-MM-DD; else the end of the month.",
        "a day as YYYY-MM-DD, such as 2026-10-31",
        "2026-10-31",
        _day,
    ),
    Choice(
        "window_months",
        "data.window",
        "How far back orders count, in months.",
        "months from 1m to 120m, such as 12m",
        '"12m"',
        _months,
    ),
    Choice(
        "day_first",
        "data.day_first",
        "Whether 03/04/2026 is 3 April, where the file does not prove it.",
        "true or false",
        "true",
        _yes_or_no,
    ),
    Choice(
        "value",
        "data.value",
        "Column with what a customer is worth; several are added up.",
        "names of columns",
        '["Net", "Shipping"]',
        _columns,
    ),
    Choice(
        "control_total",
        "data.control_total",
        "Your own figure for the money of the period; the difference to ours is told by cause.",
        "an amount, such as 12345.67",
        "12345.67",
        _money,
    ),
    Choice(
        "carry",
        "data.carry",
        "Column to take along into the private lists.",
        "names of columns",
        '["email", "consent"]',
        _columns,
    ),
    Choice(
        "contact_cost",
        "money.contact_cost",
        "What it costs to contact one customer; tells how many more orders pay for it, given the margin.",
        "an amount above zero, such as 0.85",
        "0.85",
        _amount,
    ),
    Choice(
        "margin",
        "money.margin",
        "What one more order leaves after its own costs.",
        "an amount above zero, such as 12.50",
        "12.50",
        _amount,
    ),
    Choice(
        "budget",
        "money.budget",
        "What may be spent on all segments; divided by rules that are stated.",
        "an amount above zero with no more than two decimals, such as 5000",
        "5000",
        _cents,
    ),
    Choice(
        "k",
        "segments.k",
        "Number of segments; else it is chosen.",
        "a whole number from 2 to 10",
        "5",
        partial(_whole_number, least=2, most=10),
    ),
    Choice(
        "max_segments",
        "segments.max_segments",
        "Most segments that may be chosen.",
        "a whole number from 2 to 8",
        "8",
        partial(_whole_number, least=2, most=8),
    ),
    Choice(
        "algorithm",
        "segments.algorithm",
        "How segments are found: kmeans, gmm (Gaussian mixture) or ward.",
        _any_of(Algorithm),
        '"kmeans"',
        Algorithm,
    ),
    Choice(
        "segments",
        "segments.segments",
        "clusters, or rules: fixed limits on days since the last order and orders.",
        _any_of(SegmentsBy),
        '"clusters"',
        SegmentsBy,
    ),
    Choice(
        "never_basis",
        "segments.never_basis",
        "Column that nobody is grouped by, whatever else is asked.",
        "names of columns",
        '["Age"]',
        _columns,
    ),
    Choice(
        "by",
        "segments.by",
        "Column to group customers by.",
        "names of columns",
        '["Income", "Visits"]',
        _columns,
    ),
    Choice(
        "seed",
        "segments.seed",
        "Starts the random draws.",
        f"a whole number from 0 to {LARGEST_SEED}",
        "0",
        partial(_whole_number, least=0, most=LARGEST_SEED),
    ),
)
"""In the order of reportgen.toml."""

ROLE = Choice("roles", "columns", "What a column is for.", _any_of(Role), '"ignore"', Role)
RATE = Choice("rates", "rates", "What one unit of a currency is worth.", "a number above 0", "0.86", _rate)
NAME = Choice("names", "names", "A segment's name, by its key.", "a name", '"Regulars"', _text)
CURVE = Choice(
    "allocation",
    "allocation",
    "What spending on a segment may bring: never more than most, and half of that at half.",
    "two amounts above zero, such as { most = 9000, half = 1500 }",
    "{ most = 9000, half = 1500 }",
    _curve,
)

OWN_WORDS: Mapping[str, Choice] = {choice.field: choice for choice in (ROLE, NAME, RATE, CURVE)}
"""Tables of reportgen.toml whose keys are the user's own words: column -> role, currency -> rate,
segment key -> the rest."""
BY_FIELD: Mapping[str, Choice] = {choice.field: choice for choice in CHOICES}
