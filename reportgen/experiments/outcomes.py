"""What customers did after a day: whether they ordered, and what they spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cleaning.order_days import by_customer

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from reportgen.cleaning.clean import CleanRows

_OUTCOMES = """SELECT customer, coalesce(bool_or(kept > 0), false) AS ordered, sum(net)::DOUBLE AS revenue
FROM order_days WHERE date > $after AND date <= $until GROUP BY customer"""


def outcomes(rows: CleanRows, after: dt.date, until: dt.date) -> pd.DataFrame:
    """Customers with order lines after a day, up to another one.

    Returns:
        By id: `ordered` (something was kept of an order) and `revenue` (less what was given back of it).
    """
    return by_customer(rows, _OUTCOMES, {"after": after, "until": until})
