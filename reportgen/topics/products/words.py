"""What a segment buys, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, listed, say

MOST_OFFERED = 2
"""Products that an instruction names."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.topics.products.facts import ProductFigure, ProductsFacts


def products_of(key: str, products: ProductsFacts | None) -> Sentence:
    """What most of a segment buy, and what weighs more in its orders than elsewhere; or nothing."""
    own = None if products is None else products.segments.get(key)
    if own is None:
        return EMPTY
    return _commonest(own.commonest) + _over_indexed(own.over_indexed)


def _commonest(product: ProductFigure | None) -> Sentence:
    if product is None:
        return EMPTY
    return say(" {share} of them bought {product}.", share=product.figure, product=UserLabel(product.name))


def _over_indexed(products: Sequence[ProductFigure]) -> Sentence:
    if not products:
        return EMPTY
    named = tuple(
        say("{product} ({lift} times as often)", product=UserLabel(each.name), lift=each.figure)
        for each in products
    )
    return say(" They buy more than others of {told}.", told=listed(named))


def offer_of(key: str, products: ProductsFacts | None) -> Sentence:
    """What to show the customers of a segment: what most bought, or what weighs more there; or nothing."""
    own = None if products is None else products.segments.get(key)
    if own is None:
        return EMPTY
    if own.commonest is not None:
        product, share = own.commonest.name, own.commonest.figure
        return say(" Show {product}, which {share} of them bought.", product=UserLabel(product), share=share)
    named = tuple(UserLabel(each.name) for each in own.over_indexed[:MOST_OFFERED])
    return say(" Show {products}, which they buy more of than others.", products=listed(named))


def reordered_offer(key: str, products: ProductsFacts | None) -> Sentence:
    """What overdue customers of a segment used to reorder; or nothing."""
    product = None if products is None else products.reordered.get(key)
    if product is None:
        return EMPTY
    name, n = UserLabel(product.name), product.figure
    return say(" {n} of them used to reorder {product}.", product=name, n=n)


def second_offer(products: ProductsFacts | None) -> Sentence:
    """What second orders hold; or nothing."""
    product = None if products is None else products.second
    if product is None:
        return EMPTY
    return say(
        " Show {product}, which {n} customers bought with their second order.",
        product=UserLabel(product.name),
        n=product.figure,
    )


def products_note(products: ProductsFacts | None) -> Sentence:
    """What "buy more of" means; nothing where no card says it."""
    if products is None or not any(own.over_indexed for own in products.segments.values()):
        return EMPTY
    return say(
        "\u201cBuy more than others\u201d compares a product\u2019s part in what the segment buys "
        "with its part in what all other customers buy. Each counts once a customer and day, and "
        "at least thirty customers of the segment bought it."
    )
