"""What more stands in a row of a stranger's export: parts, shares, measures and what belongs to the customer.

What is drawn hangs on the row or its customer alone, so that a new content changes no other file.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING

from benchmarks.made_readings import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable

    Row = dict[str, object]

BESIDE = frozenset(
    {
        "coin",
        "fx",
        "points",
        "pointsused",
        "cartons",
        "per",
        "pieces",
        "kg",
        "litres",
        "perlitre",
        "adults",
        "children",
    }
    | {
        "readfrom",
        "readto",
        "used",
        "odometer",
        "seats",
        "minutes",
        "megabytes",
        "lat",
        "lon",
        "rating",
        "vatrate",
    }
    | {
        "seller",
        "born",
        "since",
        "iban",
        "score",
        "hours",
        "coins",
        "ordered",
        "delivered",
        "driven",
        "overdue",
        "nps",
    }
    | {"area", "fullload", "tare", "load", "perload", "chars", "perchar", "haemo", "tonnes"}
    | {"head", "views", "clicks", "cubic", "coinsgiven", "vended"}
)
"""Contents that are no money."""
RATES = {"EUR": 1.0, "USD": 0.9214, "GBP": 1.1702, "SEK": 0.0883}


def add_further(rows: Iterable[Row], cent: Decimal, person: str) -> None:
    """Further contents in every row.

    Args:
        rows: in the order of their days.
        cent: the smallest piece of their money.
        person: the content that tells whose a row is.
    """
    spent: dict[object, Decimal] = {}
    for row in rows:
        spent[row["who"]] = spent.get(row["who"], Decimal()) + Decimal(str(row["total"]))
        drawn = random.Random(f"{row['order']} {row['line']} {row['who']}")
        of_row = _shares(row, drawn, cent) | _measured(row, drawn, cent) | _belonging(row, cent, person)
        of_row |= _weighed_out(row, cent) | _owed(row, cent)
        owed = 2_000_000 * cent - spent[row["who"]]
        pledged = Decimal(str(of_row["pledge"])) - spent[row["who"]]
        row.update(of_row, sofar=spent[row["who"]], remaining=owed, pledgeleft=pledged)


def _shares(row: Row, drawn: random.Random, cent: Decimal) -> Row:
    """Money that is a part of the row's, or has it as a part."""

    def part(of: str, *shares: str) -> Decimal:
        return (Decimal(str(row[of])) * Decimal(drawn.choice(shares))).quantize(cent)

    total, gross, net, after = (Decimal(str(row[each])) for each in ("total", "gross", "net", "after"))
    tip, premium, insurer = (
        part("gross", "0", "0.1", "0.15", "0.2"),
        part("total", "0.24"),
        part("gross", "0.5", "0.8"),
    )
    labour, interest, cash = (
        part("net", "0.35", "0.6"),
        part("total", "0.1", "0.2"),
        part("total", "0", "0", "0.5", "1"),
    )
    kept, cost, currency = (
        part("after", "0.4"),
        part("total", "0.5", "0.6", "0.7"),
        drawn.choice(sorted(RATES)),
    )
    return {
        "gratuity": tip,
        "tipped": gross + tip,
        "premium": premium,
        "hammered": total + premium,
        "low": part("total", "0.6", "0.9"),
        "high": part("total", "1.1", "1.4"),
        "insurer": insurer,
        "patient": gross - insurer,
        "labour": labour,
        "parts": net - labour,
        "interest": interest,
        "principal": total - interest,
        "cash": cash,
        "card": total - cash,
        "kept": kept,
        "owed": after - kept,
        "cost": cost,
        "margin": total - cost,
        "absolute": abs(total),
        "debit": max(total, Decimal()),
        "credit": max(-total, Decimal()),
        "coin": currency,
        "fx": RATES[currency],
        "foreign": (total / Decimal(str(RATES[currency]))).quantize(cent),
        "declared": part("total", "4", "7", "12"),
        "points": int(total / cent / 100),
        "pointsused": drawn.choice((0, 0, 0, 100, 250)),
    }


