from __future__ import annotations

import csv
import datetime as dt
import random

import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.columns.roles import assign_roles
from reportgen.commands.check import examine
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role
from tests.draws import variants

CHANCE = random.Random(7)  # noqa: S311
ROWS = 160
DAYS = sorted(dt.date(2025, 10, 1) + dt.timedelta(days=CHANCE.randrange(360)) for _ in range(ROWS))
WHO = [CHANCE.randrange(40) for _ in range(ROWS)]
MONEY = [f"{CHANCE.uniform(5, 90):.2f}" for _ in range(ROWS)]
IDS = sorted(CHANCE.sample(range(1, 140), 40))


def written(tmp_path, columns):
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


@pytest.fixture
def assign(tmp_path):
    def assigned(columns, **options):
        path = written(tmp_path, columns)
        return assign_roles(read(path, tmp_path), BuildOptions((str(path),), **options))

    return assigned


@pytest.fixture
def check(tmp_path):
    def checked(columns, **options):
        path = written(tmp_path, columns)
        return examine(BuildOptions((str(path),), **options), tmp_path)

    return checked


def roles_of(roles):
    return {column.label: column.role.value for column in roles.columns}


def codes(found):
    return {issue.code for issue in found.issues}


def sales(**more):
    return {"Day": DAYS, "Customer": [f"K{who:03d}" for who in WHO], "Amount": MONEY} | more


def lines(header, *, total):
    """Lines of orders whose products have one price each, under a header that may say anything."""
    prices = [round(CHANCE.uniform(1, 60), 2) for _ in range(12)]
    items = [CHANCE.randrange(12) for _ in range(ROWS)]
    pieces = [CHANCE.choice((1, 1, 2, 3, 6)) for _ in range(ROWS)]
    money = [prices[item] * (count if total else 1) for item, count in zip(items, pieces, strict=True)]
    return {
        "Date": DAYS,
        "Customer": [f"K{who}" for who in WHO],
        "Product": [f"P{item}" for item in items],
        "Qty": pieces,
        header: [f"{each:.2f}" for each in money],
    }


def test_short_numbers_under_a_bare_id_that_come_again_are_customers(assign):
    roles = assign({"Id": [IDS[who] for who in WHO], "Date": DAYS, "Price": MONEY})
    assert roles.grain.sells
    assert roles.first(Role.CUSTOMER).label == "Id"


@pytest.mark.parametrize("label", ["Member", "cid", "Id"])
def test_an_id_that_comes_again_on_days_without_money_makes_visits(check, label):
    found = check({label: [IDS[who] for who in WHO], "date": DAYS})
    assert (found.roles.grain, found.refusal) == (Grain.VISIT, None)
    assert (found.in_short.rows, found.in_short.customers) == (ROWS, len(set(WHO)))
    assert (found.in_short.first, found.in_short.amount) == (DAYS[0], None)
    window = [(day, who) for day, who in zip(DAYS, WHO, strict=True) if day <= found.rows.period.end]
    assert found.customers.frame["visits"].sum() == len(set(window))
    assert [f.name for f in found.customers.clustering_features] == ["since_visit", "visits"]
    assert found.rows.waterfall.closes()


def test_points_are_no_money(check):
    points = [CHANCE.randrange(1, 60) * 5 for _ in range(ROWS)]
    found = check({"Card No": [7_004_001 + who * 13 for who in WHO], "Date": DAYS, "Points": points})
    assert found.roles.grain is Grain.VISIT
    assert "no-money" in codes(found.roles)


def test_round_numbers_are_the_money_of_gifts_with_a_doubt(assign):
    gifts = [CHANCE.choice((5, 10, 25, 50, 100, 500)) for _ in range(ROWS)]
    roles = assign({"Member": [f"M{who}" for who in WHO], "Day": DAYS, "Xyzzy": gifts})
    assert roles.first(Role.AMOUNT).label == "Xyzzy"
    assert "guessed-money" in codes(roles)


