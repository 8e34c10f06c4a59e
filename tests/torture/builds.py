"""Two reports that replace one another, their builds, and what an output folder shows of them."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("site", "private", "record")
NAME, MONTH = "shop", "undated"
MEGABYTE = 2**20
LISTS, QUICK, FULL = "lists", "html,lists", "html,pdf,brief,lists"


@dataclass(frozen=True)
class Reports:
    """Two reports that replace one another, and what their folders hold."""

    old: Path
    new: Path
    """The files that they are made from."""
    formats: str
    folders: dict[str, dict[str, str]]
    """Part -> digest of its folder -> "old" or "new"."""
    seconds: float
    """That a build takes."""
    work: float
    """How far its process has come at the end, see `worked`."""
    size: int
    """Bytes of the new report."""


@dataclass(frozen=True)
class Ended:
    """How a build ended."""

    code: int
    error: str


def write_source(path: Path, seed: int) -> None:
    """Three groups of customers."""
    draw = Random(seed)
    rows = [
        f"{i:04d},{draw.gauss(40 * (i % 3), 6):.2f},{draw.gauss(9 * (i % 3), 2):.1f},city {i % 4}"
        for i in range(240)
    ]
    path.write_text("customer id,spend,visits,city\n" + "\n".join(rows) + "\n", "utf-8")


def command(source: Path, out: Path, formats: str) -> list[str]:
    """Of a build of three segments."""
    flags = ["--name", NAME, "--formats", formats, "--k", "3", "--out", str(out), "--force", "--json"]
    return [sys.executable, "-m", "reportgen", "build", str(source), *flags]


def surroundings(temporary: Path) -> dict[str, str]:
    """A temporary folder of its own, in which nothing may stay."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "OMP_NUM_THREADS": "1"}


def build(
    source: Path, out: Path, temporary: Path, limit: Callable[[], None] | None = None, *before: str
) -> Ended:
    """One build to its end."""
    done = subprocess.run(
        [*before, *command(source, out, QUICK)],
        env=surroundings(temporary),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    return Ended(done.returncode, done.stderr)


def worked(process: Process, begun: float) -> float:
    """How far a process has come: seconds of computing, which other programs do not stretch; else of time."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return time.monotonic() - begun
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def started(source: Path, out: Path, temporary: Path, formats: str = QUICK) -> subprocess.Popen[bytes]:
    """A build that goes on while others do."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        command(source, out, formats), env=surroundings(temporary), stdout=nowhere, stderr=nowhere
    )


class Forked:
    """A build in a copy of this process, which has its libraries loaded: three times as many an hour."""

    def __init__(self, source: Path, out: Path, temporary: Path) -> None:
        from reportgen import pipeline  # noqa: F401, PLC0415 - before the copy is made
        from reportgen.cli import main  # noqa: PLC0415 - likewise

        self.code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            tempfile.tempdir = str(temporary)
            os._exit(main(command(source, out, LISTS)[3:]))

    def poll(self) -> int | None:
        """The exit code once it has ended."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if pid else None
        return self.code

    def kill(self) -> None:
        """End it now."""
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.code = os.waitstatus_to_exitcode(status)


Process = subprocess.Popen[bytes] | Forked


def followed(process: Process, most: float = float("inf")) -> float:
    """Wait until it ends or has come so far; how far it came."""
    begun, far = time.monotonic(), 0.0
    while process.poll() is None and far < most:
        time.sleep(0.005)
        far = worked(process, begun) if process.poll() is None else far
    return far


def digest(folder: Path) -> str:
    """Of all files of a folder, and their names."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(
                f"{path.relative_to(folder)}\0".encode() + hashlib.sha256(path.read_bytes()).digest()
            )
    return whole.hexdigest()


def shown(reports: Reports, out: Path) -> str:
    """What stands in the output folder: old, new, mixed (parts of both, each whole), torn, or none."""
    found = set()
    for part in PARTS:
        folder = out / part / NAME / MONTH
        found.add(reports.folders[part].get(digest(folder), "torn") if folder.exists() else "none")
    if "torn" in found:
        return "torn"
    return found.pop() if len(found) == 1 else "mixed"


def scratch_files(temporary: Path) -> int:
    """That a run left in the temporary folder; those of a killed one go by themselves, in a moment."""
    end = time.monotonic() + 3
    while (files := sum(len(names) for *_, names in os.walk(temporary))) and time.monotonic() < end:
        time.sleep(0.05)
    return files


def left_behind(out: Path, temporary: Path) -> int:
    """Files that no run should leave: in the temporary folder, beside the pages, in the hidden folder."""
    staged = [path for path in (out / ".reportgen").glob("staging-*/**/*") if path.is_file()]
    return scratch_files(temporary) + len(staged) + len(list(out.rglob("*.part")))


def prepared(work: Path, formats: str) -> Reports:
    """Both reports, each built as the one that replaces the other."""
    work.mkdir()
    old, new = work / "old.csv", work / "new.csv"
    write_source(old, 1)
    write_source(new, 2)
    out, seconds, far = work / "out", 0.0, 0.0
    folders: dict[str, dict[str, str]] = {part: {} for part in PARTS}
    for source in (old, new, old, new):
        begun = time.monotonic()
        process = started(source, out, work, formats)
        far = followed(process)
        seconds = time.monotonic() - begun
        if process.wait() != 0:
            raise SystemExit(f"a build without trouble ended with {process.returncode}")
        for part in PARTS:
            folders[part][digest(out / part / NAME / MONTH)] = source.stem
    if any(len(digests) != len({old, new}) for digests in folders.values()):
        raise SystemExit("the same input gave other bytes the second time")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return Reports(old, new, formats, folders, seconds, far, size)


def place(work: Path, name: str) -> tuple[Path, Path]:
    """An output folder and a temporary one."""
    out, temporary = work / name / "out", work / name / "tmp"
    temporary.mkdir(parents=True)
    return out, temporary
