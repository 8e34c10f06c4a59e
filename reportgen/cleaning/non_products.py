"""Order lines that are no product: postage, fees, discounts, bank charges, tests, corrections by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

FEE_CODES = ("adjust", "adjust2", "amazonfee", "bank charges", "c2", "cruk", "dot", "post")
"""Codes that shops commonly use for what is no product; M, D, S, B and PADS go by having no digit."""

_QUALIFIERS = (
    "amazon", "bank", "booking", "customer", "dotcom", "express", "extra", "free", "gift", "handling",
    "international", "next day", "paypal", "payment", "card", "same day", "service", "shop", "standard",
    "transaction", "cruk", "packing", "packaging", "small order", "late",
)  # fmt: skip
_FEES = (
    # English
    "postage", "post and packing", "p&p", "shipping", "carriage", "delivery", "freight", "handling",
    "packing", "commission", "manual", "manual entry", "adjustment", "adjust bad debt", "bad debt",
    "discount", "rounding", "charges?", "fees?", "surcharge", "tips?", "donation", "deposit",
    "sales tax", "vat", "test", "test (?:product|item|line|order|article)",
    "this is a test product\\.?",
    # German, Dutch, Scandinavian
    "versand", "versandkosten", "porto", "lieferkosten", "lieferung", "gebühr(?:en)?", "rabatt",
    "nachnahme", "pfand", "testartikel", "testprodukt", "verpackung", "verzendkosten", "verzending",
    "bezorgkosten", "korting", "toeslag", "frakt", "fragt", "rabat", "avgift", "gebyr",
    "porto og gebyr",
    # French, Spanish, Italian, Portuguese, Polish
    "frais", "frais d.*", "livraison", "remise", "emballage", "article test", "produit test",
    "envío", "envio", "gastos de env[ií]o", "portes", "comisión", "descuento", "producto de prueba",
    "spedizione", "spese di spedizione", "sconto", "commissione", "frete", "desconto", "taxa",
    "taxa de entrega", "koszty? (?:wysyłki|dostawy)", "wysyłka", "dostawa",
)  # fmt: skip
_TAILS = ("and packing", "& packing", "and handling", "& handling", "charges?", "costs?", "fees?", "kosten")

FEE_PATTERN = f"^(?:(?:{'|'.join(_QUALIFIERS)}) )*(?:{'|'.join(_FEES)})(?: (?:{'|'.join(_TAILS)}))*$"
"""A lower-case description that is a fee and nothing else; "Victorian carriage clock" is a product."""
MOSTLY_CODED = 0.9
TEST_CODE_PATTERN = "^test[-_ ]?[0-9]*$"


def find_fees(connection: duckdb.DuckDBPyConnection, *, coded: bool) -> None:
    """Create `fees` from `typed`: each product and name that is no product, with `fee` true.

    Args:
        connection: where the lines are.
        coded: whether a column holds the codes of products.
    """
    connection.execute(
        "CREATE TABLE products AS SELECT product, product_name, count(*) AS lines FROM typed GROUP BY ALL"
    )
    share = connection.sql(
        """SELECT sum(lines) FILTER (regexp_matches(product, '[0-9]')) / sum(lines) FROM products
        WHERE product IS NOT NULL"""
    ).fetchall()[0][0]
    coded = coded and (share or 0) >= MOSTLY_CODED
    connection.execute(
        f"""CREATE TABLE fees AS SELECT product, product_name, true AS fee FROM products
        WHERE {_no_product_sql(coded=coded)}"""
    )


def _no_product_sql(*, coded: bool) -> str:
    """A condition on `product` and `product_name` that is true for lines that are no product.

    Args:
        coded: whether the shop's product codes carry digits, so that one without any is no product.
    """
    without_digit = "NOT regexp_matches(product, '[0-9]')" if coded else "false"
    codes = ", ".join(f"'{code}'" for code in FEE_CODES)
    fees = FEE_PATTERN.replace("'", "''")
    return f"""coalesce({without_digit}
        OR lower(product) IN ({codes})
        OR regexp_matches(lower(product), '{TEST_CODE_PATTERN}')
        OR regexp_matches(trim(lower(coalesce(product_name, product))), '{fees}'), false)"""