def test_two_fractions_that_could_both_be_the_money_are_refused(assign):
    table = {"Member": [f"M{who}" for who in WHO], "Day": DAYS, "aa": MONEY, "bb": MONEY[::-1]}
    told = assign(table)
    assert "--amount 'aa'" in told.refusal.hint
    assert assign(table, roles={"bb": Role.AMOUNT}).refusal is None


def test_of_two_days_the_first_that_is_no_fact_of_the_customer_is_that_of_the_row(assign):
    joined = [DAYS[0] - dt.timedelta(days=who) for who in WHO]
    later = [day + dt.timedelta(days=at % 9) for at, day in enumerate(DAYS)]
    table = {"Member": [f"M{who}" for who in WHO], "aa": later, "bb": joined, "cc": DAYS, "Amount": MONEY}
    assert assign(table).first(Role.DATE).label == "cc"


def test_the_next_best_reading_is_told_with_its_flag(assign):
    numbers = [f"{CHANCE.getrandbits(48):012x}" for _ in range(ROWS)]
    roles = assign({"ref": numbers, "who": [IDS[who] for who in WHO], "date": DAYS, "fare": MONEY})
    assert roles.first(Role.CUSTOMER).label == "who"
    assert roles.other_reading[1] == "--id 'ref'"
    assert assign(sales()).other_reading is None


def test_purchases_without_a_day_are_refused(check):
    found = check({"Order number": range(5000, 5000 + ROWS), "Customer number": WHO, "Amount": MONEY})
    assert "no date" in str(found.refusal)


def test_payments_without_a_customer_are_refused(check):
    numbers = [f"{CHANCE.getrandbits(96):024x}" for _ in range(ROWS)]
    found = check({"order_id": numbers, "instalments": [who % 6 for who in WHO], "payment_value": MONEY})
    assert "no column names the customer" in str(found.refusal)
    assert "--id" in found.refusal.hint


def test_two_codes_that_could_both_be_the_customer_are_refused_and_a_flag_decides(assign):
    others = [f"Z{CHANCE.randrange(38):03d}" for _ in range(ROWS)]
    table = {"aa": [f"K{who:03d}" for who in WHO], "bb": others, "Date": DAYS, "Amount": MONEY}
    assert "two-readings" in codes(assign(table))
    told = assign(table, roles={"bb": Role.CUSTOMER})
    assert told.refusal is None
    assert told.first(Role.CUSTOMER).label == "bb"


@pytest.mark.parametrize("header", ["Amt", "Value", "Price", "figure"])
@pytest.mark.parametrize("total", [True, False])
def test_prices_of_products_tell_the_money_of_a_line_from_that_of_a_piece(assign, header, total):
    roles = assign(lines(header, total=total))
    assert roles_of(roles)[header] == ("amount" if total else "unit_price")


def test_what_is_left_after_a_discount_was_paid(assign):
    off = [f"{float(each) * (at % 3) / 10:.2f}" for at, each in enumerate(MONEY)]
    net = [f"{float(each) - float(less):.2f}" for each, less in zip(MONEY, off, strict=True)]
    roles = assign(sales(**{"Discount": off, "Net Sales": net}))
    assert roles.first(Role.AMOUNT).label == "Net Sales"


def people(**more):
    return {
        "customer_id": range(1000, 1000 + ROWS),
        "visits": [CHANCE.randrange(1, 30) for _ in range(ROWS)],
        "spend": MONEY,
    } | more


@pytest.mark.parametrize(
    ("label", "values", "role"),
    [
        ("gender_cd", (0, 1, 9), "sensitive"),
        ("personal_status_sex", (1, 2, 3, 4), "sensitive"),
        ("branch_code", (510, 520, 530), "category"),
        ("Filial-Nr", (1, 2, 3), "category"),
        ("agent", (210, 220, 240, 250), "category"),
        ("signup_mth", range(1, 13), "category"),
        ("children", (0, 1, 2, 3), "measure"),
        ("score", (10, 20, 30, 40), "measure"),
    ],
)
def test_codes_and_parts_of_dates_measure_nothing(assign, label, values, role):
    roles = assign(people(**{label: [CHANCE.choice(values) for _ in range(ROWS)]}))
    assert roles.grain is Grain.CUSTOMER
    assert roles_of(roles)[label] == role


