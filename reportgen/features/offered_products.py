"""Products to show people: what those who are overdue used to reorder, what second orders hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.cleaning.clean_rows import sold_lines
from reportgen.features.overdue import Placed, overdue_by_segment, overdue_customers
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.table import Customers

_EVERYBODY = "all"
_REORDERED = "count(DISTINCT date) > 1"
_IN_SECOND_ORDER = "bool_or(place = 2)"
"""When a customer counts for a product: they bought it on several days, or on the second with an order."""


@dataclass(frozen=True)
class OfferedProduct:
    """A product and the customers for whom it counts."""

    name: str
    customers: int


@dataclass(frozen=True)
class OfferedProducts:
    """What to show to whom; empty where the file names no products."""

    reordered: tuple[tuple[str, OfferedProduct], ...] = ()
    """Key of a segment, and what most of its overdue customers bought on two days or more in the window."""
    second: OfferedProduct | None = None
    """What most customers bought on their second day with an order in the window."""


def offered_products(
    rows: CleanRows, customers: Customers, segmentation: Placed, smallest: int
) -> OfferedProducts:
    """The products; none that counts for fewer than `smallest` customers."""
    overdue = overdue_customers(customers)
    if overdue is None or customers.period is None or rows.roles.first(Role.PRODUCT_NAME) is None:
        return OfferedProducts()
    ids = customers.frame.index
    groups = {
        id_: key
        for key, inside in overdue_by_segment(overdue, segmentation, smallest).items()
        for id_ in ids[inside]
    }
    second = _most_bought(rows, customers, dict.fromkeys(ids, _EVERYBODY), _IN_SECOND_ORDER, smallest)
    return OfferedProducts(
        _most_bought(rows, customers, groups, _REORDERED, smallest),
        next((product for _, product in second), None),
    )


def _most_bought(
    rows: CleanRows, customers: Customers, groups: dict[str, str], counts: str, least: int
) -> tuple[tuple[str, OfferedProduct], ...]:
    """The product of each group for which most customers count; of several the first by name."""
    period = customers.period
    if period is None or not groups:
        return ()
    places = pd.DataFrame({"customer": list(groups), "key": list(groups.values())})
    counted = sold_lines(rows).each(
        f"""WITH bought AS (
            SELECT key, customer, date, product_name AS name,
                dense_rank() OVER (PARTITION BY customer ORDER BY date) AS place
            FROM sales JOIN places USING (customer)
            WHERE amount - returned > 0 AND date BETWEEN $start AND $end AND product_name IS NOT NULL
        )
        SELECT key, name, count(*) AS customers FROM (
            SELECT key, name, customer FROM bought GROUP BY key, name, customer HAVING {counts}
        ) GROUP BY key, name""",
        {"start": period.start, "end": period.end},
        {"places": places},
    )
    products = counted.groupby(["key", "name"])[["customers"]].sum().reset_index()
    ranked = products.sort_values(["key", "customers", "name"], ascending=[True, False, True])
    first = ranked[ranked["customers"] >= least].drop_duplicates("key")
    columns = (first["key"], first["name"], first["customers"].astype(int))
    return tuple((key, OfferedProduct(name, number)) for key, name, number in zip(*columns, strict=True))
