"""Feature selection for very wide tables: multimodal measures first, then the most correlated ones.

A group of customers shows as a mode of one measure, or in several measures at once. A measure with
neither adds noise to every distance, and hundreds of them hide the groups that there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.features.multimodality import SIGNIFICANT, dip_p

if TYPE_CHECKING:
    import pandas as pd

MOST_MEASURES = 100
"""Measures that make segments at most; 86 columns are the widest table in common use."""
MOST_ROWS = 5_000


def select_features(frame: pd.DataFrame, most: int, alike: float) -> frozenset[str]:
    """The multimodal columns, then those with the largest sum of squared rank correlations to the others.

    Of two that are correlated beyond `alike` only the stronger one is among them.

    Args:
        frame: numeric columns, one row a customer, sorted by id; every n-th of very many is looked at.
        most: how many columns to keep.
        alike: rank correlation, 0 to 1.
    """
    names = sorted(frame.columns)
    sample = frame[names].iloc[:: -(-len(frame) // MOST_ROWS)]
    squares = _rank_correlations(sample) ** 2
    strength = (squares.sum(axis=1) + len(names) * _multimodal(sample)).round(9)
    kept: list[int] = []
    for place in sorted(range(len(names)), key=lambda at: (-strength[at], names[at])):
        if len(kept) < most and not (squares[place, kept] > alike**2).any():
            kept.append(place)
    return frozenset(names[place] for place in kept)


def _multimodal(frame: pd.DataFrame) -> np.ndarray:
    """1 for columns with several modes, allowing for how many columns are tested; shape (p,)."""
    known = (frame[name].dropna().to_numpy(dtype=np.float64) for name in frame.columns)
    return np.array([len(frame.columns) * dip_p(values) < SIGNIFICANT for values in known], dtype=float)


def _rank_correlations(frame: pd.DataFrame) -> np.ndarray:
    """Spearman's, with missing values in the middle; shape (p, p)."""
    ranks = frame.rank().to_numpy(dtype=np.float64)
    centred = np.nan_to_num(ranks - np.nanmean(ranks, axis=0))
    lengths = np.sqrt((centred**2).sum(axis=0))
    unit = centred / np.where(lengths == 0, 1, lengths)
    return np.asarray(unit.T @ unit)
