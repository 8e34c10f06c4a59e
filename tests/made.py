"""Segmented tables from one level a segment: small enough to be read where a test fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportgen.features.table import FeatureKind
from reportgen.segments import choose_k
from reportgen.segments.values import KChoice, Verdict
from tests.builders import a_candidate, a_segmentation, a_table, an_analysis

if TYPE_CHECKING:
    from reportgen.analysis import Analysis


@dataclass(frozen=True)
class Made:
    """A segmented table, small enough to read in a failure: one level a segment for each measure."""

    sizes: tuple[int, ...]
    levels: dict[str, tuple[float, ...]]
    kinds: dict[str, FeatureKind]
    value: str | None
    spread: float = 0.0
    """How far customers stray from their segment's level, as a share of it."""
    unknown: str | None = None
    """A measure of which nothing is known in the first segment."""
    inside: tuple[float, ...] = ()
    """Share of each segment's customers that is clearly inside; all where it is empty."""
    tried: tuple[tuple[float, float], ...] = ((0.9, 0.5), (0.9, 0.5), (0.9, 0.5))
    """Prediction strength and silhouette of k = 2, 3, ..."""
    verdict: Verdict = Verdict.NATURAL

    def analysis(self) -> Analysis:
        stray = 1 + self.spread * (np.arange(sum(self.sizes)) % 3 - 1)
        columns = {name: np.repeat(levels, self.sizes) * stray for name, levels in self.levels.items()}
        frame = pd.DataFrame(columns, index=[f"{i:05d}" for i in range(sum(self.sizes))])
        if "recency" in frame:
            frame = frame.assign(
                frequency=frame["frequency"].round().clip(1), recency=frame["recency"].round()
            )
        if self.unknown:
            frame.loc[frame.index[: self.sizes[0]], self.unknown] = np.nan
        labels = np.repeat(range(len(self.sizes)), self.sizes)
        table = a_table(frame, self.kinds, self.value)
        inside = [np.arange(n) < share * n for n, share in zip(self.sizes, self.inside, strict=False)]
        sure = np.concatenate(inside).astype(float) if inside else np.ones(len(labels))
        placed = replace(a_segmentation(*labels), confidence=sure)
        return an_analysis(table, placed, choice(self.tried, len(self.sizes)), verdict=self.verdict)


def choice(tried: tuple[tuple[float, float], ...], given: int | None = None) -> KChoice:
    """The number of segments by the rule itself, or as given."""
    candidates = tuple(a_candidate(k, *figures) for k, figures in enumerate(tried, start=2))
    chosen = candidates[choose_k.decide(*np.array(tried).T, np.ones(len(tried)))].k
    votes = tuple(replace(each, chosen_in=100 * (each.k == chosen)) for each in candidates)
    if given is not None and given != chosen:
        return KChoice(given, votes, "given", (), 100)
    return KChoice(chosen, votes, "resamples", (), 100)


def shop(*monetary: float, unknown: str | None = None, **measures: tuple[float, ...]) -> Analysis:
    """Segments of 20 customers, told apart by what they spend."""
    k = len(monetary)
    levels = {"frequency": (2.0,) * k, "recency": (30.0,) * k, "monetary": monetary, **measures}
    kinds = {
        "frequency": FeatureKind.COUNT,
        "recency": FeatureKind.DAYS,
        "monetary": FeatureKind.MONEY,
        "return_rate": FeatureKind.SHARE,
    }
    return Made((20,) * k, levels, kinds, "monetary", unknown=unknown).analysis()
