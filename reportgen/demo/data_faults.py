"""Adds returns, duplicates, fees, test orders and bad cells, as in real exports; see `data/README.md`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import groupby, islice
from typing import TYPE_CHECKING

from reportgen.demo.orders import POSTAGE, open_day

if TYPE_CHECKING:
    from reportgen.demo.draw import Draw
    from reportgen.demo.orders import DemoLine
    from reportgen.demo.shop import Shop

HEADER = (
    "order_id",
    "order_date",
    "customer_id",
    "product_code",
    "product",
    "quantity",
    "unit_price",
    "country",
)

_RETURNED_ORDERS = 0.8
_RETURNED_LINES = 1.2
_RETURN_DAYS = (5, 18)
_FIRST_RETURN = 5103
_EARLIER_SALES = 14
_FREE_SAMPLES = 60
_FEES = 12
_REPEATED_LINES = 24
_TEST_DAY = dt.date(2026, 4, 14)
_ODD_DATES = ("2026-02-30", "unknown")
_ODD_PRICES = 3


def add_returns(shop: Shop, draw: Draw, sales: list[DemoLine]) -> list[DemoLine]:
    """Sales and returns by date; some returns belong to sales before the file begins."""
    returns = [_of_earlier_sale(shop, draw, sales[draw.between(0, 600)]) for _ in range(_EARLIER_SALES)]
    for _, order in groupby(sales, key=lambda line: line.order):
        returns.extend(_returned(shop, draw, list(order)))
    numbers: dict[tuple[dt.date, str], str] = {}
    for line in sorted(returns, key=lambda line: line.day):
        numbers.setdefault((line.day, line.order), f"R{_FIRST_RETURN + len(numbers)}")
    numbered = [replace(line, order=numbers[line.day, line.order]) for line in returns]
    return sorted(sales + numbered, key=lambda line: line.day)


def add_extras(draw: Draw, lines: list[DemoLine]) -> list[DemoLine]:
    """Free samples, fees and lines that stand twice, each beside its order; and one test order."""
    sold = [place for place, line in enumerate(lines) if line.quantity > 0]
    chosen = iter(draw.some(sold, _FREE_SAMPLES + _FEES + _REPEATED_LINES))
    extra = {
        place: _added(lines[place], "SAMPLE", "Free tea sample", 0) for place in islice(chosen, _FREE_SAMPLES)
    }
    extra |= {place: _added(lines[place], "FEE", "Express fee", 450) for place in islice(chosen, _FEES)}
    extra |= {place: lines[place] for place in chosen}
    after = max(place for place, line in enumerate(lines) if line.day <= _TEST_DAY)
    extra[after] = _test_order(lines[after])
    return [each for place, line in enumerate(lines) for each in (line, extra.get(place)) if each is not None]


def as_rows(draw: Draw, lines: list[DemoLine]) -> list[tuple[str, ...]]:
    """Text cells; a few dates that are none and a few prices with a currency sign."""
    lines_of = Counter(line.order for line in lines)
    alone = [place for place, line in enumerate(lines) if lines_of[line.order] == 1]
    dates = dict(zip(draw.some(alone, len(_ODD_DATES)), _ODD_DATES, strict=True))
    signed = set(draw.some(range(len(lines)), _ODD_PRICES))
    return [
        _row(line, dates.get(place, line.day.isoformat()), "£" if place in signed else "")
        for place, line in enumerate(lines)
    ]


def _returned(shop: Shop, draw: Draw, order: list[DemoLine]) -> list[DemoLine]:
    """What comes back of one order, all on one day: everything, single lines, mostly nothing."""
    whole = draw.chance(_RETURNED_ORDERS)
    back = [line for line in order if line.code != POSTAGE and (whole or draw.chance(_RETURNED_LINES))]
    day = order[0].day + dt.timedelta(draw.between(*_RETURN_DAYS))
    if not back or day > shop.end:
        return []
    day = open_day(shop, draw, day)
    return [replace(line, day=day, quantity=-line.quantity) for line in back]


def _of_earlier_sale(shop: Shop, draw: Draw, buyer: DemoLine) -> DemoLine:
    """Something bought in August 2025 and sent back in September."""
    product = draw.favourite(shop.families["brewing"])
    day = open_day(shop, draw, shop.start + dt.timedelta(draw.between(0, 20)))
    return replace(buyer, day=day, code=product.code, name=product.name, quantity=-1, pence=product.pence)


def _added(beside: DemoLine, code: str, name: str, pence: int) -> DemoLine:
    return replace(beside, code=code, name=name, quantity=1, pence=pence)


def _test_order(beside: DemoLine) -> DemoLine:
    line = _added(beside, "TEST", "Test order, please ignore", 100)
    return replace(line, order="T0001", customer="")


def _row(line: DemoLine, date: str, sign: str) -> tuple[str, ...]:
    price = f"{sign}{line.pence // 100}.{line.pence % 100:02d}"
    return (line.order, date, line.customer, line.code, line.name, str(line.quantity), price, line.country)
