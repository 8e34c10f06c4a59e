"""Completion of the command line, tried in the shells that are there."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from reportgen.cli import main
from reportgen.terminal.command_table import COMMANDS
from reportgen.terminal.completion import SHELLS, completion_script

BASH = shutil.which("bash") or "bash"


def completed(words: list[str]) -> list[str]:
    """What bash offers for the last word."""
    script = completion_script("bash", COMMANDS)
    line = " ".join(f"'{word}'" for word in words)
    asked = (
        f"COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _reportgen; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    ended = subprocess.run(
        [BASH, "-c", f"{script}\n{asked}"], check=True, capture_output=True, text=True, timeout=30
    )
    return ended.stdout.split()


@pytest.mark.skipif(not BASH.startswith("/"), reason="bash is not here")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["reportgen", "che"], ["check"]),
        (["reportgen", "build", "--comp"], ["--company"]),
        (["reportgen", "build", "--paper", ""], ["a4", "letter"]),
        (["reportgen", "forget", "--d"], ["--dry-run"]),
        (["reportgen", "build", "--help-"], ["--help-all"]),
    ],
)
def test_bash_completes_commands_flags_and_values(words: list[str], offered: list[str]) -> None:
    assert completed(words) == offered


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script_that_it_can_read(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show-completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(command.name in script for command in COMMANDS)
    if shutil.which(shell):
        subprocess.run([shell, "-n"], check=True, input=script, text=True, timeout=30)


def test_another_shell_is_an_error_that_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--show-completion", "tcsh"]) == 2
    assert "bash, zsh, fish" in capsys.readouterr().err
