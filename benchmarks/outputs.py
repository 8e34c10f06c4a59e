"""Whether a change of the code changes what is written: reports of many kinds, and how files are read.

    python benchmarks/outputs.py write FOLDER      builds and checks everything, keeps the files
    python benchmarks/outputs.py compare ONE OTHER names the files that differ; exit code 1 if any does

Run `write` with each version's own interpreter (or PYTHONPATH), then `compare`. More data: --data FOLDER;
files that are only checked: --check FOLDER. Both may be repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import io
import os
import shutil
import sys
import time
from pathlib import Path

SHOP = Path(__file__).parent.parent / "data"


def builds(data: list[Path], work: Path) -> dict[str, list[str]]:
    """Name -> arguments of `reportgen build`; those of a shop's months run in this order."""
    orders, people = str(SHOP / "orders.csv"), str(SHOP / "customers.csv")
    late = work / "orders-late.csv"
    lines = Path(orders).read_text("utf-8").splitlines(keepends=True)
    late.write_text("".join([lines[0], *(line for line in lines if ",2026-10-" in line)]), "utf-8")
    found = {path.name: str(path) for folder in data for path in sorted(folder.rglob("*")) if path.is_file()}
    made = {
        "shop": [orders, "--months", "2026-06..2026-10", "--company", "Harbour & Finch", "--currency", "GBP"],
        "held": [str(late), "--name", "held", "--month", "2026-10", "--currency", "GBP"],
        "held-before": [orders, "--name", "held", "--month", "2026-09", "--currency", "GBP"],
        "rules": [
            orders,
            "--name",
            "rules",
            "--segments",
            "rules",
            "--contact-cost",
            "0.85",
            "--margin",
            "12.5",
        ],
        "german": [orders, "--name", "german", "--currency", "EUR", "--locale", "de_DE", "--budget", "5000"],
        "french": [people, "--name", "french", "--locale", "fr_FR", "--vocabulary", "neutral"],
        "people": [people, "--name", "people", "--paper", "letter", "--static"],
    }
    order = ("shop", "held-before", "held", "rules", "german", "french", "people")
    listed = {name: made[name] for name in order}
    for name in (
        "Mall_Customers.csv",
        "Wholesale customers data.csv",
        "marketing_campaign.csv",
        "CC GENERAL.csv",
        "onlinefoods.csv",
        "CDNOW_sample.txt",
        "cdnow_customers_summary.csv",
        "Online Retail.csv",
    ):
        if name in found:
            listed[name] = [found[name]]
    if "Online Retail.csv.gz" in found:
        plain = work / "Online Retail.csv"
        plain.write_bytes(gzip.decompress(Path(found["Online Retail.csv.gz"]).read_bytes()))
        listed["Online Retail.csv"] = [str(plain)]
    return listed


def write(folder: Path, data: list[Path], checked: list[Path]) -> None:
    """All builds into `folder`/build, how each file is read into `folder`/check."""
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    for name, arguments in builds(data, work).items():
        begin = time.perf_counter()
        code, said = _run(["build", *arguments, "--out", str(folder / "build"), "--quiet", "--json"])
        _keep(folder / "said" / f"{name}.txt", f"exit code {code}\n{said}", folder)
        print(f"{name}: exit code {code}, {time.perf_counter() - begin:.1f} s", flush=True)
    for path in sorted(file for place in checked for file in place.rglob("*") if file.is_file()):
        code, said = _run(["check", str(path), "--json"])
        _keep(folder / "check" / path.parent.name / f"{path.name}.txt", f"exit code {code}\n{said}", folder)
    shutil.rmtree(work)


def _run(arguments: list[str]) -> tuple[int, str]:
    from reportgen.cli import main  # noqa: PLC0415 - of the version that is measured

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(arguments)
    return code, said.getvalue()


def _keep(path: Path, text: str, folder: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(str(folder), "FOLDER"), "utf-8")


def compare(one: Path, other: Path) -> int:
    """How many files differ or are only in one of them; each is printed."""
    files = sorted(
        {path.relative_to(folder) for folder in (one, other) for path in folder.rglob("*") if path.is_file()}
    )
    differ = [path for path in files if _bytes(one / path) != _bytes(other / path)]
    for path in differ:
        print(path)
    print(f"{len(files)} files, {len(differ)} differ")
    return len(differ)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("write", "compare"))
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--data", action="append", type=Path, default=[])
    parser.add_argument("--check", action="append", type=Path, default=[])
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    given = _arguments()
    if given.what == "compare":
        sys.exit(bool(compare(*given.folders)))
    write(
        given.folders[0].resolve(),
        [path.resolve() for path in given.data],
        [p.resolve() for p in given.check],
    )
