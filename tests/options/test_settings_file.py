"""Settings: which reportgen.toml counts, what fits into it, and what a mistake in it is told as."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from reportgen.errors import InputError
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format, Role
from reportgen.options.settings_file import choose, load_settings
from reportgen.options.settings_text import ColumnEntry, settings_text, write_settings

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """
source = "shop.csv"
name = "corner-shop"
out = "reports"
[report]
company = "Corner Shop"
currency = "gbp"
formats = ["html", "lists"]
recommendations = false
min_cell = 5
[data]
until = 2026-10-31
window = "24m"
value = ["Net", "Shipping"]
[segments]
k = 4
by = "Age"
[columns]
"Kunde Nr." = "customer"
[names]
a = "Regulars"
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with shop.csv."""
    (tmp_path / "shop.csv").write_text("id,spend\n1,2\n")
    return tmp_path


def settings(folder: Path, text: str) -> Path:
    file = folder / "reportgen.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_sets_options_and_flags_win(shop: Path) -> None:
    settings(shop, EVERYTHING)
    options = choose([str(shop)]).options({"k": 7, "roles": {"Age": Role.MEASURE}})
    assert options == BuildOptions(
        sources=(str(shop / "shop.csv"),),
        out=shop / "reports",
        name="corner-shop",
        until=dt.date(2026, 10, 31),
        window_months=24,
        formats=frozenset({Format.HTML, Format.LISTS}),
        k=7,
        by=("Age",),
        roles={"Kunde Nr.": Role.CUSTOMER, "Age": Role.MEASURE},
        value=("Net", "Shipping"),
        currency="GBP",
        company="Corner Shop",
        names={"a": "Regulars"},
        min_cell=5,
        recommendations=False,
    )


def test_a_flag_moves_a_role_away_from_the_column_of_the_file(shop: Path) -> None:
    settings(shop, EVERYTHING)
    assert choose([str(shop)]).options({"roles": {"id": Role.CUSTOMER}}).roles == {"id": Role.CUSTOMER}


@pytest.mark.parametrize(
    ("entry", "place", "hint"),
    [
        ("[report]\ncompny = 'x'", "report.compny", "did you mean 'report.company'?"),
        ("month = '2026-10'", "month", "did you mean 'data.month'?"),
        ("[segmnts]\nk = 3", "segmnts", "did you mean 'segments'?"),
        ("segments = 3", "segments", "write it as [segments]"),
        ("[data]\nmonth = '2026-13'", "data.month", "YYYY-MM"),
        ("[data]\nmonth = 10", "data.month", "YYYY-MM"),
        ("[data]\nuntil = 2026-10-31T10:00:00", "data.until", "YYYY-MM-DD"),
        ("[data]\nwindow = '1 year'", "data.window", "12m"),
        ("[data]\nday_first = 'yes'", "data.day_first", "true or false"),
        ("[segments]\nk = 11", "segments.k", "from 2 to 10"),
        ("[segments]\nk = true", "segments.k", "from 2 to 10"),
        ("[segments]\nmax_segments = 9", "segments.max_segments", "from 2 to 8"),
        ("[report]\nmin_cell = 4", "report.min_cell", "from 5"),
        ("[report]\ncurrency = 'QQQ'", "report.currency", "three letters"),
        ("[report]\nlocale = 'xx_YY'", "report.locale", "en_GB"),
        ("[report]\nformats = ['html', 'docx']", "report.formats", "html, pdf, brief, lists"),
        ("[report]\nformats = []", "report.formats", "html, pdf, brief, lists"),
        ("[columns]\nAge = 'measures'", "columns.Age", "measure, category"),
        ("name = ' '", "name", "a name"),
        ("source = 3", "source", "path"),
    ],
)
def test_a_mistake_is_told_with_its_entry_and_the_way_out(
    tmp_path: Path, entry: str, place: str, hint: str
) -> None:
    file = settings(tmp_path, entry)
    with pytest.raises(InputError) as caught:
        load_settings(file)
    assert str(caught.value.place) == f"{file}:{place}"
    assert hint in caught.value.hint


def test_a_table_that_stands_twice_is_told_without_the_words_of_a_library(tmp_path: Path) -> None:
    file = tmp_path / "reportgen.toml"
    file.write_text("[report]\nstatic = true\n[report]\n")
    with pytest.raises(
        InputError, match=r"reportgen\.toml:3: not TOML: a name stands here for the second time$"
    ):
        load_settings(file)


def test_a_number_without_end_is_no_fault_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too many digits"):
        load_settings(settings(tmp_path, f"[segments]\nk = {'9' * 5000}\n"))


def test_a_slip_in_toml_is_told_with_its_line(tmp_path: Path) -> None:
    file = settings(tmp_path, "name = 'x'\n[data]\nmonth = October\n")
    with pytest.raises(InputError, match=r"reportgen\.toml:3: not TOML: invalid value$"):
        load_settings(file)


@pytest.mark.parametrize("here", [True, False], ids=["in the current folder", "beside the source"])
def test_a_file_counts_if_it_names_the_source(shop: Path, tmp_path: Path, *, here: bool) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    file = settings(elsewhere, 'source = "../shop.csv"') if here else settings(shop, 'source = "shop.csv"')
    found = choose([str(shop / "shop.csv")], here=elsewhere).settings
    assert found is not None
    assert found.file == file.resolve()


def test_a_file_for_another_source_does_not_count(shop: Path) -> None:
    settings(shop, 'source = "other.csv"\n[data]\nmonth = "no month"')
    assert choose([str(shop / "shop.csv")], here=shop).settings is None


def test_a_mistyped_path_names_the_nearest(shop: Path) -> None:
    with pytest.raises(InputError) as caught:
        choose([str(shop / "Shop.cvs")])
    assert caught.value.hint == f"did you mean {str(shop / 'shop.csv')!r}?"


def test_a_folder_without_settings_says_how_to_write_them(shop: Path) -> None:
    with pytest.raises(InputError) as caught:
        choose([str(shop)])
    assert "reportgen init" in caught.value.hint


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    labels = ('say "hi"', "tab\there", "back\\slash", "bell\x07\x7f", "Größe = 1 # no comment", "[x]")
    stated = {
        "by": labels,
        "window_months": 6,
        "formats": frozenset({Format.PDF}),
        "until": dt.date(2026, 1, 2),
    }
    stated |= {"recommendations": False, "k": 3, "templates": tmp_path / "mine"}
    columns = [ColumnEntry(label, Role.MEASURE, "why\nnot\x1b[31m") for label in labels]
    file = tmp_path / "deep" / "reportgen.toml"
    file.parent.mkdir()
    shown = ColumnEntry("unsettled", Role.VALUE, "one of two", settled=False)
    write_settings(
        file,
        settings_text(file, [str(tmp_path / "shop.csv")], stated, {"month": "2026-10"}, [*columns, shown]),
    )
    found = load_settings(file)
    assert found.sources == (str(file.parent / ".." / "shop.csv"),)
    told = {**stated, "templates": file.parent / ".." / "mine"}
    assert found.options == {
        **told,
        "roles": dict.fromkeys(labels, Role.MEASURE),
        "labels": {},
        "names": {},
        "contacted": {},
        "rules": {},
        "responsible": {},
        "rates": {},
        "allocation": {},
    }


def test_an_old_file_is_kept_unless_forced(tmp_path: Path) -> None:
    file = settings(tmp_path, "# mine")
    with pytest.raises(InputError, match="there already"):
        write_settings(file, "new")
    assert file.read_text() == "# mine"
    write_settings(file, "new", force=True)
    assert file.read_text() == "new"


def test_a_link_is_replaced_and_what_it_shows_stays(tmp_path: Path) -> None:
    victim, file = settings(tmp_path, "# mine"), tmp_path / "other.toml"
    file.symlink_to(victim)
    with pytest.raises(InputError, match="there already"):
        write_settings(file, "new")
    write_settings(file, "new", force=True)
    assert (victim.read_text(), file.read_text(), file.is_symlink()) == ("# mine", "new", False)
