from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest

from reportgen.cleaning.clean import CleanRows, clean
from reportgen.cleaning.period import DayRows, choose_period, without_stray_days
from reportgen.columns.assigned_roles import ColumnRole, Grain, Roles
from reportgen.columns.number_date_formats import DateFormat, NumberFormat
from reportgen.errors import InputError, UnsegmentableError
from reportgen.input.read import RawRows, read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role

DATA = Path(__file__).parents[2].parent / "shared" / "data"
NUMBERS = {Role.QUANTITY, Role.UNIT_PRICE, Role.AMOUNT, Role.MEASURE, Role.VALUE}
OPTIONS = BuildOptions(("shop.csv",))


def raw_rows(text: str, work: Path) -> RawRows:
    """An inline CSV as the reader would hand it over."""
    labels, *rows = ([cell.strip() or None for cell in row] for row in csv.reader(text.strip().splitlines()))
    path = work / "raw.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE raw (line BIGINT{''.join(f', c{i} VARCHAR' for i in range(len(labels)))})"
        )
        marks = ", ".join("?" * (len(labels) + 1))
        connection.executemany(
            f"INSERT INTO raw VALUES ({marks})", [[n, *row] for n, row in enumerate(rows, 2)]
        )
        connection.table("raw").write_parquet(str(path))
    return RawRows(path, "shop.csv", tuple(labels), len(rows), None, (), (), "")


def roles_of(raw: RawRows, grain: Grain, roles: dict[str, Role], date: str = "%Y-%m-%d") -> Roles:
    def written(role: Role) -> NumberFormat | DateFormat | None:
        return DateFormat(date) if role is Role.DATE else NumberFormat() if role in NUMBERS else None

    columns = (
        ColumnRole(f"c{i}", label, roles[label], 1.0, "", written(roles[label]))
        for i, label in enumerate(raw.labels)
    )
    return Roles(grain, "", tuple(columns), ())


def orders(text: str, work: Path, options: BuildOptions = OPTIONS) -> CleanRows:
    raw = raw_rows(text, work)
    known = {role.value: role for role in Role} | {"name": Role.PRODUCT_NAME, "price": Role.UNIT_PRICE}
    return clean(raw, roles_of(raw, Grain.ORDER_LINE, known), options, work)


def people(text: str, work: Path, options: BuildOptions = OPTIONS, **roles: Role) -> CleanRows:
    raw = raw_rows(text, work)
    return clean(raw, roles_of(raw, Grain.CUSTOMER, {"id": Role.CUSTOMER} | roles), options, work)


def written(rows: CleanRows, columns: str) -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM {rows.table} ORDER BY ALL").fetchall()


def steps(rows: CleanRows) -> dict[str, tuple[int, Decimal | None]]:
    return {line.cause: (line.rows, line.amount) for line in rows.waterfall.lines}


def test_steps_hold_only_columns_that_the_file_tells_of(tmp_path: Path) -> None:
    rows = orders("customer,order,date,amount\nC1,1,2025-09-01,10.00\nC2,2,2025-10-01,5.00", tmp_path)
    written = {name for name, *_ in duckdb.sql(f"DESCRIBE FROM '{rows.path}'").fetchall()}
    assert not written & {"product_name", "place", "parent", "refund", "refund_written", "refunded"}
    sold = duckdb.sql(f"SELECT amount, returned, place, product_name FROM {rows.table} ORDER BY line")
    assert sold.fetchall() == [(Decimal(10), Decimal(0), None, None), (Decimal(5), Decimal(0), None, None)]


