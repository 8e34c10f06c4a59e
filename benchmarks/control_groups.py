"""Generated shops with a known effect: do intervals hold it, and is no effect called one?

    python -m benchmarks.control_groups [--shops N] [--smoke]

Each shop has customers who order more or less often, each with a chance of their own. A control group is
drawn by hash, all others get a true lift, and the action is read by the functions that a build uses:
`draw_control`, `arm_reading`, `share_difference`, `mean_difference`. Printed are the share of shops whose 95%
interval holds the truth, how often an effect is shown and then has the right sign, and how many say "no
difference shown".
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from reportgen.experiments.assignment import draw_control, salt_of
from reportgen.experiments.intervals import Difference, mean_difference, share_difference
from reportgen.experiments.read_back import arm_reading
from reportgen.record.registered import Arm, ArmReading

SHOPS = 200
LIFT = 0.05
SPENT = 40.0
"""Typical money of those who order."""


@dataclass(frozen=True)
class Setting:
    """One kind of shop and action."""

    name: str
    contact: int = 300
    control: int = 300
    lift: float = LIFT
    base: tuple[float, float] = (0.05, 0.40)
    """Between these lies the share that orders anyway, another one in each shop."""
    forgotten: float = 0.0
    """Share of customers who are forgotten in between."""
    actions: int = 1
    """Put together, each with control groups of another share."""


SETTINGS = (
    Setting("5 points, 300 and 300"),
    Setting("no effect, 300 and 300", lift=0.0),
    Setting("5 points, 500 and 100", 500, 100),
    Setting("no effect, 500 and 100", 500, 100, lift=0.0),
    Setting("5 points, 3% order anyway", base=(0.03, 0.03)),
    Setting("no effect, 3% order anyway", lift=0.0, base=(0.03, 0.03)),
    Setting("5 points, 8% forgotten", forgotten=0.08),
    Setting("no effect, 8% forgotten", lift=0.0, forgotten=0.08),
    Setting("5 points, three actions of 60 and 40", 60, 40, actions=3),
    Setting("no effect, three actions of 60 and 40", 60, 40, lift=0.0, actions=3),
)


class Read(NamedTuple):
    """One shop, read."""

    shares: Difference
    revenue: Difference | None
    revenue_truth: float
    closes: bool
    """Whether assigned is compared and removed together, in both groups."""


class Coverage(NamedTuple):
    """A setting over all shops; shares of them."""

    holds: float
    revenue_holds: float
    shown: float
    right_sign: float
    """Of those shown; 1 where none is. Without an effect no sign is right."""
    closes: float


def read_shop(setting: Setting, seed: int) -> Read:
    """One shop: drawn, acted on, and read back."""
    rng = np.random.default_rng(seed)
    pairs, truths = [], []
    for action in range(setting.actions):
        pair, truth = _action(setting, rng, seed * 10 + action, 1 + action)
        pairs.append(pair)
        truths.append(truth)
    closes = all(
        (contact.assigned, control.assigned) == _sizes(setting, place)
        for place, (contact, control) in enumerate(pairs, 1)
    )
    return Read(share_difference(pairs), mean_difference(*pairs[0]), truths[0], closes)


def _sizes(setting: Setting, place: int) -> tuple[int, int]:
    """Of several actions the later ones have larger control groups."""
    moved = 10 * (place - 1)
    return setting.contact - moved, setting.control + moved


def _action(
    setting: Setting, rng: np.random.Generator, seed: int, place: int
) -> tuple[tuple[ArmReading, ArmReading], float]:
    sizes = _sizes(setting, place)
    ids = [f"{seed}-{number:05d}" for number in range(sum(sizes))]
    left_out = draw_control(ids, sizes[1], salt_of(seed, "win-back", 0))
    mean = rng.uniform(*setting.base)
    chance = rng.beta(4 * mean, 4 * (1 - mean), len(ids)) if setting.base[0] < setting.base[1] else mean
    lifted = np.minimum(chance + np.where(left_out, 0.0, setting.lift), 1.0)
    ordered = rng.random(len(ids)) < lifted
    spent = np.where(ordered, SPENT * rng.lognormal(-0.125, 0.5, len(ids)), 0.0)
    bought = pd.DataFrame({"ordered": True, "revenue": spent}, index=ids)[ordered]
    gone = {each for each in ids if rng.random() < setting.forgotten}
    arms = (Arm(tuple(np.array(ids)[group].tolist())).without(gone) for group in (~left_out, left_out))
    contact, control = (arm_reading(arm, bought, frozenset()) for arm in arms)
    return (contact, control), SPENT * setting.lift


def coverage(setting: Setting, shops: int) -> Coverage:
    """A setting over many shops."""
    read = [read_shop(setting, seed) for seed in range(shops)]
    lift = setting.lift
    shown = [each.shares for each in read if each.shares.is_shown]
    spent = [each for each in read if each.revenue is not None]
    return Coverage(
        float(np.mean([each.shares.low <= lift <= each.shares.high for each in read])),
        float(np.mean([_holds(each.revenue, each.revenue_truth) for each in spent])),
        len(shown) / len(read),
        float(np.mean([each.value * lift > 0 for each in shown])) if shown and lift else 1.0,
        float(np.mean([each.closes for each in read])),
    )


def _holds(interval: Difference | None, truth: float) -> bool:
    return interval is not None and interval.low <= truth <= interval.high


def table(shops: int) -> str:
    """All settings, as a Markdown table."""
    lines = [
        f"| {shops} shops each | interval holds the truth | of revenue | shown, sign right | none shown |",
        "|---|---|---|---|---|",
    ]
    for setting in SETTINGS:
        found = coverage(setting, shops)
        right = f"{found.shown:.1%}, {found.right_sign:.0%}" if setting.lift else "-"
        none = f"{1 - found.shown:.1%}"
        lines.append(f"| {setting.name} | {found.holds:.1%} | {found.revenue_holds:.1%} | {right} | {none} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shops", type=int, default=SHOPS)
    parser.add_argument("--smoke", action="store_true", help="The 200 shops of the two plain settings only.")
    asked = parser.parse_args()
    if asked.smoke:
        for setting in SETTINGS[:2]:
            print(setting.name, coverage(setting, SHOPS))
    else:
        print(table(asked.shops))


if __name__ == "__main__":
    main()
