"""The commands as a user meets them: what is printed where, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from reportgen import __version__
from reportgen.cli import main
from reportgen.errors import InputError, SurroundingsError
from reportgen.report import render
from reportgen.shared.words import STABLE_SEGMENTS
from reportgen.terminal import command_table, tables
from reportgen.terminal.command_table import COMMANDS
from tests.reports import nothing_drawn

ROOT = Path(__file__).parents[1]
CUSTOMERS, ORDERS = ROOT / "data" / "customers.csv", ROOT / "data" / "orders.csv"
MALL = ROOT.parent / "shared" / "data" / "Mall_Customers.csv"
HEAVY = ("altair", "duckdb", "numpy", "pandas", "scipy", "sklearn", "weasyprint")


class Built(NamedTuple):
    """What one command line did."""

    code: int
    told: str
    progress: str
    out: Path


@pytest.fixture(autouse=True)
def narrow_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build of the customer table, with --json."""
    out = tmp_path_factory.mktemp("out")
    words = ["build", str(CUSTOMERS), "--out", str(out), "--formats", "html,lists", "--k", "5", "--json"]
    with redirect_stdout(io.StringIO()) as told, redirect_stderr(io.StringIO()) as progress, nothing_drawn():
        code = main(words)
    return Built(code, told.getvalue(), progress.getvalue(), out)


@pytest.fixture(scope="module")
def fewer_orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Orders of one customer in ten of the demo shop, and of its guests."""
    source = tmp_path_factory.mktemp("few") / "orders.csv"
    with ORDERS.open(newline="", encoding="utf-8") as whole, source.open("w", newline="") as file:
        header, *lines = csv.reader(whole)
        who = header.index("customer_id")
        csv.writer(file).writerows([header, *(line for line in lines if line[who][-1:] in {"", "7"})])
    return source


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "COLUMNS": "80"}


# --- starting


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--help"], 0),
        (["--version"], 0),
        (["build", "--help"], 0),
        (["check", "--help"], 0),
        (["forget", "--help"], 0),
        (["build", str(CUSTOMERS.with_name("custmers.csv"))], 2),
        (["build", str(CUSTOMERS), "--month", "2026-13"], 2),
    ],
    ids=lambda words: " ".join(map(str, words))[:20] if isinstance(words, list) else "",
)
def test_help_and_typing_errors_load_no_analysis_library(words: list[str], code: int) -> None:
    program = f"""
import sys
from reportgen.cli import main
code = main({words!r})
loaded = [name for name in {HEAVY!r} if name in sys.modules]
assert not loaded, loaded
sys.exit(code)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        env=surroundings(),
        timeout=60,
    )
    assert (ended.returncode, "Traceback" in ended.stderr) == (code, False), ended.stderr


def test_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"reportgen {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_help_of_a_command_shows_few_flags_and_all_of_them_when_asked(command, capsys) -> None:
    assert main([command.name, "--help"]) == 0
    shown = capsys.readouterr().out
    flags = [line.split() for line in shown.splitlines() if line.startswith("  -")]
    assert len(flags) <= 14
    assert all(example in shown for example in command.examples)
    assert main([command.name, "--help-all"]) == 0
    every = capsys.readouterr().out
    assert all(each.long_name in every for each in command.flags)
    assert max(map(len, every.splitlines())) <= 80


def test_help_of_build_is_ten_flags_and_two_examples(capsys) -> None:
    assert main(["build", "--help"]) == 0
    shown = capsys.readouterr().out
    flags = [line.split()[0].rstrip(",") for line in shown.splitlines() if line.startswith("  -")]
    assert flags == [
        "-m",
        "--by",
        "-k",
        "-n",
        "--company",
        "--currency",
        "--locale",
        "-f",
        "-o",
        "--open",
        "-h",
        "--help-all",
    ]
    assert shown.count("  reportgen build ") == 2
    assert "<" not in shown


