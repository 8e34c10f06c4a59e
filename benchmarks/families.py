"""Made-up customers with known answers: families with groups, and families without any.

Each function gives points of shape (n, p) and the true group of each, shape (n,).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    Family = Callable[[np.random.Generator], tuple[np.ndarray, np.ndarray]]


def _centres(rng: np.random.Generator, k: int, p: int, apart: float) -> np.ndarray:
    """Centres no two of which are nearer than `apart`, in a box that just has room for them."""
    box = apart * 1.2
    centres: list[np.ndarray] = []
    while len(centres) < k:
        drawn = rng.uniform(-box, box, p)
        if all(np.linalg.norm(drawn - c) >= apart for c in centres):
            centres.append(drawn)
        box *= 1.002
    return np.array(centres)


def _groups(
    rng: np.random.Generator, *, apart: float, shares: str = "even", stretch: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    k, p, n = int(rng.integers(2, 9)), int(rng.integers(2, 7)), int(rng.integers(250, 1500))
    centres = _centres(rng, k, p, apart)
    weights = np.ones(k) if shares == "even" else rng.uniform(1, 4, k)
    label = rng.choice(k, n, p=weights / weights.sum())
    points = rng.standard_normal((n, p))
    if stretch:
        mixing = np.array(
            [np.linalg.qr(rng.standard_normal((p, p)))[0] * rng.uniform(0.6, 1.4, p) for _ in range(k)]
        )
        points = np.einsum("nij,nj->ni", mixing[label], points)
    return centres[label] + points, label


def _no_groups(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return points, np.zeros(len(points), dtype=np.int64)


def clear(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Round groups four and a half standard deviations apart, of about one size."""
    return _groups(rng, apart=4.5)


def near(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Round groups three and a half standard deviations apart, which touch."""
    return _groups(rng, apart=3.5)


def uneven(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The largest group is up to four times the smallest."""
    return _groups(rng, apart=4.5, shares="uneven")


def stretched(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Each group has its own long and short axes."""
    return _groups(rng, apart=4.5, stretch=True)


def skewed(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Groups in the logarithm, as of money and counts."""
    points, label = _groups(rng, apart=4.5)
    return np.exp(3 + 0.35 * points), label


def wild(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Clear groups and 2% of rows far from everything."""
    points, label = _groups(rng, apart=5.0)
    chosen = rng.choice(len(points), max(1, len(points) // 50), replace=False)
    points[chosen] += rng.choice((-1, 1), (len(chosen), points.shape[1])) * rng.uniform(
        15, 60, (len(chosen), 1)
    )
    return points, label


def with_noise(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two more columns that have nothing to do with the groups."""
    points, label = _groups(rng, apart=5.0)
    return np.column_stack((points, rng.standard_normal((len(points), 2)) * points.std())), label


def gaussian(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One round cloud."""
    return _no_groups(rng.standard_normal((int(rng.integers(300, 1200)), int(rng.integers(2, 6)))))


def correlated(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """One long cloud."""
    n, p = int(rng.integers(300, 1200)), int(rng.integers(2, 6))
    common = rng.standard_normal((n, 1))
    return _no_groups(common * np.sqrt(0.7) + rng.standard_normal((n, p)) * np.sqrt(0.3))


def uniform(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A filled box."""
    return _no_groups(rng.uniform(size=(int(rng.integers(300, 1200)), int(rng.integers(2, 6)))))


def orders(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Recency uniform, number of orders geometric, money lognormal: a shop without groups."""
    n = int(rng.integers(500, 2000))
    frequency = rng.geometric(rng.uniform(0.35, 0.7), n)
    money = frequency * rng.lognormal(3.5, 0.7, n)
    return _no_groups(np.column_stack((np.floor(rng.uniform(0, 365, n)), frequency, money.round(2))))


def ratings(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Answers from 1 to 5 that hang together, as in a survey without types."""
    n, p = int(rng.integers(300, 1200)), int(rng.integers(3, 6))
    latent = rng.standard_normal((n, 1)) * 0.7 + rng.standard_normal((n, p)) * 0.7
    return _no_groups(np.clip(np.round(3 + latent), 1, 5))


LABELLED: dict[str, Family] = {
    f.__name__: f for f in (clear, near, uneven, stretched, skewed, wild, with_noise)
}
STRUCTURELESS: dict[str, Family] = {f.__name__: f for f in (gaussian, correlated, uniform, orders, ratings)}