def test_a_number_is_measured_all_the_same_if_the_user_groups_by_it(assign):
    table = people(agent=[CHANCE.choice((210, 220, 240, 250)) for _ in range(ROWS)])
    assert "coded-numbers" in codes(assign(table))
    assert roles_of(assign(table, by=("agent",)))["agent"] == "measure"


@pytest.mark.parametrize(("stand_in", "missing"), [(118, 16), (999, 16), (-1, 16), (91, 0)])
def test_a_number_far_from_all_others_on_many_rows_is_not_known(check, stand_in, missing):
    ages = [stand_in if at % 10 == 0 else 18 + at * 7 % 71 for at in range(ROWS)]
    found = check(people(age=ages))
    assert found.customers.frame["col-age"].isna().sum() == missing
    assert ("stand-in-number" in codes(found)) == bool(missing)
    kept = check(people(age=ages), roles={"age": Role.MEASURE})
    assert not kept.customers.frame["col-age"].isna().any()


def test_guests_count_for_their_addresses_whatever_stands_for_no_number(check):
    table = sales(mail=[f"User{who}@Example.org" for who in WHO])
    table["Customer"] = ["0" if at % 3 == 0 else who + 1 for at, who in enumerate(WHO)]
    found = check(table)
    assert "address-for-id" in codes(found)
    assert (found.in_short.customers, found.rows.guest_rows) == (len(set(WHO)), 0)


def test_rounded_ids_are_named_though_they_name_nobody(assign):
    rounded = [f"9.0072{at % 9}E+17" for at in range(ROWS)]
    assert "rounded-id" in codes(assign(people() | {"account_id": rounded}))
    assert "rounded-id" in codes(assign(sales(**{"Order ID": rounded})))


def test_a_group_of_two_letters_is_no_sign(assign):
    assert "unread-sign" not in codes(assign(sales(Variant=["AB"[who % 2] for who in WHO])))


@pytest.mark.parametrize(
    "nobody", variants(["Walk-in", "Laufkunde", "Client de passage", "Consumidor final"], quick=1)
)
def test_words_for_nobody_are_no_customer(check, nobody):
    table = sales()
    table["Customer"] = [nobody if at % 8 == 0 else who for at, who in enumerate(table["Customer"])]
    assert check(table).rows.guest_rows == ROWS // 8


def test_one_customer_with_most_rows_is_nobody_unless_the_user_names_the_column(check):
    table = sales()
    table["Customer"] = ["K999" if at % 5 < 3 else who for at, who in enumerate(table["Customer"])]
    found = check(table)
    assert "stand-in" in codes(found)
    assert found.rows.guest_rows > ROWS / 2
    assert check(table, roles={"Customer": Role.CUSTOMER}).rows.guest_rows == 0


def test_check_tells_the_reading_in_short(check):
    told = check(sales()).in_short
    assert (told.rows, told.customers) == (ROWS, len(set(WHO)))
    assert (told.first, told.last) == (DAYS[0], DAYS[-1])
    assert float(told.amount) == pytest.approx(sum(map(float, MONEY)))


def test_a_word_among_the_numbers_of_customers_is_nobody(check):
    table = sales()
    table["Customer"] = ["Vendita banco" if at % 4 == 0 else who for at, who in enumerate(table["Customer"])]
    found = check(table)
    assert "stand-in" in codes(found)
    assert found.in_short.customers == len({who for at, who in enumerate(WHO) if at % 4})


