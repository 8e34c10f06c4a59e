"""How files of many kinds of trouble come out, made here by rule, so that what must come out is known.

Run `python benchmarks/unseen_files.py`, or with `--every 20` for a part of the broken rows. A table of your
own as `--table FILE.csv` (clean CSV) is broken in the same ways. Files read row by row are damaged in
every row and cell; whole tables are written in every dialect; titles, notes and totals are put around
tables; the values of orders are spoilt. Sound tables beside them must come out without a doubt.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.troubled.broken import broken_rows
from tests.troubled.case import Must, customers, shop, words
from tests.troubled.encoded import encoded_files
from tests.troubled.faulty import faulty_files
from tests.troubled.judge import OUTCOMES, judged, said_of
from tests.troubled.published import published_files
from tests.troubled.sound import sound_files
from tests.troubled.whole import whole_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.troubled.case import Case, Table

BAD = ("refused falsely", "harmed", "silently wrong")


def cases(tables: list[Table], every: int) -> Iterator[Case]:
    """All files whose table is in trouble."""
    for table in tables:
        yield from broken_rows(table, every)
        yield from whole_files(table)
    yield from published_files()
    yield from encoded_files()
    yield from sound_files()


def main() -> None:
    """Print the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="one in so many of the broken rows")
    parser.add_argument("--table", type=Path, action="append", default=[])
    given = parser.parse_args()
    tables = [shop(), customers(), words(), shop(6, 9), customers(8, 5)]
    for path in given.table:
        with path.open(newline="", encoding="utf-8") as stream:
            tables.append(tuple(map(tuple, csv.reader(stream))))
    score: dict[str, Counter[str]] = {}
    for case in cases(tables, given.every):
        outcome, why = judged(case)
        score.setdefault(f"{case.must}: {case.group}", Counter())[outcome] += 1
        if outcome in BAD:
            print(f"{outcome}: {case.group}: {case.name}: {why}", file=sys.stderr)
    for fault in faulty_files():
        outcome = said_of(fault)
        score.setdefault(f"values: {fault.group}", Counter())[outcome] += 1
        if outcome in BAD:
            print(f"{outcome}: {fault.group}: {fault.name}", file=sys.stderr)
    print(f"| files | n | {' | '.join(OUTCOMES)} |\n|---{'|---' * (len(OUTCOMES) + 1)}|")
    total = sum(score.values(), Counter[str]())
    for group, counts in chain(sorted(score.items()), [("all", total)]):
        print(f"| {group} | {counts.total()} | {' | '.join(str(counts[each]) for each in OUTCOMES)} |")
    loads = sum((counts for group, counts in score.items() if group.startswith(Must.LOAD)), Counter[str]())
    print(
        f"\nof {loads.total()} files to load, {(loads['exact'] + loads['doubted']) / loads.total():.1%} exact"
    )


if __name__ == "__main__":
    main()
