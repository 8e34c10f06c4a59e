"""How often customers buy and whether they still do (BG/NBD), and what an order is worth (Gamma-Gamma).

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way; Fader & Hardie (2013), The Gamma-Gamma
Model of Monetary Value. Time is in weeks. Everything is computed in logs, so that neither a hundred orders
nor a single one overflows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import OptimizeResult, minimize
from scipy.special import betaln, digamma, gammaln, hyp2f1

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    _Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]
    """What is minimised, with its slopes: a function of log-parameters."""

DAYS_A_WEEK = 7
LEAST, MOST = 1e-3, 1e4
"""Bounds of every parameter; a fit that ends on one has found no such effect in the data."""
NEAR = 1.05
"""A parameter within this factor of a bound is at it."""
SINGULAR = 1e-6
MOST_SEARCHED = 20_000
"""Histories on which all starts are tried."""
STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 5.0, 0.8, 2.5), (2.0, 10.0, 0.1, 5.0), (0.5, 2.0, 3.0, 3.0))
MONEY_STARTS = ((1.0, 2.0, 1.0), (6.0, 4.0, 0.5), (2.0, 10.0, 5.0))
"""p, q and v; v in units of the average order."""


@dataclass(frozen=True)
class PurchaseHistory:
    """What the models know of customers; arrays of one length, one entry a customer."""

    repeats: np.ndarray
    """x: days with an order after the first one."""
    last: np.ndarray
    """t_x: weeks from the first order to the last one; 0 without a repeat."""
    age: np.ndarray
    """T: weeks from the first order to the end of the observation."""
    average: np.ndarray
    """m: mean money of the repeat orders; of the only order without a repeat."""


def history_of(orders: pd.DataFrame, until: dt.date) -> PurchaseHistory:
    """What the models know at the end of a day; columns first, last (days), repeats and average."""
    first = orders["first"]
    return PurchaseHistory(
        orders["repeats"].to_numpy(dtype=float),
        ((orders["last"] - first).dt.days / DAYS_A_WEEK).to_numpy(),
        ((pd.Timestamp(until) - first).dt.days / DAYS_A_WEEK).to_numpy(),
        orders["average"].to_numpy(),
    )


@dataclass(frozen=True)
class BetaGeometric:
    """BG/NBD: orders come at random at a rate of one's own; after each one some customers leave for good."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    @property
    def finds_dropout(self) -> bool:
        """Whether the data show customers leaving: neither a at its lower bound nor b at its upper one."""
        return self.a > LEAST * NEAR and self.b < MOST / NEAR

    def alive(self, history: PurchaseHistory) -> np.ndarray:
        """P(alive) of each customer; 1 for those without a repeat, as one can leave only after an order."""
        return np.asarray(1 / (1 + self._odds_of_having_left(history)))

    def expected_orders(self, history: PurchaseHistory, weeks: float) -> np.ndarray:
        """E[Y(t) | x, t_x, T]: orders in the next `weeks`, in Euler's form, which stays small.

        Where nobody is seen leaving, each goes on at a rate of her own.
        """
        if not self.finds_dropout:
            return np.asarray((self.r + history.repeats) / (self.alpha + history.age) * weeks)
        a = self.a if abs(self.a - 1) > SINGULAR else 1 + SINGULAR
        x = history.repeats
        (repeats, age), place = _alike(x, history.age)
        z = weeks / (self.alpha + age + weeks)
        series = hyp2f1(a + self.b - 1 - self.r, a - 1, a + self.b + repeats - 1, z)
        inner = ((1 - z) ** (a - 1) * series)[place]
        expected = (a + self.b + x - 1) / (a - 1) * (1 - inner) / (1 + self._odds_of_having_left(history))
        return np.asarray(np.maximum(expected, 0.0))

    def _odds_of_having_left(self, history: PurchaseHistory) -> np.ndarray:
        x = history.repeats
        again = np.maximum(x, 1)
        silence = np.log(self.alpha + history.age) - np.log(self.alpha + history.last)
        log_odds = np.log(self.a) - np.log(self.b + again - 1) + (self.r + x) * silence
        return np.where(x > 0, np.exp(np.minimum(log_odds, 700.0)), 0.0)


@dataclass(frozen=True)
class GammaGamma:
    """What an order is worth varies within and between customers, and has nothing to do with how often."""

    p: float
    q: float
    v: float

    @property
    def has_mean(self) -> bool:
        """Whether the expected order is finite."""
        return self.q > 1

    def expected_average(self, history: PurchaseHistory) -> np.ndarray:
        """E[M | x, m]: the average order to expect, the customer's own drawn towards everybody's."""
        x = history.repeats
        return np.asarray(self.p * (self.v + x * history.average) / (self.p * x + self.q - 1))


def fit_beta_geometric(history: PurchaseHistory) -> BetaGeometric | None:
    """Maximum likelihood on log-parameters from several starts; None where none of them converges."""
    columns, customers = _alike(history.repeats, history.last, history.age)
    optimum = _minimise(_beta_geometric_loss, columns, np.bincount(customers).astype(float), STARTS)
    if optimum is None:
        return None
    (r, alpha, a, b), mean_loss = optimum
    return BetaGeometric(r, alpha, a, b, -mean_loss * len(customers))