def test_grades_beside_a_price_are_no_quantity(check):
    grades = [CHANCE.choice((5, 6, 7, 8)) for _ in range(ROWS)]
    found = check(
        {"student_id": [f"S{who:03d}" for who in WHO], "date": DAYS, "grade": grades, "price": MONEY}
    )
    assert float(found.in_short.amount) == pytest.approx(sum(map(float, MONEY)))


def test_a_multiplication_tells_the_money_whatever_headers_say(assign):
    table = lines("含税单价", total=False)
    table["价税合计"] = [f"{q * float(p):.2f}" for q, p in zip(table["Qty"], table["含税单价"], strict=True)]
    assert assign(table).first(Role.AMOUNT).label == "价税合计"


def test_names_are_customers_where_nothing_else_could_be_without_a_doubt(check):
    names = [f"Person {chr(65 + who // 7)} {chr(65 + who % 7)}" for who in WHO]
    found = check({"Order no": range(ROWS), "Date": DAYS, "Hóspede": names, "Total": MONEY})
    assert found.in_short.customers == len(set(WHO))
    assert "guessed-customer" not in codes(found)


@pytest.mark.parametrize(
    "label", ["kundennummer", "Debitorennr.", "CustomerNumber", "N° client", "id del cliente"]
)
def test_a_header_says_the_customer_with_or_without_its_number(assign, label):
    table = sales()
    table = {"Day": DAYS, label: table["Customer"], "Amount": MONEY}
    assert assign(table).first(Role.CUSTOMER).confidence > 0.9


@pytest.mark.parametrize(
    ("number", "name"), [("Cód. cliente", "Cliente"), ("N° client", "Client"), ("Kd-Nr", "Kunde")]
)
def test_a_number_of_the_customer_beats_a_name(assign, number, name):
    names = [f"Person {chr(65 + who % 9)}" for who in WHO]
    table = {"Date": DAYS, number: [f"C{who:03d}" for who in WHO], name: names, "Amount": MONEY}
    assert assign(table).first(Role.CUSTOMER).label == number


def test_words_of_states_on_nearly_all_rows_tell_sales_under_any_header(assign):
    states = [{0: "failed", 1: "requires_action"}.get(at % 20, "succeeded") for at in range(ROWS)]
    assert roles_of(assign(sales(state=states)))["state"] == "status"


def test_numbers_of_documents_that_hold_dates_are_no_end_of_a_contract(check):
    assert check({"Document": [f"FV/{at}/09/2025" for at in range(ROWS)]} | sales()).refusal is None


def fees_of(who):
    return [f"{(19.9, 29.9, 49.9)[each % 3]:.2f}" for each in who]


def test_a_fee_that_each_visit_repeats_is_no_payment(check):
    who = [each % 25 for each in WHO]
    days = [dt.date(2025, 3 + place % 2, 1 + place % 28) for place in range(ROWS)]
    members = [501 + each for each in who]
    found = check({"Checked in": days, "N.º sócio": members, "Mensalidade": fees_of(who)})
    assert found.roles.grain is Grain.VISIT
    (doubt,) = (issue for issue in found.issues if issue.code == "no-money")
    assert "Mensalidade" in doubt.message
    assert "--amount" in doubt.hint


def test_a_fee_paid_once_a_month_is_a_payment(assign):
    months = [dt.date(2025, month, 1 + each % 9) for each in range(20) for month in range(1, 9)]
    who = [each for each in range(20) for _ in range(8)]
    roles = assign({"Day": months, "Member No": [501 + each for each in who], "Mensalidade": fees_of(who)})
    assert roles_of(roles)["Mensalidade"] == "amount"


def test_fines_on_few_rows_are_no_money_of_each_loan(assign):
    late = [place % 12 if place % 9 == 0 else 0 for place in range(ROWS)]
    copies = [30004 + 7 * (place * 37 % 90) for place in range(ROWS)]
    columns = {"Loan date": DAYS, "Card": [f"K{each:04}" for each in WHO], "Inventory": copies}
    roles = assign({**columns, "Days late": late, "Fine (EUR)": [f"{each / 10:.2f}" for each in late]})
    assert roles.grain is Grain.VISIT
    assert "Fine (EUR)" in next(issue.message for issue in roles.issues if issue.code == "no-money")


