"""Readers: how what a user gives becomes the value of an option.

The same reader checks the text of a flag, a value of reportgen.toml and an argument from Python. One that is
read in another way than those here has its reader beside its own kind of value (`colours`, `response_curve`,
`mail_readers`). Libraries that a reader needs are imported when it reads, so that --help starts without them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable  # noqa: TC003 - a field's type
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from reportgen.base.limits import is_memory
from reportgen.base.named_files import existing_file, existing_folder
from reportgen.options.enums import Format
from reportgen.options.toml_values import toml_list, toml_value

if TYPE_CHECKING:
    from enum import StrEnum

LARGEST_SEED = 2**32 - 1
MOST_MONEY = 1e12
MOST_MONTHS_BACK = 120
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, line breaks, and signs that turn the text around them."""

Value = TypeVar("Value", covariant=True)  # noqa: PLC0105 - the value that comes out
Member = TypeVar("Member", bound="StrEnum")


class UnfitError(ValueError):
    """Why a value does not fit, as one line for its user."""


@dataclass(frozen=True)
class Reader(Generic[Value]):
    """What fits an option, and how it is read and written."""

    read: Callable[[Any], Value]
    """From what was given to the option's value; ValueError, TypeError or KeyError if it does not fit."""
    expects: str
    """What fits, as the end of "give ..."."""
    python: str
    """The type of what Python may give, as it stands in `keywords.py`."""
    typed: Any = str
    """The type in which the command line hands over its flag."""
    write: Callable[[Any], str] = toml_value
    """From the option's value to how reportgen.toml writes it."""
    choices: tuple[str, ...] = ()
    """The words that fit, where these are a fixed list."""
    check: Callable[[Any], object] | None = None
    """What has to be true of the value when work begins; InputError where it is not."""


def text(expects: str) -> Reader[str]:
    """Text on one line that is not empty."""
    return Reader(_read_line, expects, "str")


def path(expects: str) -> Reader[Path]:
    """A path; in reportgen.toml it counts from the folder of that file."""
    return Reader(_read_path, expects, "Path | str", Path)


def file(most: int) -> Reader[Path]:
    """A file of no more than `most` bytes, which is there when work begins."""
    return replace(path("a file"), check=partial(existing_file, most=most))


def folder() -> Reader[Path]:
    """A folder, which is there when work begins."""
    return replace(path("a folder"), check=existing_folder)


LIMITS = 4
"""Limits between five scores."""


def whole_number(least: int, most: int) -> Reader[int]:
    """A whole number from `least` to `most`."""
    read = partial(_read_whole_number, least=least, most=most)
    return Reader(read, f"a whole number from {least} to {most}", "int", int)


def rising_limits(least: int) -> Reader[tuple[int, ...]]:
    """Four whole numbers, each larger than the one before, the first at least so large."""
    return Reader(
        partial(_read_rising, least=least),
        f"four whole numbers that rise, the first at least {least}",
        "Sequence[int]",
        list,
    )


def _read_rising(given: object, least: int) -> tuple[int, ...]:
    if not isinstance(given, list | tuple):
        raise TypeError
    limits = tuple(_read_whole_number(each, least, LARGEST_SEED) for each in given)
    if len(limits) != LIMITS or list(limits) != sorted(set(limits)):
        raise ValueError
    return limits


def any_of(kind: type[Member]) -> Reader[Member]:
    """One of the words of an enum."""
    return Reader(kind, f"any of {', '.join(kind)}", f"{kind.__name__} | str", choices=tuple(kind))


def read_text(given: object) -> str:
    """Text without the white space around it."""
    if not isinstance(given, str) or not given.strip():
        raise TypeError
    return given.strip()


def _read_line(given: object) -> str:
    line = read_text(given)
    if _UNSEEN.search(line):
        raise UnfitError(f"{line!r} holds a line break, or another sign that cannot be seen")
    return line


def _read_memory(given: object) -> str:
    amount = read_text(given).upper()
    if not is_memory(amount):
        raise ValueError
    return amount


def read_amount(given: object) -> float:
    """An amount above zero."""
    if not isinstance(given, int | float) or isinstance(given, bool):
        raise TypeError
    if not 0 < given < MOST_MONEY:
        raise ValueError
    return float(given)


def _read_path(given: object) -> Path:
    return given if isinstance(given, Path) else Path(read_text(given)).expanduser()


def _read_yes_or_no(given: object) -> bool:
    if not isinstance(given, bool):
        raise TypeError
    return given


def _read_whole_number(given: object, least: int, most: int) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise TypeError
    if not least <= given <= most:
        raise ValueError
    return given


def _read_cents(given: object) -> float:
    amount = read_amount(given)
    if amount != round(amount, 2):
        raise ValueError
    return amount


