"""What an order of some customers brings on average, and what ten such orders bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.shared.numbers import money_fact

if TYPE_CHECKING:
    import numpy as np

    from reportgen.base.formatting import Formatter
    from reportgen.features.table import Customers
    from reportgen.prose.facts import Fact

TEN = 10
"""Orders that a reader can multiply by in the head."""


@dataclass(frozen=True)
class OrderSize:
    """Of some customers: what they spent in the window over their orders in it, by which sums add up."""

    order: Fact
    ten: Fact
    """What ten of them bring, worked out from the printed order."""


def order_size(key: str, rows: np.ndarray, customers: Customers, fmt: Formatter) -> OrderSize | None:
    """The average order of some customers; None where they brought nothing.

    Args:
        key: of the customers, before the names of the two facts.
        rows: which of them; bool, one a customer.
        customers: with orders, and what they spent.
        fmt: how amounts are written.
    """
    orders = float(customers.frame["frequency"].to_numpy(float)[rows].sum())
    spent = float(customers.worth[rows].sum())
    if orders <= 0 or spent <= 0:
        return None
    order = money_fact(f"{key}.order", spent / orders, fmt)
    return OrderSize(order, money_fact(f"{key}.ten_orders", TEN * order.shown, fmt))
