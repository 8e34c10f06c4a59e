from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.features.matrix import encode, encode_as
from reportgen.segments.fit_new import judge_segments
from reportgen.segments.model import fit_model
from reportgen.segments.stability import resample
from reportgen.segments.structure import structure
from reportgen.segments.values import KChoice, Verdict
from tests.draws import examples
from tests.segments.conftest import make_customers

STEPPED = ("prices", "tens", "scores")


def judged(customers, k):
    matrix = encode(customers)
    model = fit_model(matrix, k)
    return structure(matrix, model, resample(matrix, model))


def verdict(customers, k):
    return judged(customers, k).verdict


def test_separate_groups_are_natural(shop):
    assert verdict(shop, 3) is Verdict.NATURAL


def test_of_many_customers_the_first_are_judged(shop, monkeypatch):
    monkeypatch.setattr("reportgen.segments.stability.MOST_JUDGED", 120)
    assert verdict(shop, 3) is Verdict.NATURAL


def test_a_long_cloud_is_stable_but_not_natural(cloud):
    rng = np.random.default_rng(0)
    points = rng.normal(size=(800, 1)) + 0.5 * rng.normal(size=(800, 3))
    assert verdict(cloud(points), 2) is Verdict.REPRODUCIBLE


def test_a_round_cloud_is_cut_for_convenience(cloud):
    assert verdict(cloud(np.random.default_rng(0).normal(size=(600, 3))), 5) is Verdict.CONSTRUCTIVE


@pytest.mark.parametrize("seed", range(5))
def test_many_single_orders_are_no_group_of_their_own(cloud, seed):
    rng = np.random.default_rng(seed)
    frequency = rng.geometric(0.6, 1_000)
    shop = np.column_stack(
        (rng.integers(0, 365, 1_000), frequency, frequency * rng.lognormal(3.5, 0.7, 1_000))
    )
    assert verdict(cloud(shop.astype(float)), 3) is not Verdict.NATURAL


def test_two_groups_that_every_method_finds_are_no_continuum(cloud):
    rng = np.random.default_rng(0)
    pair = rng.normal(size=(400, 2)) + (4, 3) * rng.integers(0, 2, (400, 1))
    found = judged(cloud(pair), 2)
    assert found.verdict is Verdict.NATURAL
    assert not found.continuum


def test_five_blobs_are_clear_groups(cloud):
    rng = np.random.default_rng(0)
    centres = np.array([(0, 0), (1, 1), (1, -1), (-1, 1), (-1, -1)])
    blobs = np.round(50 + 25 * centres[rng.integers(0, 5, 300)] + 7 * rng.normal(size=(300, 2)))
    assert verdict(cloud(blobs), 5) is Verdict.NATURAL


def test_a_continuum_is_said_of_one_cloud(cloud):
    shown = [
        judged(cloud(np.random.default_rng(seed).uniform(size=(400, 2))), 4).continuum for seed in range(4)
    ]
    assert sum(shown) >= 3


def test_half_moons_that_centres_cut_are_not_clear_groups(cloud):
    rng = np.random.default_rng(1)
    upper, turn = rng.integers(0, 2, 600), rng.uniform(0, np.pi, 600)
    x, y = np.where(upper, np.cos(turn), 1 - np.cos(turn)), np.where(upper, np.sin(turn), 0.5 - np.sin(turn))
    moons = np.column_stack((x, y)) + 0.1 * rng.normal(size=(600, 2))
    assert verdict(cloud(moons), 2) is not Verdict.NATURAL


@pytest.mark.parametrize("k", [2, 4])
def test_rings_that_centres_cut_are_not_clear_groups(cloud, k):
    rng = np.random.default_rng(1)
    turn, far = rng.uniform(0, 2 * np.pi, 500), rng.choice((1, 3), 500) + 0.2 * rng.normal(size=500)
    assert verdict(cloud(np.column_stack((far * np.cos(turn), far * np.sin(turn)))), k) is not Verdict.NATURAL


@settings(max_examples=examples(12), deadline=None, database=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(STEPPED))
def test_steps_of_prices_days_and_scores_are_no_groups(seed, kind):
    rng = np.random.default_rng(seed)
    orders = rng.geometric(rng.uniform(0.4, 0.9), 400)
    prices = rng.choice(np.arange(5, 80, 5), 6, replace=False) - 0.01
    spend = {
        "prices": np.array([rng.choice(prices, n).sum() for n in orders]).round(2),
        "tens": np.round(orders * rng.lognormal(3.4, 0.5, 400), -1),
        "scores": np.clip(np.round(50 + 30 * rng.normal(size=400)), 0, 100),
    }[kind]
    table = make_customers(
        pd.DataFrame(
            {"recency": np.floor(rng.uniform(0, 52, 400)) * 7, "orders": orders, "spend": spend},
            index=[f"{i:04d}" for i in range(400)],
        ).astype(float)
    )
    assert all(verdict(table, k) is not Verdict.NATURAL for k in (2, 3))


@pytest.mark.parametrize("seed", [2, 3])
def test_a_share_of_few_orders_is_no_group_by_its_arithmetic(cloud, seed):
    rng = np.random.default_rng(seed)
    orders = rng.geometric(0.4, 600)
    weekend = rng.binomial(orders, 0.28) / orders
    spend = (orders * rng.lognormal(3.5, 0.5, 600)).round(2)
    shop = np.column_stack((np.floor(rng.uniform(0, 365, 600)), orders, spend, weekend))
    assert verdict(cloud(shop.astype(float)), 2) is not Verdict.NATURAL


def test_saved_segments_are_judged_by_this_months_customers(shop):
    matrix = encode(shop)
    model, choice = fit_model(matrix, 3), KChoice(3, (), "given", ())
    measures = [column.name for column in model.columns]
    then = judge_segments(shop, matrix, model, choice)
    rng = np.random.default_rng(0)
    blurred = {name: rng.normal(shop.frame[name].mean(), shop.frame[name].std(), 270) for name in measures}
    later = replace(shop, frame=shop.frame.assign(**blurred))
    now = judge_segments(later, encode_as(later, model.columns), model, choice)
    assert then.structure.verdict is Verdict.NATURAL
    assert now.structure.verdict is not Verdict.NATURAL
    assert now.structure.bootstrap_ari.mean < then.structure.bootstrap_ari.mean
