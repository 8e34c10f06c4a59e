"""Matches refitted segments to saved ones, by the customers that both have (Hungarian method)."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.segments.values import SavedModel

SAME = 1 / 3
"""Overlap (Jaccard) from which a new segment is taken for an old one: half of each, where sizes agree."""


def match(
    old: Sequence[str], new: Sequence[str], old_keys: tuple[str, ...], new_keys: tuple[str, ...]
) -> dict[str, str]:
    """New key -> the old key that it goes on from; the best one-to-one matching (Hungarian method).

    Args:
        old: segment of each shared customer before.
        new: segment of the same customers now.
        old_keys: all segments before.
        new_keys: all segments now.
    """
    one, other = np.array(old), np.array(new)
    overlap = np.array([[_jaccard(other == n, one == o) for o in old_keys] for n in new_keys])
    rows, columns = linear_sum_assignment(-overlap)
    return {new_keys[r]: old_keys[c] for r, c in zip(rows, columns, strict=True) if overlap[r, c] >= SAME}


def with_keys(model: SavedModel, matched: Mapping[str, str], taken: Sequence[str]) -> SavedModel:
    """The model with the old keys of matched segments, in their old order, and unused ones for new ones.

    Args:
        model: as fitted.
        matched: new key -> old key.
        taken: keys that were ever used, which no new segment gets.
    """
    unused = (letter for letter in ascii_lowercase if letter not in taken)
    keys = [matched.get(key) or next(unused) for key in model.keys]
    order = sorted(range(len(keys)), key=lambda i: (model.keys[i] not in matched, keys[i]))

    def picked(rows: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(rows[i] for i in order) if rows else rows

    return replace(
        model,
        keys=picked(tuple(keys)),
        centres=picked(model.centres),
        weights=picked(model.weights),
        covariances=picked(model.covariances),
        groups=picked(model.groups),
    )


def _jaccard(one: np.ndarray, other: np.ndarray) -> float:
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 0.0
