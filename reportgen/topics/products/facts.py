"""Figures of the products of each segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.formatting import Shown
from reportgen.base.phrases import phrase, translated
from reportgen.features.offered_products import OfferedProducts
from reportgen.prose.facts import Fact, Unit
from reportgen.shared.numbers import count_fact, share_fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.offered_products import OfferedProduct
    from reportgen.features.top_products import TopProducts
    from reportgen.shared.figures import Shared

MOST_LIFT = 10.0
"""A higher lift hangs on a few orders elsewhere, and is only said to be over this."""


@dataclass(frozen=True)
class ProductFigure:
    """A product with its share of the segment's customers, or with its lift."""

    name: str
    figure: Fact


@dataclass(frozen=True)
class SegmentProducts:
    """What customers of a segment buy."""

    commonest: ProductFigure | None
    """With the share of customers who bought it; None in a tie."""
    over_indexed: tuple[ProductFigure, ...]
    """With their lift: their part in what the segment buys over their part elsewhere."""


@dataclass(frozen=True)
class ProductsFacts:
    """Products by key of the segment; segments without enough buyers of one are absent."""

    segments: Mapping[str, SegmentProducts]
    reordered: Mapping[str, ProductFigure]
    """What most overdue customers of a segment bought several times, with how many did; by its key."""
    second: ProductFigure | None
    """What most customers bought with their second order, with how many did."""


def products_facts(analysis: Analysis, _shared: Shared) -> ProductsFacts | None:
    """The figures; None where the file names no products, or none was bought by enough customers."""
    offered, fmt = analysis.offered, analysis.formatter
    if not analysis.top_products and offered == OfferedProducts():
        return None
    return ProductsFacts(
        {each.key: _segment(each, fmt) for each in analysis.top_products},
        {key: _bought(f"segment.{key}.overdue.reordered", each, fmt) for key, each in offered.reordered},
        None if offered.second is None else _bought("products.second_order", offered.second, fmt),
    )


def _bought(key: str, product: OfferedProduct, fmt: Formatter) -> ProductFigure:
    return ProductFigure(product.name, count_fact(key, product.customers, Unit.CUSTOMERS, fmt))


def _segment(top: TopProducts, fmt: Formatter) -> SegmentProducts:
    key = f"segment.{top.key}.products"
    common = top.commonest
    return SegmentProducts(
        None
        if common is None
        else ProductFigure(common.name, share_fact(f"{key}.commonest", common.share, fmt)),
        tuple(
            ProductFigure(product.name, _lift(f"{key}.{place}.lift", product.lift, fmt))
            for place, product in enumerate(top.over_indexed)
        ),
    )


def _lift(key: str, lift: float, fmt: Formatter) -> Fact:
    """A lift to one decimal, or that it is over the most that is printed."""
    if lift <= MOST_LIFT:
        return Fact.of(key, lift, Unit.NUMBER, fmt.number(lift, 1))
    over = translated(phrase("over {n}", n=fmt.number(MOST_LIFT, 0).text))
    return Fact.of(key, lift, Unit.NUMBER, Shown(MOST_LIFT, over))
