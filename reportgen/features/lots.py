"""Lots: random numbers that hang on the values of a row and on nothing else."""

from __future__ import annotations

import numpy as np

_GOLDEN = 0x9E3779B97F4A7C15


def lots_of(raw: np.ndarray) -> np.ndarray:
    """A random number for each row of shape (n, p) that hangs on its own values; equal rows differ."""
    known = np.nan_to_num(raw) + 0.0
    lots = np.zeros(len(raw), dtype=np.uint64)
    for place, column in enumerate(sorted(known.T, key=lambda values: float(np.sort(values).sum()))):
        lots += mixed(np.ascontiguousarray(column).view(np.uint64), place)
    order = np.argsort(lots, kind="stable")
    first = np.concatenate(([True], lots[order][1:] != lots[order][:-1]))
    repeats = np.arange(len(raw)) - np.maximum.accumulate(np.where(first, np.arange(len(raw)), 0))
    lots[order] = mixed(lots[order] + repeats.astype(np.uint64), len(known.T))
    return lots


def mixed(bits: np.ndarray, stream: int) -> np.ndarray:
    """Bits without pattern, other ones for each stream (the finaliser of SplitMix64, Steele et al. 2014)."""
    mixed = bits + np.uint64((stream + 1) * _GOLDEN % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