def _measured(row: Row, drawn: random.Random, cent: Decimal) -> Row:
    """Numbers that are counted or measured, and the money that follows from them."""
    of_product, price = random.Random(str(row["product"])), Decimal(str(row["price"]))
    per, cartons, weight = (
        of_product.choice((6, 12, 24)),
        drawn.choice((1, 1, 2, 3, 5)),
        drawn.randrange(5, 400) / 10,
    )
    litres, each_litre = drawn.randrange(800, 6000) / 100, drawn.choice((1.719, 1.759, 1.804, 1.849))
    adults, children, used, seats = (
        drawn.randrange(1, 5),
        drawn.randrange(4),
        drawn.randrange(90, 900),
        drawn.randrange(1, 20),
    )
    passed = (dt.date.fromisoformat(str(row["day"])) - FIRST).days
    own = random.Random(f"meter {row['who']}")
    begin, mileage = (
        own.randrange(1000, 60_000) + passed * 9,
        own.randrange(8000, 190_000) + passed * own.randrange(20, 70),
    )
    seat = Decimal(own.choice((9, 15, 29)))
    return {
        "cartons": cartons,
        "per": per,
        "pieces": cartons * per,
        "packed": cartons * per * price,
        "kg": weight,
        "weighed": (Decimal(str(weight)) * price).quantize(cent),
        "litres": litres,
        "perlitre": each_litre,
        "pumped": (Decimal(str(litres)) * Decimal(str(each_litre))).quantize(cent),
        "adults": adults,
        "children": children,
        "admitted": adults * Decimal(14) + children * Decimal("7.5"),
        "readfrom": begin,
        "readto": begin + used,
        "used": used,
        "metered": (used * Decimal("0.287")).quantize(cent),
        "odometer": mileage,
        "seats": seats,
        "mrr": seats * seat,
        "billed": seats * seat * drawn.choice((1, 1, 12)),
        "minutes": drawn.randrange(2, 90),
        "megabytes": drawn.randrange(5, 9000) / 10,
        "lat": round(drawn.uniform(52.3, 52.7), 5),
        "lon": round(drawn.uniform(13.1, 13.7), 5),
        "rating": drawn.randrange(1, 6),
        "vatrate": of_product.choice((8, 23)),
        "seller": drawn.randrange(300_100, 300_160),
        **_worked_out(row, random.Random(f"more {row['order']} {row['line']} {row['who']}"), cent),
    }


def _worked_out(row: Row, drawn: random.Random, cent: Decimal) -> Row:
    """Hours, coins and charges, and the money that they make."""
    total, gross, price = (Decimal(str(row[each])) for each in ("total", "gross", "price"))
    hours, coins = drawn.randrange(1, 33) / 4, drawn.randrange(10**5, 10**9) / 10**8
    ordered, driven = drawn.choice((1, 2, 2, 3, 6, 12)), drawn.randrange(8, 400)
    delivered = max(ordered - drawn.choice((0, 0, 0, 1)), 1)
    rate = Decimal(random.Random(f"rate {row['who']}").choice((80, 95, 120)))
    service, city = (gross * Decimal("0.1")).quantize(cent), int(str(row["nights"])) * Decimal("3.2")
    redeemed = Decimal(drawn.choice((0, 0, 0, 5, 10)))
    return {
        "hours": hours,
        "hourly": rate,
        "worked": (Decimal(str(hours)) * rate).quantize(cent),
        "coins": f"{coins:.8f}",
        "traded": (Decimal(f"{coins:.8f}") * price * 100).quantize(cent),
        "course": price * 100,
        "ordered": ordered,
        "delivered": delivered,
        "brought": delivered * price,
        "driven": driven,
        "driven_for": Decimal(39) + (driven * Decimal("0.29")).quantize(cent),
        "service": service,
        "served": gross + service,
        "citytax": city,
        "housed": Decimal(str(row["stay"])) + city,
        "aid": (total / 4).quantize(cent),
        "aided": total + (total / 4).quantize(cent),
        "redeemed": redeemed,
        "topay": gross - redeemed,
        "seatfee": int(str(row["few"])) * Decimal("1.5"),
        "seated": int(str(row["few"])) * (Decimal("11.9") + Decimal("1.5")),
        "overdue": drawn.choice((0, 0, 0, 4, 12, 31)),
        "nps": drawn.randrange(11),
    }