def test_returns_are_taken_off_what_was_sold(tmp_path: Path) -> None:
    rows = orders(
        """customer, order, date, product, quantity, price
        ada, 1001, 2026-01-03, A1, 5, 2.00
        ada, 1002, 2026-01-10, A1, 2, 2.00
        ada, C1003, 2026-01-12, A1, -3, 2.00
        ada, C1004, 2026-01-13, B2, -1, 7.50
        ben, 1005, 2026-01-31, B2, 1, 7.50""",
        tmp_path,
    )
    assert written(rows, '"order", returned') == [("1001", 2), ("1002", 4), ("1005", 0)]
    assert steps(rows) == {
        "returned": (1, Decimal(-6)),
        "given-back": (1, Decimal(6)),
        "earlier-return": (1, Decimal("-7.50")),
    }
    assert (rows.waterfall.end_rows, rows.waterfall.end_amount) == (2, Decimal("15.50"))
    assert rows.waterfall.closes()


def test_a_return_before_the_purchase_is_of_something_earlier(tmp_path: Path) -> None:
    rows = orders(
        """customer, date, amount
        ada, 2026-01-03, -10
        ada, 2026-01-31, 10""",
        tmp_path,
    )
    assert steps(rows) == {"earlier-return": (1, Decimal(-10))}
    assert rows.waterfall.end_amount == 10


def test_order_of_lines_changes_nothing(tmp_path: Path) -> None:
    chance = np.random.default_rng(8)
    lines = [
        f"c{n % 9}, {1000 + n // 3}, 2026-01-{1 + n // 10:02d}, A{n % 4}, {q}, {q * 5}"
        for n, q in enumerate(chance.choice([-2, -1, 1, 2, 3], 300))
    ]
    header = "customer, order, date, product, quantity, amount"
    shuffled = [lines[n] for n in chance.permutation(len(lines))]
    kept = "customer, date, product, quantity, amount, returned"
    before = orders("\n".join([header, *lines]), tmp_path)
    rows = written(before, kept)
    after = orders("\n".join([header, *shuffled]), tmp_path)
    assert written(after, kept) == rows
    assert after.waterfall == before.waterfall


def lifo(moves: list[tuple[int, int]]) -> tuple[dict[int, int], int]:
    """Money left on each sale, and money of returns without one, by a plain stack."""
    left: dict[int, int] = {}
    unmatched = 0
    for sale, amount in moves:
        due = -amount
        if amount > 0:
            left[sale] = amount
        for earlier in sorted(left, reverse=True):
            taken = max(0, min(due, left[earlier]))
            left[earlier] -= taken
            due -= taken
        unmatched += max(0, due)
    return left, unmatched


