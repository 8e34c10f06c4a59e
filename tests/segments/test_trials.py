"""Files that once got another answer for no reason that a reader could see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.stats import skew

from reportgen.features.lots import lots_of
from reportgen.features.matrix import encode
from reportgen.segments.algorithms import agreement
from reportgen.segments.choose_k import choose_k, number_of_segments
from reportgen.segments.model import assign, fit_model
from reportgen.segments.naming import name_segments
from reportgen.segments.profile import profile
from reportgen.segments.steps import without_steps
from reportgen.segments.values import SegmentStability
from tests.segments.conftest import SHARED, make_customers

if TYPE_CHECKING:
    from reportgen.features.table import Customers

KINDS = np.repeat(range(3), (120, 90, 70))


def answer(customers: Customers) -> tuple[int, tuple[int, ...], list[str], np.ndarray]:
    """How many segments, which other numbers are as good, their names, and who is where."""
    matrix = encode(customers)
    choice = choose_k(matrix, k=None, max_segments=8)
    model = fit_model(matrix, choice.k)
    found = assign(model, matrix)
    profiles = profile(customers, matrix, model, found, dict.fromkeys(model.keys, SegmentStability(1.0, 1.0)))
    names = sorted(segment.name for segment in name_segments(profiles, customers, found))
    return choice.k, choice.rivals, names, found.labels


def mall(*more: tuple[float, float, float]) -> Customers:
    path = SHARED / "Mall_Customers.csv"
    if not path.exists():
        pytest.skip("the shared data are not here")
    frame = pd.read_csv(path).iloc[:, 2:].astype(float).set_axis(["age", "income", "score"], axis=1)
    rows = pd.DataFrame(more, columns=frame.columns)
    whole = pd.concat((frame, rows), ignore_index=True)
    return make_customers(whole.set_axis([f"{i:05d}" for i in range(len(whole))]))


def test_two_rows_more_keep_the_answer_for_mall_and_new_ids_and_orders_change_nothing() -> None:
    k, rivals, names, _ = answer(mall())
    more = mall((64, 19, 3), (19, 48, 59))
    told = answer(more)
    assert told[0] == k or told[0] in rivals or k in told[1]
    assert (k, names) == (6, told[2])
    for seed in range(2):
        rng = np.random.default_rng(seed)
        renamed = more.frame.set_axis(rng.permutation(10**6)[: len(more.frame)].astype(str)).sample(
            frac=1, random_state=seed
        )
        turned = make_customers(renamed[["score", "age", "income"]])
        assert answer(turned)[:3] == told[:3]


def bent(values: np.ndarray, wanted: float) -> np.ndarray:
    """Positive values to the power that gives them a wanted skew."""
    power = brentq(lambda each: skew(values**each) - wanted, 0.01, 3)
    return np.asarray(values**power)


@pytest.mark.parametrize("seed", [1, 2])
def test_kinds_of_buyers_are_found_whatever_side_of_one_the_skews_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    logs = np.array([(1.0, 2.6, 5.2), (4.0, 0.6, 2.6), (2.9, 1.6, 4.3)])[KINDS]
    raw = np.exp(logs + (0.35, 0.2, 0.3) * rng.normal(size=logs.shape))
    table = np.column_stack([bent(*each) for each in zip(raw.T, (0.87, 1.0, 0.56), strict=True)])
    k, _, _, labels = answer(named(table))
    assert k == 3
    assert agreement(KINDS, labels) >= 0.95


def test_a_skew_just_below_and_just_above_one_give_the_same_segments() -> None:
    rng = np.random.default_rng(0)
    raw = np.exp(np.array([(1.0, 4.0), (3.0, 2.0), (5.0, 4.5)])[KINDS] + rng.normal(0, 0.5, (280, 2)))
    below, above = (
        answer(named(np.column_stack((bent(raw[:, 0], wanted), raw[:, 1])))) for wanted in (0.99, 1.01)
    )
    assert below[0] == above[0]
    assert agreement(below[3], above[3]) >= 0.98


def test_more_segments_are_not_chosen_for_the_steps_of_whole_numbers() -> None:
    """18 ages and 6 sizes of family: the finer they are cut, the better each cell separates."""
    rng = np.random.default_rng(0)
    grid = np.column_stack((rng.integers(18, 34, 380), rng.integers(1, 7, 380))).astype(float)
    assert answer(named(grid))[0] <= 4


def test_values_are_spread_between_their_steps_in_the_order_of_the_others() -> None:
    rng = np.random.default_rng(0)
    spend = rng.normal(size=400)
    orders = np.round(2 * spend)
    points = np.column_stack((orders, spend))
    smooth = without_steps(points, lots_of(points))
    assert np.abs(smooth[:, 0] - orders)[np.abs(orders) < 4].max() <= 0.5 + 1e-9
    ones = orders == 1
    assert np.corrcoef(smooth[ones, 0], spend[ones])[0, 1] > 0.5
    assert np.array_equal(smooth[:, 1], spend)


def named(points: np.ndarray) -> Customers:
    columns = [f"c{i}" for i in range(points.shape[1])]
    return make_customers(
        pd.DataFrame(points, columns=columns, index=[f"{i:05d}" for i in range(len(points))])
    )


def test_customers_who_grow_unlike_all_others_move_nobody_else_when_they_are_set_aside() -> None:
    rng = np.random.default_rng(0)
    usual = np.array([(0, 0, 0), (4.5, 0, 0), (0, 4.5, 1)])[KINDS] + rng.normal(size=(280, 3))
    strays = rng.normal(size=(8, 3))
    found, aside = [], []
    for far in (2.0, 3.2, 4.4):
        points = pd.DataFrame(np.concatenate((usual, 1 + far * strays)), columns=["a", "b", "c"])
        matrix = encode(make_customers(points.set_axis([f"{i:05d}" for i in range(288)])))
        k, _ = number_of_segments(matrix, 5)
        found.append(assign(fit_model(matrix, k), matrix).labels[:280])
        aside.append(int(matrix.set_aside[280:].sum()))
    assert aside[0] < aside[-1], "some were set aside on the way"
    assert min(agreement(found[0], each) for each in found) > 0.97
