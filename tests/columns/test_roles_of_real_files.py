from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.columns.number_date_formats import DateFormat
from reportgen.columns.roles import assign_roles
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role

DATA = Path(__file__).parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not here")


@pytest.fixture
def real(tmp_path):
    def assign(name):
        return assign_roles(read(DATA / name, tmp_path), BuildOptions((str(DATA / name),)))

    return assign


def by_label(roles):
    return {column.label: column.role.value for column in roles.columns}


def codes(roles):
    return {issue.code for issue in roles.issues}


def test_mall_customers_genre_is_gender_by_its_values(real):
    roles = real("Mall_Customers.csv")
    assert roles.grain is Grain.CUSTOMER
    assert by_label(roles) == {
        "CustomerID": "customer",
        "Genre": "sensitive",
        "Age": "measure",
        "Annual Income (k$)": "measure",
        "Spending Score (1-100)": "measure",
    }
    assert "no-value" in codes(roles)


def test_wholesale_has_no_id_and_codes_in_numbers(real):
    roles = real("Wholesale customers data.csv")
    assert roles.grain is Grain.CUSTOMER
    assert roles.first(Role.CUSTOMER) is None
    assert [column.label for column in roles.all(Role.CATEGORY)] == ["Channel", "Region"]
    assert len(roles.all(Role.MEASURE)) == 6


def test_credit_cards_are_all_measures(real):
    roles = real("CC GENERAL.csv")
    assert roles.first(Role.CUSTOMER).label == "CUST_ID"
    assert len(roles.all(Role.MEASURE)) == 17


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("marketing_campaign.csv", "%d-%m-%Y"), ("marketing_campaign_semicolon_bom.csv", "%Y-%m-%d")],
)
def test_marketing_campaign(real, name, pattern):
    roles = real(name)
    found = by_label(roles)
    told = {
        "ID": "customer",
        "Education": "category",
        "Marital_Status": "sensitive",
        "Dt_Customer": "date",
        "Z_CostContact": "constant",
        "Z_Revenue": "constant",
        "Complain": "category",
        "Response": "outcome",
        **{f"AcceptedCmp{number}": "category" for number in range(1, 6)},
    }
    assert found == told | dict.fromkeys(found.keys() - told, "measure")
    assert roles.first(Role.DATE).written_as == DateFormat(pattern)


def test_online_retail(real):
    roles = real("Online Retail.csv.gz")
    assert roles.grain is Grain.ORDER_LINE
    assert by_label(roles) == {
        "InvoiceNo": "order",
        "StockCode": "product",
        "Description": "product_name",
        "Quantity": "quantity",
        "InvoiceDate": "date",
        "UnitPrice": "unit_price",
        "CustomerID": "customer",
        "Country": "place",
    }
    assert roles.export == "UCI Online Retail table"
    assert codes(roles) == {"known-export"}


def test_cdnow_dollar_value_is_the_lines_total(real):
    roles = real("CDNOW_master.txt")
    assert list(by_label(roles).values()) == ["customer", "date", "quantity", "amount"]
    assert "grows with the quantity" in roles.first(Role.AMOUNT).reason
    assert roles.first(Role.DATE).written_as == DateFormat("%Y%m%d")


def test_cdnow_sample_without_a_header(real):
    roles = real("CDNOW_sample.txt")
    assert roles.grain is Grain.ORDER
    assert [column.role for column in roles.columns[2:]] == [Role.DATE, Role.QUANTITY, Role.AMOUNT]
    assert {column.role for column in roles.columns[:2]} == {Role.CUSTOMER, Role.IGNORE}


def test_online_foods_places_are_never_measured(real):
    roles = real("onlinefoods.csv")
    assert [column.label for column in roles.all(Role.PLACE)] == ["latitude", "longitude", "Pin code"]
    assert [column.label for column in roles.all(Role.MEASURE)] == ["Age", "Family size"]
    assert [column.label for column in roles.all(Role.SENSITIVE)] == ["Gender", "Marital Status"]
    assert roles.first(Role.OUTCOME).label == "Output"
    assert roles.columns[4].role is Role.CATEGORY  # Monthly Income, in bands
    assert roles.columns[-1].role is Role.CATEGORY  # the column without a header
