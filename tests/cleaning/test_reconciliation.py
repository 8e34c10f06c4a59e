"""Whatever an order file holds: every line is used or set aside by cause, the money closes to the cent."""

from __future__ import annotations

import csv
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.base.engine import connect
from reportgen.cleaning.clean import clean
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role
from tests.draws import examples

HEADER = [
    "order",
    "customer",
    "date",
    "product",
    "quantity",
    "price",
    "refund",
    "status",
    "cancelled",
    "currency",
]
ROLES = {
    "order": Role.ORDER, "customer": Role.CUSTOMER, "date": Role.DATE, "product": Role.PRODUCT,
    "price": Role.UNIT_PRICE,
    "quantity": Role.QUANTITY, "refund": Role.REFUND, "status": Role.STATUS, "cancelled": Role.CANCELLED,
    "currency": Role.CURRENCY,
}  # fmt: skip
CELLS = st.tuples(
    st.sampled_from(["1001", "1002", "1003", "C1004", "1005", "RET-7", ""]),
    st.sampled_from(["ada", "ben", "Eve@X.org", "guest", "eve@x.org", ""]),
    st.sampled_from(
        ["2026-01-02", "2026-01-09", "2026-01-20", "2025-12-30", "2026-02-03", "1900-01-00", "soon", ""]
    ),
    st.sampled_from(["A1", "B2", "POST", "Test", ""]),
    st.sampled_from(["1", "2", "-1", "0", "7", "-3", "many"]),
    st.sampled_from(["10.00", "0.01", "19.99", "-5", "0", "3.333"]),
    st.sampled_from(["", "", "0", "5.00", "10.00", "-4", "99"]),
    st.sampled_from(["paid", "refunded", "partially refunded", "storniert", "return", ""]),
    st.sampled_from(["", "", "no", "2026-01-05"]),
    st.sampled_from(["EUR", "EUR", "USD", ""]),
)
ANCHORS = [
    [str(1 + n), "zoe", f"2026-01-{1 + n:02d}", "A1", "1", "2.50", "0", "paid", "", "EUR"] for n in range(28)
]


@given(lines=st.lists(CELLS, max_size=25), keep=st.sampled_from([{}, {"rates": {"USD": Decimal("0.9")}}]))
@settings(max_examples=examples(24), deadline=None, suppress_health_check=list(HealthCheck))
def test_every_line_and_every_cent_is_accounted_for(
    lines: list[tuple[str, ...]], keep: dict[str, object]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = work / "orders.csv"
        with source.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([HEADER, *ANCHORS, *lines])
        options = BuildOptions((str(source),), month="2026-01", roles=ROLES, currency="EUR", **keep)
        raw = read((str(source),), work)
        try:
            rows = clean(raw, assign_roles(raw, options), options, work)
        except InputError as refusal:
            assert refusal.hint  # noqa: PT017 - a refusal is an answer, too
            return
        waterfall = rows.waterfall
        with connect(work) as connection:
            used, net = connection.execute(
                f"""SELECT count(*) FILTER (amount = 0 OR amount > returned),
                    coalesce(sum(amount - returned), 0)
                FROM {rows.table} WHERE date >= DATE '2025-02-01' AND date <= DATE '2026-01-31'"""
            ).fetchall()[0]
        assert waterfall.start_rows == len(lines) + len(ANCHORS)
        assert waterfall.closes()
        assert (waterfall.end_rows, waterfall.end_amount) == (used, net)
