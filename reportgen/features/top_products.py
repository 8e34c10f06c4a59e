"""Top products of a segment: the commonest, and those with a lift over other segments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.cleaning.clean_rows import sold_lines
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.cleaning.clean import CleanRows, Period

LEAST_LIFT = 1.25
LEAST_CUSTOMERS = 30
MOST_PRODUCTS = 3
DIGITS = 9


@dataclass(frozen=True)
class ProductShare:
    """A product in one segment."""

    name: str
    customers: int
    """Customers of the segment who bought it."""
    share: float
    """Of the segment's customers."""
    lift: float
    """Its part in what the segment buys (products by customer and day) over its part elsewhere."""


@dataclass(frozen=True)
class TopProducts:
    """Products of one segment, none bought by fewer than thirty of its customers."""

    key: str
    commonest: ProductShare | None
    """Bought by most of its customers; None in a tie."""
    over_indexed: tuple[ProductShare, ...]
    """Lift of 1.25 or more, highest first, ties by name."""


def top_products(
    rows: CleanRows, period: Period | None, customers: pd.Index, keys: Sequence[str]
) -> tuple[TopProducts, ...]:
    """Products of each segment that has some; nothing where the file names no products.

    Args:
        rows: order lines.
        period: the window that counts.
        customers: ids.
        keys: the segment's key of each of them.
    """
    if period is None or rows.roles.first(Role.PRODUCT_NAME) is None:
        return ()
    places = pd.DataFrame({"customer": customers, "key": keys})
    bought = _bought(rows, period, places)
    sizes = places["key"].value_counts()
    every = (_of_segment(key, bought, int(sizes[key])) for key in sorted(sizes.index))
    return tuple(products for products in every if products.commonest or products.over_indexed)


_BOUGHT = """SELECT DISTINCT key, customer, date, product, product_name
    FROM sales JOIN places USING (customer)
    WHERE amount - returned > 0 AND date BETWEEN $start AND $end AND product_name IS NOT NULL"""


def _bought(rows: CleanRows, period: Period, places: pd.DataFrame) -> pd.DataFrame:
    """By segment and product: its name, customers who bought it, and on how many days they did."""
    lines, window = sold_lines(rows), {"start": period.start, "end": period.end}
    named = lines.each(
        f"SELECT product, product_name, count(*) AS times FROM ({_BOUGHT}) GROUP BY ALL",
        window,
        {"places": places},
    )
    products = lines.each(
        f"""SELECT key, name, count(DISTINCT customer) AS customers, count(DISTINCT (customer, date)) AS days
        FROM ({_BOUGHT}) JOIN named USING (product) GROUP BY key, name""",
        window,
        {"places": places, "named": _usual_names(named)},
    )
    return products.groupby(["key", "name"])[["customers", "days"]].sum().reset_index()


def _usual_names(named: pd.DataFrame) -> pd.DataFrame:
    """The commonest name of each product; of several the first in the order of code points."""
    times = named.groupby(["product", "product_name"])[["times"]].sum().reset_index()
    ranked = times.sort_values(["product", "times", "product_name"], ascending=[True, False, True])
    return ranked.drop_duplicates("product").rename(columns={"product_name": "name"})[["product", "name"]]


def _of_segment(key: str, bought: pd.DataFrame, size: int) -> TopProducts:
    everyone, own = bought.groupby("name")["days"].sum(), bought[bought["key"] == key].set_index("name")
    elsewhere = everyone[own.index] - own["days"]
    others = max(int(everyone.sum() - own["days"].sum()), 1)
    # Half a purchase stands in for none, so that the ratio stays finite.
    part = own["days"] / max(int(own["days"].sum()), 1)
    own["lift"] = (part / (elsewhere.clip(lower=0.5) / others)).round(DIGITS)
    enough = own[own["customers"] >= LEAST_CUSTOMERS].reset_index()
    by_lift = enough[enough["lift"] >= LEAST_LIFT].sort_values(["lift", "name"], ascending=[False, True])
    return TopProducts(key, _commonest(enough, size), _products(by_lift.head(MOST_PRODUCTS), size))


def _commonest(enough: pd.DataFrame, size: int) -> ProductShare | None:
    ranked = _products(enough.sort_values(["customers", "name"], ascending=[False, True]).head(2), size)
    if not ranked or (len(ranked) > 1 and ranked[0].customers == ranked[1].customers):
        return None
    return ranked[0]


def _products(table: pd.DataFrame, size: int) -> tuple[ProductShare, ...]:
    columns = (table["name"], table["customers"].astype(int), table["lift"].astype(float))
    return tuple(
        ProductShare(name, bought, bought / size, lift) for name, bought, lift in zip(*columns, strict=True)
    )
