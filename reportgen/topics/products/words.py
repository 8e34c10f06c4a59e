"""What a segment buys, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence, UserLabel, listed, say

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
        say("{product} ({lift} times)", product=UserLabel(each.name), lift=each.figure) for each in products
    )
    return say(" Buy more of: {told}.", told=listed(named))


def products_note(products: ProductsFacts | None) -> Sentence:
    """What "buy more of" means; nothing where no card says it."""
    if products is None or not any(own.over_indexed for own in products.segments.values()):
        return EMPTY
    return say(
        "\u201cBuy more of\u201d names products with their part in what the segment buys over their part "
        "in what all other customers buy, counted once a customer and day. At least thirty customers of the "
        "segment bought each."
    )
