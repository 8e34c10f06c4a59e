"""Builds killed, short of disk or memory, in pairs, and by a wrong clock: what is published stays whole.

Run `python -m tests.torture.torture --kills 200 --disks 20 --pairs 50`. Every build replaces the report of
one file by that of another. Both are known beforehand, so that each folder found afterwards is the old one,
the new one, or torn. Prints a table; the exit code is 1 where anything was torn, or where a failed build said
more than an error and a hint.
"""

from __future__ import annotations

import argparse
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
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.torture.builds import (
    FULL,
    LISTS,
    MEGABYTE,
    QUICK,
    Ended,
    Forked,
    Process,
    Reports,
    build,
    followed,
    left_behind,
    place,
    prepared,
    scratch_files,
    shown,
    started,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LATE = 0.95
"""Part of a build before it publishes."""


# --- the ways to trouble a build


def kills(reports: Reports, work: Path, times: int, draw: Random, outcomes: Counter[str]) -> None:
    """Kill builds at random moments: a tenth of them with every format, a fifth with the page, else lists.

    The next build finishes or sweeps what was left.
    """
    few = times // 10
    lists = replace(prepared(work / "lists", LISTS), work=forked_work(work))
    killed(lists, place(work, "list kills"), times - 3 * few, draw, outcomes)
    if few:
        killed(reports, place(work, "kills"), 2 * few, draw, outcomes)
        killed(prepared(work / "full", FULL), place(work, "full kills"), few, draw, outcomes)


def forked_work(work: Path) -> float:
    """How far a build comes that need not load its libraries."""
    out, temporary = place(work, "forked")
    return followed(Forked(work / "lists" / "old.csv", out, temporary))


def killed(
    reports: Reports, folders: tuple[Path, Path], times: int, draw: Random, outcomes: Counter[str]
) -> None:
    """Builds of one choice of formats; a swap cut short, which the next build finishes, shows as "mixed"."""
    out, temporary = folders
    started(reports.old, out, temporary, reports.formats).wait()
    for number in range(times):
        source = reports.new if number % 2 == 0 else reports.old
        process = begun(reports, source, out, temporary)
        least = LATE if number % 3 == 0 else 0  # a third of them while it publishes, which is soon over
        followed(process, draw.uniform(least, 1.01) * reports.work)
        if process.poll() is None:
            process.kill()
            if not isinstance(process, Forked):
                process.wait()
            outcomes[f"killed ({reports.formats}), {shown(reports, out)} report"] += 1
            left = scratch_files(temporary)
            outcomes[f"scratch files three seconds after a kill: {'STAYED' if left else 'none'}"] += 1
        else:
            outcomes[f"done before, {shown(reports, out)} report"] += 1
    code = started(reports.new, out, temporary, reports.formats).wait()
    outcomes[f"build after all: exit code {code}, {shown(reports, out)} report"] += 1
    outcomes[f"files left behind after it: {left_behind(out, temporary)}"] += 1


def begun(reports: Reports, source: Path, out: Path, temporary: Path) -> Process:
    """A build that goes on."""
    if reports.formats == LISTS:
        return Forked(source, out, temporary)
    return started(source, out, temporary, reports.formats)


def disks(reports: Reports, work: Path, times: int, _draw: Random, outcomes: Counter[str]) -> None:
    """Builds onto disks from just full to just large enough."""
    for number in range(times):
        room = int(reports.size * (1.02 + 1.6 * number / times))
        with small_disk(work / f"disk{number}", room) as (disk, limit):
            out, temporary = disk / "out", work / f"tmp{number}"
            temporary.mkdir()
            build(reports.old, out, temporary)
            ended = build(reports.new, out, temporary, limit)
            outcomes[f"{told(ended)}, {shown(reports, out)} report"] += 1


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


def pairs(_reports: Reports, work: Path, times: int, draw: Random, outcomes: Counter[str]) -> None:
    """Two builds of the same month at the same time."""
    reports, (out, temporary) = prepared(work / "paired", LISTS), place(work, "pairs")
    for _ in range(times):
        first = Forked(reports.old, out, temporary)
        time.sleep(draw.uniform(0, reports.seconds / 8))
        second = Forked(reports.new, out, temporary)
        for each in (first, second):
            followed(each)
        state = shown(reports, out)
        whole = "one whole report" if state in {"old", "new"} else f"two halves: {state}"
        outcomes[f"exit codes {first.code} and {second.code}, {whole}"] += 1
    outcomes[f"files left behind: {left_behind(out, temporary)}"] += 1


def memory(reports: Reports, work: Path, times: int, _draw: Random, outcomes: Counter[str]) -> None:
    """Builds with less memory than they need: by a cgroup where we may make one, else by a process limit."""
    out, temporary = place(work, "memory")
    build(reports.old, out, temporary)
    for number in range(times):
        most = (80 + 420 * number // max(times - 1, 1)) * MEGABYTE
        with memory_limit(most) as (limit, how):
            ended = build(reports.new, out, temporary, limit)
        outcomes[f"{how}: {told(ended)}, {shown(reports, out)} report"] += 1
        build(reports.old, out, temporary)


@contextmanager
def memory_limit(most: int) -> Iterator[tuple[Callable[[], None], str]]:
    first = Path("/sys/fs/cgroup/memory")
    folder, entry = (first, "memory.limit_in_bytes") if first.is_dir() else (first.parent, "memory.max")
    group = folder / f"torture-{os.getpid()}"
    try:
        group.mkdir()
        (group / entry).write_text(str(most))
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


def clock(reports: Reports, work: Path, times: int, _draw: Random, outcomes: Counter[str]) -> None:
    """Builds on machines whose clock is years ahead, then set back."""
    faketime = shutil.which("faketime")
    if faketime is None:
        outcomes["not run: faketime is not installed"] += 1
        return
    out, temporary = place(work, "clock")
    build(reports.old, out, temporary)
    for number in range(times):
        source = (reports.new, reports.old)[number % 2]
        ended = build(source, out, temporary, None, faketime, ("2090-01-01", "2001-02-03")[number % 2])
        outcomes[
            f"{told(ended)}, {'the right' if shown(reports, out) == source.stem else 'WRONG'} report"
        ] += 1


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
BAD = ("torn", "UNCLEAR", "WRONG", "none report", "STAYED", "two halves")


def main() -> int:
    """Trouble builds in every way; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for way, usual in zip(WAYS, (200, 20, 50, 8, 4), strict=True):
        parser.add_argument(f"--{way.__name__}", type=int, default=usual)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    bad = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        work = Path(folder)
        reports = prepared(work / "known", QUICK)
        print(f"A build takes {reports.seconds:.1f} s; its report has {reports.size / MEGABYTE:.1f} MB.")
        print("| what | times | outcome |\n|---|---|---|")
        for way in WAYS:
            times, outcomes = vars(arguments)[way.__name__], Counter[str]()
            try:
                if times:
                    way(reports, work, times, Random(arguments.seed), outcomes)
            except KeyboardInterrupt:
                outcomes["stopped here by hand"] += 1
            for outcome, seen in sorted(outcomes.items()):
                wrong = any(word in outcome for word in BAD)
                bad += wrong * seen
                print(f"| {way.__name__} | {seen} | {outcome}{' **BAD**' if wrong else ''} |", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
