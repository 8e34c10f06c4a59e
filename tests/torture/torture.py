"""Builds killed, short of disk or memory, in pairs, and by a wrong clock: what is published stays whole.

Run `python tests/torture/torture.py --kills 200 --disks 20 --pairs 50`. Every build replaces the report of
one file by that of another. Both are known beforehand, so that each folder found afterwards is the old one,
the new one, or torn. Prints a table; the exit code is 1 where anything was torn, or where a failed build said
more than an error and a hint.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("site", "private", "record")
NAME, MONTH = "shop", "undated"
MEGABYTE = 2**20
LATE = 0.95
"""Part of a build before it publishes."""


@dataclass(frozen=True)
class Reports:
    """Two reports that replace one another, and what their folders hold."""

    old: Path
    new: Path
    """The files that they are made from."""
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


def command(source: Path, out: Path) -> list[str]:
    """Of a build with lists and the page."""
    flags = ["--name", NAME, "--formats", "html,lists", "--k", "3", "--out", str(out), "--force", "--json"]
    return [sys.executable, "-m", "reportgen", "build", str(source), *flags]


def surroundings(temporary: Path) -> dict[str, str]:
    """A temporary folder of its own, in which nothing may stay."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "OMP_NUM_THREADS": "1"}


def build(
    source: Path, out: Path, temporary: Path, limit: Callable[[], None] | None = None, *before: str
) -> Ended:
    """One build to its end."""
    done = subprocess.run(
        [*before, *command(source, out)],
        env=surroundings(temporary),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    return Ended(done.returncode, done.stderr)


def worked(process: subprocess.Popen[bytes], begun: float) -> float:
    """How far a process has come: seconds of computing, which other programs do not stretch; else of time."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return time.monotonic() - begun
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def started(source: Path, out: Path, temporary: Path) -> subprocess.Popen[bytes]:
    """A build that goes on while others do."""
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command(source, out), env=surroundings(temporary), stdout=nowhere, stderr=nowhere)


def followed(process: subprocess.Popen[bytes], most: float = float("inf")) -> float:
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


def left_behind(out: Path, temporary: Path) -> int:
    """Files that no run should leave: in the temporary folder, beside the pages, in the hidden folder."""
    scratch = [path for path in temporary.rglob("*") if path.is_file()]
    staged = [path for path in (out / ".reportgen").glob("staging-*/**/*") if path.is_file()]
    return len(scratch) + len(staged) + len(list(out.rglob("*.part")))


def prepared(work: Path) -> Reports:
    """Both reports, each built as the one that replaces the other."""
    old, new = work / "old.csv", work / "new.csv"
    write_source(old, 1)
    write_source(new, 2)
    out, seconds, far = work / "out", 0.0, 0.0
    folders: dict[str, dict[str, str]] = {part: {} for part in PARTS}
    for source in (old, new, old, new):
        begun = time.monotonic()
        process = started(source, out, work)
        far = followed(process)
        seconds = time.monotonic() - begun
        if process.wait() != 0:
            raise SystemExit(f"a build without trouble ended with {process.returncode}")
        for part in PARTS:
            folders[part][digest(out / part / NAME / MONTH)] = source.stem
    if any(len(digests) != len({old, new}) for digests in folders.values()):
        raise SystemExit("the same input gave other bytes the second time")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return Reports(old, new, folders, seconds, far, size)


def place(work: Path, name: str) -> tuple[Path, Path]:
    """An output folder and a temporary one."""
    out, temporary = work / name / "out", work / name / "tmp"
    temporary.mkdir(parents=True)
    return out, temporary


# --- the ways to trouble a build


def kills(reports: Reports, work: Path, times: int, draw: Random) -> Counter[str]:
    """Kill builds at random moments; the next build finishes or sweeps what was left."""
    out, temporary = place(work, "kills")
    build(reports.old, out, temporary)
    outcomes: Counter[str] = Counter()
    for number in range(times):
        source = reports.new if number % 2 == 0 else reports.old
        process = started(source, out, temporary)
        least = LATE if number % 3 == 0 else 0  # a third of them while it publishes, which is soon over
        followed(process, draw.uniform(least, 1.01) * reports.work)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
            outcomes[f"killed, {shown(reports, out)} report"] += 1
        else:
            outcomes[f"done before, {shown(reports, out)} report"] += 1
    last = build(reports.new, out, temporary)
    outcomes[f"build after all: exit code {last.code}, {shown(reports, out)} report"] += 1
    outcomes[f"files left behind after it: {left_behind(out, temporary)}"] += 1
    return outcomes


def disks(reports: Reports, work: Path, times: int, _draw: Random) -> Counter[str]:
    """Builds onto disks from just full to just large enough."""
    outcomes: Counter[str] = Counter()
    for number in range(times):
        room = int(reports.size * (1.02 + 1.6 * number / times))
        with small_disk(work / f"disk{number}", room) as (disk, limit):
            out, temporary = disk / "out", work / f"tmp{number}"
            temporary.mkdir()
            build(reports.old, out, temporary)
            ended = build(reports.new, out, temporary, limit)
            outcomes[f"{told(ended)}, {shown(reports, out)} report"] += 1
    return outcomes


@contextmanager
def small_disk(folder: Path, room: int) -> Iterator[tuple[Path, Callable[[], None] | None]]:
    """A disk of this size where we may mount one; else a limit on the size of each file."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        yield folder, partial(resource.setrlimit, resource.RLIMIT_FSIZE, (room // 8, room // 8))
        return
    try:
        yield folder, None
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def pairs(reports: Reports, work: Path, times: int, draw: Random) -> Counter[str]:
    """Two builds of the same month at the same time."""
    out, temporary = place(work, "pairs")
    outcomes: Counter[str] = Counter()
    for _ in range(times):
        first = started(reports.old, out, temporary)
        time.sleep(draw.uniform(0, reports.seconds / 8))
        second = started(reports.new, out, temporary)
        codes = sorted((first.wait(), second.wait()))
        state = shown(reports, out)
        whole = "one whole report" if state in {"old", "new"} else f"{state} report"
        outcomes[f"exit codes {codes[0]} and {codes[1]}, {whole}"] += 1
    outcomes[f"files left behind: {left_behind(out, temporary)}"] += 1
    return outcomes


def memory(reports: Reports, work: Path, times: int, _draw: Random) -> Counter[str]:
    """Builds with less memory than they need: by a cgroup where we may make one, else by a process limit."""
    out, temporary = place(work, "memory")
    build(reports.old, out, temporary)
    outcomes: Counter[str] = Counter()
    for number in range(times):
        most = (80 + 420 * number // max(times - 1, 1)) * MEGABYTE
        with memory_limit(most) as (limit, how):
            ended = build(reports.new, out, temporary, limit)
        outcomes[f"{how}: {told(ended)}, {shown(reports, out)} report"] += 1
        build(reports.old, out, temporary)
    return outcomes


@contextmanager
def memory_limit(most: int) -> Iterator[tuple[Callable[[], None], str]]:
    group = Path("/sys/fs/cgroup/memory") / f"torture-{os.getpid()}"
    try:
        group.mkdir()
        (group / "memory.limit_in_bytes").write_text(str(most))
    except OSError:
        address_space = 6 * most  # libraries reserve far more than they use
        yield partial(resource.setrlimit, resource.RLIMIT_AS, (address_space, address_space)), "address space"
        return
    try:
        yield lambda: _enter(group), "cgroup"
    finally:
        with suppress(OSError):
            group.rmdir()


def _enter(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()))


def clock(reports: Reports, work: Path, times: int, _draw: Random) -> Counter[str]:
    """Builds on machines whose clock is years wrong."""
    faketime = shutil.which("faketime")
    if faketime is None:
        return Counter({"not run: faketime is not installed": 1})
    out, temporary = place(work, "clock")
    build(reports.old, out, temporary)
    outcomes: Counter[str] = Counter()
    for number in range(times):
        source = (reports.new, reports.old)[number % 2]
        ended = build(source, out, temporary, None, faketime, ("2001-02-03", "2090-01-01")[number % 2])
        outcomes[f"{told(ended)}, {'the' if shown(reports, out) == source.stem else 'WRONG'} report"] += 1
    return outcomes


def told(ended: Ended) -> str:
    """How a build ended, for the table: a failure has one line of cause and one of remedy."""
    if ended.code == 0:
        return "built"
    if ended.code < 0:
        return f"ended by signal {-ended.code}"
    lines = [line for line in ended.error.splitlines() if line.startswith(("error:", "  hint:"))]
    clear = len(lines) == 2 and "our fault" not in ended.error and "Traceback" not in ended.error
    return f"exit code {ended.code}, {'one clear line' if clear else 'UNCLEAR: ' + ended.error[-300:]}"


WAYS = (kills, disks, pairs, memory, clock)
BAD = ("torn", "mixed report", "UNCLEAR", "WRONG", "none report")


def main() -> int:
    """Trouble builds in every way; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for way, usual in zip(WAYS, (200, 20, 50, 8, 2), strict=True):
        parser.add_argument(f"--{way.__name__}", type=int, default=usual)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        work = Path(folder)
        reports = prepared(work)
        print(f"A build takes {reports.seconds:.1f} s; its report has {reports.size / MEGABYTE:.1f} MB.")
        print("| what | times | outcome |\n|---|---|---|")
        for way in WAYS:
            times = vars(arguments)[way.__name__]
            outcomes = way(reports, work, times, Random(arguments.seed)) if times else Counter()
            for outcome, seen in sorted(outcomes.items()):
                wrong = any(word in outcome for word in BAD) and "mixed" not in outcome
                bad += wrong * seen
                print(f"| {way.__name__} | {seen} | {outcome}{' **BAD**' if wrong else ''} |", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
