"""Figures of the appendix's drawings: principal components, silhouettes, densities.

No figure here stands for one customer: places are counted, outlines are ellipses, curves are smoothed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.segments.stability import Silhouettes

if TYPE_CHECKING:
    from reportgen.features.matrix import Matrix
    from reportgen.segments.values import Segmentation

MOST_JUDGED = 2_000
"""Customers whose silhouettes are drawn."""
INNER = 0.75
"""Share of a segment's customers inside its outline."""
FLAT = 1e-9
"""Variance of a direction in which customers do not differ."""
MOST_CELLS, LEAST_CELLS = 26, 5
DRAWN = 4
"""Decimals of what is drawn: the last ones of a sum hang on the number of threads."""
SMOOTH = 1.6
"""Width of the smoothing, in steps of a curve."""


@dataclass(frozen=True)
class Plane:
    """Customers seen along the two directions in which they differ most (principal components)."""

    points: np.ndarray
    """Shape (n, 2)."""
    shares: tuple[float, float]
    """Share of the variance that each direction holds."""
    weights: np.ndarray
    """Weight of each column of the matrix in each direction; shape (2, p)."""


@dataclass(frozen=True)
class Cell:
    """A square of the plane with enough customers in it to be shown."""

    left: float
    bottom: float
    right: float
    top: float
    place: int
    """Index of the segment that most of them belong to."""
    customers: int


def plane(matrix: Matrix) -> Plane | None:
    """The plane that keeps most of the differences; None where customers differ in less than two ways."""
    if len(matrix.columns) < 2:  # noqa: PLR2004 - a plane takes two
        return None
    centred = matrix.values - matrix.fitted.mean(axis=0)
    spread, directions = np.linalg.eigh(np.cov(matrix.fitted, rowvar=False))
    if spread[-2] <= FLAT:
        return None
    weights = directions[:, ::-1][:, :2].T.round(9)
    heaviest = np.abs(weights).argmax(axis=1)
    weights = weights * np.sign(weights[[0, 1], heaviest])[:, None]
    first, second = (spread[::-1][:2] / spread.sum()).tolist()
    return Plane((centred @ weights.T).round(DRAWN), (first, second), weights)


def cells(points: np.ndarray, labels: np.ndarray, least: int) -> tuple[Cell, ...]:
    """Customers counted in a grid; squares with fewer than `least` of them are left out."""
    side = int(np.clip(np.sqrt(len(points) / least), LEAST_CELLS, MOST_CELLS))
    low, high = frame(points)
    edges = [np.linspace(low[axis], high[axis], side + 1) for axis in (0, 1)]
    place = np.clip(((points - low) / (high - low) * side).astype(int), 0, side - 1)
    counts = np.zeros((side, side, int(labels.max()) + 1), dtype=int)
    np.add.at(counts, (place[:, 0], place[:, 1], labels), 1)
    return tuple(
        Cell(
            *(float(edges[0][x]), float(edges[1][y]), float(edges[0][x + 1]), float(edges[1][y + 1])),
            int(counts[x, y].argmax()),
            int(counts[x, y].sum()),
        )
        for x, y in np.argwhere(counts.sum(axis=2) >= least).tolist()
    )


def frame(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper corner of what is drawn: all but the outermost hundredth, with a margin."""
    low, high = np.quantile(points, (0.005, 0.995), axis=0)
    margin = np.maximum((high - low) * 0.04, 1e-6)
    return low - margin, high + margin


def outline(points: np.ndarray, steps: int = 48) -> np.ndarray:
    """Ellipse around the inner three quarters of some points, by their own spread; shape (steps, 2)."""
    centre = points.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(points, rowvar=False) + 1e-9 * np.eye(2))
    shape = axes @ np.diag(np.sqrt(spread))
    reach = np.quantile(np.linalg.norm((points - centre) @ np.linalg.inv(shape).T, axis=1), INNER)
    angles = np.linspace(0, 2 * np.pi, steps)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return np.asarray(centre + reach * circle @ shape.T)


def silhouettes(matrix: Matrix, segmentation: Segmentation, steps: int) -> np.ndarray:
    """Quantiles of the silhouettes of each segment, falling; shape (k, steps)."""
    chosen = matrix.by_lot[:MOST_JUDGED]
    k = len(segmentation.keys)
    own, width = Silhouettes(matrix.values[chosen]).each(segmentation.labels[chosen], k)
    levels = (np.arange(steps)[::-1] + 0.5) / steps
    known = [width[own == place] for place in range(k)]
    rows = [np.quantile(part, levels) if part.size else np.zeros(steps) for part in known]
    return np.array(rows).round(DRAWN)


def density(values: np.ndarray, steps: int) -> np.ndarray:
    """Smoothed density of values between 0 and 1, as a share of its own peak; shape (steps,)."""
    counts, _ = np.histogram(np.clip(values, 0, 1), bins=steps, range=(0, 1))
    reach = np.arange(-6, 7)
    kernel = np.exp(-0.5 * (reach / SMOOTH) ** 2)
    padded = np.pad(counts.astype(float), len(reach) // 2, mode="reflect")
    smooth = np.convolve(padded, kernel / kernel.sum(), mode="valid")
    return np.asarray(smooth / max(smooth.max(), 1e-12))
