"""Months as labels of columns and sheets."""

from __future__ import annotations

import re

from reportgen.base.word_lists import any_of, month_names

_APOSTROPHES = "'\u2019"
_SPACE = r"[-/., ]*"
_WORD = {
    number: re.compile(rf"(?:{any_of(names)})\.?", re.IGNORECASE) for number, names in month_names().items()
}
_YEAR_FIRST = re.compile(
    r"((?:19|20)\d\d)(?:\s*[-/.年 ]\s*)?(0?[1-9]|1[0-2])(?:月)?(?:[-/.]0?1)?(?:[ T]0?0:00.*)?"
)
_YEAR_LAST = re.compile(r"(?:0?1[./])?(0?[1-9]|1[0-2])\s*[-/. ]\s*((?:19|20)\d\d)")
_NAMED = re.compile(rf"(\D+?){_SPACE}((?:19|20)\d\d|[{_APOSTROPHES}]?\d\d)|((?:19|20)\d\d){_SPACE}(\D+)")


def month_of(label: str) -> str | None:
    """The month that a label names, as YYYY-MM: "Nov 2025", "2025-11", "11/2025", "Nov 25"; else None."""
    text = label.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return f"{match[1]}-{int(match[2]):02d}"
    if match := _YEAR_LAST.fullmatch(text):
        return f"{match[2]}-{int(match[1]):02d}"
    match = _NAMED.fullmatch(text)
    if match is None:
        return None
    word, year = (match[1], match[2]) if match[1] else (match[4], match[3])
    number = next((at for at, names in _WORD.items() if names.fullmatch(word.strip(" -/.,"))), None)
    century = "" if len(year) == len("2025") else "20"
    return f"{century}{year[-4:].lstrip(_APOSTROPHES)}-{number:02d}" if number else None
