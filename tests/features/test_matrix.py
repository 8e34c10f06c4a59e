from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.columns.assigned_roles import Grain
from reportgen.errors import UnsegmentableError
from reportgen.features.lots import lots_of
from reportgen.features.matrix import encode, encode_as, find_set_aside
from reportgen.features.table import Customers, Feature, FeatureKind, Use
from tests.draws import examples


def customers(columns, kinds=None, value=None):
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame(columns, index=[f"{i:05d}" for i in range(size)])
    features = tuple(
        Feature(n, n, (kinds or {}).get(n, FeatureKind.NUMBER), Use.GROUPED_BY, "test") for n in frame.columns
    )
    return Customers(frame, features, Grain.CUSTOMER, value, "", None, None, (), (), ())


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_skewed_money_is_scaled_like_a_logarithm_and_the_transforms_say_so(rng):
    matrix = encode(
        customers(
            {
                "spend": rng.lognormal(4, 1, 400),
                "age": rng.normal(40, 9, 400),
                "net": rng.lognormal(3, 1, 400) - 5,
            }
        )
    )
    powers = {c.name: c.power for c in matrix.columns}
    assert powers["spend"] < 0.15
    assert powers["net"] < 0.35
    assert powers["age"] > 0.5
    assert np.abs(matrix.fitted.mean(axis=0)).max() < 0.02
    assert np.abs(matrix.values).max() <= 3


def test_a_transform_leads_from_the_raw_figure_to_the_matrix(rng):
    table = customers({"spend": rng.lognormal(4, 1, 400)})
    matrix = encode(table)
    column = matrix.columns[0]
    power = column.power
    spend = 1 + table.frame["spend"]
    by_hand = (((spend**power - 1) / power if power else np.log(spend)) - column.mean) / column.deviation
    assert np.allclose(column.original(column.standardise(table.frame["spend"])), table.frame["spend"])
    assert np.allclose(matrix.values[:, 0], column.weight * np.clip(by_hand, -3, 3))  # noqa: PD011 - of a Matrix


def test_wild_rows_are_set_aside_and_do_not_stretch_the_scale(rng):
    calm = rng.normal(50, 10, (500, 2))
    wild = calm.copy()
    wild[:8] = rng.uniform(5_000, 90_000, (8, 2))
    matrix = encode(customers({"a": wild[:, 0], "b": wild[:, 1]}))
    assert matrix.set_aside[:8].all()
    assert matrix.set_aside.sum() <= 25
    column, calm_column = matrix.columns[0], encode(customers({"a": calm[:, 0], "b": calm[:, 1]})).columns[0]
    between = np.linspace(30, 70, 9)
    assert column.standardise(between) == pytest.approx(calm_column.standardise(between), abs=0.2)
    assert len(matrix.fitted) + matrix.set_aside.sum() == len(matrix.values) == 500


def test_many_equal_customers_do_not_make_the_others_look_unusual(rng):
    counts = rng.geometric(0.6, (2_000, 2)).astype(float)
    assert find_set_aside(np.log1p(counts)).mean() < 0.02
    assert not find_set_aside(np.ones((100, 2))).any()


@settings(max_examples=examples(24), deadline=None, database=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.05, 1.2), st.integers(100, 500))
def test_one_row_in_a_hundred_moves_scale_and_weight_a_little_and_never_flips_them(seed, skewed, size):
    """Of the middle four fifths of the values none moves by a fifth of a standard deviation (most: .07)."""
    rng = np.random.default_rng(seed)
    values, noise = rng.lognormal(3, skewed, size) + rng.choice((0, 60), size), rng.normal(size=size)
    kept = rng.permutation(size)[size // 100 :]
    before, after = (
        encode(customers({"a": values[rows], "b": noise[rows]})).columns[0] for rows in (slice(None), kept)
    )
    middle = np.quantile(values, np.linspace(0.1, 0.9, 17))
    assert after.standardise(middle) == pytest.approx(before.standardise(middle), abs=0.2)
    assert after.weight == pytest.approx(before.weight, abs=0.25)


def test_lots_hang_on_the_values_of_a_row_alone(rng):
    rows = rng.integers(0, 4, (300, 3)).astype(float)
    lots = lots_of(rows)
    assert len(set(lots.tolist())) == 300
    order = rng.permutation(300)
    assert sorted(lots_of(rows[order]).tolist()) == sorted(lots.tolist())
    assert len(set(lots_of(np.vstack((rows, (9, 9, 9)))).tolist()) - set(lots.tolist())) == 1


def test_row_and_column_order_change_nothing(rng):
    table = customers({"a": rng.normal(size=200), "b": rng.lognormal(size=200), "c": rng.normal(size=200)})
    table.frame.iloc[5:20, 1] = np.nan
    turned = replace(
        table,
        frame=table.frame.sample(frac=1, random_state=1)[["c", "a", "b"]].sort_index(),
        features=table.features[::-1],
    )
    assert np.array_equal(encode(table).values, encode(turned).values)


def test_gaps_are_filled_from_like_customers_and_counted(rng):
    group = np.repeat((0.0, 10.0), 150)
    a, b = group + rng.normal(size=300), group + rng.normal(size=300)
    a[:15] = np.nan
    matrix = encode(customers({"a": a, "b": b}))
    assert matrix.imputed == {"a": pytest.approx(0.05)}
    assert matrix.values[:15, 0].max() < -0.5  # noqa: PD011 - of a Matrix


def test_saved_transforms_give_the_same_matrix_again_and_learn_nothing(rng):
    table = customers({"a": rng.lognormal(3, 1, 300), "b": rng.normal(size=300)})
    table.frame.iloc[3, 0] = np.nan
    matrix = encode(table)
    assert np.array_equal(encode_as(table, matrix.columns).values, matrix.values)
    later = encode_as(replace(table, frame=table.frame.iloc[:3] * 2), matrix.columns)
    assert later.columns == matrix.columns
    assert not later.set_aside.any()


def test_a_saved_feature_that_is_gone_is_named(rng):
    table = customers({"a": rng.normal(size=50), "b": rng.normal(size=50)})
    with pytest.raises(UnsegmentableError, match="b"):
        encode_as(replace(table, frame=table.frame[["a"]]), encode(table).columns)


def test_empty_and_constant_columns_leave_with_a_reason(rng):
    hollow = rng.normal(size=100)
    hollow[:60] = np.nan
    matrix = encode(customers({"a": rng.normal(size=100), "same": np.ones(100), "hollow": hollow}))
    assert [c.name for c in matrix.columns] == ["a"]
    assert [i.column for i in matrix.issues] == ["hollow", "same"]


def test_categories_and_flags_are_not_blown_up(rng):
    rare = (np.arange(200) < 6).astype(float)
    levels = np.array(["north", "south", "west"])[rng.integers(0, 3, 200)]
    matrix = encode(
        customers(
            {"a": rng.normal(size=200), "rare": rare, "place": levels}, kinds={"place": FeatureKind.CATEGORY}
        )
    )
    assert [(c.name, c.level) for c in matrix.columns] == [
        ("a", None),
        ("place", "north"),
        ("place", "south"),
        ("place", "west"),
        ("rare", None),
    ]
    assert np.ptp(matrix.values[:, 1:], axis=0).max() == pytest.approx(1)  # noqa: PD011 - of a Matrix


@pytest.mark.parametrize("columns", [{"a": [1.0, 2.0, 3.0]}, {"a": [1.0] * 50}])
def test_nothing_to_segment_is_said(columns):
    with pytest.raises(UnsegmentableError):
        encode(customers(columns))
