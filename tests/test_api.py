"""reportgen from Python: build, read and segment, from files and from data frames."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

import reportgen
from reportgen.api import Options, Segments
from reportgen.errors import InputError, UnsegmentableError
from reportgen.options.build_options import BuildOptions
from tests.reports import nothing_drawn

DATA = Path(__file__).parents[1] / "data"
MALL = Path(__file__).parents[2] / "shared" / "data" / "Mall_Customers.csv"
MEASURES = ["Annual Income (k$)", "Spending Score (1-100)"]


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return pd.read_csv(DATA / "customers.csv", dtype={"CustomerID": str})


def test_options_are_those_of_a_build() -> None:
    assert set(Options.__annotations__) | {"sources"} == {field.name for field in fields(BuildOptions)}


def test_read_gives_text_as_written_and_stays_when_the_file_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("id;spend;town\n007;1,50;Köln\n008;;\n009;2,00\n", "utf-8")
    rows = reportgen.read(file)
    file.unlink()
    assert (len(rows), rows.labels) == (2, ("id", "spend", "town"))
    assert rows.to_pandas().to_numpy().tolist() == [
        ["007", "1,50", "Köln"],
        ["008", "", ""],
    ]
    assert [issue.line for issue in rows.issues] == [4]


def test_read_hands_out_copies() -> None:
    rows = reportgen.read(str(DATA / "customers.csv"))
    frame = rows.to_pandas()
    frame.loc[:, "Age"] = "changed"
    with (DATA / "customers.csv").open(encoding="utf-8", newline="") as file:
        assert rows.to_pandas().to_numpy().tolist() == list(csv.reader(file))[1:]


def test_read_of_a_frame_is_that_of_its_file(customers: pd.DataFrame) -> None:
    from_file = reportgen.read(DATA / "customers.csv")
    pd.testing.assert_frame_equal(reportgen.read(customers).to_pandas(), from_file.to_pandas())


@pytest.fixture(scope="module")
def found(customers: pd.DataFrame) -> Segments:
    return reportgen.segment(customers, by=MEASURES)


def test_segment_gives_one_key_a_row(found: Segments) -> None:
    sizes = {profile.key: profile.customers for profile in found.profiles}
    assert (found.k, len(found.labels), found.verdict) == (5, 240, "natural")
    assert Counter(found.labels) == sizes
    assert set(found.names) == set(sizes)


def test_segment_keeps_the_frames_own_order(customers: pd.DataFrame, found: Segments) -> None:
    """An older row of a customer has the key of the row that counts; a row without an id has none."""
    shuffled = customers.sample(frac=1, random_state=5)
    older = shuffled.iloc[[3]].assign(**{MEASURES[0]: 15, MEASURES[1]: 99})
    nobody = shuffled.iloc[[4]].assign(CustomerID=None)
    again = reportgen.segment(pd.concat([older, nobody, shuffled]), by=MEASURES)
    expected = [found.labels[row] for row in shuffled.index]
    assert again.labels == (expected[3], None, *expected)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"k": 1}, "k: 1 does not fit"),
        ({"by": ["Hieght"]}, "Hieght"),
        ({"seed": -1}, "seed: -1 does not fit"),
    ],
)
def test_segment_refuses_what_does_not_fit(customers: pd.DataFrame, given, told: str) -> None:
    with pytest.raises(InputError, match=told):
        reportgen.segment(customers, **given)


def test_segment_refuses_what_is_no_table_of_customers(customers: pd.DataFrame) -> None:
    with pytest.raises(UnsegmentableError):
        reportgen.segment(customers.head(5))
    with pytest.raises(InputError, match="neither a file nor a data frame"):
        reportgen.segment([1, 2, 3])


def test_segment_of_order_lines_gives_each_line_its_customers_key() -> None:
    lines = pd.read_csv(DATA / "orders.csv", dtype=str)
    lines = lines[lines["customer_id"].str.endswith(("1", "2"), na=True)]
    found = reportgen.segment(lines, k=3)
    told = set(zip(lines["customer_id"].fillna("guest"), found.labels, strict=True))
    assert [key for customer, key in told if customer == "guest"] == [None]
    customers = Counter(key for _, key in told if key is not None)
    assert customers == {profile.key: profile.customers for profile in found.profiles}


@pytest.mark.skipif(not MALL.exists(), reason="real data are not here")
def test_build_of_a_frame(tmp_path: Path) -> None:
    frame = pd.read_csv(MALL, dtype={"CustomerID": str})
    result = reportgen.build(frame, out=str(tmp_path), k=5, formats="html", month="2026-10")
    assert result.files[0] == tmp_path / "site/data-frame/2026-10/data-frame-2026-10-report.html"
    assert result.files[0].stat().st_size > 50_000
    assert (result.exit_code, len(result.analysis.segments)) == (0, 5)
    assert result.headline


def test_build_names_the_option_that_does_not_fit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^month: 'October' does not fit$"):
        reportgen.build(DATA / "customers.csv", out=tmp_path, month="October")
    with pytest.raises(TypeError, match="'mnth'"):
        reportgen.build(DATA / "customers.csv", mnth="2026-10")
    assert list(tmp_path.iterdir()) == []


# --- in a notebook


def test_the_package_lists_what_it_offers() -> None:
    assert dir(reportgen) == ["__version__", "build", "read", "segment"]


def test_segments_show_themselves_short_and_as_a_table(customers: pd.DataFrame, found: Segments) -> None:
    sizes = Counter(found.labels)
    largest = max(found.names, key=lambda key: sizes[key])
    assert repr(found).startswith("<Segments: 5, natural; ")
    assert f"{sizes[largest]} {found.names[largest]}" in repr(found)
    assert len(repr(found)) < 400
    page = found._repr_html_()
    assert page.count("<tr>") == 6
    assert all(name in page for name in found.names.values())
    assert "Clear segments" in page
    frame = found.to_pandas()
    assert list(frame["segment"]) == list(found.labels)
    assert len(frame) == len(customers)


def test_rows_show_their_size() -> None:
    assert repr(reportgen.read(DATA / "customers.csv")) == "<Rows: 240 rows of 5 columns, 0 doubts>"


def test_a_finished_build_shows_its_segments_and_links_to_the_report(tmp_path: Path) -> None:
    with nothing_drawn():
        result = reportgen.build(DATA / "customers.csv", out=tmp_path, formats="html", k=5)
    report = tmp_path / "site" / "customers" / "undated" / "customers-undated-report.html"
    assert repr(result) == f"<BuildResult customers undated: 5 segments, {report}>"
    page = result._repr_html_()
    assert f'href="{report}"' in page
    assert page.count("<tr>") == 6
    people = result.to_pandas()
    assert people.index.name == "customer"
    assert people["name"].value_counts().sum() == 240


@pytest.mark.parametrize("library", ["duckdb", "polars", "pyarrow", "pyspark"])
def test_frames_of_other_libraries_are_read_alike(library: str, customers: pd.DataFrame) -> None:
    module = pytest.importorskip(library)
    match library:
        case "duckdb":
            frame = module.from_df(customers)
        case "polars":
            frame = module.from_pandas(customers)
        case "pyarrow":
            frame = module.Table.from_pandas(customers)
        case _:
            frame = (
                module.sql.SparkSession.builder.master("local[1]").getOrCreate().createDataFrame(customers)
            )
    read = reportgen.read(frame).to_pandas()
    pd.testing.assert_frame_equal(read, reportgen.read(customers).to_pandas())


def test_an_error_has_a_cause_and_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("a,b\n")
    with pytest.raises(InputError) as caught:
        reportgen.build(tmp_path / "order.csv", out=tmp_path)
    assert caught.value.cause == "there is no such file"
    assert caught.value.remedy == f"did you mean {str(tmp_path / 'orders.csv')!r}?"