def _beta_geometric_loss(columns: np.ndarray, counts: np.ndarray) -> _Loss:
    repeats, last, age = columns
    x, of_repeats = np.unique(repeats, return_inverse=True)
    (of_last, lasts), (of_age, ages) = (pd.factorize(weeks) for weeks in (last, age))
    customers = np.bincount(of_repeats, counts)
    later = np.maximum(x, 1) - 1

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        """What hangs on the repeats alone, or on some weeks, is computed once for each number of them."""
        r, alpha, a, b = np.exp(logs)
        to_end, to_last = np.log(alpha + ages)[of_age], np.log(alpha + lasts)[of_last]
        rate = (r + x)[of_repeats]
        orders = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        staying = betaln(a, b + x) - betaln(a, b)
        leaving = np.where(x > 0, np.log(a) - np.log(b + later), -np.inf)
        here, gone = -rate * to_end, leaving[of_repeats] - rate * to_last
        either = np.logaddexp(here, gone)
        left = np.exp(gone - either)
        a_and_b = digamma(a + b) - digamma(a + b + x)
        slopes = (
            customers @ (digamma(r + x) - digamma(r) + np.log(alpha))
            - counts @ (to_end + left * (to_last - to_end)),
            customers.sum() * r / alpha
            - counts @ (rate * ((1 - left) / (alpha + age) + left / (alpha + last))),
            customers @ a_and_b + counts @ left / a,
            customers @ (a_and_b + digamma(b + x) - digamma(b))
            - np.bincount(of_repeats, counts * left) @ (1 / (b + later)),
        )
        likelihood = customers @ (orders + staying) + counts @ either
        return _mean_loss(likelihood, slopes, np.exp(logs), counts)

    return loss


def fit_gamma_gamma(history: PurchaseHistory) -> GammaGamma | None:
    """Maximum likelihood over customers with a repeat and money above 0; None where it does not converge."""
    used = (history.repeats > 0) & (history.average > 0)
    if not used.any():
        return None
    unit = float(np.mean(np.sort(history.average[used])))
    columns, customers = _alike(history.repeats[used], history.average[used] / unit)
    optimum = _minimise(_gamma_gamma_loss, columns, np.bincount(customers).astype(float), MONEY_STARTS)
    if optimum is None:
        return None
    p, q, v = optimum[0]
    return GammaGamma(p, q, v * unit)


def _gamma_gamma_loss(columns: np.ndarray, counts: np.ndarray) -> _Loss:
    repeats, m = columns
    x, of_repeats = np.unique(repeats, return_inverse=True)
    customers, money = np.bincount(of_repeats, counts), m * repeats
    log_m = np.bincount(of_repeats, counts * np.log(m))
    log_x = customers * np.log(x)

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        """What hangs on the repeats alone is computed once for each number of them."""
        p, q, v = np.exp(logs)
        shape = p * x + q
        spread = np.bincount(of_repeats, counts * np.log(v + money))
        shapes = gammaln(shape) - gammaln(p * x) - gammaln(q) + q * np.log(v)
        slopes = (
            x @ (customers * (digamma(shape) - digamma(p * x)) + log_m + log_x - spread),
            customers @ (digamma(shape) - digamma(q) + np.log(v)) - spread.sum(),
            customers.sum() * q / v - shape @ np.bincount(of_repeats, counts / (v + money)),
        )
        likelihood = customers @ shapes + (p * x - 1) @ log_m + p * x @ log_x - shape @ spread
        return _mean_loss(likelihood, slopes, np.exp(logs), counts)

    return loss


def _mean_loss(
    likelihood: float, slopes: tuple[float, ...], parameters: np.ndarray, counts: np.ndarray
) -> tuple[float, np.ndarray]:
    """The loss of a customer, and its slopes along the logs of the parameters."""
    customers = float(counts.sum())
    return -float(likelihood) / customers, -np.array(slopes) * parameters / customers


def _alike(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different combinations of some columns, in order, and which of them each row is.

    Sums over them hang on no order of rows.
    """
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        distinct, place = np.unique(column, return_inverse=True)
        codes = codes * len(distinct) + place
    combinations, place = np.unique(codes, return_inverse=True)
    one_of = np.empty(len(combinations), dtype=np.int64)
    one_of[place] = np.arange(len(place))
    return np.array([column[one_of] for column in columns], dtype=float), place


def _minimise(
    loss_of: Callable[[np.ndarray, np.ndarray], _Loss],
    columns: np.ndarray,
    counts: np.ndarray,
    starts: Sequence[tuple[float, ...]],
) -> tuple[tuple[float, ...], float] | None:
    """The lowest of the minima that the starts lead to, with its loss; parameters to nine figures.

    Of very many customers every so manyth tells where the lowest minimum is, which all of them then place.
    """
    every = max(1, columns.shape[1] // MOST_SEARCHED)
    best = _lowest(loss_of(columns[:, ::every], counts[::every]), np.log(starts))
    if best is not None and every > 1:
        best = _lowest(loss_of(columns, counts), [best.x])
    if best is None:
        return None
    return tuple(float(f"{value:.9g}") for value in np.exp(best.x)), float(best.fun)


def _lowest(loss: _Loss, starts: Iterable[np.ndarray]) -> OptimizeResult | None:
    """The best of the runs that converge, each from one start of log-parameters."""
    runs = (
        minimize(
            loss, start, method="L-BFGS-B", jac=True, bounds=[(np.log(LEAST), np.log(MOST))] * len(start),
            options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 500},
        )
        for start in starts
    )  # fmt: skip
    converged = [run for run in runs if np.isfinite(run.fun) and np.all(np.isfinite(run.x))]
    return min(converged, key=lambda run: run.fun, default=None)
