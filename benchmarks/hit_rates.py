"""How often the method is right on made-up customers with known answers.

Run `python benchmarks/hit_rates.py` for a few sets a family, `--full` for the run that
docs/method.md prints (hours). Set number i of a family is always the same. Prints Markdown tables;
intervals are Wilson's at 95%.
"""

from __future__ import annotations

import argparse
import math
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.families import LABELLED, STRUCTURELESS
from reportgen.columns.assigned_roles import Grain
from reportgen.features.matrix import Matrix, encode
from reportgen.features.table import Customers, Feature, FeatureKind, Use
from reportgen.segments.algorithms import agreement
from reportgen.segments.choose_k import choose_k
from reportgen.segments.model import assign, fit_model
from reportgen.segments.stability import resample
from reportgen.segments.structure import structure
from reportgen.segments.values import Verdict

MOST_SEGMENTS = 10


@dataclass(frozen=True)
class Outcome:
    """One set: the true number of groups, what was chosen instead, and the verdict."""

    family: str
    truth: int
    chosen: int
    peak: int
    """The number with the highest silhouette, for comparison."""
    rivals: tuple[int, ...]
    natural: bool
    stable: bool
    continuum: bool
    agreement: float
    """Adjusted Rand index between the segments and the true groups; NaN without groups."""


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


def measure(family: str, number: int) -> Outcome:
    """Make set `number` of a family and segment it as `build` does."""
    rng = np.random.default_rng((zlib.crc32(family.encode()), number))
    points, labels = draw(family, rng)
    matrix: Matrix = encode(customers_of(points))
    choice = choose_k(matrix, k=None, max_segments=MOST_SEGMENTS)
    model = fit_model(matrix, choice.k)
    judged = structure(matrix, model, resample(matrix, model))
    truth = len(np.unique(labels))
    return Outcome(
        family=family,
        truth=truth,
        chosen=choice.k,
        peak=max(choice.candidates, key=lambda c: c.silhouette).k,
        rivals=choice.rivals,
        natural=judged.verdict is Verdict.NATURAL,
        stable=judged.verdict is not Verdict.CONSTRUCTIVE,
        continuum=judged.continuum,
        agreement=agreement(labels, assign(model, matrix).labels) if truth > 1 else math.nan,
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
    """One row a family with groups, and all together."""
    print(
        "| family | sets | exact k | within one | k or a rival | has a rival | silhouette's maximum "
        "| natural | a continuum | mean ARI |"
    )
    print("|---" * 10 + "|")
    for name in [*LABELLED, "all"]:
        of = [o for o in outcomes if o.truth > 1 and name in (o.family, "all")]
        if of:
            cells = (
                rate([o.chosen == o.truth for o in of]),
                rate([abs(o.chosen - o.truth) <= 1 for o in of]),
                rate([o.truth in (o.chosen, *o.rivals) for o in of]),
                rate([bool(o.rivals) for o in of]),
                rate([o.peak == o.truth for o in of]),
                rate([o.natural for o in of]),
                rate([o.continuum for o in of]),
                f"{np.mean([o.agreement for o in of]):.3f}",
            )
            print(f"| {name} | {len(of)} | " + " | ".join(cells) + " |")


def print_structureless(outcomes: list[Outcome]) -> None:
    """One row a family without groups, and all together."""
    print(
        "\n| family without groups | sets | called natural | stable or natural | a continuum | has a rival |"
    )
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


def main() -> None:
    """Measure the families asked for and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=3, help="sets a family with groups")
    parser.add_argument("--structureless", type=int, help="sets a family without groups; default as --sets")
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first set; others give fresh sets"
    )
    parser.add_argument("--families", nargs="*", default=[*LABELLED, *STRUCTURELESS])
    parser.add_argument("--full", action="store_true", help="60 sets a family with groups, 200 without")
    asked = parser.parse_args()
    if asked.full:
        asked.sets, asked.structureless = 60, 200
    outcomes = []
    for family in asked.families:
        sets = asked.sets if family in LABELLED or asked.structureless is None else asked.structureless
        outcomes += [measure(family, asked.first + number) for number in range(sets)]
    print_labelled(outcomes)
    print_structureless(outcomes)


if __name__ == "__main__":
    main()
