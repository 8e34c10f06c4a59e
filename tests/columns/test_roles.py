from __future__ import annotations

import csv

import numpy as np
import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.columns.number_date_formats import DateFormat, NumberFormat
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role


@pytest.fixture
def assign(tmp_path):
    """Roles of a small table, given as its rows; the first is the header."""

    def write_and_assign(rows, delimiter=",", **options):
        source = tmp_path / "table.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return assign_roles(read(source, tmp_path), BuildOptions((str(source),), **options))

    return write_and_assign


def by_label(roles):
    return {column.label: column.role.value for column in roles.columns}


def codes(roles):
    return {issue.code for issue in roles.issues}


def customers(*extra, rows=60):
    """A customer table with an id, an age and further columns: (header, row number -> cell)."""
    ages = np.random.default_rng(1).integers(18, 80, rows)
    columns = [("Customer ID", lambda i: f"{i:04d}"), ("Age", lambda i: ages[i]), *extra]
    return [[header for header, _ in columns], *([cell(i) for _, cell in columns] for i in range(rows))]


def orders(header, day, money=str, customer="M{:03d}", product="P-{:03d}"):
    """150 orders of one to three lines: customer, order, date, product, quantity, unit price, total."""
    chance = np.random.default_rng(1)
    lines = [] if header is None else [header]
    for order in range(150):
        who, when = chance.integers(40), (chance.integers(1, 29), chance.integers(1, 13))
        for _ in range(chance.integers(1, 4)):
            item, count = chance.integers(30), chance.choice([1, 1, 2, 3])
            price = 5 + float(item) * 1.37
            codes = customer.format(who), 100_000 + order, day(*when), product.format(item)
            lines.append([*codes, count, money(round(price, 2)), money(round(price * count, 2))])
    return lines


def iso(day, month):
    return f"2026-{month:02d}-{day:02d}"


ORDER = ["customer", "order", "date", "product", "quantity", "unit_price", "amount"]
HEADERS = {
    "English": ["Customer ID", "Order ID", "Order Date", "SKU", "Qty", "Price", "Total"],
    "German": ["Kundennummer", "Bestell-Nr.", "Bestelldatum", "Artikel", "Menge", "Einzelpreis", "Betrag"],
    "French": ["N° client", "N° facture", "Date d'achat", "Produit", "Quantité", "Prix unitaire", "Montant"],
    "Turkish": ["Müşteri No", "Sipariş No", "Tarih", "Ürün Kodu", "Adet", "Birim Fiyat", "Tutar"],
    "Chinese": ["会员编号", "订单号", "下单日期", "商品编码", "数量", "单价", "金额"],
    "Japanese": ["顧客ID", "注文番号", "注文日", "商品コード", "数量", "単価", "金額"],
    "Korean": ["고객번호", "주문번호", "주문일자", "상품코드", "수량", "단가", "금액"],
    "Polish": ["Klient", "Zamowienie", "Kiedy", "Towar", "Ile", "Cena", "Kwota"],
    "Basque, not in the word list": ["Bezero", "Eskaera", "Noiz", "Gauza", "Zenbat", "Balio", "Guztira"],
    "Georgian, not in the word list": ["მყიდველი", "შეკვეთა", "თარიღი", "ნივთი", "რაოდენობა", "ფასი", "ჯამი"],
    "Greek": [
        "Πελάτης",
        "Παραγγελία",
        "Ημερομηνία",
        "Είδος",
        "Πλήθος",
        "Τιμή",
        "Σύνολο",
    ],
    "none": None,
}


def test_a_table_of_too_many_columns_is_refused_at_once(assign):
    many = [(f"answer {number}", lambda i: i % 7) for number in range(1_500)]
    with pytest.raises(InputError, match=r"1,502 columns, and .* 1,000 at most"):
        assign(customers(*many, rows=3))


@pytest.mark.parametrize("language", HEADERS)
def test_order_lines_in_many_languages(assign, language):
    roles = assign(orders(HEADERS[language], iso))
    assert roles.grain is Grain.ORDER_LINE
    assert [column.role.value for column in roles.columns] == ORDER


def test_order_lines_with_codes_that_are_numbers(assign):
    numbered = orders(HEADERS["Basque, not in the word list"], iso, customer="{:04d}", product="2{:02d}")
    assert list(by_label(assign(numbered)).values()) == ORDER


def test_decimal_commas_thousands_and_currency(assign):
    def money(value):
        return f"{value * 1000:,.2f} €".replace(",", "_").replace(".", ",").replace("_", ".")

    roles = assign(orders(HEADERS["German"], lambda d, m: f"{d:02d}.{m:02d}.2026", money), delimiter=";")
    assert roles.first(Role.AMOUNT).written_as == NumberFormat(",", ".", currency="€")
    assert roles.first(Role.DATE).written_as == DateFormat("%d.%m.%Y")


