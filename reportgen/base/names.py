"""Names that are safe as a folder, a file and a part of a link."""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FALLBACK = "report"
"""The name of what has none: standard input, or a file called by a date alone."""

_MAX_BYTES = 80
_EXTENSION = re.compile(
    r"\.(csv|tsv|txt|tab|dat|asc|xlsx|xlsm|xls|ods|parquet|json|jsonl|ndjson|db|sqlite|sqlite3)$",
    re.IGNORECASE,
)
_PACKED = re.compile(r"\.(gz|zip|bz2|xz|zst)$", re.IGNORECASE)
_COPY = re.compile(r"\s*\(\d{1,2}\)$")
_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:[T_ -]?[0-2]\d[-:.h]?[0-5]\d(?:[-:.]?[0-5]\d)?Z?)?"
_MONTH_NAME = (
    r"(?<![^\W_])(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|q[1-4])(?![^\W\d_])"
)
_GAP = "[-_. ]"
_DATE = re.compile(
    rf"(?<!\d)(?:{_YEAR}{_GAP}?{_MONTH}{_GAP}?{_DAY}{_CLOCK}|{_DAY}{_GAP}{_MONTH}{_GAP}{_YEAR}{_CLOCK}"
    rf"|{_YEAR}{_GAP}?{_MONTH}|{_MONTH}{_GAP}{_YEAR}|{_MONTH_NAME}{_GAP}?{_YEAR}|{_YEAR}{_GAP}?{_MONTH_NAME}"
    rf"|{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_SPELLED = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "&": " and ",
        "'": "",
        "\u2019": "",
    }
)
"""Letters that are not a base letter with an accent, and signs that are said or skipped."""


def report_name(source: str) -> str:
    """The name of a source without its folder, extensions and date parts: "orders-2026-10.csv" -> "orders".

    Next month's file so continues this month's history. Of a database's address only the table
    counts, or else the path, never the user or the password.
    """
    path = _in_database(source) if "://" in source else source
    base = re.split(r"[/\\]", path.rstrip("/\\"))[-1]
    stem = _COPY.sub("", _EXTENSION.sub("", _PACKED.sub("", base)))
    return slug(_DATE.sub(" ", stem))


def _in_database(address: str) -> str:
    parts = urlsplit(address)
    return next(iter(parse_qs(parts.query).get("table", ())), parts.path)


def common_name(sources: Sequence[str]) -> str:
    """The name of several sources together: the words with which all their names begin."""
    names = (report_name(source).split("-") for source in sources)
    common = takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False))
    return "-".join(words[0] for words in common) or FALLBACK


def slug(text: str) -> str:
    """Lower-case words joined by hyphens; never empty, at most 80 bytes, safe on every file system.

    Latin letters lose their accents; letters of other scripts stay.
    """
    words = "".join(char if _is_letter(char) else " " for char in _plain(text)).split()
    short = _shortened("-".join(words))
    return f"{short}-{FALLBACK}" if _RESERVED.fullmatch(short) else short or FALLBACK


def _is_letter(char: str) -> bool:
    """Letters, digits, and the vowel signs without which many scripts cannot be read."""
    return unicodedata.category(char)[0] in "LMN"


def _plain(text: str) -> str:
    lower = unicodedata.normalize("NFKC", text).lower().translate(_SPELLED)
    return unicodedata.normalize("NFC", "".join(map(_without_accent, lower)))


def _without_accent(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char


def _shortened(text: str) -> str:
    return text.encode()[:_MAX_BYTES].decode(errors="ignore").rstrip("-")


def list_names(keys: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """What the private lists of segments are called: by their names, with their key where two are alike."""
    slugs = [slug(names[key]) for key in keys]
    return tuple(
        name if slugs.count(name) == 1 else f"{name}-{slug(key)}"
        for key, name in zip(keys, slugs, strict=True)
    )
