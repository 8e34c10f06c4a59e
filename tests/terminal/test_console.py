"""What a terminal shows of data, and of many doubts."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from reportgen.base.audit import Issue
from reportgen.cli import main
from reportgen.terminal import console, tables

if TYPE_CHECKING:
    from pathlib import Path


def test_control_characters_and_markup_of_data_are_shown_not_obeyed(
    tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "\n".join(f"{n},{n % 7},{n % 5}" for n in range(60))
    (tmp_path / "odd.csv").write_text(f"id,[red]visits[/red],\x1b]0;owned\x07spend :boom:\n{rows}\n", "utf-8")
    assert main(["check", "odd.csv"]) == 0
    shown = capsys.readouterr().out
    assert "[red]visits[/red]" in "".join(shown.split())
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert ":boom:" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe", "Größe"),
        ("a\nb\tc", r"a\nb\tc"),
        ("\x1b[31mred\x9b", r"\x1b[31mred\x9b"),
        ("left\u202eright", r"left\u202eright"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",) * 2,
        ("1\u00a0000", "1 000"),
        ("no\u2028line", "no line"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert console.printable(text) == shown


def test_a_terminal_without_the_letters_gets_question_marks(monkeypatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    console.replace_unprintable()
    console.print_line("Größe ■")
    stream.flush()
    assert stream.buffer.getvalue() == b"Gr??e ?\n"


def test_many_doubts_are_counted(capsys) -> None:
    tables._print_issues([Issue("odd", f"doubt {n}", line=n, column="Age") for n in range(1, 9)], 5)
    lines = capsys.readouterr().out.split("\n- ")
    assert lines[1] == "line 1, column Age: doubt 1"
    assert lines[-1] == "and 3 more, which the report lists\n"
