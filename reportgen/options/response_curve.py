"""What spending on a segment may bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.options.readers import Reader, read_amount


@dataclass(frozen=True)
class ResponseCurve:
    """What spending on a segment may bring, as its user believes: `most` times spent / (spent + `half`)."""

    most: float
    """Margin that no spending exceeds."""
    half: float
    """Spending that brings half of it."""


def _read_curve(given: object) -> ResponseCurve:
    if not isinstance(given, Mapping) or set(given) != {"most", "half"}:
        raise TypeError
    return ResponseCurve(read_amount(given["most"]), read_amount(given["half"]))


CURVE_EXAMPLE = "{ most = 9000, half = 1500 }"
CURVE = Reader(_read_curve, f"two amounts above zero, such as {CURVE_EXAMPLE}", "Mapping[str, float]")