def test_help_fits_a_narrow_terminal(capsys, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert main(["build", "--help-all"]) == 0
    lines = capsys.readouterr().out.partition("Examples")[0].splitlines()
    assert max(map(len, lines)) <= 42  # the line of usage is not broken


# --- mistakes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["biuld", "x.csv"], "did you mean 'build'?"),
        ([str(CUSTOMERS)], f"did you mean: reportgen build {CUSTOMERS}?"),
        (["--month", "2026-10"], "name a command first"),
        (["build", str(CUSTOMERS), "--month"], "--month: its value is missing"),
        (["build", str(CUSTOMERS), "--month", "--json"], "--month: its value is missing"),
        (["build", str(CUSTOMERS), "--json=yes"], "--json: it takes no value"),
        (["build", "--all", ".", "--jobs", "0"], "--jobs: 0 does not fit\n  hint: give a whole number"),
        (["demo", "here", "there"], "'there' is a word too many"),
        (["demo"], "FOLDER is missing"),
        (["send", "shop", "2026-10"], "write one: reportgen init SOURCE"),
        (["build"], "SOURCE"),
        (["build", str(CUSTOMERS), "--mont", "2026-10"], "--month"),
        (["build", str(CUSTOMERS), "--k", "many"], "--k"),
        (
            ["build", str(CUSTOMERS), "--k", "11"],
            "--k: 11 does not fit\n  hint: give a whole number from 2 to 10",
        ),
        (["build", str(CUSTOMERS), "--formats", "html,docx"], "--formats: there is no format 'docx'"),
        (["build", str(CUSTOMERS), "--name", ""], "--name: '' does not fit"),
        (["build", str(CUSTOMERS.with_name("customer.csv"))], "did you mean"),
        (["build", str(ROOT / "data")], "no reportgen.toml"),
        (["build", str(CUSTOMERS), "--config", "none.toml"], "none.toml: there is no such file"),
        (["check", str(CUSTOMERS), "--role", "Age"], "COLUMN=ROLE"),
        (["check", str(CUSTOMERS), "--role", "Age=measures"], "measure, category"),
        (["check", str(CUSTOMERS), "--id", "CustomerNo"], "CustomerNo"),
        (["init", str(ROOT)], "this is a folder"),
        (["build", str(CUSTOMERS), "--fresh", "--refit"], "leave out one of them"),
    ],
    ids=lambda words: " ".join(words[:4])[-30:] if isinstance(words, list) else "",
)
def test_a_mistake_is_a_cause_and_a_hint(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err
    first, second = shown.err.splitlines()
    assert first.startswith("error: ")
    assert second.startswith("  hint: ")


def fails_with(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> int:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(command_table, "choose", stop)
    return main(["check", "x.csv"])


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (InputError("a cause", "a remedy"), 2, "error: a cause\n  hint: a remedy\n"),
        (SurroundingsError("no disk", "buy one"), 4, "error: no disk\n  hint: buy one\n"),
        (MemoryError(), 4, "error: not enough memory"),
        (duckdb.OutOfMemoryException("full"), 4, "error: the file takes more memory than the engine may use"),
        (UnicodeEncodeError("utf-8", "\udce9", 0, 1, "no"), 2, "error: a name holds bytes that are no UTF-8"),
        (OSError(28, "No space left on device"), 4, "error: the disk is full"),
        (KeyError("x"), 1, "error: unexpected KeyError in test_cli.py"),
        (KeyboardInterrupt(), 130, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_error_has_its_exit_code(error, code: int, told: str, monkeypatch, capsys) -> None:
    assert fails_with(error, monkeypatch) == code
    shown = capsys.readouterr().err
    assert shown.startswith(told)
    assert "Traceback" not in shown


def test_a_traceback_comes_only_when_asked_for(monkeypatch, capsys) -> None:
    monkeypatch.setenv("REPORTGEN_TRACEBACK", "1")
    assert fails_with(ValueError("odd"), monkeypatch) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def _heed_ctrl_c() -> None:
    """What a shell runs in the background ignores it, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_a_terminal(words: list[str], **more: str) -> tuple[subprocess.Popen[bytes], int]:
    """A command whose stderr is a terminal of 100 columns, and our end of it."""
    ours, theirs = os.openpty()
    environment = {**surroundings(), "COLUMNS": "100", "TERM": "xterm", **more}
    started = subprocess.Popen(
        [sys.executable, "-m", "reportgen", *words],
        stderr=theirs,
        env=environment,
        preexec_fn=_heed_ctrl_c,  # noqa: PLW1509 - no thread runs here
    )
    os.close(theirs)
    return started, ours


def read_until(word: bytes, terminal: int) -> bytes:
    seen = b""
    while word not in seen:
        seen += os.read(terminal, 4096)
    return seen


def test_ctrl_c_ends_a_build_with_130_and_publishes_nothing(tmp_path: Path) -> None:
    build, terminal = on_a_terminal(["build", str(ORDERS), "--out", str(tmp_path / "out")])
    seen = read_until(b"Choosing", terminal)
    build.send_signal(signal.SIGINT)
    build.wait(60)
    os.close(terminal)
    assert b"31,433 rows" in seen
    assert b"(4 of 8)" in seen
    assert build.returncode == 130
    assert not list(tmp_path.rglob("*.html"))


@pytest.mark.parametrize(("asked", "times"), [((), 0), (("-W", "default"), 1)])
def test_warnings_of_libraries_stay_away_unless_asked_for(asked: tuple[str, ...], times: int) -> None:
    program = (
        "import sys, warnings\nfrom reportgen import cli\nsys.argv = ['reportgen', '--version']\ncli.main()\n"
    )
    ended = subprocess.run(
        [sys.executable, *asked, "-c", program + "warnings.warn('old')"],
        check=True,
        capture_output=True,
        text=True,
        env={name: value for name, value in surroundings().items() if name != "PYTHONWARNINGS"},
        timeout=60,
    )
    assert ended.stderr.count("UserWarning: old") == times


# --- check


def test_check_tells_roles_with_reasons_and_writes_nothing(tmp_path: Path, capsys) -> None:
    assert main(["check", str(ORDERS)]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert max(map(len, shown.out.splitlines())) <= 80
    told = " ".join(shown.out.split())
    for part in ("utf-8", "comma", "line 1", "31,433", "order line", "customer_id", "guests", "October 2026"):
        assert part in told
    assert list(tmp_path.iterdir()) == []


def test_check_for_programs(capsys) -> None:
    assert main(["check", str(ORDERS), "--json", "--month", "2026-09"]) == 0
    answer = json.loads(capsys.readouterr().out)
    roles = {column["label"]: column["role"] for column in answer["columns"]}
    assert roles["order_date"] == "date"
    assert roles["unit_price"] == "unit_price"
    assert answer["period"] == {"month": "2026-09", "start": "2025-10-01", "end": "2026-09-30"}
    assert answer["basis"] == ["order days", "spend", "days since last order", "coming for a season only"]
    waterfall = answer["waterfall"]
    left_out = sum(line["rows"] for line in waterfall["left_out"])
    assert waterfall["start"]["rows"] - left_out == waterfall["end"]["rows"]
    assert {issue["line"] for issue in answer["issues"]} > {None}


def test_orders_can_be_grouped_by_one_measure(fewer_orders: Path, capsys) -> None:
    assert main(["check", str(fewer_orders), "--json", "--by", "recency"]) == 0
    assert json.loads(capsys.readouterr().out)["basis"] == ["days since last order"]


def test_check_of_a_readable_file_that_cannot_be_segmented(tmp_path: Path, capsys) -> None:
    (tmp_path / "few.csv").write_text("id,spend\n1,2\n2,5\n3,9\n")
    assert main(["check", "few.csv"]) == 0
    assert "A build would stop here" in capsys.readouterr().out
    assert main(["build", "few.csv", "--quiet"]) == 2


# --- settings


def test_init_writes_what_gives_the_same_reading(fewer_orders: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "orders.csv").write_bytes(fewer_orders.read_bytes())
    assert main(["init", "orders.csv", "--company", "Corner Shop"]) == 0
    text = (tmp_path / "reportgen.toml").read_text("utf-8")
    assert '# month = "2026-10"' in text
    told = tomllib.loads(text)
    assert (told["source"], told["name"], told["report"]) == (
        "orders.csv",
        "orders",
        {"company": "Corner Shop"},
    )
    capsys.readouterr()
    answers = []
    for source in (str(fewer_orders), "orders.csv"):
        assert main(["check", source, "--json"]) == 0
        shown = capsys.readouterr()
        assert shown.err == ("" if source == str(fewer_orders) else "note: settings of reportgen.toml\n")
        answers.append(json.loads(shown.out))
    plain, settled = answers
    for part in ("grain", "basis", "waterfall", "period", "customers", "value"):
        assert settled[part] == plain[part]
    assert [c["role"] for c in settled["columns"]] == [c["role"] for c in plain["columns"]]


def test_init_keeps_an_old_file(tmp_path: Path, capsys) -> None:
    (tmp_path / "reportgen.toml").write_text("# mine")
    assert main(["init", str(CUSTOMERS)]) == 2
    assert "--force" in capsys.readouterr().err
    assert (tmp_path / "reportgen.toml").read_text() == "# mine"


# --- demo and build


def test_demo_says_what_it_wrote(tmp_path: Path, capsys) -> None:
    assert main(["demo", "shop"]) == 0
    assert capsys.readouterr().out.split() == ["shop/customers.csv", "shop/orders.csv"]
    assert (tmp_path / "shop" / "orders.csv").read_bytes() == ORDERS.read_bytes()


def test_build_answers_programs_with_one_object(built: Built) -> None:
    answer = json.loads(built.told)
    assert (built.code, answer["exit_code"], answer["missing"]) == (0, 0, None)
    assert (answer["name"], answer["month"], answer["k"]) == ("customers", "undated", 5)
    assert sum(segment["customers"] for segment in answer["segments"]) == 240
    assert sum(segment["share"] for segment in answer["segments"]) == pytest.approx(1)
    assert len({segment["name"] for segment in answer["segments"]}) == 5
    files = [Path(file) for file in answer["files"]]
    assert files[0] == built.out / "site/customers/undated/customers-undated-report.html"
    assert all(file.is_file() for file in files)
    assert not [file for file in files if file.suffix == ".pdf"]


def test_another_report_under_the_same_name_is_not_replaced_in_silence(tmp_path: Path, capsys) -> None:
    with CUSTOMERS.open(newline="", encoding="utf-8") as file:
        header, *people = csv.reader(file)
    for name, columns in (("members.csv", header), ("guests.csv", [*header[:-1], "visits a year"])):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([columns, *people])
    words = ["--name", "club", "--formats", "lists", "--k", "4", "--quiet"]
    assert main(["build", "members.csv", *words]) == 0
    assert main(["build", "members.csv", "--force", *words]) == 0
    assert capsys.readouterr().err == ""
    assert main(["build", "guests.csv", *words]) == 0
    told = capsys.readouterr().err
    assert "made from members.csv, and now from guests.csv" in told
    assert f"new: visits a year; gone: {header[-1]}" in told
    assert "--name" in told


def test_assign_takes_the_very_file_that_was_built(built: Built, tmp_path: Path, capsys) -> None:
    words = ["--out", str(built.out), "--to", "placed.csv"]
    assert main(["assign", str(CUSTOMERS), *words]) == 0
    assert capsys.readouterr().out == "Written: placed.csv, by the segments of a report without a month.\n"
    lists = (tmp_path / "placed.csv", built.out / "private" / "customers" / "undated" / "customers.csv")
    keys = [
        {
            row["customer"]: row["segment key"]
            for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
        }
        for path in lists
    ]
    assert keys[0] == keys[1]


def test_build_is_quiet_where_nobody_watches(built: Built) -> None:
    assert built.progress == ""


@pytest.mark.skipif(not MALL.exists(), reason="real data are not here")
def test_build_of_a_real_file_without_pango_makes_all_but_the_pdf(
    tmp_path: Path, capsys, monkeypatch
) -> None:
    def no_pango(_: str) -> bytes:
        raise SurroundingsError("no PDF: Pango is missing", "install it")

    monkeypatch.setattr(render, "to_pdf", no_pango)
    words = ["build", str(MALL), "--quiet", "--formats", "html,pdf", "--k", "5", "--currency", "usd"]
    with nothing_drawn():
        assert main([*words, "--out", "out"]) == 4
    shown = capsys.readouterr()
    assert shown.err == "error: no PDF: Pango is missing\n  hint: install it\n"
    assert shown.out.count(tables.SWATCH) == 5
    assert STABLE_SEGMENTS in shown.out
    assert "Doubts" in shown.out
    report = "out/site/mall-customers/undated/mall-customers-undated-report.html"
    assert shown.out.splitlines()[-1] == report
    assert (tmp_path / report).is_file()


def test_a_reader_who_leaves_ends_a_command_as_other_tools() -> None:
    for words in (["check", str(CUSTOMERS)], ["check", str(CUSTOMERS), "--json"], ["build", "--help"]):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run(
            [sys.executable, "-m", "reportgen", *words],
            stdout=write, stderr=subprocess.PIPE, env=surroundings(), check=False,
        )  # fmt: skip
        os.close(write)
        assert (done.returncode, done.stderr) == (141, b"")


def test_a_folder_that_is_gone_and_settings_nested_without_end_are_no_fault_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "deep.toml"
    deep.write_text(f"a = {'[' * 50_000}")
    assert main(["build", str(CUSTOMERS), "--config", str(deep)]) == 2
    assert "nested too deeply" in capsys.readouterr().err
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(["check", str(CUSTOMERS)]) == 4
    assert "the current folder is no longer there" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