def test_what_is_left_to_pay_is_not_what_was_sold(assign):
    left = ["0.00" if place % 9 else money for place, money in enumerate(MONEY)]
    columns = {"Invoice date": DAYS, "Customer": [f"K{each:04}" for each in WHO], "Gross value": MONEY}
    assert roles_of(assign({**columns, "Amount due": left}))["Gross value"] == "amount"


def test_stays_of_guests_are_events_though_each_has_a_number(assign):
    leaving = [day + dt.timedelta(days=1 + at % 5) for at, day in enumerate(DAYS)]
    guests = [f"Guest {'ABCDEFGH'[who % 8]} {'KLMNOP'[who // 8]}" for who in WHO]
    numbers = [f"RX{at * 7919 % 9973:05d}" for at in range(ROWS)]
    roles = assign({"Reserva": numbers, "Hóspede": guests, "Entrada": DAYS, "Saída": leaving, "Valor": MONEY})
    assert roles.grain is Grain.ORDER
    assert roles.first(Role.CUSTOMER).label == "Hóspede"


@pytest.mark.parametrize("sorted_by_day", [False, True])
def test_dates_in_no_order_beside_a_number_of_each_row_are_those_of_persons(check, *, sorted_by_day):
    days = [dt.date(1950, 1, 1) + dt.timedelta(days=at * 7919 % 20_000) for at in range(ROWS)]
    times = [1 + at % 5 for at in range(ROWS)]
    money = [f"{9.37 * each * (1 + at % 7):.2f}" for at, each in enumerate(times)]
    days = sorted(days) if sorted_by_day else days
    found = check({"zz": range(9000, 9000 + ROWS), "aa": days, "bb": times, "cc": money})
    assert (found.refusal is not None) is sorted_by_day


def test_a_number_of_what_is_taxed_is_a_document_and_names_no_customer(check):
    tax = [f"{float(money) * 0.22:.2f}" for money in MONEY]
    gross = [f"{float(money) + float(part):.2f}" for money, part in zip(MONEY, tax, strict=True)]
    found = check(
        {"Conto": range(9000, 9000 + ROWS), "Data": DAYS, "Imponibile": MONEY, "IVA": tax, "Totale": gross}
    )
    assert "no column names the customer" in str(found.refusal)


def test_whole_amounts_that_are_not_round_may_be_cents_of_a_currency_that_has_them(assign):
    cents = [money.replace(".", "") for money in MONEY]
    columns = {"user_id": [f"U{who:03d}" for who in WHO], "date": DAYS, "amount": cents}
    for currency, doubted in (("EUR", True), ("JPY", False)):
        found = assign({**columns, "currency": [currency] * ROWS})
        assert ("minor-unit" in {issue.code for issue in found.issues}) is doubted


def test_rows_with_a_time_of_day_and_a_number_that_no_header_explains_are_no_persons(check):
    rows = range(ROWS)
    times = [f"{day} 1{at % 10}:{at % 60:02d}:07" for at, day in enumerate(DAYS)]
    columns = {"Sample": [40_000 + at for at in rows], "Taken": times, "Unit price": MONEY}
    assert "no-customer" in codes(check(columns))


def test_ages_tell_that_rows_are_persons_and_their_number_is_not_doubted(check):
    ages = [18 + CHANCE.randrange(70) for _ in range(ROWS)]
    columns = {"Nr ref": [f"Q{7 * at + 1000}" for at in range(ROWS)], "Aa": ages, "Bb": MONEY}
    assert "guessed-customer" not in codes(check(columns))