def test_netting_agrees_with_a_stack_of_purchases(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    moves = defaultdict(list)
    lines = []
    for day in range(28):
        for customer in range(40):
            if chance.random() < 0.7:
                amount = int(chance.choice([-9, -5, -3, 2, 4, 8]))
                moves[customer].append((day, amount))
                lines.append(f"c{customer}, 2026-02-{day + 1:02d}, {amount}")
    rows = orders("customer, date, amount\n" + "\n".join(lines), tmp_path)
    expected = {customer: lifo(of_customer) for customer, of_customer in moves.items()}
    left = {(c, d): n for c, d, n in written(rows, "customer, day(date), amount - returned")}
    assert left == {(f"c{c}", day + 1): n for c, (kept, _) in expected.items() for day, n in kept.items()}
    assert steps(rows)["earlier-return"][1] == -sum(unmatched for _, unmatched in expected.values())
    assert rows.waterfall.closes()


def test_every_line_lands_in_one_step(tmp_path: Path) -> None:
    rows = orders(
        """customer, order, date, product, name, quantity, price, status
        ada, 1, 2025-01-05, A1, Mug, 1, 4.00, paid
        ada, 2, 2026-01-05, A1, Mug, 1, 4.00, paid
        ada, 2, 2026-01-05, A1, Mug, 1, 4.00, paid
        ada, 2, 2026-01-05, POST, POSTAGE, 1, 3.00, paid
        ada, 2, 2026-01-05, A9, Next day delivery, 1, 9.00, paid
        ada, 2, 2026-01-05, A8, Victorian carriage clock, 1, 20.00, paid
        ada, 2, 2026-01-05, A2, Gift, 1, 0, paid
        ben, 3, 2026-01-06, A1, Mug, 2, 4.00, Cancelled
        ben, 4, 2026-01-07, A1, Mug, two, 4.00, paid
        ben, 5, 2026-13-07, A1, Mug, 2, 4.00, paid
        , 6, 2026-01-08, A1, Mug, 2, 4.00, paid
        guest, 7, 2026-01-08, A3, Mug, 2, 4.50, paid
        cleo, 8, 2026-01-31, A1, Mug, 1, 4.00, paid
        cleo, 9, 2026-02-02, A1, Mug, 1, 5.00, paid
        A, 10, 2026-01-09, A4, Jug, 1, 1.00, partially refunded
        A, 10, 2026-01-09, A5, Jug, 1, 1.00, paid
        A, 10, 2026-01-09, A6, Jug, 1, 1.00, paid
        A, 10, 2026-01-09, A7, Jug, 1, 1.00, paid""",
        tmp_path,
    )
    assert steps(rows) == {
        "later": (1, 5),
        "before": (1, 4),
        "unreadable": (2, 8),
        "guest": (2, 17),
        "no-product": (2, 12),
        "free": (1, 0),
        "duplicate": (1, 4),
        "cancelled": (1, 8),
    }
    assert (rows.waterfall.start_rows, rows.waterfall.end_rows, rows.waterfall.end_amount) == (18, 7, 32)
    assert rows.waterfall.closes()
    assert (rows.guest_rows, rows.guest_amount) == (2, 17)
    assert sum(rows.guest_months.values()) == 17
    assert [(group.cause, group.customers) for group in rows.left_out] == [("returned", 1)]


def test_identical_lines_stay_where_the_order_total_proves_them(tmp_path: Path) -> None:
    lines = [f"c{n}, {n}, 2026-01-{n:02d}, P{p}, 1, {p}.00, 3.00" for n in range(1, 25) for p in (1, 2)]
    real = ["ada, 50, 2026-01-31, P1, 1, 5.00, 10.00"] * 2
    doubled = ["ben, 51, 2026-01-31, P1, 1, 5.00, 5.00"] * 2
    header = "customer, order, date, product, quantity, price, amount"
    rows = orders("\n".join([header, *lines, *real, *doubled]), tmp_path)
    assert steps(rows) == {"duplicate": (1, 5)}
    assert rows.waterfall.end_amount == 24 * 3 + 10 + 5


@pytest.mark.parametrize("total", [False, True])
def test_what_grows_with_the_lines_of_an_order_is_its_total_and_else_of_each(tmp_path: Path, total) -> None:
    bought = [(n, 1 + n % 4, 20 + 7 * n % 31) for n in range(24)]
    lines = [f"c{n}, {n}, 2026-01-{n + 1:02d}, S{n}-{at}, {price - 2}, {price * (seats if total else 1)}"
             for n, seats, price in bought for at in range(seats)]  # fmt: skip
    rows = orders("\n".join(["customer, order, date, product, price, amount", *lines]), tmp_path)
    assert rows.waterfall.end_amount == sum(price * seats for _, seats, price in bought)


def test_a_cancelled_row_and_the_one_that_takes_it_back_are_left_out_where_both_are_marked(tmp_path) -> None:
    lines = [f"c{n}, {n}, 2026-01-{n:02d}, 30," for n in range(1, 13)]
    pair = ["c1, 50, 2026-01-15, 80, X", "c1, 51, 2026-01-16, -80, X"]
    rows = orders("\n".join(["customer, order, date, amount, cancelled", *lines, *pair]), tmp_path)
    assert rows.waterfall.end_amount == 12 * 30
    assert steps(rows) == {"cancelled": (2, 0)}


def test_money_on_the_first_line_of_an_order_counts_once(tmp_path: Path) -> None:
    lines = [f"{who}, {n}, {day}, P{p}, 1, {money}" for n in range(1, 9) for p, who, day, money in
             ((1, f"c{n}@x.org", "2026-01-31", 30), (2, "", "", ""))]  # fmt: skip
    rows = orders("\n".join(["customer, order, date, product, quantity, amount", *lines]), tmp_path)
    assert rows.waterfall.lines == ()
    assert (rows.waterfall.end_rows, rows.waterfall.end_amount) == (16, 240)


def test_currencies_are_not_added_up(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="2 currencies"):
        orders("customer, date, amount, currency\nada, 2026-01-31, 5, EUR\nben, 2026-01-31, 5, USD", tmp_path)


def test_missing_columns_are_named_with_their_flag(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        orders("customer, date, quantity\nada, 2026-01-31, 5", tmp_path)
    assert "--amount" in error.value.hint


def test_stray_dates_do_not_move_the_month(tmp_path: Path) -> None:
    lines = [f"c{n}, 2026-0{1 + n % 3}-{1 + n % 28:02d}, 5" for n in range(84)]
    rows = orders(
        "\n".join(["customer, date, amount", *lines, "x, 1900-01-01, 5", "y, 2099-12-31, 5"]), tmp_path
    )
    assert rows.period is not None
    assert (rows.period.month, rows.period.data_from.year) == ("2026-02", 2026)
    assert steps(rows)["unreadable"] == (2, 10)
    assert "stray-date" in [issue.code for issue in rows.issues]


def days(*texts: str) -> list[DayRows]:
    return [DayRows(dt.date.fromisoformat(text), 1) for text in texts]


@pytest.mark.parametrize(("last", "month"), [("2026-03-29", "2026-03"), ("2026-03-20", "2026-02")])
def test_a_month_is_complete_within_the_usual_gap(last: str, month: str) -> None:
    every_other_day = [DayRows(dt.date(2026, 1, 1) + dt.timedelta(days=2 * n), 1) for n in range(39)]
    assert choose_period([*every_other_day, *days(last)], OPTIONS).month == month


def test_the_window_may_end_on_any_day() -> None:
    options = BuildOptions(("x",), until=dt.date(2026, 2, 15), window_months=3)
    period = choose_period(days("2026-01-05", "2026-03-01"), options)
    assert (period.start, period.end, period.rows_after) == (dt.date(2025, 11, 16), dt.date(2026, 2, 15), 1)


@pytest.mark.parametrize("options", [
    BuildOptions(("x",), month="2026-13"),
    BuildOptions(("x",), month="2020-01"),
    BuildOptions(("x",), month="2026-01", until=dt.date(2026, 2, 1)),
])  # fmt: skip
def test_a_month_that_cannot_be_is_refused(options: BuildOptions) -> None:
    with pytest.raises(InputError):
        choose_period(days("2026-01-05", "2026-03-01"), options)


def test_a_late_start_is_no_stray_date() -> None:
    found = days("2020-01-01", *(f"2026-01-{n:02d}" for n in range(1, 20)))
    assert without_stray_days(found)[0].day == dt.date(2026, 1, 1)
    assert len(without_stray_days([DayRows(found[0].day, 50), *found[1:]])) == len(found)


def test_a_table_of_customers(tmp_path: Path) -> None:
    rows = people(
        """id, age, spend, town, joined
        007, 30, 10.5, Rome, 2026-01-05
        007, 30, 10.5, Rome, 2026-01-05
        008, n/a, 4, Oslo, 2026-02-27
        009, 41, 6, , 1900-01-01
        009, 42, 7, Bonn, 2026-02-01
        , 50, 8, Rome, 2026-01-01
        010, , , ,""",
        tmp_path,
        age=Role.MEASURE, spend=Role.VALUE, town=Role.CATEGORY, joined=Role.DATE,
    )  # fmt: skip
    assert written(rows, "customer, c1, c3") == [
        ("007", 30.0, "Rome"),
        ("008", None, "Oslo"),
        ("009", 42.0, "Bonn"),
    ]
    assert steps(rows) == {
        "no-id": (1, 8),
        "blank-row": (1, 0),
        "duplicate": (1, Decimal("10.5")),
        "duplicate-id": (1, 6),
    }
    assert rows.waterfall.closes()
    assert [(i.code, i.line, i.column) for i in rows.issues] == [
        ("type-error", 4, "age"),
        ("duplicate", 2, None),
        ("no-id", 7, None),
        ("duplicate-id", 6, None),
    ]
    assert rows.period is not None
    assert rows.period.month == "2026-02"


def test_customers_without_an_id_are_known_by_their_line(tmp_path: Path) -> None:
    raw = raw_rows("age, town\n30, Rome\n30, Rome", tmp_path)
    roles = roles_of(raw, Grain.CUSTOMER, {"age": Role.MEASURE, "town": Role.CATEGORY})
    rows = clean(raw, roles, OPTIONS, tmp_path)
    assert written(rows, "customer") == [("row 2",), ("row 3",)]
    assert rows.waterfall.start_amount is None
    assert rows.waterfall.closes()


def test_a_table_without_anything_to_use_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsegmentableError):
        people("id, note\n1, hello", tmp_path, note=Role.FREE_TEXT)


def online_retail(work: Path) -> RawRows:
    """Read by DuckDB alone: the file is clean, and its cells are what matters here."""
    cells = duckdb.read_csv(str(DATA / "Online Retail.csv.gz"), header=True, all_varchar=True)
    names = ", ".join(f"nullif(trim(\"{label}\"), '') AS c{i}" for i, label in enumerate(cells.columns))
    path = work / "raw.parquet"
    cells.project(f"row_number() OVER () + 1 AS line, {names}").write_parquet(str(path))
    return RawRows(path, "Online Retail.csv.gz", tuple(cells.columns), 541_909, None, (), (), "")


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")
def test_online_retail_closes_to_the_penny(tmp_path: Path) -> None:
    raw = online_retail(tmp_path)
    roles = dict(zip(raw.labels, (Role.ORDER, Role.PRODUCT, Role.PRODUCT_NAME, Role.QUANTITY, Role.DATE,
                                  Role.UNIT_PRICE, Role.CUSTOMER, Role.PLACE), strict=True))  # fmt: skip
    rows = clean(raw, roles_of(raw, Grain.ORDER_LINE, roles), OPTIONS, tmp_path)
    waterfall = rows.waterfall
    assert (waterfall.start_rows, waterfall.start_amount) == (541_909, Decimal("9747747.9340"))
    assert steps(rows) == {
        "later": (25_525, Decimal("433668.01")),
        "guest": (127_216, Decimal("1356520.49")),
        "no-product": (1_933, Decimal("11132.584")),
        "free": (33, 0),
        "duplicate": (4_941, Decimal("20219.44")),
        "returned": (7_211, Decimal("-277513.83")),
        "given-back": (2_672, Decimal("277513.83")),
        "earlier-return": (946, Decimal("-20130.82")),
    }
    assert (waterfall.end_rows, waterfall.end_amount) == (371_432, Decimal("7946338.23"))
    assert waterfall.closes()


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")
def test_cdnow_closes_to_the_cent(tmp_path: Path) -> None:
    raw = read(DATA / "CDNOW_master.txt", tmp_path)
    roles = dict(zip(raw.labels, (Role.CUSTOMER, Role.DATE, Role.QUANTITY, Role.AMOUNT), strict=True))
    rows = clean(raw, roles_of(raw, Grain.ORDER_LINE, roles, "%Y%m%d"), OPTIONS, tmp_path)
    assert (rows.waterfall.start_rows, rows.waterfall.start_amount) == (69_659, Decimal("2500315.63"))
    assert rows.waterfall.closes()
    assert rows.period is not None
    assert rows.period.month == "1998-06"
