"""What counts as a sale: refunds, cancellations, currencies, totals, and whose figure differs by how much."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from reportgen.cleaning.clean import CleanRows, clean
from reportgen.columns.assigned_roles import Grain, Roles
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role

if TYPE_CHECKING:
    from pathlib import Path


def cleaned(text: str, work: Path, **options: object) -> tuple[Roles, CleanRows]:
    source = work / "orders.csv"
    source.write_text("\n".join(line.strip() for line in text.strip().splitlines()), "utf-8")
    chosen = BuildOptions((str(source),), month="2026-01", **options)
    raw = read((str(source),), work)
    roles = assign_roles(raw, chosen)
    rows = clean(raw, roles, chosen, work)
    assert rows.waterfall.closes()
    return roles, rows


def steps(rows: CleanRows) -> dict[str, tuple[int, Decimal | None]]:
    return {line.cause: (line.rows, line.amount) for line in rows.waterfall.lines}


def some_orders(header: str, *rows: str, more: str) -> str:
    """Rows of interest among forty plain ones: `more` is filled with a number, a person and a day."""
    plain = (more.format(n=2000 + n, who=f"c{n % 9}", day=f"2026-01-{1 + n % 28:02d}") for n in range(40))
    return "\n".join([header, *rows, *plain])


def test_one_row_an_order_is_a_grain_of_its_own(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total,refunded amount,status",
        "1001,c1,2026-01-03,50,50,refunded",
        "1002,c1,2026-01-04,50,20,partially_refunded",
        "1003,c2,2026-01-05,50,0,voided",
        "1004,c2,2026-01-06,50,0,refunded",
        more="{n},{who},{day},10,0,paid",
    )
    roles, rows = cleaned(text, tmp_path)
    assert roles.grain is Grain.ORDER
    assert steps(rows) == {"cancelled": (2, Decimal(100)), "refunded": (1, Decimal(70))}
    assert rows.waterfall.end_amount == 430


@pytest.mark.parametrize(
    "state",
    ["Cancelled", "storniert", "annulée", "Anulado", "annullato", "Devolvido", "Geannuleerd",
     "wc-refunded", "Voided"],
)  # fmt: skip
def test_states_in_seven_languages_cancel(state: str, tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total,status",
        f"1001,c1,2026-01-03,50,{state}",
        more="{n},{who},{day},10,paid",
    )
    _, rows = cleaned(text, tmp_path, roles={"status": Role.STATUS})
    assert steps(rows) == {"cancelled": (1, Decimal(50))}


def test_any_of_two_states_cancels(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total,fulfillment status,payment status",
        "1001,c1,2026-01-03,50,fulfilled,refunded",
        "1002,c1,2026-01-03,50,unfulfilled,partially refunded",
        more="{n},{who},{day},10,fulfilled,paid",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows) == {"cancelled": (1, Decimal(50))}


@pytest.mark.parametrize("number", ["RET-1005", "CN1005", "C1005", "Storno-1005"])
def test_numbers_of_returns_take_back_the_sale(number: str, tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,product id,quantity,unit price",
        "1001,c1,2026-01-03,A-17,2,20",
        f"{number},c1,2026-01-04,A-17,2,20",
        more="{n},{who},{day},B-20,1,10",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows) == {"returned": (1, Decimal(40)), "given-back": (1, Decimal(40))}
    assert rows.waterfall.end_amount == 400


def test_a_reference_drawn_by_chance_is_no_number_of_a_return(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,product id,quantity,unit price",
        "CN98DF67,c1,2026-01-04,A-17,2,20",
        more="K{n}XQ,{who},{day},B-20,1,10",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows) == {}


def test_a_refund_of_an_order_is_taken_off_one_line_after_the_other(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,product id,quantity,unit price,refund",
        "1001,c1,2026-01-03,A-17,1,20,30",
        "1001,c1,2026-01-03,A-18,1,20,",
        more="{n},{who},{day},B-20,1,10,",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows) == {"refunded": (1, Decimal(30))}
    assert rows.waterfall.end_amount == 410


def test_refunds_beyond_the_cost_are_named(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total,refund",
        "1001,c1,2026-01-03,20,30",
        more="{n},{who},{day},10,0",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows) == {"refunded": (1, Decimal(20))}
    assert [(issue.code, issue.line) for issue in rows.issues if issue.code == "refund-beyond"] == [
        ("refund-beyond", 2)
    ]


@pytest.mark.parametrize("back", ["-20", "$(20.00)", "($20.00)", "-$20"])
def test_refunds_without_a_quantity_are_not_more_than_was_sold(back: str, tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total", f"1001,c1,2026-01-30,{back}", more="{n},{who},{day},$10"
    )
    _, rows = cleaned(text, tmp_path)
    (told,) = (issue.message for issue in rows.issues if issue.code == "returns")
    assert "takes back 20.00" in told
    assert "for products" not in told
    assert rows.waterfall.end_amount == 380


def test_a_refund_takes_back_no_more_than_the_order_that_it_names(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total,parent id",
        "1001,c1,2026-01-03,50,0",
        "1002,c1,2026-01-04,70,0",
        "1003,,2026-01-05,-60,1001",
        "1004,c2,2026-01-06,30,0",
        "1005,c2,2026-01-07,-10,1004",
        "1006,c2,2026-01-08,-10,1004",
        more="{n},{who},{day},10,0",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows)["returned"] == (3, Decimal(-70))
    assert steps(rows)["earlier-return"] == (0, Decimal(-10))
    assert rows.waterfall.end_amount == 550 - 70
    (told,) = (issue.message for issue in rows.issues if issue.code == "returns")
    assert "Of it, 60.00 is for products" in told


CURRENCIES = some_orders(
    "order id,customer id,order date,total,currency",
    "1001,c1,2026-01-03,50,USD",
    "1002,c1,2026-01-03,1000,JPY",
    more="{n},{who},{day},10,EUR",
)


def test_several_currencies_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="EUR, JPY, USD") as refusal:
        cleaned(CURRENCIES, tmp_path)
    assert "--currency CODE" in refusal.value.hint
    assert "[rates]" in refusal.value.hint


def test_one_currency_can_be_kept(tmp_path: Path) -> None:
    _, rows = cleaned(CURRENCIES, tmp_path, currency="EUR")
    assert steps(rows) == {"other-currency": (2, Decimal(0))}
    assert (rows.waterfall.start_amount, rows.waterfall.end_amount) == (400, 400)


def test_rates_convert_to_the_cent(tmp_path: Path) -> None:
    rates = {"usd": Decimal("0.861"), "JPY": Decimal("0.0058")}
    _, rows = cleaned(CURRENCIES, tmp_path, currency="EUR", rates=rates)
    assert rows.waterfall.end_amount == 400 + Decimal("43.05") + Decimal("5.80")
    with pytest.raises(InputError, match="no rate for JPY"):
        cleaned(CURRENCIES, tmp_path, currency="EUR", rates={"USD": Decimal("0.861")})


def test_an_unreadable_date_is_not_filled_from_its_order(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,product id,quantity,unit price",
        "1001,c1,1900-01-00,A-17,1,20",
        "1001,c1,2026-01-03,A-18,1,20",
        more="{n},{who},{day},B-20,1,10",
    )
    _, rows = cleaned(text, tmp_path)
    assert steps(rows) == {"unreadable": (1, Decimal(20))}
    assert ("type-error", 2) in {(issue.code, issue.line) for issue in rows.issues}


def test_an_orders_total_on_a_line_of_postage_counts(tmp_path: Path) -> None:
    lines = [
        f"{1000 + n // 2},c{n // 2 % 9},2026-01-{1 + n // 2 % 28:02d},{'Postage' if n % 2 == 0 else 'Tea'},"
        f"{'' if n % 2 else '25.00'}"
        for n in range(60)
    ]
    _, rows = cleaned("\n".join(["order id,customer id,order date,item name,total", *lines]), tmp_path)
    assert rows.waterfall.end_amount == 750


def test_the_users_own_figure_is_bridged_by_cause(tmp_path: Path) -> None:
    text = some_orders(
        "order id,customer id,order date,total,status",
        "1001,,2026-01-03,77,paid",
        "1002,c1,2026-01-03,50,voided",
        more="{n},{who},{day},10,paid",
    )
    _, rows = cleaned(text, tmp_path, control_total=Decimal("478.00"))
    assert rows.control is not None
    assert [line.cause for line in rows.control.causes] == ["guest"]
    assert rows.control.unexplained == 1
    _, rows = cleaned(text, tmp_path, control_total=Decimal(9999))
    assert rows.control is not None
    assert rows.control.causes == ()
    assert rows.control.unexplained == 9599


def test_who_asked_to_be_left_out_is_counted_and_gone(tmp_path: Path) -> None:
    ids = tmp_path / "objections.txt"
    ids.write_text("\ufeffc1\nnobody\n\n", "utf-8")
    text = some_orders(
        "order id,customer id,order date,total,status",
        "1001,c1,2026-01-03,77,paid",
        more="{n},{who},{day},10,paid",
    )
    _, rows = cleaned(text, tmp_path, exclude_ids=ids)
    assert steps(rows) == {"excluded": (6, Decimal(127))}
    assert rows.waterfall.end_amount == 350
    with pytest.raises(InputError, match="there is no such file"):
        cleaned(text, tmp_path, exclude_ids=tmp_path / "missing.txt")


def test_monthly_states_of_the_same_customers_count_once(tmp_path: Path) -> None:
    rows = [f"{n:04d},2026-{month:02d},{n * month},{20 + n}" for month in (1, 2, 3) for n in range(1, 41)]
    source = tmp_path / "states.csv"
    source.write_text("\n".join(["customer id,month,balance,age", *rows]), "utf-8")
    options = BuildOptions((str(source),))
    raw = read((str(source),), tmp_path)
    roles = assign_roles(raw, options)
    counted = clean(raw, roles, options, tmp_path)
    assert (roles.grain, roles.snapshots) == (Grain.CUSTOMER, True)
    assert "snapshots" in {issue.code for issue in roles.issues}
    assert steps(counted) == {"earlier-month": (80, None)}
    assert counted.waterfall.end_rows == 40
