"""How often the method is right on made-up customers with known answers.

Run `python benchmarks/hit_rates.py` for a few sets a family. Set number i of a family is always the same.
`--keep FILE` writes each outcome down and goes on from there, so that a long measurement is made of many
short runs (`--minutes`), and a table of all costs nothing. `--most 600` takes the first 600 customers of
larger sets. Prints Markdown tables; intervals are Wilson's at 95%.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.families import LABELLED, STRUCTURELESS
from reportgen.columns.assigned_roles import Grain
from reportgen.features.matrix import Matrix, encode
from reportgen.features.table import Customers, Feature, FeatureKind, Use
from reportgen.segments.algorithms import agreement
from reportgen.segments.choose_k import number_of_segments
from reportgen.segments.model import assign, fit_model
from reportgen.segments.stability import resample
from reportgen.segments.structure import structure
from reportgen.segments.values import Verdict

MOST_SEGMENTS = 10
THERE = 0.9
"""Agreement with the true groups from which k-means finds them when it is told their number."""


@dataclass(frozen=True)
class Outcome:
    """One set: the true number of groups, what was chosen instead, and the verdict."""

    family: str
    number: int
    truth: int
    chosen: int
    rivals: tuple[int, ...]
    natural: bool
    stable: bool
    continuum: bool
    agreement: float
    """Adjusted Rand index between the segments and the true groups; NaN without groups."""
    given_k: float
    """The same where k-means is told the true number: below .9 the groups are not there for it."""


def customers_of(points: np.ndarray) -> Customers:
    """A customer table of nameless numbers; points have shape (n, p)."""
    names = [f"c{i}" for i in range(points.shape[1])]
    frame = pd.DataFrame(points, columns=names, index=[f"{i:06d}" for i in range(len(points))])
    features = tuple(Feature(n, n, FeatureKind.NUMBER, Use.GROUPED_BY, "made up") for n in names)
    return Customers(frame, features, Grain.CUSTOMER, None, "", None, None, (), (), ())


def draw(family: str, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Points and their true groups; all in one group where the family has none."""
    if family in LABELLED:
        return LABELLED[family](rng)
    points = STRUCTURELESS[family](rng)
    return points, np.zeros(len(points), dtype=np.int64)


def measure(family: str, number: int, most: int) -> Outcome:
    """Make set `number` of a family, of at most so many customers, and segment it as `build` does."""
    rng = np.random.default_rng((zlib.crc32(family.encode()), number))
    points, labels = (each[:most] for each in draw(family, rng))
    matrix: Matrix = encode(customers_of(points))
    k, rivals = number_of_segments(matrix, MOST_SEGMENTS)
    model = fit_model(matrix, k)
    judged = structure(matrix, model, resample(matrix, model))
    truth = len(np.unique(labels))
    return Outcome(
        family=family,
        number=number,
        truth=truth,
        chosen=k,
        rivals=rivals,
        natural=judged.verdict is Verdict.NATURAL,
        stable=judged.verdict is not Verdict.CONSTRUCTIVE,
        continuum=judged.continuum,
        agreement=agreement(labels, assign(model, matrix).labels) if truth > 1 else math.nan,
        given_k=agreement(labels, assign(fit_model(matrix, truth), matrix).labels) if truth > 1 else math.nan,
    )


def wilson(hits: int, tries: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share (Wilson 1927)."""
    share = hits / tries
    middle = share + z * z / (2 * tries)
    half = z * math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    scale = 1 + z * z / tries
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def rate(hits: list[bool]) -> str:
    """A share with its interval, such as `.91 (.84-.95)`."""
    low, high = wilson(sum(hits), len(hits))
    return f"{sum(hits) / len(hits):.2f} ({low:.2f}-{high:.2f})"


def print_labelled(outcomes: list[Outcome]) -> None:
    """One row a family with groups, and all together; there: if told, k-means finds them."""
    print("| family | sets | exact k | of those there | within one | a rival is named | clear | mean ARI |")
    print("|---" * 8 + "|")
    for name in [*LABELLED, "all"]:
        of = [o for o in outcomes if o.truth > 1 and name in (o.family, "all")]
        there = [o for o in of if o.given_k >= THERE]
        if there:
            cells = (
                rate([o.chosen == o.truth for o in of]),
                f"{len(there)}: {rate([o.chosen == o.truth for o in there])}",
                rate([abs(o.chosen - o.truth) <= 1 for o in of]),
                rate([bool(o.rivals) for o in of]),
                rate([o.natural for o in of]),
                f"{np.mean([o.agreement for o in of]):.3f}",
            )
            print(f"| {name} | {len(of)} | " + " | ".join(cells) + " |")


def print_structureless(outcomes: list[Outcome]) -> None:
    """One row a family without groups, and all together."""
    print("\n| without groups | sets | called clear | stable or clear | a continuum | a rival is named |")
    print("|---" * 6 + "|")
    for name in [*STRUCTURELESS, "all"]:
        of = [o for o in outcomes if o.truth == 1 and name in (o.family, "all")]
        if of:
            told = (
                rate([o.natural for o in of]),
                rate([o.stable for o in of]),
                rate([o.continuum for o in of]),
                rate([bool(o.rivals) for o in of]),
            )
            print(f"| {name} | {len(of)} | " + " | ".join(told) + " |")


def kept_in(path: Path | None) -> list[Outcome]:
    """Outcomes that earlier runs wrote down."""
    if path is None or not path.is_file():
        return []
    stored = (json.loads(line) for line in path.read_text().splitlines())
    return [Outcome(**{**each, "rivals": tuple(each["rivals"])}) for each in stored]


def main() -> None:
    """Measure the families asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=3, help="sets a family")
    parser.add_argument("--first", type=int, default=0, help="number of the first; others give fresh sets")
    parser.add_argument("--families", nargs="*", default=[*LABELLED, *STRUCTURELESS])
    parser.add_argument("--most", type=int, default=3_000, help="customers of a set at most")
    parser.add_argument("--keep", type=Path, help="file of outcomes, read first and added to")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no other set after so long")
    asked = parser.parse_args()
    outcomes, end = kept_in(asked.keep), time.monotonic() + 60 * asked.minutes
    known = {(each.family, each.number) for each in outcomes}
    wanted = ((family, asked.first + i) for i in range(asked.sets) for family in asked.families)
    for family, number in wanted:
        if (family, number) in known:
            continue
        if time.monotonic() > end:
            break
        outcomes.append(measure(family, number, asked.most))
        if asked.keep is not None:
            with asked.keep.open("a") as file:
                file.write(json.dumps(asdict(outcomes[-1])) + "\n")
    print_labelled(outcomes)
    print_structureless(outcomes)


if __name__ == "__main__":
    main()
