"""What a segment buys, as its card says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.features.top_products import ProductShare, TopProducts
from reportgen.shared.figures import shared_figures
from reportgen.topics.products.facts import products_facts
from reportgen.topics.products.words import products_note, products_of
from tests.made import shop

if TYPE_CHECKING:
    from reportgen.topics.products.facts import ProductsFacts

MUG = ProductShare("Blue mug", 40, 0.42, 1.1)
RARE = ProductShare("Brass bell", 35, 0.30, 62.0)
TEA = ProductShare("Green tea", 33, 0.28, 2.345)


def facts_of(*products: TopProducts) -> ProductsFacts | None:
    analysis = replace(shop(400.0, 20.0), top_products=products)
    return products_facts(analysis, shared_figures(analysis))


def test_a_card_names_the_commonest_product_and_those_that_weigh_more() -> None:
    facts = facts_of(TopProducts("a", MUG, (RARE, TEA)))
    assert products_of("a", facts).plain == (
        " 42% of them bought Blue mug. They buy more than others of Brass bell (over 10 times as often) "
        "and Green tea (2.3 times as often)."
    )
    assert products_of("b", facts).plain == ""


def test_a_lift_that_rests_on_few_orders_elsewhere_is_printed_as_its_limit() -> None:
    facts = facts_of(TopProducts("a", None, (RARE,)))
    assert facts is not None
    (product,) = facts.segments["a"].over_indexed
    assert (product.figure.key, product.figure.value) == ("segment.a.products.0.lift", 62.0)
    assert (product.figure.shown, product.figure.text) == (10.0, "over 10")


def test_the_words_are_explained_only_where_a_card_uses_them() -> None:
    assert facts_of() is None
    assert products_note(None).plain == ""
    assert products_note(facts_of(TopProducts("a", MUG, ()))).plain == ""
    assert "Buy more than others" in products_note(facts_of(TopProducts("a", None, (TEA,)))).plain
