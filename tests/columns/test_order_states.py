"""States and kinds of orders in many languages: what is no sale does not count, what is not known is said."""

# ruff: noqa: E501, RUF001 - words as people write them

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from reportgen.columns.order_states import OrderState, state_of
from reportgen.options.enums import Role
from tests.columns.world import ORDERS, TOTAL, Order, causes, checked, codes, kept, rows_of, table

YEAR_END = dt.date(2025, 12, 31)
WORDS = {
    OrderState.VOID: "Cancelled; wc-failed; Storniert / Abgelehnt; Annulée; Anulado; Annullato; Geannuleerd; Zrušeno; "
    "Anulowane; Отменён; Скасовано; İptal edildi; ملغي; בוטל; 已取消; 交易关闭; キャンセル; 취소완료; Peruutettu; "
    "Törölve; Ακυρώθηκε; Đã hủy; Avbruten",
    OrderState.GIVEN_BACK: "Refunded; Fully refunded; Remboursé; Devuelto; Terugbetaald; Возвращено; 已退款",
    OrderState.BACK: "Refund; Credit memo; Gutschrift; Rechnungskorrektur; Avoir; Abono; Nota di credito; Devolução; "
    "Creditnota; Zwrot; Возврат; İade; مرتجع; 退货; 返品; 반품",
    OrderState.DONE: "Completed; Not paid; Komplett bezahlt; Livrée; Entregado; Saldata; Zrealizowane; Выполнен; "
    "Tamamlandı; مكتمل; 交易成功; 完了; 배송완료; Valmis",
    OrderState.PARTLY: "Partially refunded; Teilweise erstattet; Partiellement remboursé; Частично возвращен",
    OrderState.NO_SALE: "Quotation; Angebot; Devis; Lieferschein; General Withdrawal - Bank Account; view; cart",
}


@pytest.mark.parametrize(
    ("word", "state"), [(word, state) for state, words in WORDS.items() for word in words.split("; ")]
)
def test_words_of_the_world(word: str, state: OrderState) -> None:
    assert state_of(word) is state


@pytest.mark.parametrize("word", ["Blue", "Paid holiday", "Newcastle", "Returnable bottle", ""])
def test_other_words_take_nothing_off(word: str) -> None:
    assert state_of(word) in {None, OrderState.DONE}


def orders(header: str, usual: str, odd: str) -> str:
    """Every ninth row is of the odd kind."""

    def row(order: Order) -> tuple[object, ...]:
        return order.number, order.day, order.customer, order.amount, odd if order.number % 9 == 0 else usual

    return table(header, ";", row)


USUAL = sum((order.amount for order in ORDERS if order.number % 9), Decimal(0))


@pytest.mark.parametrize(
    ("header", "usual", "odd", "cause"),
    [
        ("Номер заказа;Дата;Номер клиента;Сумма;Статус", "Выполнен", "Отменен", "cancelled"),
        ("注文番号;注文日;顧客番号;金額;状態", "完了", "キャンセル", "cancelled"),
        ("رقم الطلب;تاريخ الطلب;رقم العميل;المبلغ;الحالة", "مكتمل", "ملغي", "cancelled"),
        ("Order;Date;Customer;Total;Type", "Sales Order", "Quotation", "no-sale"),
        ("Beleg Nr;Datum;Kunde;Betrag;Belegart", "Rechnung", "Zahlung", "no-sale"),
    ],
)
def test_rows_that_are_no_sales_are_left_out(header: str, usual: str, odd: str, cause: str) -> None:
    found = checked(orders(header, usual, odd), until=YEAR_END)
    assert kept(found) == USUAL
    assert causes(found) == {cause}


def test_a_credit_memo_takes_back_whatever_its_sign() -> None:
    rows = [(o.number, o.day, o.customer, o.amount, "Invoice") for o in ORDERS]
    rows += [(5000 + o.number, YEAR_END, o.customer, o.amount, "Credit memo") for o in ORDERS[::20]]
    found = checked(rows_of("No.;Date;Customer No;Amount;Document Type", ";", rows), until=YEAR_END)
    assert kept(found) == TOTAL - sum(o.amount for o in ORDERS[::20])


def test_a_payment_is_a_sale_where_nothing_else_is() -> None:
    found = checked(orders("Ref;Date;Customer;Amount;Event type", "Payment", "Refund"), until=YEAR_END)
    assert "no-sale" not in causes(found)


def test_a_state_that_is_not_known_is_said() -> None:
    found = checked(orders("Order;Date;Customer;Total;Status", "Complete", "Frobnicated"), until=YEAR_END)
    assert kept(found) == TOTAL
    said = next(issue.message for issue in found.issues if issue.code == "unread-status")
    assert "Frobnicated" in said


