"""How much the numbers of a column look like money, or like a quantity."""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING

from reportgen.base.word_lists import holds_word, measures_no_money
from reportgen.columns.functional_dependency import MoneyOf
from reportgen.columns.patterns import NEARLY_ALL
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import like_code
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from reportgen.columns.profile import ColumnFacts

USUAL_QUANTITY = 12
"""The median of a quantity is seldom higher; that of money seldom lower."""
_NO_SALE = frozenset({"other_money", "tax", "discount", "shipping", "refund", "quantity", "birth"})
"""Kinds of headers whose numbers are no money of a sale, even where they say more."""
MOST_TESTED = 6
"""Columns of money that are compared with each other, at most."""
LARGE = 100
"""Far more than the logarithm of any amount of money."""


def says(facts: ColumnFacts, kind: str) -> float:
    """How much of the header of numbers says a kind; no money and no price is only 0 or 1."""
    flag = facts.numbers is not None and 0 <= facts.numbers.least < facts.numbers.greatest <= 1
    if facts.kind is not ColumnKind.NUMBER or facts.header != kind or (flag and not has_fractions(facts)):
        return 0
    return facts.header_cover


def like_quantity(facts: ColumnFacts) -> float:
    """Small whole numbers under a header that says nothing, the smaller the likelier."""
    if facts.numbers is None or facts.header is not None or facts.distinct == 1 or mostly_zero(facts):
        return 0
    small = facts.numbers.whole >= NEARLY_ALL and abs(facts.numbers.median) <= USUAL_QUANTITY
    return 1 / (1 + abs(facts.numbers.median)) if small else 0


def mostly_zero(facts: ColumnFacts) -> bool:
    """Whether most rows hold nothing, as of fines, tips and what is left to pay: no figure of each row."""
    return facts.numbers is not None and facts.numbers.median == 0


def like_money(facts: ColumnFacts) -> float:
    """Numbers under a header that says nothing: fractions first, then the larger the likelier."""
    if (
        facts.numbers is None
        or (facts.header is not None and not of_something(facts))
        or facts.distinct == 1
        or mostly_zero(facts)
        or facts.shares["year"] >= ENOUGH
        or is_measured(facts)
        or measures_no_money(facts.label)
    ):
        return 0
    return (2 if facts.numbers.whole < 1 else 1) + log1p(abs(facts.numbers.median)) / LARGE


def is_measured(facts: ColumnFacts) -> bool:
    """Whether numbers have tenths, or more than hundredths: no cents."""
    return facts.shares["no_cents"] > 1 / 2


def may_be_paid(facts: ColumnFacts) -> bool:
    """Whether numbers look like money, be it under a header that half says a cost."""
    cost = facts.header == "other_money" and facts.header_cover < 1 and not mostly_zero(facts)
    return has_fractions(facts) and (cost or like_money(facts) > 0)


def round_prices(facts: ColumnFacts) -> float:
    """Whole numbers that all end in 0 or 5, as round prices and gifts do, and are no codes of one width."""
    round_ = facts.shares["fives"] >= NEARLY_ALL and not like_code(facts)
    return like_money(facts) * (round_ and facts.distinct > len(MoneyOf))


def fee(facts: ColumnFacts) -> float:
    """A fee, where nothing else of the file is money: what members and patients pay is called so, too."""
    fee = facts.header == "other_money" and holds_word("fees", facts.label)
    return facts.header_cover * (fee and facts.distinct > 1 and has_fractions(facts))


def has_fractions(facts: ColumnFacts) -> bool:
    """Whether numbers have fractions, two decimals or the sign of a currency."""
    fractions = facts.numbers is not None and facts.numbers.whole < 1
    return fractions or bool(facts.currencies) or facts.shares["cents"] >= ENOUGH


def is_large(facts: ColumnFacts) -> bool:
    """Whether numbers have cents, or are larger than counts."""
    return has_fractions(facts) or size(facts) > USUAL_QUANTITY


def of_something(facts: ColumnFacts) -> bool:
    """Whether a header says something besides what its list knows, and its fractions are no codes of that."""
    half_said = facts.header not in _NO_SALE and facts.header_cover < 1
    return half_said and has_fractions(facts)


def size(facts: ColumnFacts) -> float:
    """The median, without its sign."""
    return abs(facts.numbers.median) if facts.numbers is not None else 0


def only_taxed(facts: ColumnFacts) -> float:
    """Money under a header that speaks of tax, where nothing else is money: the amount with its tax."""
    return facts.header_cover * (facts.header == "tax" and facts.distinct > 1)