def _weighed_out(row: Row, cent: Decimal) -> Row:
    """Land, loads and signs, and the money that they make; what is paid ahead, won, and owed every month."""
    drawn = random.Random(f"load {row['order']} {row['line']} {row['who']}")
    own = random.Random(f"rent {row['who']}")
    total = Decimal(str(row["total"]))
    area, chars = drawn.randrange(80, 9000) / 100, drawn.randrange(900, 60_000)
    tonnes = drawn.randrange(900, 24_000) / 1000
    tare, load = drawn.randrange(900, 1400) * 20, drawn.randrange(10, 900) * 20
    each_pound, each_sign = drawn.choice((0.065, 0.0825, 0.11)), drawn.choice((0.028, 0.034))
    each_area, each_tonne = Decimal(drawn.choice((42, 55, 61))), Decimal(own.choice((780, 940)))
    ahead = (total * Decimal(drawn.choice(("0.2", "0.3")))).quantize(cent)
    base, beside = (Decimal(own.randrange(*span)) * cent for span in ((39_000, 140_000), (9000, 26_000)))
    return {
        "area": area,
        "perarea": each_area,
        "sprayed": (Decimal(str(area)) * each_area).quantize(cent),
        "tare": tare,
        "load": load,
        "fullload": tare + load,
        "perload": each_pound,
        "weighedout": (load * Decimal(str(each_pound))).quantize(cent),
        "chars": chars,
        "perchar": each_sign,
        "translated": (chars * Decimal(str(each_sign))).quantize(cent),
        "tonnes": tonnes,
        "pertonne": each_tonne,
        "shipped": (Decimal(str(tonnes)) * each_tonne).quantize(cent),
        "won": total * drawn.choice((0, 0, 0, 2, 3)),
        "haemo": drawn.randrange(120, 170),
        "paidahead": ahead,
        "rest": total - ahead,
        "rentbase": base,
        "rentside": beside,
        "rentall": base + beside,
    }


def _owed(row: Row, cent: Decimal) -> Row:
    """Herds, logs and boxes; budgets and pledges, and money of which another one takes a part."""
    drawn = random.Random(f"owed {row['order']} {row['line']} {row['who']}")
    own = random.Random(f"box {row['who']}")
    total, gross, face = (Decimal(str(row[each])) for each in ("total", "gross", "round"))

    def part(of: Decimal, *shares: str) -> Decimal:
        return (of * Decimal(drawn.choice(shares))).quantize(cent)

    head, each_head = drawn.randrange(1, 30), Decimal(drawn.randrange(9000, 140_000)) * cent
    cubic, each_cubic = drawn.randrange(40, 6000) / 100, Decimal(drawn.choice((540, 585, 610)))
    rent, cover, late = own.choice((79, 95, 129)), own.choice((9, 12, 15)), drawn.choice((0, 0, 0, 0, 20))
    frame, subsidy, spent = (
        part(gross, "0.3", "0.45"),
        part(gross, "0", "0", "0.25"),
        part(face, "0", "0.4", "1"),
    )
    debt = part(face, "0", "0.1", "0.3")
    worth = Decimal(drawn.randrange(900, 9000)) * 100_000 * cent
    coins = drawn.choice((1, 5, 10, 10, 50, 100, 300))
    return {
        "head": head,
        "perhead": each_head,
        "penned": head * each_head,
        "views": drawn.randrange(800, 90_000),
        "clicks": drawn.randrange(4, 900),
        "budget": part(total, "1", "1.1", "1.37", "1.8", "2.25", "3.04"),
        "boxrent": Decimal(rent),
        "cover": Decimal(cover),
        "latefee": Decimal(late),
        "boxall": Decimal(rent + cover + late),
        "copay": part(gross, "0.1") + Decimal(drawn.choice((0, 0, 10))),
        "cubic": cubic,
        "percubic": each_cubic,
        "timbered": (Decimal(str(cubic)) * each_cubic).quantize(cent),
        "frame": frame,
        "lenses": gross - frame,
        "subsidy": subsidy,
        "ownpart": gross - subsidy,
        "spentpart": spent,
        "facerest": face - spent,
        "pledge": Decimal(own.choice((50_000, 100_000, 250_000))),
        "debtpart": debt,
        "energypart": face - debt,
        "vended": round(float(face - debt) / 0.284, 1),
        "saleprice": worth,
        "brokerage": (worth * Decimal("0.035")).quantize(cent),
        "coinsgiven": coins,
        "coinsworth": Decimal(coins) * 110,
        "payout": (Decimal(coins) * 110 * Decimal("0.7")).quantize(cent),
    }


def _belonging(row: Row, cent: Decimal, person: str) -> Row:
    """What is the customer's, the same on all of his rows."""
    own = random.Random(f"own {row[person]}")
    insured = own.randrange(40, 900) * Decimal(1000)
    return {
        "insured": insured,
        "instalment": (insured * Decimal("0.00043")).quantize(cent),
        "limit": Decimal(own.choice((500, 1000, 2500, 5000))),
        "born": dt.date(1945, 1, 1) + dt.timedelta(days=own.randrange(21_000)),
        "since": FIRST - dt.timedelta(days=own.randrange(30, 2500)),
        "iban": f"NL{own.randrange(10, 99)}BANK{own.randrange(10**9, 10**10)}",
        "score": own.randrange(300, 850),
    }