def _read_month(given: object) -> str:
    month = read_text(given)
    if re.fullmatch(r"[1-9]\d{3}-(0[1-9]|1[0-2])", month) is None:
        raise ValueError
    return month


def _read_day(given: object) -> dt.date:
    if isinstance(given, dt.datetime):
        raise TypeError
    return given if isinstance(given, dt.date) else dt.date.fromisoformat(read_text(given))


def _read_months(given: object) -> int:
    if isinstance(given, int):
        return _read_whole_number(given, 1, MOST_MONTHS_BACK)
    written = re.fullmatch(r"(\d{1,3})m", read_text(given))
    if written is None:
        raise ValueError
    return _read_whole_number(int(written[1]), 1, MOST_MONTHS_BACK)


def _read_columns(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        return (read_text(given),)
    if not isinstance(given, list | tuple):
        raise TypeError
    return tuple(map(read_text, given))


def _read_named_rows(given: object) -> tuple[str, ...]:
    rows = _read_columns(given)
    wrong = next((each for each in rows if not all(map(str.strip, each.partition("=")))), None)
    if wrong is not None:
        raise UnfitError(f"{wrong!r} is no COLUMN=VALUE, such as Status=Draft")
    return rows


def some_of(kind: type[Member]) -> Reader[frozenset[Member]]:
    """Words of an enum, in a list or parted by commas."""
    return Reader(
        partial(_read_some, kind=kind),
        any_of(kind).expects,
        f"Collection[{kind.__name__} | str] | str",
        write=lambda chosen: toml_list(each for each in kind if each in chosen),
        choices=tuple(kind),
    )


def _read_some(given: object, kind: type[Member]) -> frozenset[Member]:
    if isinstance(given, str):
        return _read_some([part.strip() for part in given.split(",")], kind)
    if not isinstance(given, list | tuple | set | frozenset) or not given:
        raise TypeError
    unknown = [each for each in given if each not in list(kind)]
    if unknown:
        raise UnfitError(f"there is no {kind.__name__.lower()} {unknown[0]!r}")
    return frozenset(map(kind, given))


def _read_currency(given: object) -> str:
    from babel import numbers  # noqa: PLC0415 - see the head of this module

    code = read_text(given).upper()
    if code not in numbers.list_currencies():
        raise ValueError
    return code


def _read_country(given: object) -> str:
    from babel import Locale  # noqa: PLC0415 - see the head of this module

    code = read_text(given).upper()
    if not re.fullmatch("[A-Z]{2}", code) or code not in Locale("en").territories:
        raise ValueError
    return code


def _read_locale(given: object) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - see the head of this module

    try:
        return str(Locale.parse(read_text(given)))
    except UnknownLocaleError:
        raise ValueError from None


def _read_money(given: object) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise TypeError
    amount = Decimal(str(given).strip())
    if not amount.is_finite():
        raise ValueError
    return amount


def _read_rate(given: object) -> Decimal:
    rate = _read_money(given)
    if rate <= 0:
        raise ValueError
    return rate


YES_OR_NO = Reader(_read_yes_or_no, "true or false", "bool", bool)
COLUMNS = Reader(_read_columns, "names of columns", "Sequence[str]", list[str])
NAMED_ROWS = Reader(
    _read_named_rows, "columns and values as COLUMN=VALUE, such as Status=Draft", "Sequence[str]", list[str]
)
MEMORY = Reader(_read_memory, "an amount of memory such as 4GB", "str")
MONTH = Reader(_read_month, "a month as YYYY-MM, such as 2026-10", "str")
DAY = Reader(_read_day, "a day as YYYY-MM-DD, such as 2026-10-31", "dt.date | str")
MONTHS = Reader(
    _read_months,
    f"months from 1m to {MOST_MONTHS_BACK}m, such as 12m",
    "int",
    write=lambda months: toml_value(f"{months}m"),
)
FORMATS = some_of(Format)
CURRENCY = Reader(_read_currency, "a currency's code of three letters, such as GBP", "str")
COUNTRY = Reader(_read_country, "a country's code of two letters, such as GB", "str")
LOCALE = Reader(_read_locale, "a language and a country, such as en_GB", "str")
CENTS = Reader(
    _read_cents, "an amount above zero with no more than two decimals, such as 5000", "float", float
)
MONEY = Reader(_read_money, "an amount, such as 12345.67", "Decimal | float | str")
RATE = Reader(_read_rate, "a number above 0", "Decimal | float | str")


def _read_web_address(given: object) -> str:
    """An address of the web, without the slash at its end."""
    address = read_text(given).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError
    return address


WEB_ADDRESS = Reader(_read_web_address, "an address such as https://reports.example.com", "str")


def amount(example: str) -> Reader[float]:
    """An amount of money above zero."""
    return Reader(read_amount, f"an amount above zero, such as {example}", "float", float)
