"""Exports of well-known systems are recognised by their headers and values, and said to be so."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.base.language import use_locale
from reportgen.base.phrases import translated
from reportgen.cleaning.amount_parts import in_words
from reportgen.columns import known_exports
from reportgen.columns.assigned_roles import Grain
from reportgen.commands.check import FileCheck, examine
from reportgen.errors import InputError
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role
from tests.columns.exports import EXPORTS as FIRST_EXPORTS
from tests.columns.exports import Table, shopify_orders, write_csv
from tests.columns.more_exports import MORE_EXPORTS, amazon_orders, datev, paypal
from tests.draws import variants

EXPORTS = FIRST_EXPORTS | MORE_EXPORTS
REFUSED = {"DATEV booking batch"}
DATA = Path(__file__).parents[2].parent / "shared" / "data"


def checked(table: Table, work: Path, **options: object) -> FileCheck:
    return examine(BuildOptions((str(write_csv(table, work / "export.csv")),), **options), work)


def codes(found: FileCheck) -> set[str]:
    return {issue.code for issue in found.issues}


def renamed(table: Table, **names: str) -> Table:
    return [[names.get(cell.replace(" ", "_"), cell) for cell in table[0]], *table[1:]]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_recognised_and_accounted_for(name: str, tmp_path: Path) -> None:
    found = checked(EXPORTS[name](), tmp_path)
    assert found.roles.export == name
    assert any(issue.code == "known-export" and name in issue.message for issue in found.issues)
    assert found.rows is not None
    assert found.rows.waterfall.closes()


def test_every_known_export_is_tested() -> None:
    text = Path(known_exports.__file__).with_name("known_exports.toml")
    named = {entry["name"] for entry in tomllib.loads(text.read_text("utf-8"))["export"]}
    assert named - {"UCI Online Retail II table"} - REFUSED == EXPORTS.keys()


@pytest.mark.parametrize("name", variants(EXPORTS, quick=3))
def test_the_order_of_columns_means_nothing(name: str, tmp_path: Path) -> None:
    turned = checked([row[::-1] for row in EXPORTS[name]()], tmp_path)
    as_exported = checked(EXPORTS[name](), tmp_path)
    assert turned.roles.export == as_exported.roles.export == name
    assert roles_by_label(turned) == roles_by_label(as_exported)


def roles_by_label(found: FileCheck) -> list[tuple[str, str]]:
    return sorted((column.label, column.role) for column in found.roles.columns)


def test_values_under_the_wrong_header_are_not_believed(tmp_path: Path) -> None:
    table = renamed(shopify_orders(), Email="Financial Status", Financial_Status="Email")
    found = checked(table, tmp_path)
    assert found.roles.export is None
    assert "changed-export" in codes(found)


def test_shopify_money_counts_once_an_order_less_refunds(tmp_path: Path) -> None:
    table = shopify_orders(20)
    found = checked(table, tmp_path, month="2026-01")
    columns = {label: at for at, label in enumerate(table[0])}
    first = [row for row in table[1:] if row[columns["Total"]]]
    total = sum(Decimal(row[columns["Total"]]) for row in first)
    gone = {"#1008", "#1009"}  # voided, and cancelled though paid
    kept = sum(
        Decimal(row[columns["Total"]]) - Decimal(row[columns["Refunded Amount"]])
        for row in first
        if row[0] not in gone
    )
    assert found.rows is not None
    assert found.rows.waterfall.start_amount == total
    assert found.rows.waterfall.end_amount == kept
    assert {"cancelled", "refunded"} <= {line.cause for line in found.rows.waterfall.lines}
    assert in_words(found.rows.in_amount) == "with shipping"


def test_renamed_shopify_columns_are_found_by_their_values(tmp_path: Path) -> None:
    table = renamed(shopify_orders(), Email="Käufer", Created_at="Wann", Lineitem_name="Was")
    found = checked(table, tmp_path)
    known = checked(shopify_orders(), tmp_path)
    assert found.roles.grain is Grain.ORDER_LINE
    assert found.rows is not None
    assert known.rows is not None
    assert found.rows.waterfall.end_amount == known.rows.waterfall.end_amount


def test_the_user_has_the_last_word_over_what_is_known(tmp_path: Path) -> None:
    found = checked(shopify_orders(), tmp_path, roles={"Billing Name": Role.CUSTOMER})
    customer = found.roles.first(Role.CUSTOMER)
    assert customer is not None
    assert (customer.label, customer.reason) == ("Billing Name", "set by you")


@pytest.mark.skipif(not DATA.exists(), reason="the shared data are not here")
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Mall_Customers.csv", "Mall customers table"),
        ("Wholesale customers data.csv", "UCI Wholesale customers table"),
    ],
)
def test_the_real_files_are_recognised(file: str, name: str, tmp_path: Path) -> None:
    assert examine(BuildOptions((str(DATA / file),)), tmp_path).roles.export == name


def test_a_payment_service_names_what_is_no_sale(tmp_path: Path) -> None:
    found = checked(paypal(), tmp_path, until=dt.date(2026, 8, 31))
    assert found.rows is not None
    left_out = {line.cause: line.rows for line in found.rows.waterfall.lines}
    assert left_out["no-sale"] == 7  # withdrawals
    assert left_out["returned"] == 8  # refunds, each set against a purchase of its recipient
    assert "earlier-return" not in left_out


def test_the_price_of_all_pieces_is_not_multiplied(tmp_path: Path) -> None:
    table = amazon_orders()
    found = checked(table, tmp_path, until=dt.date(2026, 8, 31))
    prices = [Decimal(row[table[0].index("item-price")] or 0) for row in table[1:]]
    assert found.rows is not None
    assert found.rows.waterfall.end_amount == sum(prices)


def test_an_export_of_which_no_report_can_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"DATEV booking batch.* without a year"):
        checked(datev(), tmp_path)


def test_what_an_export_implies_is_told_in_the_language_of_the_report(tmp_path: Path) -> None:
    found = checked(paypal(), tmp_path)
    message = next(issue.message for issue in found.issues if issue.code == "known-export")
    with use_locale("de_DE"):
        assert "die E-Mail-Adresse des Absenders ist der Kunde" in translated(message)
