"""Patterns of whole cells, and the number or date format that the shares of matching cells prove.

The patterns are regexes of RE2. Numbers may carry a currency or percent sign, a
minus before or after, or accountants' brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.word_lists import any_of, cell_words, currency_signs, month_names
from reportgen.columns.calendars import (
    BUDDHIST,
    BUDDHIST_YEAR,
    ERA,
    ERA_DATE,
    PERSIAN,
    PERSIAN_YEAR,
    WEEK,
    WEEK_DATE,
)
from reportgen.columns.number_date_formats import (
    BLANK,
    EPOCH,
    EPOCH_MS,
    MONTH_ONLY,
    SIDE_MARK,
    SIGN,
    SPREADSHEET_DAY,
    DateFormat,
    NumberFormat,
)
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping

NEARLY_ALL = 0.99
_CODED = {SPREADSHEET_DAY: (30_000, 60_000), EPOCH: (1e9, 3e9), EPOCH_MS: (1e12, 3e12)}
_BOTH = 0.1
A_FEW = 0.01
"""Share of cells above which a pattern is no slip of the pen."""

CURRENCY = rf"(?:{any_of([*currency_signs(), *map(str.upper, cell_words('currency'))])}|\p{{Sc}})"
"""Signs and short words, codes, and any other sign of a currency that Unicode knows."""
_BEFORE = rf"{BLANK}*(?:{SIDE_MARK}{BLANK}+)?"
_BEFORE += rf"(?:{SIGN}?{BLANK}*{CURRENCY}?|{CURRENCY}{BLANK}*{SIGN}){BLANK}*"
_CLOSING = rf"(?:[-)]|{SIDE_MARK})?"
_AFTER = rf"{BLANK}*%?{BLANK}*(?:{CURRENCY}?{BLANK}*{_CLOSING}|[-)]{BLANK}*{CURRENCY})"
_WEEKDAY = r"(?:\pL\pL+\.?,? )?"
_TIME = r"(?:[T ,]+\d{1,2}[:.h]\d{2}.*)?"
_YEAR = r"(?:19|20)\d{2}"
_YEAR_MARK, _MONTH_MARK = r"[-/.\x{5e74}]", r"[-/.\x{6708}]"
_MONTH_WORD = f"(?i:{any_of(name for names in month_names().values() for name in names)})"
_WORD_PATTERNS = {"day_then_word": "%d %b {year}", "word_then_day": "%b %d, {year}"}
_SPACE = "[ \u00a0\u202f\u2009]"


def _day_and_month(mark: str) -> str:
    """Two numbers of which one can be a day, the other a month; zeros stand for no date."""
    day, month = r"(?:[0-2]?\d|3[01])", r"(?:0?\d|1[0-2])"
    return f"(?:{day}{mark}{month}|{month}{mark}{day})"


def _decimals(mark: str) -> str:
    return rf"(?:0?|\d{{4,}}){mark}\d+|\d{{1,3}}{mark}(?:\d{{1,2}}|\d{{4,}})?"


def _three_digits(mark: str) -> str:
    return rf"[1-9]\d{{0,2}}{mark}\d{{3}}"


def _groups(mark: str, point: str) -> str:
    group = rf"[1-9]\d{{0,2}}(?:{mark}\d{{2,3}})"
    return rf"{group}*{mark}\d{{3}}{point}\d+|{group}+{mark}\d{{3}}"


_NUMBERS = {
    "whole": r"\d+",
    "science": r"\d(?:[.,]\d+)?[eE][-+]?\d",
    "point": _decimals(r"\."),
    "comma": _decimals(","),
    "point_or_group": _three_digits(r"\."),
    "comma_or_group": _three_digits(","),
    "comma_groups": _groups(",", r"\."),
    "point_groups": _groups(r"\.", ","),
    "blank_groups_point": _groups(_SPACE, r"\.") + "|" + _three_digits(_SPACE),
    "blank_groups_comma": rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+,\d+",
    "quote_groups": r"[1-9]\d{0,2}(?:['\x{2019}]\d{3})+(?:\.\d+)?",
    "scaled_whole": r"\d{1,4}\s?[kKM]",
    "scaled_point": r"\d{1,4}\.\d{1,3}\s?[kKM]",
    "scaled_comma": r"\d{1,4},\d{1,3}\s?[kKM]",
}
_DATES = {
    "year_first": rf"\d{{4}}\s?{_YEAR_MARK}\s?\d{{1,2}}\s?{_MONTH_MARK}\s?\d{{1,2}}[\x{{65e5}}.]?{_TIME}",
    "run_together": rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    "slashes": rf"{_WEEKDAY}{_day_and_month('/')}/(?:\d{{4}}|\d{{2}}){_TIME}",
    "dashes": rf"{_WEEKDAY}{_day_and_month('-')}-(?:\d{{4}}|\d{{2}}){_TIME}",
    "dots": rf"{_WEEKDAY}{_day_and_month('[.] ?')}\. ?(?:\d{{4}}|\d{{2}})\.?{_TIME}",
    "day_then_word": rf"{_WEEKDAY}\d{{1,2}}[-. /]*(?:de )?{_MONTH_WORD}"
    rf"[-., /]*(?:de )?(?:\d{{4}}|\d{{2}}){_TIME}",
    "word_then_day": rf"{_WEEKDAY}{_MONTH_WORD}[-. /]+\d{{1,2}}(?:,? +|[-/])(?:\d{{4}}|\d{{2}}){_TIME}",
}
_OTHER_DATES = {ERA: ERA_DATE, WEEK: WEEK_DATE}
_MONTHS = {
    "month_only": rf"{_YEAR}\s?[-/\x{{5e74}}]\s?\d{{1,2}}\x{{6708}}?|\d{{1,2}}[-/]{_YEAR}"
    rf"|{_MONTH_WORD}[-. ,]+{_YEAR}|{_YEAR}[- ]+{_MONTH_WORD}",
    "year_month": rf"{_YEAR}(?:0[1-9]|1[0-2])",
}
PATTERNS = {
    **{name: f"{_BEFORE}(?:{body}){_AFTER}" for name, body in _NUMBERS.items()},
    **_DATES,
    **_OTHER_DATES,
    **_MONTHS,
    "persian_year": PERSIAN_YEAR,
    "buddhist_year": BUDDHIST_YEAR,
    "clock": r".*\d:\d{2}.*",
    "zoned": r".*\d:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})",
    "utc": r".*\d:\d{2}.*(?:Z|[+-]00:?00)",
    "first_over_12": rf"{_WEEKDAY}(?:1[3-9]|2\d|3[01])[-/.] ?\d{{1,2}}[-/.] ?(?:\d{{4}}|\d{{2}})\.?{_TIME}",
    "second_over_12": rf"{_WEEKDAY}\d{{1,2}}[-/.] ?(?:1[3-9]|2\d|3[01])[-/.] ?(?:\d{{4}}|\d{{2}})\.?{_TIME}",
    "iso_over_12": rf"\d{{4}}-\d{{2}}-(?:1[3-9]|2\d|3[01]){_TIME}",
    "short_year": rf"{_WEEKDAY}\d{{1,2}}[-/.] ?\d{{1,2}}[-/.] ?\d{{2}}\.?{_TIME}|.*\pL[-., ]+\d{{2}}",
    "hour": r"(?:[01]?\d|2[0-3])[.,][0-5]\d",
    "percent": r".*\d\s*%.*",
    "cents": r"\D{0,6}[\d.,' ]*\d[.,]\d{2}\D{0,6}",
    "no_cents": r"\D{0,6}[\d., ']*\d[.,](?:[1-46-8]|\d{4,})\D{0,6}",
    "currency": rf"(?:{_BEFORE}{CURRENCY}{BLANK}*{SIGN}?{BLANK}*\d.*"
    rf"|.*\d{BLANK}*[-)]?{BLANK}*{CURRENCY}{BLANK}*{_CLOSING})",
    "credit": r"\s*(?i:CR)\b.*\d.*|.*\d[^\pL]*(?i:CR)\.?\s*",
    "debit": r"\s*(?i:DR)\b.*\d.*|.*\d[^\pL]*(?i:DR)\.?\s*",
    "small_whole": rf"{_BEFORE}\d{{1,3}}{_AFTER}",
    "leading_zero": r"0\d+",
    "sixteen_digits": r"\d{16,}",
    "zero_decimals": r"-?\d+\.0",
    "shortened": r"\d[.,]\d+[eE]\+\d{1,2}",
    "fives": r"-?\d*[05](?:[.,]0+)?",
    "year": _YEAR,
    "code": r"[\w#/.:+-]{0,63}\d[\w#/.:+-]{0,63}",
    "letters_and_digits": r"[\w#/.-]*[\pL#][\w#/.-]*\d[\w#/.-]*|\d[\w#/.-]*\pL[\w#/.-]*",
    "hash_number": r"#\d+\S*",
    "email": r"'?[^@\s]+@[^@\s]+\.[^@\s]+",
    "phone": r"\+\d[\d\s()./-]{6,20}|\(?0\d{1,5}\)?[\s./-][\d\s./-]{4,16}|\(\d{2,5}\)\s?[\d\s.-]{5,12}",
    "ip": r"(?:\d{1,3}\.){3}\d{1,3}",
    "iban": r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?",
    "names": r"\p{Lu}[\pL'.-]+(?: \p{Ll}{1,3}){0,2}(?: \p{Lu}[\pL'.-]*){1,3}",
    "several_words": r"\S+(?:\s+\S+){3,}",
}
"""Name of a pattern -> the regex of a whole cell. One cell may match several."""


def number_format(
    shares: Mapping[str, float], *, file_point: str, debit_counts: bool = False
) -> NumberFormat | None:
    """How the numbers of a column are written; None where under 80% of its cells are numbers.

    Args:
        shares: share of the filled cells, 0 to 1, that match each of `PATTERNS`.
        file_point: the decimal sign of the file; it decides 1.234 and 1,234 where the column does not.
        debit_counts: whether DR stands for what customers bought.
    """
    if number_share(shares) < ENOUGH:
        return None
    if max(shares["leading_zero"], shares["sixteen_digits"]) > A_FEW:
        return None
    point = proved_decimal_sign(shares) or file_point
    scaled = any(shares[name] for name in _NUMBERS if name.startswith("scaled"))
    return NumberFormat(
        point,
        _thousands(shares, point),
        percent=shares["percent"] > 1 / 2,
        scaled=scaled,
        minus=_minus(shares, debit_counts=debit_counts),
    )


def _minus(shares: Mapping[str, float], *, debit_counts: bool) -> str | None:
    """Which of CR and DR is a minus: the side that does not count, or the one that only some numbers have."""
    credit, debit = shares["credit"], shares["debit"]
    if credit == debit == 0:
        return None
    if credit and debit:
        return "CR" if debit_counts else "DR"
    mark, share = ("CR", credit) if credit else ("DR", debit)
    return "" if share >= NEARLY_ALL * number_share(shares) else mark


def number_share(shares: Mapping[str, float]) -> float:
    """Share of the filled cells, 0 to 1, that are written as numbers of any format."""
    return sum(shares[name] for name in _NUMBERS)


def proved_decimal_sign(shares: Mapping[str, float]) -> str | None:
    """The decimal sign that the numbers of a column prove; None where they leave it open.

    Times of day written with a point, such as 17.23, prove none.
    """
    if shares["hour"] >= NEARLY_ALL:
        return None
    comma = shares["comma"] + shares["point_groups"] + shares["blank_groups_comma"] + shares["scaled_comma"]
    point = shares["point"] + shares["comma_groups"] + shares["quote_groups"] + shares["scaled_point"]
    if comma == point == 0 and shares["whole"] == shares["small_whole"] > 0:  # Only thousands are parted.
        comma, point = shares["point_or_group"], shares["comma_or_group"]
    if comma == point:
        return None
    return "," if comma > point else "."


def is_decimal_sign_open(shares: Mapping[str, float]) -> bool:
    """Whether numbers such as 1.234 could be read in two ways, and nothing in the column decides."""
    return proved_decimal_sign(shares) is None and shares["point_or_group"] + shares["comma_or_group"] > 0


def date_format(shares: Mapping[str, float], *, day_first: bool | None) -> DateFormat | None:
    """How the dates of a column are written; None where under 80% of its cells are dates.

    Day and month are distinguished by numbers over 12, else as the user says, else day first. Dots
    are used where the day comes first.
    """
    if shares["run_together"] >= NEARLY_ALL:
        return DateFormat("%Y%m%d")
    whole = {"month_only": MONTH_ONLY, ERA: ERA, WEEK: WEEK}
    if found := [pattern for name, pattern in whole.items() if shares[name] >= ENOUGH]:
        return DateFormat(found[0])
    formats = {name: shares[name] for name in _DATES if name != "run_together"}
    if sum(formats.values()) < ENOUGH:
        return None
    others = {name: share for name, share in formats.items() if name != "year_first"}
    name = max(others, key=lambda other: others[other])
    year = "%y" if shares["short_year"] > 1 / 2 else "%Y"
    calendar = next((name for name in (PERSIAN, BUDDHIST) if shares[f"{name}_year"] >= NEARLY_ALL), None)
    if others[name] == 0:
        return DateFormat("%Y-%m-%d", calendar=calendar)
    if name in _WORD_PATTERNS:
        return DateFormat(_WORD_PATTERNS[name].format(year=year))
    mark = {"slashes": "/", "dashes": "-", "dots": "."}[name]
    first, proved = _day_comes_first(shares, name, day_first=day_first)
    pattern = mark.join(("%d", "%m", year) if first else ("%m", "%d", year))
    return DateFormat(pattern, proved, calendar=calendar, swapped=swapped_dates(shares))


def date_share(shares: Mapping[str, float]) -> float:
    """Share of the filled cells, 0 to 1, that are written as a day, however."""
    return sum(shares[name] for name in _DATES)


def mixed_dates(shares: Mapping[str, float]) -> bool:
    """Whether a column holds dates of more than one order of day, month and year."""
    word_or_year = [shares["year_first"], shares["day_then_word"], shares["word_then_day"]]
    numeric = shares["slashes"] + shares["dashes"] + shares["dots"]
    orders = sum(share > 0 for share in [*word_or_year, numeric])
    return orders > 1 or min(shares["first_over_12"], shares["second_over_12"]) > 0


def swapped_dates(shares: Mapping[str, float]) -> bool:
    """Whether a program of another country read those dates that it could, with day and month swapped.

    They then stand as real dates, year first and no day over 12; those it could not read are still texts,
    each with a number over 12.
    """
    real, texts = shares["year_first"], shares["slashes"] + shares["dashes"] + shares["dots"]
    over = shares["first_over_12"] + shares["second_over_12"]
    return min(real, texts) >= _BOTH and shares["iso_over_12"] == 0 and over >= NEARLY_ALL * texts


def coded_date(shares: Mapping[str, float], median: float) -> DateFormat | None:
    """The format of numbers that stand for dates, under a header of dates; None where they cannot be dates.

    Args:
        shares: share of the filled cells that match each of `PATTERNS`.
        median: of the numbers: between 1982 and 2064 for days of a spreadsheet, 2001 and 2064 for seconds.
    """
    if shares["year_month"] >= NEARLY_ALL:
        return DateFormat("%Y%m")
    return next((DateFormat(code) for code, (low, high) in _CODED.items() if low <= median <= high), None)


def mixed_zones(shares: Mapping[str, float]) -> bool:
    """Whether some times name their zone and others do not, or some are in UTC and others are not."""
    return 0 < shares["zoned"] < shares["clock"] or 0 < shares["utc"] < shares["zoned"]


def _day_comes_first(shares: Mapping[str, float], name: str, *, day_first: bool | None) -> tuple[bool, bool]:
    """Whether the day comes first, and whether the values or the user say so."""
    day, month = shares["first_over_12"], shares["second_over_12"]
    if day != month:
        return day > month, True
    if day_first is not None:
        return day_first, True
    return True, name == "dots"


def _thousands(shares: Mapping[str, float], point: str) -> str:
    if shares["blank_groups_point"] + shares["blank_groups_comma"] > 0:
        return " "
    if shares["quote_groups"] > 0:
        return "'"
    other, name = (",", "comma") if point == "." else (".", "point")
    return other if shares[f"{name}_groups"] + shares[f"{name}_or_group"] > 0 else ""


def is_code(shares: Mapping[str, float]) -> bool:
    """Whether a column of mostly numbers is a code, because the others are codes with letters."""
    mixed, whole = shares["letters_and_digits"], shares["whole"]
    if shares["scaled_point"] + shares["scaled_comma"] > 0:
        return False
    if number_share(shares) - whole >= mixed / 2 or shares["currency"] >= NEARLY_ALL:
        return False  # Their letters are those of a currency, or of credit and debit.
    return mixed > A_FEW and whole + mixed >= NEARLY_ALL
