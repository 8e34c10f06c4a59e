"""What lines come to, whatever headers say: pieces times a price, and what is left once less is paid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from reportgen.base.phrases import phrase
from reportgen.columns.money.values import fee, has_fractions, is_large, size
from reportgen.columns.profile import ColumnKind
from reportgen.columns.raw_numbers import number_of
from reportgen.columns.role_guesses import LIKELY, SURE, RoleGuess, like_code
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import CENT, ENOUGH, MOSTLY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.columns.candidates import Candidates
    from reportgen.columns.functional_dependency import FunctionalDependence
    from reportgen.columns.profile import ColumnFacts

    Numbers = np.ndarray[Any, np.dtype[np.float64]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

SAYS_PRICE = phrase("the header says the price of a piece")
_OF_PIECE = phrase("times the quantity it gives the line's total")
_OF_LINE = phrase("it is the quantity times another column, to the cent")
_MOST_NUMBERS = 10
"""Columns of numbers of which equations are made, at most."""
_BESIDE_SALE = frozenset({"tax", "shipping", "refund", "other_money", "birth"})


class Line(NamedTuple):
    """Two columns whose product, less what is taken off, is a third."""

    quantity: ColumnFacts
    price: ColumnFacts
    total: ColumnFacts

    @property
    def guesses(self) -> dict[str, RoleGuess]:
        """Guesses by engine name; what is measured instead of counted is no quantity."""
        said = SAYS_PRICE if self.price.header == "unit_price" else _OF_PIECE
        found = {
            self.price.column: RoleGuess(Role.UNIT_PRICE, LIKELY, said),
            self.total.column: RoleGuess(Role.AMOUNT, SURE, _OF_LINE),
        }
        if self.quantity.header == "quantity":
            return found | {
                self.quantity.column: RoleGuess(Role.QUANTITY, SURE, phrase("the header says how many"))
            }
        if not self.quantity.whole or has_fractions(self.quantity):
            return found
        reason = phrase("small whole numbers beside a column of money")
        return found | {self.quantity.column: RoleGuess(Role.QUANTITY, LIKELY, reason)}


@dataclass(frozen=True)
class Equations:
    """The first rows of some columns of numbers."""

    columns: tuple[ColumnFacts, ...]
    numbers: dict[str, Numbers]

    @classmethod
    def of(cls, candidates: Candidates, dependence: FunctionalDependence) -> Equations:
        """Those of the columns that are no codes, and no facts of a person."""
        free = [f for f in candidates.free() if f.kind is ColumnKind.NUMBER and f.distinct > 1]
        free = [f for f in free if f.header != "birth" and not (f.unique and f.dense)]
        columns = tuple(sorted(free, key=lambda f: (f.whole and like_code(f), _place(f)))[:_MOST_NUMBERS])
        asked = {facts.column: number_of(facts).fill_null(0) for facts in columns}
        rows = dependence.first_rows().select(**asked).to_native() if asked else None
        return cls(columns, rows.fetchnumpy() if rows is not None else {})

    def line(self) -> Line | None:
        """What lines come to; of several, what a header says is money, then the largest."""
        found = [line for pair in combinations(self.columns, 2) for line in self._lines(*pair)]
        return max(found, key=lambda line: (_says_money(line.total), size(line.total)), default=None)

    def _lines(self, one: ColumnFacts, other: ColumnFacts) -> Iterator[Line]:
        """Lines that the product of two columns makes, on rows of which neither is 0 or 1."""
        a, b = (self.numbers[facts.column] for facts in (one, other))
        tells = ~(np.isin(np.abs(a), (0, 1)) | np.isin(np.abs(b), (0, 1)))
        if not 10 * tells.sum() >= len(tells) > 0:
            return
        product = (a * b)[tells]
        rest = [f for f in self.columns if f not in (one, other) and (_can_be_total(f) or fee(f))]
        for total in rest:
            gap = product - self.numbers[total.column][tells]
            if self._closes(gap, product, tells, (one, other, total)):
                yield Line(*_factors(one, other), total)

    def _closes(self, gap: Numbers, product: Numbers, tells: Flags, used: Sequence[ColumnFacts]) -> bool:
        """Whether nothing is left of a product, or on most rows what another column takes off."""
        fits = np.abs(gap) <= CENT
        if fits.mean() >= ENOUGH:
            return True
        if (gap >= -CENT).mean() < MOSTLY or fits.mean() < 1 - MOSTLY:
            return False
        if fits.mean() >= 1 / 4:
            return True
        others = (self.numbers[f.column][tells] for f in self.columns if f not in used)
        return any(_taken_off(gap, product, off) for off in others)

    def is_left(self, money: ColumnFacts) -> bool:
        """Whether money is what is left of another column."""
        return any(self.left_of(facts) is money for facts in self.columns)

    def left_of(self, money: ColumnFacts) -> ColumnFacts | None:
        """What is left of money once another column, or so many percent, is taken off it on some rows.

        It stands behind what it is made of, has more values, or its header says money: the likelier wins.
        """
        whole = self.numbers.get(money.column, np.zeros(0))
        for left in self.columns if len(whole) else ():
            if left is money or left.header in {*_BESIDE_SALE, "discount"} or not _can_be_total(left):
                continue
            gap = whole - self.numbers[left.column]
            some = np.abs(gap) > CENT
            kept = np.abs(self.numbers[left.column]) > CENT
            if not (0 < some.mean() <= MOSTLY and kept[some].mean() >= MOSTLY and _points(left, money) > 0):
                continue
            others = [f for f in self.columns if f not in (left, money) and f.header not in _BESIDE_SALE]
            if any(_taken_off(gap, whole, self.numbers[f.column]) for f in others):
                return left
        return None


def _taken_off(gap: Numbers, whole: Numbers, off: Numbers) -> bool:
    """Whether what is missing is a column, or so many percent of the whole, at most half of it as a rule."""
    if not (off != 0).any():
        return False
    ways = (np.abs(gap - np.abs(off)), np.abs(gap - whole * np.abs(off) / 100))
    some = off != 0
    usual = 2 * np.median(np.abs(gap[some])) <= np.median(np.abs(whole[some]))
    return bool(
        usual and any(min((way <= CENT).mean(), (way[some] <= CENT).mean()) >= MOSTLY for way in ways)
    )


def _points(left: ColumnFacts, money: ColumnFacts) -> float:
    """How much speaks for what is left over what it is left of: powers of two."""
    said = _says_money(left) - _says_money(money)
    return log2(left.distinct / money.distinct) + (1 if _place(left) > _place(money) else -1) + 2 * said


def _says_money(facts: ColumnFacts) -> float:
    return facts.header_cover * (facts.header in {"amount", "subtotal"})


def _place(facts: ColumnFacts) -> int:
    """Where a column stands in the file."""
    return int(facts.column[1:])


def _can_be_total(facts: ColumnFacts) -> bool:
    return facts.header not in _BESIDE_SALE and is_large(facts)


def _factors(one: ColumnFacts, other: ColumnFacts) -> tuple[ColumnFacts, ColumnFacts]:
    """The quantity and the price: by header, else what has fractions or is larger is the price."""

    def like_price(facts: ColumnFacts) -> tuple[int, bool, float]:
        said = (facts.header == "unit_price") - (facts.header == "quantity")
        return said, has_fractions(facts), size(facts)

    quantity, price = sorted((one, other), key=like_price)
    return quantity, price