@pytest.mark.parametrize(
    ("day", "options", "written", "doubted"),
    [
        (lambda d, m: f"{d:02d}/{m:02d}/2026", {}, DateFormat("%d/%m/%Y"), False),
        (lambda d, m: f"{m:02d}/{d:02d}/2026", {}, DateFormat("%m/%d/%Y"), False),
        (lambda d, m: f"{d % 12 + 1}/{m}/2026", {}, DateFormat("%d/%m/%Y", proved=False), True),
        (lambda d, m: f"{d % 12 + 1}/{m}/2026", {"day_first": False}, DateFormat("%m/%d/%Y"), False),
        (lambda d, m: f"{d}/{m}/26", {}, DateFormat("%d/%m/%y"), False),
        (lambda d, m: f"Mo, {d:02d}.{m:02d}.2026", {}, DateFormat("%d.%m.%Y"), False),
        (lambda d, m: f"Tue {m:02d}/{d:02d}/2026", {}, DateFormat("%m/%d/%Y"), False),
    ],
)
def test_day_and_month_are_proved_or_told_or_doubted(assign, day, options, written, doubted):
    roles = assign(orders(HEADERS["English"], day), **options)
    assert roles.first(Role.DATE).written_as == written
    assert ("ambiguous-date" in codes(roles)) is doubted


def test_two_ways_of_writing_dates_are_named(assign):
    lines = orders(HEADERS["English"], lambda d, m: f"{d:02d}/{m:02d}/2026" if m % 2 else iso(d, m))
    roles = assign(lines)
    assert roles.first(Role.DATE).written_as == DateFormat("%d/%m/%Y")
    assert "mixed-dates" in codes(roles)


def test_personal_data_is_left_out_and_an_email_may_be_the_id(assign):
    people = [
        ["Name", "E-Mail", "Telefon", "Straße", "Geburtsdatum", "PLZ", "Umsatz", "Bemerkung"],
        *(
            [
                f"Person {chr(65 + i % 26)}{i // 26}",
                f"p{i}@example.org",
                f"+49 30 {10**6 + i}",
                f"Weg {i}",
                f"{i % 28 + 1:02d}.03.1970",
                f"{1067 + i:05d}",
                f"{i * 13 % 1999},90",
                f"ruft gern an und fragt nach {i} Dingen",
            ]
            for i in range(60)
        ),
    ]
    assert list(by_label(assign(people, delimiter=";")).values()) == [
        "personal",
        "customer",
        "personal",
        "personal",
        "personal",
        "place",
        "value",
        "free_text",
    ]


def test_columns_of_a_customer_table(assign):
    columns = {
        "性别": (lambda i: "男女"[i % 2], "sensitive"),
        "Φύλο": (lambda i: ("Άνδρας", "Γυναίκα")[i % 2], "sensitive"),
        "Letters": (lambda i: "MWD"[i % 3], "sensitive"),
        "Size": (lambda i: "SML"[i % 3], "category"),
        "Colour": (lambda i: ("White", "Black", "Red")[i % 3], "category"),
        "Stand": (lambda i: ("verheiratet", "ledig", "geschieden")[i % 3], "sensitive"),
        "Religion": (lambda i: "abc"[i % 3], "sensitive"),
        "Nationality": (lambda i: ("DE", "FR", "IT")[i % 3], "sensitive"),
        "BMI": (lambda i: 18 + i / 3, "sensitive"),
        "Health & Beauty": (lambda i: 18 + i / 3, "measure"),
        "Churn": (lambda i: ("Yes", "No")[i % 2], "outcome"),
        "Newsletter": (lambda i: i % 2, "consent"),
        "Age group": (lambda i: ("18-25", "26-40", "41+")[i % 3], "category"),
        "Store visits": (lambda i: i % 9, "measure"),
        "Store": (lambda i: i % 9 + 1, "category"),
        "Country": (lambda i: ("NA", "NL", "DE")[i % 3], "place"),
        "Order number": (lambda i: f"#{1000 + i}", "ignore"),
        "Unnamed: 0": (lambda i: i, "ignore"),
        "Loyalty card code": (lambda i: 10**17 + i, "ignore"),
        "Share": (lambda i: f"{i} %", "measure"),
        "Empty": (lambda _: "", "ignore"),
        "Store name": (lambda i: ("North", "South")[i % 2], "category"),
        "Billing name": (lambda i: f"Ann {chr(65 + i % 25)}", "personal"),
        "Currency": (lambda _: "EUR", "currency"),
        "Sales call": (lambda i: i % 2, "category"),
    }
    found = by_label(assign(customers(*((header, cell) for header, (cell, _) in columns.items()))))
    assert {header: found[header] for header in columns} == {
        header: role for header, (_, role) in columns.items()
    }


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Revenue", "value"),
        ("Total spent (EUR)", "value"),
        ("Chiffre d'affaires", "value"),
        ("Gesamtumsatz 2025", "value"),
        ("Income", "value"),
        ("Spending Score", "measure"),
    ],
)
def test_value_is_a_single_clear_header(assign, header, role):
    roles = assign(customers((header, lambda i: f"${i * 997:,}.50")))
    assert roles.columns[2].role.value == role
    assert roles.columns[2].written_as == NumberFormat(thousands=",", currency="$")


