"""Converts typed values to the text that a user sees."""

from __future__ import annotations

import datetime as dt
import json
import math
from decimal import Decimal
from numbers import Integral, Real

MOST_WHOLE = 1e15
"""Whole numbers in floating point are exact and written without an exponent below it."""


def text_of(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as YYYY-MM-DD, nothing for what is missing."""
    match value:
        case str():
            text = value
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case dt.datetime():
            text = _moment(value)
        case Decimal():
            text = format(value, "f") if value.is_finite() else ""
        case Real():
            text = _number(value)
        case bytes() | bytearray() | memoryview():
            text = bytes(value).decode("utf-8", "replace")
        case dict() | list():
            text = json.dumps(value, ensure_ascii=False, default=text_of)
        case _:
            text = str(value)
    return text.strip()


def _moment(value: dt.datetime) -> str:
    """A day without its time where that is midnight, as tables of days are file in many systems."""
    if value.time() == dt.time.min and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat(" ")


def _number(value: Real) -> str:
    if isinstance(value, Integral):
        return str(int(value))
    number = float(value)
    if math.isnan(number):
        return ""
    return str(int(number)) if number.is_integer() and abs(number) < MOST_WHOLE else repr(number)
