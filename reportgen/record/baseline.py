"""The baseline of a month: what the next month's file is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.cleaning.counting import counting_rules
from reportgen.features.monthly_orders import month_orders, month_sums
from reportgen.record.manifest import Baseline

if TYPE_CHECKING:
    from reportgen.cleaning.clean import CleanRows
    from reportgen.features.table import Customers
    from reportgen.input.read import RawRows
    from reportgen.options.build_options import BuildOptions

INCOMPLETE = "incomplete-month"
"""Code of the issue that the data end before the month does."""


def month_baseline(
    raw: RawRows, rows: CleanRows, customers: Customers, options: BuildOptions
) -> Baseline | None:
    """The baseline of this month's file; None for data without dates and without a month."""
    period = customers.period
    if period is None:
        return None
    return Baseline(
        start=period.start.isoformat(),
        end=period.end.isoformat(),
        data_from=period.data_from.isoformat(),
        data_until=period.data_until.isoformat(),
        rows=raw.rows,
        columns=raw.labels,
        features={feature.name: feature.label for feature in customers.features},
        value_definition=customers.value_definition,
        currency=options.currency,
        months=month_sums(rows),
        month_orders=month_orders(rows),
        roles={column.label: str(column.role) for column in rows.roles.columns},
        value_key=customers.value_key,
        counting=counting_rules(rows.roles.grain),
    )


def is_partial(rows: CleanRows) -> bool:
    """Whether the data end before the month does."""
    return any(issue.code == INCOMPLETE for issue in rows.issues)
