"""Finds order lines that are no product: postage, fees, discounts, bank charges, tests, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.base.word_lists import any_of, data_file
from reportgen.parsing.cell_kinds import MOSTLY

if TYPE_CHECKING:
    import duckdb

    from reportgen.base.decisions import Decisions

TEST_CODE_PATTERN = "^test[-_ ]?[0-9]*$"


def find_fees(connection: duckdb.DuckDBPyConnection, decided: Decisions, *, coded: bool) -> None:
    """Create `fees` from `typed`: each product and name that is no product, with `fee` true.

    Args:
        connection: where the lines are.
        decided: what of the whole file is known.
        coded: whether a column holds the codes of products.
    """
    connection.execute(
        "CREATE TABLE products AS SELECT product, product_name, count(*) AS lines FROM typed GROUP BY ALL"
    )
    coded = coded and decided.once("products-coded", lambda: _are_coded(connection))
    connection.execute(
        f"""CREATE TABLE fees AS SELECT product, product_name, true AS fee FROM products
        WHERE {_no_product_sql(coded=coded)}"""
    )


def _are_coded(connection: duckdb.DuckDBPyConnection) -> bool:
    share = connection.sql(
        """SELECT sum(lines) FILTER (regexp_matches(product, '[0-9]')) / sum(lines) FROM products
        WHERE product IS NOT NULL"""
    ).fetchall()[0][0]
    return bool((share or 0) >= MOSTLY)


def _no_product_sql(*, coded: bool) -> str:
    """A condition on `product` and `product_name` that is true for lines that are no product.

    Args:
        coded: whether the shop's product codes carry digits, so that one without any is no product.
    """
    without_digit = "NOT regexp_matches(product, '[0-9]')" if coded else "false"
    codes = ", ".join(f"'{code}'" for code in _word_lists()["online_retail"]["codes"])
    fee = _fee_pattern().replace("'", "''")
    return f"""coalesce({without_digit}
        OR lower(product) IN ({codes})
        OR regexp_matches(lower(product), '{TEST_CODE_PATTERN}')
        OR regexp_matches(trim(lower(coalesce(product_name, product))), '{fee}'), false)"""


def _fee_pattern() -> str:
    """A description in small letters that is a fee and nothing else."""
    words = _word_lists()
    qualifiers = any_of([*words["qualifiers"], *words["online_retail"]["qualifiers"]])
    fees = any_of(fee for language in words["fees"].values() for fee in language)
    return f"^(?:(?:{qualifiers}) )*(?:{fees})(?: (?:{any_of(words['endings'])}))*$"


def _word_lists() -> dict[str, Any]:
    return data_file("reportgen.cleaning", "non_products.toml")
