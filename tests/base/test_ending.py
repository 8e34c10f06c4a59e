"""Ending a process at once loses nothing that was printed or asked for at the end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import atexit, sys
from reportgen.base.ending import end_at_once
atexit.register(print, "at the end")
print("before")
print("aside", file=sys.stderr)
{watched}
end_at_once(3)
"""


@pytest.mark.parametrize("watched", ["", "sys.setprofile(lambda *_: None)"])
def test_what_was_printed_and_asked_for_is_done(watched: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(watched=watched)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "before\nat the end\n", "aside\n")