def test_an_address_that_comes_again_beats_a_card_that_never_does(check):
    mails = [f"{each}@example.org" for each in WHO]
    columns = {"Card no": [f"G{7 * at + 1000}" for at in range(ROWS)], "Buyer": mails, "Issued": DAYS}
    found = check({**columns, "Face value": MONEY})
    assert found.roles.refusal is not None or found.roles.first(Role.CUSTOMER).label == "Buyer"


def persons():
    """Rows of persons whose names many share, and whose births nobody shares, under headers of no list."""
    births = [dt.date(1946, 3, 1) + dt.timedelta(days=137 * at) for at in range(ROWS)]
    CHANCE.shuffle(births)
    names = [f"{('Aino', 'Eero', 'Onni')[at % 3]} {('Laine', 'Salo')[at % 2]}" for at in range(ROWS)]
    return {"Xyz": CHANCE.sample(range(10_000, 13_000), ROWS), "Qrs": names, "Syn": births, "Lst": DAYS}


def test_rows_that_describe_a_person_each_are_customers_though_names_come_again(assign):
    roles = assign({**persons(), "Kpl": [at % 9 for at in range(ROWS)], "Eur": MONEY})
    assert roles.grain is Grain.CUSTOMER
    assert roles_of(roles) | {"Xyz": "customer", "Syn": "personal", "Lst": "date"} == roles_of(roles)


def test_money_that_is_so_many_times_a_mean_is_what_a_customer_is_worth(assign):
    counts = [1 + at % 7 for at in range(ROWS)]
    means = [round(float(money) / count, 2) for money, count in zip(MONEY, counts, strict=True)]
    means = [f"{mean:.2f}" for mean in means]
    roles = assign({**persons(), "Kpl": counts, "Ka": means, "Yht": MONEY})
    assert roles.first(Role.VALUE).label == "Yht"


def test_of_two_columns_that_are_called_the_customer_the_one_with_a_name_each_counts(assign):
    payers = [f"Z{who // 3:04d}" for who in WHO]
    columns = {
        "Account": [f"K{who:04d}" for who in WHO],
        "Customer": payers,
        "Name": [f"Firm {who}" for who in WHO],
    }
    assert assign({**columns, "Date": DAYS, "Amount": MONEY}).first(Role.CUSTOMER).label == "Account"


def test_money_names_no_customer_whatever_its_header_says(assign):
    postage = [("0.00", "6.00", "10.00")[who % 3] for who in WHO]
    roles = assign({"Customer shipping paid": postage, **sales()})
    assert roles.first(Role.CUSTOMER).label == "Customer"


def bills(numbers):
    firms = [f"{chr(65 + who % 20)}old {chr(97 + who)}x" for who in WHO]
    taxed = [f"{float(each) * 1.2:.2f}" for each in MONEY]
    return {"Dd": DAYS, "Xyz": firms, "Qq": numbers, "Net": MONEY, "Gross": taxed}


def test_documents_that_each_party_numbers_in_its_own_way_are_purchases(assign):
    ways = ("RE-{}", "{}/26", "INV {} x", "{}", "No {}-b")
    theirs = [ways[who % 5].format(1000 + at * 7) for at, who in enumerate(WHO)]
    told = assign(bills(theirs))
    assert "purchases" in codes(told)
    assert "--id 'Xyz'" in told.refusal.hint
    assert "purchases" not in codes(assign(bills([f"RE-{1000 + at}" for at in range(ROWS)])))


def test_the_header_of_suppliers_tells_purchases(assign):
    table = {"Date": DAYS, "Lieferant": [f"L{who:03d}" for who in WHO], "Betrag": MONEY}
    assert "purchases" in codes(assign(table))
    assert assign(table, roles={"Lieferant": Role.CUSTOMER}).refusal is None


