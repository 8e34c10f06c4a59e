"""Draws fourteen months of order lines of the demo shop, before faults are added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.demo.draw import Draw
    from reportgen.demo.shop import Behaviour, Days, DemoProduct, Shop

POSTAGE = "POST"
_FIRST_CUSTOMER = 1204
_FIRST_ORDER = 20417


@dataclass(frozen=True)
class DemoLine:
    """One line of one order; a return has a negative quantity."""

    order: str
    day: dt.date
    customer: str
    """Empty for a guest."""
    code: str
    name: str
    quantity: int
    pence: int
    country: str


@dataclass(frozen=True)
class _Order:
    """A visit to the shop, not yet numbered."""

    day: dt.date
    buyer: int
    behaviour: Behaviour
    country: str


def sell(shop: Shop, draw: Draw) -> list[DemoLine]:
    """All sales in order of their date; numbers of orders and customers rise with time."""
    orders = [
        order
        for buyer, behaviour in enumerate(_everyone(shop))
        for order in _orders(shop, draw, buyer, behaviour)
    ]
    orders = sorted(draw.shuffled(orders), key=lambda order: order.day)
    customers = _customer_ids(orders, draw)
    return [
        line
        for number, order in enumerate(orders, _FIRST_ORDER)
        for line in _lines(shop, draw, order, f"F{number}", _or_guest(shop, draw, customers[order.buyer]))
    ]


def open_day(shop: Shop, draw: Draw, around: dt.date) -> dt.date:
    """A day within three of `around` on which the shop is open, busy weekdays more often."""
    week = [around + dt.timedelta(days) for days in range(-3, 4)]
    return draw.weighted({day: shop.busy(day) for day in week})


def _everyone(shop: Shop) -> list[Behaviour]:
    return [behaviour for behaviour in shop.buyers for _ in range(behaviour.customers)]


def _orders(shop: Shop, draw: Draw, buyer: int, behaviour: Behaviour) -> list[_Order]:
    country = draw.weighted(shop.countries)
    days = _days(shop, draw, behaviour)
    return [_Order(open_day(shop, draw, day), buyer, behaviour, country) for day in days]


def _days(shop: Shop, draw: Draw, behaviour: Behaviour) -> list[dt.date]:
    """Planned days: first order, then one gap after the other, stretched by the season."""
    day, until = _day_in(draw, behaviour.first), _day_in(draw, behaviour.until)
    days = [day]
    for _ in range(draw.between(*behaviour.orders) - 1):
        day += dt.timedelta(draw.between(*behaviour.gap) * shop.pace[day.month - 1] // 100)
        if day > until:
            break
        days.append(day)
    return days


def _day_in(draw: Draw, days: Days) -> dt.date:
    first, last = days
    return first + dt.timedelta(draw.between(0, (last - first).days))


def _customer_ids(orders: list[_Order], draw: Draw) -> dict[int, str]:
    """Customer numbers in the order of first visits, with gaps as after years of trade."""
    number, ids = _FIRST_CUSTOMER, {}
    for order in orders:
        if order.buyer not in ids:
            number += draw.between(1, 5)
            ids[order.buyer] = f"{number:06d}"
    return ids


def _or_guest(shop: Shop, draw: Draw, customer: str) -> str:
    """Now and then somebody orders without signing in."""
    return "" if draw.chance(shop.guest_orders) else customer


def _lines(shop: Shop, draw: Draw, order: _Order, number: str, customer: str) -> list[DemoLine]:
    basket = _basket(shop, draw, order.behaviour)
    lines = [
        DemoLine(
            order=number,
            day=order.day,
            customer=customer,
            code=product.code,
            name=product.name,
            quantity=draw.low_of(*order.behaviour.quantity),
            pence=shop.prices.price(product, order.day, trade=order.behaviour.trade),
            country=order.country,
        )
        for product in basket
    ]
    return lines + _postage(shop, lines)


def _basket(shop: Shop, draw: Draw, behaviour: Behaviour) -> list[DemoProduct]:
    """Different products, drawn family by family."""
    drawn = (
        draw.favourite(shop.families[draw.weighted(behaviour.families)])
        for _ in range(draw.between(*behaviour.lines))
    )
    return list(dict.fromkeys(drawn))


def _postage(shop: Shop, lines: list[DemoLine]) -> list[DemoLine]:
    goods = sum(line.quantity * line.pence for line in lines)
    pence = shop.prices.postage_for(goods, lines[0].country)
    if pence == 0:
        return []
    return [replace(lines[0], code=POSTAGE, name="Postage and packing", quantity=1, pence=pence)]
