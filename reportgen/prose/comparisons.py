"""What may be said of printed figures: largest, more than."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.prose.facts import Fact


def largest(facts: Sequence[Fact]) -> Fact | None:
    """The one fact with the greatest printed figure; None in a tie or where there is nothing to compare."""
    return _alone(sorted(facts, key=lambda fact: -fact.shown))


def _alone(ranked: Sequence[Fact]) -> Fact | None:
    if len(ranked) < 2 or ranked[0].text == ranked[1].text:  # noqa: PLR2004 - a comparison needs two
        return None
    return ranked[0] if ranked[0].shown != ranked[1].shown else None


def more(one: Fact, other: Fact) -> bool:
    """Whether the first is greater as printed."""
    return one.shown > other.shown and one.text != other.text