def test_several_candidates_for_value_are_not_guessed(assign):
    table = customers(("Revenue 2024", lambda i: i * 3.5), ("Revenue 2025", lambda i: i * 4.5))
    roles = assign(table)
    assert roles.first(Role.VALUE) is None
    issue = next(issue for issue in roles.issues if issue.code == "no-value")
    assert "Revenue 2024, Revenue 2025" in issue.message
    assert "--value" in issue.hint
    declared = assign(table, value=("Revenue 2024", "Revenue 2025"))
    assert len(declared.all(Role.VALUE)) == 2
    assert "no-value" not in codes(declared)


def test_a_repeating_customer_without_orders_stays_a_customer_table(assign):
    table = customers()
    roles = assign([*table, table[5]])
    assert roles.grain is Grain.CUSTOMER
    assert roles.first(Role.CUSTOMER).label == "Customer ID"


def test_orders_without_a_customer_are_doubted(assign):
    rows = [
        ["Order ID", "Order Date", "Total"],
        *([i, iso(i % 28 + 1, i % 12 + 1), i * 1.5] for i in range(40)),
    ]
    roles = assign(rows)
    assert roles.grain is Grain.CUSTOMER
    assert "no-customer" in codes(roles)


def test_the_user_has_the_last_word(assign):
    table = customers(("Card", lambda i: f"K{i:03d}"), ("Region", lambda i: i % 4))
    told = assign(table, roles={"Card": Role.CUSTOMER, "Region": Role.MEASURE})
    assert by_label(told) == {
        "Customer ID": "ignore",
        "Age": "measure",
        "Card": "customer",
        "Region": "measure",
    }
    assert told.columns[2].reason == "set by you"


@pytest.mark.parametrize("option", [{"roles": {"Aeg": Role.MEASURE}}, {"by": ("Aeg",)}, {"value": ("Aeg",)}])
def test_an_unknown_label_names_the_nearest(assign, option):
    with pytest.raises(InputError, match="Aeg") as caught:
        assign(customers(), **option)
    assert "'Age'" in caught.value.hint
    assert "Customer ID" in caught.value.hint


@pytest.mark.parametrize(
    "told",
    [
        {"Age": Role.DATE},
        {"Plan": Role.MEASURE},
        {"Plan": Role.CUSTOMER, "Age": Role.CUSTOMER},
    ],
)
def test_a_role_that_cannot_be_is_refused(assign, told):
    with pytest.raises(InputError, match=r"Age|Plan"):
        assign(customers(("Plan", lambda i: "ab"[i % 2])), roles=told)


def test_grouping_by_a_place_in_numbers_measures_it(assign):
    table = customers(("latitude", lambda i: 50 + i / 7))
    assert assign(table).columns[2].role is Role.PLACE
    assert assign(table, by=("latitude",)).columns[2].role is Role.MEASURE


@pytest.mark.parametrize("language", ["English", "Georgian, not in the word list"])
def test_the_order_of_rows_and_columns_changes_nothing(assign, language):
    header, *lines = orders(HEADERS[language], iso)
    chance = np.random.default_rng(2)
    before = {
        column.label: (column.role, column.confidence, column.reason)
        for column in assign([header, *lines]).columns
    }
    for _ in range(2):
        places = chance.permutation(len(header))
        chance.shuffle(lines)
        roles = assign([[row[place] for place in places] for row in (header, *lines)])
        assert {c.label: (c.role, c.confidence, c.reason) for c in roles.columns} == before


