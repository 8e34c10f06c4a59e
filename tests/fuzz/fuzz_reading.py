"""Read files that were damaged at random: each gives a table that adds up, or one clear error.

Run `python tests/fuzz/fuzz_reading.py --inputs 20000`. Every input follows from its number and the
seed alone. Inputs that end in anything else (a traceback, a hang, rows that do not add up) are kept in
the folder that is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reportgen.errors import InputError, SurroundingsError
from reportgen.input import bulk
from reportgen.input.read import read

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_BYTES, SAMPLE_LINES = 20_000, 60
MOST_SECONDS = 20
MOST_CHANGES = 6
TOKENS = (
    b'"', b'""', b"'", b"\\", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n",
    b"\0", b"#", b"\xff", b"\xef\xbb\xbf", b"\xe9", b"Total", b"sep=;\n", b" ", b"\xc2\xa0", b"{", b"[", b"}",
    b"-", b"1e999", b"NaN", b"\xf0\x9f\x98\x80", b"=1+1", b"\x1a", b"\xff\xfe", b"PK\x03\x04",
    b"x" * 5000, b'"' * 101, b"," * 300,
)  # fmt: skip

Change = Callable[[bytes, Random], bytes]


@dataclass(frozen=True)
class Finding:
    """One input and how it ended."""

    number: int
    outcome: str
    seconds: float
    wrong: bool


@cache
def samples() -> tuple[bytes, ...]:
    """Files of the project, and where they are at hand the troubled ones beside it; all cut short."""
    files = [*ROOT.glob("data/*.csv"), *(ROOT.parent / "shared" / "csv").glob("*/*.*")]
    heads = [
        file.read_bytes()[:SAMPLE_BYTES].splitlines(keepends=True)[:SAMPLE_LINES] for file in sorted(files)
    ]
    return tuple(b"".join(head) for head in heads if head)


def _place(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _flip(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + bytes([random.randrange(256)]) + content[at + 1 :]


def _insert(content: bytes, random: Random) -> bytes:
    at = _place(content, random)
    return content[:at] + random.choice(TOKENS) + content[at:]


def _cut(content: bytes, random: Random) -> bytes:
    start = _place(content, random)
    return content[:start] + content[start + random.randrange(200) :]


def _end_early(content: bytes, random: Random) -> bytes:
    return content[: _place(content, random)]


def _repeat(content: bytes, random: Random) -> bytes:
    start, at = _place(content, random), _place(content, random)
    return (
        content[:at] + content[start : start + random.randrange(400)] * random.randrange(1, 4) + content[at:]
    )


def _shuffle(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


def _replace(content: bytes, random: Random) -> bytes:
    return content.replace(random.choice(TOKENS[:12]), random.choice(TOKENS[:12]))


def _encode(content: bytes, random: Random) -> bytes:
    encoding = random.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32"))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


def _as_json(content: bytes, random: Random) -> bytes:
    lines = [line.split(",") for line in content.decode("latin-1").splitlines() if line]
    rows = [dict(zip(lines[0], line, strict=False)) for line in lines[1:]] if lines else []
    text = json.dumps(rows) if random.random() < 1 / 2 else "\n".join(map(json.dumps, rows))
    return text.encode()


def _gzip(content: bytes, _: Random) -> bytes:
    return gzip.compress(content, 1, mtime=0)


def _zip(content: bytes, _: Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", content)
    return packed.getvalue()


CHANGES: tuple[Change, ...] = (_flip, _insert, _cut, _end_early, _repeat, _shuffle, _replace)
FORMS: tuple[Change, ...] = (_encode, _as_json, _gzip, _zip)
ODDS_OF_FORM = 0.2


def damaged(number: int, seed: int) -> bytes:
    """The input of this number."""
    random = Random(f"{seed}:{number}")
    content = random.choice(samples())
    if random.random() < ODDS_OF_FORM:
        content = random.choice(FORMS)(content, random)
    for _ in range(random.randint(1, MOST_CHANGES)):
        content = random.choice(CHANGES)(content, random)
    return content


def outcome(content: bytes) -> str:
    """What comes of reading it; raises AssertionError where that is half a result."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.csv"
        path.write_bytes(content)
        try:
            raw = read(path, Path(folder))
        except (InputError, SurroundingsError) as error:
            assert error.cause
            assert error.hint
            assert "\n" not in error.cause + error.hint
            return "refused"
        frame = raw.to_pandas()
        assert frame.shape == (raw.rows, len(raw.labels))
        assert (raw.rejected is not None) == (raw.rejected_rows > 0)
        return "read with doubts" if raw.issues else "read"


def tried(number: int, seed: int, keep: Path) -> Finding:
    """Read one input within its time; a wrong end is noted, and the input kept."""
    content, start = damaged(number, seed), time.perf_counter()
    signal.alarm(MOST_SECONDS)
    try:
        ended, wrong = outcome(content), False
    except BaseException as error:  # noqa: BLE001 - whatever it is, it should not have come up
        ended, wrong = f"{type(error).__name__}: {str(error)[:200]}", True
        (keep / f"{seed}-{number}.csv").write_bytes(content)
    finally:
        signal.alarm(0)
    return Finding(number, ended, time.perf_counter() - start, wrong)


def _prepare() -> None:
    """In every process: a hang becomes an error, and small files go through the blocks as well."""
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError("a hang")))
    bulk.WORTHWHILE, bulk.FIRST_BLOCK, bulk.BLOCK = 0, 500, 2000


def findings(inputs: int, seed: int, keep: Path) -> Iterator[Finding]:
    """How each input ends, two at a time."""
    with ProcessPoolExecutor(2, initializer=_prepare) as pool:
        yield from pool.map(partial(tried, seed=seed, keep=keep), range(inputs), chunksize=50)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    keep, start = Path(tempfile.mkdtemp(prefix="reportgen-fuzz-")), time.perf_counter()
    ends, slowest, wrong = Counter[str](), 0.0, 0
    for found in findings(given.inputs, given.seed, keep):
        ends[found.outcome] += 1
        slowest, wrong = max(slowest, found.seconds), wrong + found.wrong
        if found.wrong:
            print(f"input {found.number}: {found.outcome}", flush=True)
    for ended, count in ends.most_common(10):
        print(f"{count:>7,} {ended}")
    taken = time.perf_counter() - start
    print(f"{given.inputs:,} inputs in {taken:.0f} s, slowest {slowest:.1f} s, wrong {wrong}")
    if wrong:
        print(f"kept in {keep}")
    else:
        keep.rmdir()
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
