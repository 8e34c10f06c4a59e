"""Flows between segments and activity, as a record keeps them; field names are those of manifest.json."""

from __future__ import annotations

from dataclasses import dataclass

JOINED, BACK = "joined", "back"
"""Where customers come from who were in no segment before."""
LEFT, REMOVED = "left", "removed"
"""Where those go who are in none now: they did not order in the window, or asked to be removed."""
REACTIVATED = "woken"
"""Who had stopped ordering, and ordered again; the word that records and facts have for it."""
CAME, GONE = frozenset({JOINED, BACK}), frozenset({LEFT, REMOVED})


@dataclass(frozen=True)
class Flow:
    """Customers who went one way, or stayed."""

    origin: str
    """Key of a segment, `joined` or `back`."""
    target: str
    """Key of a segment, `left` or `removed`."""
    customers: int
    ordered: int | None
    """Of them, who ordered since the earlier month's end; None where the data hold no orders."""
    before: float
    """Their value in the earlier month's figures, 0 for those who were not there."""
    now: float
    """Their value in this month's figures, 0 for those who are gone."""

    @property
    def stayed(self) -> bool:
        """Whether they are where they were."""
        return self.origin == self.target

    @property
    def by_time(self) -> bool:
        """Whether most of them moved without ordering: only time passed."""
        return self.ordered is not None and 2 * self.ordered < self.customers


@dataclass(frozen=True)
class Forgotten:
    """Customers of a segment of whom the record keeps no more than this: they asked to be forgotten."""

    key: str
    customers: int
    value: float
    """What they were worth together, 0 without values."""


@dataclass(frozen=True)
class Activity:
    """How many customers of a segment ordered in the month after."""

    key: str
    customers: int
    """In the segment at the end of the earlier month."""
    ordered: int
    due: float
    """Of whom an order was expected, by each one's interpurchase time."""
    chance: float | None = None
    """Variance of that by chance; None in an older record."""
    stopped: int | None = None
    """Who had stopped ordering, by their interpurchase time, None in an older record;"""
    reactivated: int | None = None
    """of them, who ordered."""
    paced: int | None = None
    """Who had a purchase rate two months before, None in an older record;"""
    slower: int | None = None
    """of them, who ordered, and clearly less than they did."""
