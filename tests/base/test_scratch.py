"""What a run writes on its way is its owner's alone and gone afterwards, also after a kill."""

from __future__ import annotations

import os
import pathlib
import signal
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from reportgen.base import scratch
from reportgen.base.scratch import scratch_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LIVE_ON = (
    "from reportgen.base.scratch import scratch_folder\n"
    "with scratch_folder() as folder:\n"
    "    (folder / 'ids.csv').write_text('K001')\n"
    "    print(folder, flush=True)\n"
    "    input()\n"
)
UNWATCHED = "import reportgen.base.scratch\nreportgen.base.scratch._SHELL = '/nowhere'\n"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def left(temporary: Path) -> list[Path]:
    return [path for path in temporary.rglob("*") if path.parent != temporary]


def test_it_is_the_owners_alone_and_gone_afterwards(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "rows.csv").write_text("K001")
        assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)] == [0o700, 0o700]
    assert left(temporary) == []


def test_it_is_gone_right_after_a_kill(temporary: Path) -> None:
    with a_run() as (dying, killed), a_run() as (living, alive):
        assert (killed / "ids.csv").exists()
        os.killpg(dying.pid, signal.SIGKILL)
        dying.wait()
        waited_until(lambda: not killed.exists() and not killed.with_suffix(".lock").exists())
        assert (alive / "ids.csv").exists()
        living.communicate("\n")
    assert left(temporary) == []


def test_the_next_run_sweeps_what_a_power_cut_left_and_nothing_that_lives(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_run(watched=False) as (dying, killed), a_run() as (living, alive):
        dying.send_signal(signal.SIGKILL)
        dying.wait()
        assert (killed / "ids.csv").exists()
        monkeypatch.setattr(scratch, "_SHELL", "/nowhere")
        with scratch_folder() as ours:
            assert not killed.exists()
            assert (alive / "ids.csv").exists()
            assert {path for path in left(temporary) if path.is_dir()} == {alive, ours}
        living.communicate("\n")
    assert left(temporary) == []


def waited_until(so: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def a_run(*, watched: bool = True) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", LIVE_ON if watched else UNWATCHED + LIVE_ON]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, start_new_session=True) as run:
        assert run.stdout is not None
        yield run, pathlib.Path(run.stdout.readline().strip())


def test_a_folder_that_is_not_ours_is_not_taken(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (temporary / f"reportgen-{os.getuid()}").symlink_to(elsewhere)
    with scratch_folder() as folder:
        assert elsewhere not in folder.resolve().parents
