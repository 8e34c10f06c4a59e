"""Figures of what customers of a segment buy, and of who comes back by month of the first order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.formatting import Shown
from reportgen.base.phrases import phrase, translated
from reportgen.prose.facts import Fact, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.features.cohorts import Cohort

MOST_LIFT = 10.0


def habits(analysis: Analysis, fmt: Formatter) -> Iterator[Fact]:
    """Products by segment, and cohorts by month."""
    for found in analysis.favourites:
        key = f"segment.{found.key}.products"
        if found.commonest is not None:
            share = found.commonest.share
            yield Fact.of(f"{key}.commonest", share, Unit.SHARE, fmt.share(share))
        for place, product in enumerate(found.over_indexed):
            yield Fact.of(f"{key}.{place}.lift", product.lift, Unit.NUMBER, _lift(product.lift, fmt))
    for cohort in analysis.customers.cohorts:
        yield from _cohort(cohort, analysis.options.min_cell, fmt)


def _lift(lift: float, fmt: Formatter) -> Shown:
    """A lift to one decimal; above ten it hangs on a few orders elsewhere, and is told as just that."""
    if lift <= MOST_LIFT:
        return fmt.number(lift, 1)
    return Shown(MOST_LIFT, translated(phrase("over {n}", n=fmt.number(MOST_LIFT, 0).text)))


def _cohort(cohort: Cohort, smallest: int, fmt: Formatter) -> Iterator[Fact]:
    """A month's new customers, and the share of them who came back; a few are not shown."""
    key = f"cohort.{cohort.month}"
    yield Fact.of(f"{key}.customers", cohort.customers, Unit.CUSTOMERS, fmt.count(cohort.customers))
    for later, number in enumerate(cohort.returned, 1):
        if 0 < number < smallest:
            yield Fact(f"{key}.{later}", f"<{smallest}", Unit.SHARE, 0.0, "")
        else:
            share = number / cohort.customers
            yield Fact.of(f"{key}.{later}", share, Unit.SHARE, fmt.share(share))
