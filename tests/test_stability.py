"""docs/stability.md says what users may rely on; here it is compared with the code, both ways."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reportgen
from reportgen import api, build_result, cli, errors
from reportgen.cleaning.clean_customers import CAUSES, MESSAGES
from reportgen.cleaning.order_waterfall import WITHIN
from reportgen.columns.checks import roles as role_checks
from reportgen.exports import customer_lists, moved
from reportgen.mail import batch_status
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Role
from reportgen.options.mail_options import MailOptions
from reportgen.options.option import declared
from reportgen.options.settings_file import SOURCE
from reportgen.record.manifest import RECORD_FORMAT
from reportgen.record.registered import GROUP
from reportgen.report.render import FACTS_FORMAT
from reportgen.terminal.command_table import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
OPTIONS = declared(BuildOptions)
PAGE = (ROOT / "docs" / "stability.md").read_text("utf-8")
TICKED = re.compile(r"`([^`]+)`")
OF_LINES = {"later", "before", "overlap"}
"""Causes that are named where they are counted, in no table of causes."""


def part(heading: str) -> str:
    """The text below a heading, up to the next one."""
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(text: str) -> dict[str, list[str]]:
    """Of all tables of a text: first cell -> the others."""
    found = (
        [cell.strip() for cell in line[1:-1].split("|")] for line in text.splitlines() if line[:1] == "|"
    )
    return {first.replace("`", ""): rest for first, *rest in found if not first.startswith("---")}


def ticked(text: str) -> list[str]:
    return TICKED.findall(text)


def after(words: str) -> list[str]:
    """What is named behind some words, up to the end of the sentence."""
    return ticked(PAGE.split(words)[1].split("`.")[0] + "`")


# --- commands


def commands() -> dict[str, set[str]]:
    """Command -> its long flags."""
    return {
        command.name: {
            name for each in command.flags for name in (*each.names, *each.off) if name.startswith("--")
        }
        for command in COMMANDS
    }


def promised_flags(table: dict[str, list[str]], command: str) -> set[str]:
    cell = table[command][1]
    groups = [name for name in ("reading", "report") if re.search(rf"\b{name}, ", cell)]
    return {*ticked(cell), *(flag for name in groups for flag in ticked(table[name][1]))}


def test_every_command_has_the_flags_of_the_page() -> None:
    table = rows(part("Commands and flags"))
    found = commands()
    assert table.keys() - {"command", "reading", "report"} == found.keys()
    missing = {name: found[name] ^ promised_flags(table, name) for name in found}
    assert not any(missing.values()), f"docs/stability.md and the flags differ: {missing}"


def test_exit_codes() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.ReportgenError)}
    known = codes | {0, build_result.HELD, cli.INTERRUPTED}
    assert {int(code) for code in rows(part("Exit codes")) if code != "code"} == known


# --- reportgen.toml and Python


def test_entries_of_the_settings() -> None:
    table = rows(part("reportgen.toml"))
    named = {
        f"{name.strip('[]')}.{key}".removeprefix("top level.")
        for name, (keys,) in table.items()
        for key in ticked(keys)
    }
    every = (*OPTIONS.values(), *declared(MailOptions).values())
    assert named == {SOURCE, *(option.entry for option in every if option.own_keys is None)}
    own = {name.strip("[]") for name, (keys,) in table.items() if keys.startswith("the user's own")}
    assert own == {option.entry for option in every if option.own_keys is not None}
    assert after("Roles, for")[3:] == list(Role)


def test_options_of_build() -> None:
    named = {"window_months" if option.key == "window" else option.key for option in OPTIONS.values()}
    assert set(api.Options.__annotations__) == named - {"columns"} | {"roles"}


@pytest.mark.parametrize("kind", [api.BuildResult, api.Rows, api.Segments, errors.ReportgenError])
def test_types_have_what_is_promised(kind: type) -> None:
    (promise,) = next(cells for name, cells in rows(part("From Python")).items() if kind.__name__ in name)
    known = {*dir(kind), *getattr(kind, "__dataclass_fields__", {}), *vars(errors.InputError("", ""))}
    assert {name.removesuffix("()") for name in ticked(promise)} <= known


def test_the_package_exports_what_is_promised() -> None:
    named = [name.removeprefix("reportgen.") for name in ticked(part("From Python")) if "reportgen." in name]
    assert set(named[: len(reportgen.__all__)]) == set(reportgen.__all__)
    table = rows(part("From Python"))
    types = {name for cell in table for name in cell.split(", ") if name[:1].isupper()}
    assert types <= {*api.__all__, *vars(errors)}
    assert set(api.__all__) - types == {"Options", "build", "read", "segment"}


# --- files


def test_columns_of_lists() -> None:
    table = rows(part("Files below the output folder"))
    columns = {
        "customers.csv, lists/SEGMENT.csv, lists/SEGMENT-overdue.csv": (
            *customer_lists.FIRST_COLUMNS,
            *moved.PAST_COLUMNS,
            *customer_lists.SCORES.values(),
            customer_lists.OVERDUE,
            GROUP,
        ),
        "assigned.csv (of assign)": customer_lists.FIRST_COLUMNS,
        "moved.csv": (*moved.MOVED_COLUMNS, GROUP),
        "not-ordered.csv": (*moved.NOT_ORDERED_COLUMNS, GROUP),
        "ordering-less.csv": (*moved.ORDERING_LESS_COLUMNS, GROUP),
        "migration.csv": moved.MIGRATION_COLUMNS,
    }
    assert {name: tuple(ticked(table[name][0])) for name in columns} == columns


def test_formats() -> None:
    text = part("Files below the output folder")
    assert f"**facts.json**: format {FACTS_FORMAT};" in text
    assert f"**Records**: format {RECORD_FORMAT} " in text


# --- answers for programs


def literals() -> Iterator[ast.Call]:
    for file in (ROOT / "reportgen").rglob("*.py"):
        yield from (n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Call))


def called(call: ast.Call) -> str:
    name = ast.unparse(call.func)
    return name.rpartition(".")[2] if name.endswith((".add_issue", ".issue")) else name


def named_in(places: dict[str, int]) -> set[str]:
    """Texts that stand at a place among the arguments of some calls."""
    found = (
        call.args[places[called(call)]]
        for call in literals()
        if len(call.args) > places.get(called(call), 99)
    )
    return {each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def keys_of(function: str) -> list[str]:
    """The keys of the object that a function of `terminal.answers` gives."""
    tree = ast.parse((ROOT / "reportgen" / "terminal" / "answers.py").read_text("utf-8"))
    body = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == function)
    returned = next(n.value for n in ast.walk(body) if isinstance(n, ast.Return))
    assert isinstance(returned, ast.Dict)
    return [ast.literal_eval(key) for key in returned.keys if key is not None]


def words_of_the_source() -> set[str]:
    return {
        node.value
        for file in (ROOT / "reportgen").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_codes_of_issues() -> None:
    page = after("Codes of issues:")
    found = named_in({"Issue": 0, "Issue.of": 0, "Cause": 0, "add_issue": 0, "issue": 0}) | set(MESSAGES)
    found |= {code for code, _ in role_checks.GUESSED.values()}
    assert page == sorted(page)
    assert found <= set(page)
    assert set(page) <= words_of_the_source()


def test_causes_of_rows_left_out() -> None:
    page = after("Causes of rows left out:")
    assert page == sorted(page)
    assert set(page) == named_in({"Cause": 0, "AuditLine": 1}) | set(CAUSES) | set(WITHIN) | OF_LINES


@pytest.mark.parametrize(
    ("row", "function"),
    [
        ("build --json", "answer_of_build"),
        ("check --json", "answer_of_check"),
        ("send --json", "answer_of_delivery"),
        ("contacted --json", "answer_of_action"),
        ("one of segments", "_segment"),
        ("one of columns", "_column"),
        ("one of issues", "_issue"),
    ],
)
def test_fields_of_answers(row: str, function: str) -> None:
    (named,) = rows(part("What --json prints"))[row]
    also = ["--send", "delivery"] if row == "build --json" else []
    assert ticked(named) == [*keys_of(function), *also]


def test_fields_of_status() -> None:
    named = next(c for n, (c,) in rows(part("What --json prints")).items() if "status.json" in n)
    assert ticked(named) == list(batch_status.answer_of_batch([]))


def test_fields_of_the_waterfall(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(ROOT / "data" / "orders.csv"), "--json"]) == 0
    waterfall = json.loads(capsys.readouterr().out)["waterfall"]
    (named,) = rows(part("What --json prints"))["waterfall"]
    whole, line = named.split("; one of")
    assert ticked(whole) == list(waterfall)
    assert ticked(line)[1:] == list(waterfall["left_out"][0])