def test_several_moments_in_a_minute_are_no_purchases(assign):
    start = dt.datetime(2026, 3, 1, 9)  # noqa: DTZ001 - as programs write it
    days = [start + dt.timedelta(days=at // 8 % 30, hours=at // 240, seconds=at % 8 * 5) for at in range(480)]
    ids = [f"d{at // 8 % 35:04d}" for at in range(480)]
    sizes = [f"{CHANCE.uniform(1, 90):.2f}" for _ in ids]
    assert assign({"ts": days, "device": ids, "size": sizes}).grain is Grain.VISIT


def test_births_that_hang_on_who_comes_again_make_no_persons_of_rows(assign):
    born = [dt.date(1950 + who, 1 + who % 12, 3) for who in WHO]
    table = {"No": range(ROWS), "Xyz": [f"K{who:03d}" for who in WHO], "Bb": born, "Dd": DAYS, "Pp": MONEY}
    told = assign(table)
    assert (told.first(Role.CUSTOMER).label, told.refusal) == ("Xyz", None)
    assert told.first(Role.DATE).label == "Dd"


def test_the_only_numbers_beside_those_of_documents_are_the_money(assign):
    yen = [CHANCE.randrange(800, 19_000) for _ in range(ROWS)]
    told = assign({"Qq": range(1, ROWS + 1), "Xyz": [f"K{who:03d}" for who in WHO], "Dd": DAYS, "Pp": yen})
    assert told.first(Role.AMOUNT).label == "Pp"


@pytest.mark.parametrize("rate", [False, True])
def test_what_is_left_once_something_is_taken_off_is_the_money_whatever_headers_say(assign, rate):
    listed = [CHANCE.randrange(10, 90) for _ in range(ROWS)]
    pieces = [CHANCE.choice((1, 2, 3, 4)) for _ in range(ROWS)]
    rates = [CHANCE.choice((0, 0, 0, 5, 10, 20)) for _ in range(ROWS)]
    before = [price * count for price, count in zip(listed, pieces, strict=True)]
    off = [f"{all_ * share / 100:.2f}" for all_, share in zip(before, rates, strict=True)]
    after = [f"{all_ * (100 - share) / 100:.2f}" for all_, share in zip(before, rates, strict=True)]
    parts = {"Ss": rates} if rate else {"Gg": [f"{each}.00" for each in before], "Ss": off}
    table = {"Day": DAYS, "Customer": [f"K{who:03d}" for who in WHO], "Pp": listed, "Nn": pieces}
    told = assign(table | parts | {"Zz": after})
    assert told.first(Role.AMOUNT).label == "Zz"
    assert "guessed-money" not in codes(told)


def test_a_code_with_rows_on_every_day_is_doubted_as_the_customer(check):
    months = [dt.date(2024 + at // 12, 1 + at % 12, 1) for at in range(22)]
    rows = [(month, f"P{shop:03d}") for month in months for shop in range(28)]
    money = [f"{CHANCE.uniform(5000, 9000):.2f}" for _ in rows]
    found = check({"Mėn": [month for month, _ in rows], "Pard": [shop for _, shop in rows], "Sum": money})
    assert "guessed-customer" in codes(found)


def test_a_known_word_of_cancelled_orders_tells_states_where_no_header_does(assign):
    words = ["cancelled" if at % 11 == 0 else "käsitelty" for at in range(ROWS)]
    assert roles_of(assign(sales(Vaihe=words)))["Vaihe"] == "status"
    of_members = ["cancelled" if who % 11 == 0 else "käsitelty" for who in WHO]
    assert roles_of(assign(sales(Vaihe=of_members)))["Vaihe"] != "status"


def test_long_numbers_of_one_length_that_hardly_come_again_measure_nothing(assign):
    mobiles = CHANCE.sample(range(6_900_000_000, 7_000_000_000), ROWS)
    roles = assign({**persons(), "Kin": mobiles, "Zip/x": CHANCE.sample(range(10_000, 99_999), ROWS)})
    assert roles_of(roles) | {"Kin": "ignore", "Zip/x": "place"} == roles_of(roles)


def test_births_of_whole_families_are_told_by_their_years(assign):
    births = [dt.date(1946 + at % 75, 3, 1 + at % 28) for at in range(ROWS)]
    assert roles_of(assign({**persons(), "Syn": births}))["Syn"] == "personal"


def test_a_second_number_of_an_order_names_no_customer(check):
    second = [f"X{7 * who + 1000}" for who in WHO]
    columns = {"Order id": [f"A-{who:04d}" for who in WHO], "Short": second, "Date": DAYS, "Amount": MONEY}
    found = check(columns)
    assert found.roles.refusal is not None
    assert "no-customer" in codes(found)


def test_what_a_price_comes_to_after_discount_and_tax_is_what_was_paid(assign):
    prices = [(20.0, 35.0, 80.0)[at % 3] for at in range(ROWS)]
    offs = [price / 10 if at % 6 == 0 else 0 for at, price in enumerate(prices)]
    nets = [price - off for price, off in zip(prices, offs, strict=True)]
    money = {"Price": prices, "Discount": offs, "Xnet": nets, "VAT": [net / 5 for net in nets]}
    money |= {"Xtot": [net + net / 5 for net in nets]}
    money = {name: [f"{each:.2f}" for each in column] for name, column in money.items()}
    columns = {"Customer": [f"K{who:04d}" for who in WHO], "Date": DAYS, **money}
    assert assign(columns).first(Role.AMOUNT).label == "Xtot"


FIRST, LAST = (
    ["Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jo", "Kim", "Lea"],
    ["Abel", "Beck", "Cole", "Dorn", "Egan", "Falk"],
)


def test_people_who_share_a_name_by_chance_are_no_customers_who_come_again(assign):
    names = [f"{CHANCE.choice(FIRST)} {CHANCE.choice(LAST)}" for _ in range(70)]
    found = assign(
        {
            "Barcode": [f"P{70123 + 11 * at}" for at in range(70)],
            "Patron": names,
            "Last visit": CHANCE.sample(DAYS, 70),
            "Owed": [CHANCE.choice(("0.00", "1.50", "2.25")) for _ in range(70)],
        }
    )
    assert found.grain is Grain.CUSTOMER
    assert found.first(Role.CUSTOMER).label == "Barcode"


def test_telephones_of_seven_digits_are_not_measured(assign):
    found = assign(
        {
            "customer_id": [f"C{at:04d}" for at in range(ROWS)],
            "Ring": CHANCE.sample(range(2_000_000, 9_999_999), ROWS),
            "Jobs": [CHANCE.randrange(1, 30) for _ in range(ROWS)],
        }
    )
    assert [column.label for column in found.all(Role.MEASURE)] == ["Jobs"]


def test_a_family_that_shares_an_address_is_not_one_customer(assign):
    births = [dt.date(1960, 1, 1) + dt.timedelta(days=97 * at) for at in range(ROWS)]
    found = assign(
        {
            "Nro": list(range(500, 500 + ROWS)),
            "Posti": [f"f{at * 9 // 10}@example.org" for at in range(ROWS)],
            "Birth date": births,
            "Since": DAYS,
            "Sum": MONEY,
        }
    )
    assert found.grain is Grain.CUSTOMER


def test_the_largest_money_of_a_table_is_what_customers_are_worth_and_it_is_told(assign):
    paid = [float(each) for each in MONEY]
    found = assign(
        {
            "customer_id": [f"C{at:04d}" for at in range(ROWS)],
            "Qwert": [f"{4 * each:.2f}" for each in paid],
            "Asdf": [f"{each:.2f}" for each in paid],
        }
    )
    assert found.first(Role.VALUE).label == "Qwert"
    assert "guessed-money" in {issue.code for issue in found.issues}


def test_a_code_that_comes_again_is_whose_a_row_is_though_its_header_speaks_of_consent(assign):
    found = assign(
        {
            "id": [f"txn_{at * 7919:06x}" for at in range(ROWS)],
            "created": DAYS,
            "subscriber": [f"sub_{each:04x}" for each in WHO],
            "value": MONEY,
        }
    )
    assert found.first(Role.CUSTOMER).label == "subscriber"
