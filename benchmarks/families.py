"""Made-up customers with known answers: families with groups, and families without any.

Each labelled family gives points of shape (n, p) and the true group of each, shape (n,); each
structureless one gives points only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    Family = Callable[[np.random.Generator], tuple[np.ndarray, np.ndarray]]
    Cloud = Callable[[np.random.Generator], np.ndarray]


def _size(rng: np.random.Generator) -> int:
    """Between 200 and 3,000 customers, small tables as often as large ones."""
    return int(np.exp(rng.uniform(np.log(200), np.log(3_000))))


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
    k, p, n = int(rng.integers(2, 9)), int(rng.integers(2, 7)), _size(rng)
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


def one_column(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two or three groups that only one column tells apart; the others are noise."""
    k, p, n = int(rng.integers(2, 4)), int(rng.integers(2, 7)), _size(rng)
    label = rng.choice(k, n, p=rng.dirichlet(np.full(k, 8.0)))
    points = rng.standard_normal((n, p))
    points[:, int(rng.integers(p))] += 5.0 * label
    return points, label


def whole_numbers(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Clear groups, rounded to whole numbers as ages, scores and counts are."""
    points, label = _groups(rng, apart=5.0)
    return np.round(50 + 4 * points), label


def _cloud(rng: np.random.Generator) -> np.ndarray:
    """One round cloud of 2 to 6 columns."""
    return rng.standard_normal((_size(rng), int(rng.integers(2, 7))))


def _related(rng: np.random.Generator) -> np.ndarray:
    """One cloud whose columns share a cause, loosely or closely."""
    points, together = _cloud(rng), rng.uniform(0.1, 0.8)
    common = rng.standard_normal((len(points), 1))
    return common * np.sqrt(together) + points * np.sqrt(1 - together)


def uniform(rng: np.random.Generator) -> np.ndarray:
    """A filled box."""
    return rng.uniform(size=_cloud(rng).shape)


def gaussian(rng: np.random.Generator) -> np.ndarray:
    """One round cloud."""
    return _cloud(rng)


def correlated(rng: np.random.Generator) -> np.ndarray:
    """One long cloud."""
    return _related(rng)


def lognormal(rng: np.random.Generator) -> np.ndarray:
    """Skewed amounts that hang together."""
    return np.exp(4 + 0.8 * _related(rng))


def counts(rng: np.random.Generator) -> np.ndarray:
    """Whole numbers with many small ones: geometric, each column with its own mean."""
    n, p = _cloud(rng).shape
    return rng.geometric(rng.uniform(0.2, 0.7, p), (n, p)).astype(np.float64)


def orders(rng: np.random.Generator) -> np.ndarray:
    """A shop of random buyers: recency uniform, number of orders geometric, money lognormal."""
    n = _size(rng)
    frequency = rng.geometric(rng.uniform(0.3, 0.9), n)
    each = rng.lognormal(3.5, 0.7, n)
    money = each * (frequency if rng.random() < 0.5 else 1.0)  # noqa: PLR2004 - half of the shops
    return np.column_stack((np.floor(rng.uniform(0, 365, n)), frequency, money.round(2)))


def zeros(rng: np.random.Generator) -> np.ndarray:
    """Amounts of which a good part of the customers has none, beside measures that all have."""
    points = _related(rng)
    amounts = np.exp(3.5 + 0.7 * points)
    for column in range(int(rng.integers(1, points.shape[1]))):
        amounts[rng.random(len(points)) < rng.uniform(0.1, 0.7), column] = 0.0
    return amounts.round(2)


def heaped(rng: np.random.Generator) -> np.ndarray:
    """Ages and incomes of which people tell a round figure as often as the true one."""
    points = _related(rng)
    age = np.clip(np.round(45 + 14 * points), 18, 90)
    return np.where(rng.random(points.shape) < rng.uniform(0.1, 0.6), 5 * np.round(age / 5), age)


def ratings(rng: np.random.Generator) -> np.ndarray:
    """Answers from 1 to 5 that hang together, as in a survey without types."""
    return np.clip(np.round(rng.uniform(2.2, 3.8) + rng.uniform(0.8, 1.5) * _related(rng)), 1, 5)


def buyers(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two to five kinds of buyers, four deviations apart in the logarithms of recency, orders and spend."""
    k, n = int(rng.integers(2, 6)), _size(rng)
    width = np.array((0.4, 0.25, 0.35)) * rng.uniform(0.8, 1.2, 3)
    low, high = np.log((12, 2, 60)), np.log((300, 25, 2_000))
    while True:
        centres = rng.uniform(low, high, (k, 3))
        apart = np.linalg.norm((centres[:, None] - centres) / width, axis=2) + np.eye(k) * 9
        if apart.min() >= 4:  # noqa: PLR2004 - standard deviations
            break
    weights = rng.uniform(1, 3, k)
    label = rng.choice(k, n, p=weights / weights.sum())
    recency, orders, spend = np.exp(centres[label] + width * rng.standard_normal((n, 3))).T
    return _buying(np.minimum(365, recency), np.maximum(1, np.round(orders)), spend), label


KINDS = ((25, 14, 45), (230, 12, 50), (25, 1.2, 35), (260, 1.15, 60), (40, 5, 400), (120, 3, 25))
"""Days since the last order, orders, and money an order, of six kinds of buyers."""


def chance_buyers(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two to four kinds of buyers whose orders come by chance; kinds may touch, or be one for the eye."""
    n, k = _size(rng), int(rng.integers(2, 5))
    chosen, weights = rng.choice(len(KINDS), k, replace=False), rng.uniform(1, 3, k)
    label = rng.choice(k, n, p=weights / weights.sum())
    days, orders, each = np.array(KINDS)[chosen][label].T
    recency = np.minimum(365, rng.gamma(6, days / 6))
    bought = 1 + rng.poisson(orders - 1 + 1e-9)
    return _buying(recency, bought, bought * rng.lognormal(np.log(each), 0.3)), label


def _buying(recency: np.ndarray, orders: np.ndarray, spend: np.ndarray) -> np.ndarray:
    return np.column_stack((np.round(recency), orders, spend.round(2)))


def blobs(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Five blobs, one in the middle, in whole numbers: like income and a score."""
    n = int(rng.integers(180, 900))
    centres = np.array([(0, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)]) * rng.uniform(2.6, 3.6)
    label = rng.choice(5, n, p=np.array((2, 1, 1, 1, 1)) / 6)
    return np.round(50 + 10 * (centres[label] + rng.standard_normal((n, 2)) * 0.75)), label


def pair(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two round groups, five deviations apart."""
    n, p = _size(rng), int(rng.integers(2, 5))
    label = (rng.random(n) < rng.uniform(0.3, 0.7)).astype(np.int64)
    points = rng.standard_normal((n, p))
    points[:, :2] += label[:, None] * (4, 3)
    return points, label


def price_points(rng: np.random.Generator) -> np.ndarray:
    """Random buyers of a few articles whose prices end in .99."""
    n, many = _size(rng), int(rng.integers(3, 12))
    prices, liked = rng.choice(np.arange(5, 80, 5), many, replace=False) - 0.01, rng.dirichlet(np.ones(many))
    bought = rng.geometric(rng.uniform(0.35, 0.9), n)
    spend = np.array([rng.choice(prices, size, p=liked).sum() for size in bought])
    return _buying(np.floor(rng.uniform(0, 365, n)), bought, spend)


def tied_orders(rng: np.random.Generator) -> np.ndarray:
    """Random buyers on a few days of sale, their spend in round fives."""
    n, days = _size(rng), np.sort(rng.choice(365, int(rng.integers(12, 40)), replace=False))
    bought = rng.geometric(rng.uniform(0.4, 0.9), n)
    return _buying(rng.choice(days, n), bought, np.round(bought * rng.lognormal(3.4, 0.5, n) / 5) * 5)


def capped(rng: np.random.Generator) -> np.ndarray:
    """Scores that hang together and end at 0 and 100."""
    return np.clip(np.round(50 + 22 * _related(rng)), 0, 100)


def weekdays(rng: np.random.Generator) -> np.ndarray:
    """Random buyers of whom few order at weekends, with the share of orders placed then."""
    n = _size(rng)
    day, closed = np.floor(rng.uniform(0, 365, n)), rng.uniform(0.6, 1)
    day = np.where((day % 7 >= 5) & (rng.random(n) < closed), day - 2, day)  # noqa: PLR2004 - Saturday
    bought = rng.geometric(rng.uniform(0.25, 0.7), n)
    return np.column_stack(
        (_buying(day, bought, rng.lognormal(3.5, 0.6, n)), rng.binomial(bought, 0.28) / bought)
    )


def rings(rng: np.random.Generator) -> np.ndarray:
    """Two rings, one within the other: groups, but none that k-means finds."""
    n = _size(rng)
    far = np.where(rng.random(n) < 0.6, 3.0, 1.0) + 0.2 * rng.standard_normal(n)  # noqa: PLR2004 - share
    turn = rng.uniform(0, 2 * np.pi, n)
    return np.column_stack((far * np.cos(turn), far * np.sin(turn)))


def moons(rng: np.random.Generator) -> np.ndarray:
    """Two half-moons that reach into each other: groups, but none that k-means finds."""
    n = _size(rng)
    upper, turn = rng.random(n) < 0.5, rng.uniform(0, np.pi, n)  # noqa: PLR2004 - half
    x, y = np.where(upper, np.cos(turn), 1 - np.cos(turn)), np.where(upper, np.sin(turn), 0.5 - np.sin(turn))
    return np.column_stack((x, y)) + 0.1 * rng.standard_normal((n, 2))


LABELLED: dict[str, Family] = {
    f.__name__: f
    for f in (
        *(clear, near, uneven, stretched, skewed, wild, with_noise, one_column, whole_numbers),
        *(buyers, chance_buyers, blobs, pair),
    )
}
STRUCTURELESS: dict[str, Cloud] = {
    f.__name__: f
    for f in (
        *(uniform, gaussian, correlated, lognormal, counts, orders, zeros, heaped, ratings),
        *(price_points, tied_orders, capped, weekdays, rings, moons),
    )
}
