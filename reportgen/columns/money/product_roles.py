"""Guesses which columns hold what was sold: its code and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.columns.column_values import CODE_LEVELS
from reportgen.columns.customer_identity import named
from reportgen.columns.profile import ColumnKind
from reportgen.columns.role_guesses import (
    GUESS,
    LIKELY,
    SURE,
    RoleGuess,
    like_code,
)
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from reportgen.columns.candidates import Candidates
    from reportgen.columns.profile import ColumnFacts


def products(candidates: Candidates) -> dict[str, RoleGuess]:
    """What was bought: its code, by header or else the codes that are left, and its name."""
    product = candidates.best(Role.PRODUCT, _product_score)
    guesses = {}
    if product is not None:
        said = product.header == "product"
        reason = (
            phrase("the header says the product")
            if said
            else phrase("codes that come again with many customers")
        )
        guesses[product.column] = RoleGuess(Role.PRODUCT, SURE if said else GUESS, reason)
    name = candidates.without(guesses).best(Role.PRODUCT_NAME, _product_name_score)
    if name is not None:
        said = name.header in {"product", "product_name"}
        reason = (
            phrase("the header says what was bought")
            if said
            else phrase("texts that come again on many lines")
        )
        guesses[name.column] = RoleGuess(Role.PRODUCT_NAME, LIKELY if said else GUESS, reason)
    return guesses


def _product_score(facts: ColumnFacts) -> float:
    """Columns under a product's header, codes before texts; then codes that are not the customer's."""
    said = named(facts, "product")
    if said and facts.repeats and facts.distinct > 1:
        return said + (facts.kind is not ColumnKind.TEXT)
    coded = facts.header is None and facts.repeats and facts.distinct > CODE_LEVELS and like_code(facts)
    return coded / 8


def _product_name_score(facts: ColumnFacts) -> float:
    if facts.kind is not ColumnKind.TEXT or not facts.repeats or facts.distinct == 1:
        return 0
    if facts.header in {"product", "product_name"}:
        return facts.header_cover
    return (facts.header is None and not facts.levels) / 8
