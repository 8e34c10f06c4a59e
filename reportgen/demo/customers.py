"""A small customer table with five groups in income and spending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.demo.draw import Draw

HEADER = ("CustomerID", "Gender", "Age", "Annual Income (k$)", "Spending Score (1-100)")


@dataclass(frozen=True)
class _Group:
    """Means and deviations of one group."""

    customers: int
    age: tuple[int, int]
    income: tuple[int, int]
    spending: tuple[int, int]
    women: int
    """In percent."""


_GROUPS = (
    _Group(46, age=(52, 10), income=(26, 5), spending=(31, 8), women=54),
    _Group(54, age=(26, 5), income=(39, 6), spending=(77, 7), women=58),
    _Group(64, age=(45, 13), income=(64, 6), spending=(47, 6), women=55),
    _Group(42, age=(34, 5), income=(94, 9), spending=(84, 6), women=50),
    _Group(34, age=(47, 8), income=(108, 11), spending=(18, 7), women=45),
)


def customer_rows(draw: Draw) -> list[tuple[str, ...]]:
    """240 rows in drawn order, numbered from 0001."""
    people = draw.shuffled([_person(draw, group) for group in _GROUPS for _ in range(group.customers)])
    return [(f"{number:04d}", *person) for number, person in enumerate(people, 1)]


def _person(draw: Draw, group: _Group) -> tuple[str, ...]:
    gender = "Female" if draw.chance(group.women) else "Male"
    age = max(18, draw.bell(*group.age))
    income = max(12, draw.bell(*group.income))
    spending = min(100, max(1, draw.bell(*group.spending)))
    return (gender, str(age), str(income), str(spending))
