"""What spending on a segment may bring."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ResponseCurve:
    """What spending on a segment may bring, as its user believes: `most` times spent / (spent + `half`)."""

    most: float
    """Margin that no spending exceeds."""
    half: float
    """Spending that brings half of it."""