PEOPLE = {
    "German": ["Kundennummer", "Geschlecht", "Alter", "Umsatz", "Anmeldung"],
    "French": ["Numéro client", "Sexe", "Âge", "Chiffre d'affaires", "Inscription"],
    "Spanish": ["Código de cliente", "Sexo", "Edad", "Gasto", "Alta"],
    "Italian": ["Codice cliente", "Sesso", "Età", "Spesa", "Iscrizione"],
    "Portuguese": ["Código do cliente", "Sexo", "Idade", "Gasto", "Cadastro"],
    "Dutch": ["Klantnummer", "Geslacht", "Leeftijd", "Omzet", "Inschrijving"],
    "Turkish": ["Müşteri No", "Cinsiyet", "Yaş", "Harcama", "Kayit tarihi"],
    "Chinese": ["客户编号", "性别", "年龄", "消费金额", "注册日期"],
    "Japanese": ["顧客番号", "性別", "年齢", "購入金額", "登録日"],
    "Korean": ["고객번호", "성별", "나이", "구매금액", "가입일"],
    "no language": ["a", "b", "c", "d", "e"],
}
SEXES = {
    "German": "weiblich männlich", "French": "Femme Homme", "Spanish": "Mujer Hombre",
    "Italian": "Donna Uomo",
    "Portuguese": "Mulher Homem", "Dutch": "Vrouw Man", "Turkish": "Bayan Erkek", "Chinese": "女 男",
    "Japanese": "女性 男性", "Korean": "여성 남성", "no language": "F M",
}  # fmt: skip


@pytest.mark.parametrize("language", PEOPLE)
def test_people_in_many_languages(assign, language):
    ages, spend = np.random.default_rng(2).integers(18, 80, 60), np.random.default_rng(3).uniform(5, 900, 60)
    sexes = SEXES[language].split()
    rows = [
        [f"K{n:04d}", sexes[n % 2], str(ages[n]), f"{spend[n]:.2f}", iso(1 + n % 28, 1 + n % 12)]
        for n in range(60)
    ]
    roles = assign([PEOPLE[language], *rows])
    assert list(by_label(roles).values())[:3] == ["customer", "sensitive", "measure"]
    assert roles.columns[3].role in {Role.VALUE, Role.MEASURE}
    assert roles.columns[4].role is Role.DATE


def test_sales_under_a_header_that_is_not_known_are_doubted(assign):
    rows = [
        ["Bon", "Datum", "Xyz", "Brutto"],
        *([5001 + i, iso(i % 28 + 1, i % 12 + 1), 7000 + i * 7 % 20, i * 1.5] for i in range(40)),
    ]
    roles = assign(rows)
    assert roles.grain is Grain.CUSTOMER
    assert "no-customer" in codes(roles)


def test_customers_who_stand_on_the_first_of_their_rows_only_are_named(assign):
    rows = [
        ["Customer", "Doc", "Date", "Amount"],
        *([f"K{i}" if i % 4 == 0 else "", 5001 + i, iso(i % 28 + 1, i % 12 + 1), i * 1.5] for i in range(40)),
    ]
    assert {"no-customer", "sparse-customer"} <= codes(assign(rows))


def test_dates_and_money_that_cannot_be_read_are_named(assign):
    rows = [
        ["Order", "Customer", "Date", "Amount"],
        *([i, f"C{i % 9}", f"T+{i} Tage", f"{i},5 H"] for i in range(100)),
    ]
    unread = [issue.column for issue in assign(rows).issues if issue.code == "unread-column"]
    assert unread == ["Date", "Amount"]


def test_states_of_orders_are_read_under_a_header_that_could_say_a_place(assign):
    rows = [
        ["id", "customer", "created_at", "state", "total"],
        *(
            [i, f"C{i % 9}", iso(i % 28 + 1, i % 12 + 1), "canceled" if i % 9 == 0 else "delivered", i + 0.5]
            for i in range(60)
        ),
    ]
    assert assign(rows).first(Role.STATUS).label == "state"


def test_orders_under_headers_of_an_unknown_language_are_read(assign):
    rows = [
        ["Nambari ya Agizo", "Nambari ya Mteja", "Tarehe", "Jumla"],
        *([5001 + i, 81000 + i * 7 % 40, iso(i % 28 + 1, i % 12 + 1), i * 1.5] for i in range(200)),
    ]
    told = assign(rows)
    assert (told.refusal, told.first(Role.CUSTOMER).label) == (None, "Nambari ya Mteja")


def test_numbers_that_differ_on_every_row_are_named_where_they_are_measured(assign):
    rows = [["Qqq", "visits"], *([100000 + 13 * i, i % 9] for i in range(60))]
    roles = assign(rows)
    assert roles.first(Role.CUSTOMER) is None
    assert "unnamed-id" in codes(roles)


def test_codes_under_the_id_of_something_unknown_name_the_rows(assign):
    roles = assign([["zzz_id", "visits"], *([f"PH{i:05d}", i % 9] for i in range(60))])
    assert roles.first(Role.CUSTOMER).label == "zzz_id"


def test_a_net_amount_beside_fees_is_doubted(assign):
    rows = [
        ["Order ID", "Buyer", "Posted", "Charged", "Fees", "Net"],
        *([i, f"b{i % 9}", iso(i % 28 + 1, i % 12 + 1), i + 8, -i / 10, i * 0.9 + 9] for i in range(60)),
    ]
    assert "after-fees" in codes(assign(rows))
