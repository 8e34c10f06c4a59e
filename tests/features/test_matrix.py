from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportgen.columns.assigned_roles import Grain
from reportgen.errors import UnsegmentableError
from reportgen.features.matrix import encode, encode_as, find_set_aside
from reportgen.features.table import Customers, Feature, FeatureKind, Use


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


def test_skewed_money_is_logged_and_the_transforms_say_so(rng):
    matrix = encode(
        customers(
            {
                "spend": rng.lognormal(4, 1, 400),
                "age": rng.normal(40, 9, 400),
                "net": rng.lognormal(3, 1, 400) - 5,
            }
        )
    )
    assert [(c.name, c.scale) for c in matrix.columns] == [
        ("age", "none"),
        ("net", "asinh"),
        ("spend", "log1p"),
    ]
    assert np.abs(matrix.fitted.mean(axis=0)).max() < 0.02
    assert np.abs(matrix.values).max() <= 3


def test_a_transform_leads_from_the_raw_figure_to_the_matrix(rng):
    table = customers({"spend": rng.lognormal(4, 1, 400)})
    matrix = encode(table)
    column = matrix.columns[0]
    by_hand = (np.log1p(table.frame["spend"]) - column.mean) / column.deviation
    assert np.allclose(matrix.values[:, 0], np.clip(by_hand, -3, 3))  # noqa: PD011 - of a Matrix


def test_wild_rows_are_set_aside_and_do_not_stretch_the_scale(rng):
    calm = rng.normal(50, 10, (500, 2))
    wild = calm.copy()
    wild[:8] = rng.uniform(5_000, 90_000, (8, 2))
    matrix = encode(customers({"a": wild[:, 0], "b": wild[:, 1]}))
    assert matrix.set_aside[:8].all()
    assert matrix.set_aside.sum() <= 25
    assert matrix.columns[0].scale == "none"
    assert matrix.columns[0].deviation == pytest.approx(10, rel=0.1)
    assert len(matrix.fitted) + matrix.set_aside.sum() == len(matrix.values) == 500


def test_many_equal_customers_do_not_make_the_others_look_unusual(rng):
    counts = rng.geometric(0.6, (2_000, 2)).astype(float)
    assert find_set_aside(np.log1p(counts)).mean() < 0.02
    assert not find_set_aside(np.ones((100, 2))).any()


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
