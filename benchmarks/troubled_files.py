"""How the troubled files beside the project come out, by class: the promise is right, or said, or refused.

Run `python benchmarks/troubled_files.py`. The files stand in `../shared/csv`, with what must come out.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.base.audit import Issue

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "csv"
COLUMNS = ("files", "exact", "named", "refused", "silently wrong", "failed")
sys.path.insert(0, str(ROOT))

from reportgen.commands.check import examine  # noqa: E402
from reportgen.errors import InputError  # noqa: E402 - the project need not be installed
from reportgen.input.read import RawRows, read  # noqa: E402
from reportgen.options.build_options import BuildOptions  # noqa: E402 - the project need not be installed


def judged(entry: dict[str, Any], folder: Path, work: Path) -> str:
    """One of COLUMNS: how a file came out."""
    try:
        rows = read(folder / entry["name"], work)
    except InputError as error:
        clean = error.cause and error.hint and "\n" not in error.cause
        return "refused" if clean and entry["class"] != "load" else "failed"
    if entry["class"] == "refuse":
        return "refused" if rows.rows == 0 else "silently wrong"
    if entry["class"] == "flag":
        return flagged(entry, folder, work)
    exact = not entry["expected"] or is_exact(rows, folder / entry["expected"])
    return "exact" if exact else "named" if rows.issues else "silently wrong"


def flagged(entry: dict[str, Any], folder: Path, work: Path) -> str:
    """Whether `check` says what is doubtful, in the cells or in their values."""
    checked = work / "check"
    checked.mkdir()
    try:
        found = examine(BuildOptions((str(folder / entry["name"]),)), checked)
    except InputError:
        return "refused"
    return "named" if names_line(found.issues, entry["line"]) else "silently wrong"


def names_line(issues: Sequence[Issue], line: int | None) -> bool:
    """Whether an issue names the line, one more or less."""
    lines = [issue.line for issue in issues]
    return bool(issues) and (line is None or any(each and abs(each - line) <= 1 for each in lines))


def is_exact(rows: RawRows, expected: Path) -> bool:
    """Whether header and cells are those of the expected table."""
    frame = rows.to_pandas()
    found = [list(frame.columns), *frame.to_numpy().tolist()]
    with expected.open(newline="", encoding="utf-8") as stream:
        wanted = list(csv.reader(stream))
    return len(found) == len(wanted) and all(
        len(left) == len(right) and all(map(same, left, right))
        for left, right in zip(found, wanted, strict=True)
    )


def same(found: str, expected: str) -> bool:
    """Whether two cells are the same text, or the same number where neither is an id."""
    if found.strip() == expected.strip():
        return True
    try:
        return float(found.replace(",", "")) == float(expected.replace(",", "")) and found[0] != "0"
    except ValueError:
        return False


def main() -> None:
    """Print the score."""
    if not FOLDER.is_dir():
        print("The troubled files are not at hand.")
        return
    score: dict[str, Counter[str]] = {}
    for entry in json.loads((FOLDER / "manifest.json").read_text())["files"]:
        with tempfile.TemporaryDirectory() as work:
            outcome = judged(entry, FOLDER, Path(work))
        score.setdefault(entry["class"], Counter()).update(("files", outcome))
        if outcome in ("silently wrong", "failed"):
            print(f"{outcome}: {entry['name']}")
    print(f"| class | {' | '.join(COLUMNS)} |\n|---{'|---' * len(COLUMNS)}|")
    for kind in sorted(score):
        print(f"| {kind} | {' | '.join(str(score[kind][column]) for column in COLUMNS)} |")


if __name__ == "__main__":
    main()