def test_known_states_raise_no_doubt() -> None:
    found = checked(orders("Order;Date;Customer;Total;Status", "Shipped", "Delivered"), until=YEAR_END)
    assert codes(found) <= {"incomplete-month", "left-out-of-basis"}


def test_payments_as_negative_amounts_raise_a_doubt() -> None:
    rows = [(o.number, o.day, o.customer, o.amount) for o in ORDERS]
    rows += [(9000 + o.number, o.day, o.customer, -o.amount) for o in ORDERS[::3] + ORDERS[1::3]]
    found = checked(rows_of("Doc;Date;Customer;Amount", ";", rows), until=YEAR_END)
    assert "many-returns" in codes(found)


def test_a_method_of_payment_is_no_state() -> None:
    found = checked(orders("Order;Date;Customer;Total;Payment method", "Invoice", "Credit"), until=YEAR_END)
    assert kept(found) == TOTAL


def test_a_header_that_half_says_an_order_may_tell_its_state() -> None:
    text = orders("Sipariş No;Tarih;Müşteri No;Tutar;Sipariş bilgisi", "Teslim Edildi", "İptal Edildi")
    assert kept(checked(text, until=YEAR_END)) == USUAL


def test_the_usual_state_is_no_doubt_and_the_rarest_comes_first() -> None:
    def state(order: Order) -> str:
        return "Zorped" if order.number % 9 == 0 else "Blimped" if order.number % 5 == 0 else "Frobnicated"

    rows = [(o.number, o.day, o.customer, o.amount, state(o)) for o in ORDERS]
    found = checked(rows_of("Order;Date;Customer;Total;Status", ";", rows), until=YEAR_END)
    said = next(issue.message for issue in found.issues if issue.code == "unread-status")
    assert said.endswith("Zorped, Blimped")


def test_a_state_without_an_amount_explains_that_its_rows_have_none() -> None:
    def state(order: Order) -> str:
        return "Frobnicated" if order.number % 9 == 0 else "Annulé" if order.number % 9 == 1 else "Livrée"

    rows = [(o.number, o.day, o.customer, o.amount if o.number % 9 > 1 else "", state(o)) for o in ORDERS]
    found = checked(rows_of("Order;Date;Customer;Total;Statut", ";", rows), until=YEAR_END)
    assert kept(found) == sum(order.amount for order in ORDERS if order.number % 9 > 1)
    assert causes(found) == {"cancelled", "no-sale"}


def sold(rows: list[tuple[object, ...]], header: str, **options: object) -> Decimal | None:
    found = checked(rows_of(header, ",", rows), until=YEAR_END, **options)
    return kept(found)


def test_rows_that_the_user_names_are_left_out_and_a_word_that_no_row_holds_is_said() -> None:
    text = orders("Order,Date,Customer,Total,Stage".replace(",", ";"), "Kept", "Odd")
    found = checked(text, until=YEAR_END, not_sales=("stage=odd", "Stage=Oddd"))
    assert kept(found) == USUAL
    assert any(issue.code == "no-sales" and "Oddd" in issue.message.lower().title() for issue in found.issues)


@pytest.mark.parametrize("header", ["Paid", "Amount due"])
def test_states_that_are_never_paid_are_no_sales_and_what_is_not_paid_yet_is(header: str) -> None:
    def row(order: Order) -> tuple[object, ...]:
        late, odd = order.day > dt.date(2025, 12, 1), order.number % 9 == 0
        state = "Skizze" if odd else "Ausstehend" if late else "Fertig"
        paid = order.amount if header == "Paid" and not (odd or late) else 0
        paid = order.amount if header == "Amount due" and (odd or late) else paid
        return order.number, order.day, order.customer, order.amount, state, paid

    assert sold(list(map(row, ORDERS)), f"Order,Date,Customer,Total,Stage,{header}") == USUAL


@pytest.mark.parametrize(
    ("header", "usual", "odd"), [("Test", "false", "true"), ("livemode", "true", "false")]
)
def test_the_rarer_answer_marks_tests(header: str, usual: str, odd: str) -> None:
    rows = [(o.number, o.day, o.customer, o.amount, odd if o.number % 9 == 0 else usual) for o in ORDERS]
    assert sold(rows, f"Order,Date,Customer,Total,{header}") == USUAL
    assert sold(rows, f"Order,Date,Customer,Total,{header}", roles={header: Role.IGNORE}) == TOTAL
