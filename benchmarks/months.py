"""A year of months of made-up shops: do habits keep their segment, and is what was planted told?

    python -m benchmarks.months [SEED ...]

For each seed the shop of `reportgen.demo.changes` is built month by month, once with its three changes
and once without. Printed are the share of customers with steady habits who keep their segment (the
least and the mean over the months), whether every migration closes, and each month's headline.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from reportgen.demo.changes import HEADER, changing_shop
from reportgen.demo.draw import Draw
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.history import months_between
from reportgen.pipeline import build_series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.build_result import BuildResult

STEADY = frozenset({"regular", "steady", "occasional"})
CENT = 0.01
ALL = frozenset({"slipping", "reactivated", "newcomer"})
MONTHS = months_between("2026-01..2026-12")


class Month(NamedTuple):
    """One month of one shop."""

    month: str
    headline: str
    kept: float
    """Share of customers with steady habits who are where they were; 1 in the first month."""
    closes: bool


def year(
    seed: int, planted: frozenset[str], folder: Path, months: tuple[str, ...] = MONTHS
) -> Iterator[Month]:
    """Build the months of one shop into a folder."""
    shop = changing_shop(Draw(seed), planted)
    source = folder / "shop.csv"
    with source.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *shop.rows])
    options = BuildOptions((str(source),), out=folder / "out", formats=frozenset({Format.LISTS}))
    for result in build_series(options, months):
        yield Month(result.month, result.headline, _kept(result, shop.kinds), closes(result))


def _kept(result: BuildResult, kinds: dict[str, str]) -> float:
    periods = result.analysis.comparison
    if periods is None or periods.moves is None:
        return 1.0
    frame = periods.moves.frame
    both = frame[~frame["origin"].isin(("joined", "back")) & (frame["target"] != "left")]
    steady = both[[kinds[customer] in STEADY for customer in both.index]]
    return float((steady["origin"] == steady["target"]).mean())


def closes(result: BuildResult) -> bool:
    """Whether rows and columns of the migration are the sizes and the money of both months."""
    periods = result.analysis.comparison
    if periods is None or periods.migration is None or periods.previous is None:
        return True
    flows = periods.migration.flows
    before = {s.key: (s.customers, s.value) for s in periods.previous.segments}
    now = {s.key: (s.profile.customers, s.profile.value) for s in result.analysis.segments}
    left = (_adds_up(((f.customers, f.before) for f in flows if f.origin == k), *before[k]) for k in before)
    right = (_adds_up(((f.customers, f.now) for f in flows if f.target == k), *now[k]) for k in now)
    return all(left) and all(right)


def _adds_up(pairs: Iterator[tuple[int, float]], customers: int, value: float | None) -> bool:
    """Whether flows are a segment's customers, and its money to the cent, as each is rounded to cents."""
    listed = list(pairs)
    money = abs(sum(amount for _, amount in listed) - (value or 0.0))
    return sum(n for n, _ in listed) == customers and money < CENT * (1 + len(listed))


def main(seeds: list[int]) -> None:
    """Print one line a month."""
    for seed in seeds:
        for planted in (ALL, frozenset[str]()):
            with TemporaryDirectory() as folder:
                found = list(year(seed, planted, Path(folder)))
            kept = [month.kept for month in found[1:]]
            closing = all(month.closes for month in found)
            what = "three changes" if planted else "no change"
            print(
                f"seed {seed}, {what}: kept at least {min(kept):.4f}, mean {sum(kept) / len(kept):.4f}; "
                f"closes {closing}"
            )
            for month in found:
                print(f"  {month.month} {month.kept:.4f} {month.headline}")


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]] or [1, 2, 3])
