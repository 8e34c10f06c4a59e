import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import InputError, UnsegmentableError
from reportgen.features.matrix import encode
from reportgen.segments.choose_k import choose_k, decide, smallest_segment_allowed
from reportgen.segments.model import assign, fit_model
from reportgen.segments.stability import resample
from reportgen.segments.structure import structure
from tests.draws import examples
from tests.segments.conftest import make_customers


def test_mall_has_its_five_known_segments(mall):
    matrix = encode(mall)
    choice = choose_k(matrix, k=None, max_segments=8)
    assert (choice.k, choice.reason) == (5, "resamples")
    assert choice.candidate(5).silhouette == pytest.approx(0.56, abs=0.02)
    assert [c.k for c in choice.candidates] == list(range(2, 11))
    labels = assign(fit_model(matrix, 5), matrix).labels
    assert np.abs(np.bincount(labels) - (81, 39, 35, 23, 22)).max() <= 2


def taken(*figures):
    """The number that the rule takes of (k, prediction strength, silhouette, how full its borders are)."""
    numbers, *measured = np.array([(*each, 1.5)[:4] for each in figures]).T
    return numbers[decide(*measured[:2], np.log(measured[2]))]


def test_the_rule_is_as_the_documentation_tells_it():
    assert taken((2, 0.95, 0.45), (3, 0.9, 0.42), (4, 0.6, 0.41)) == 3, "the largest that repeats well"
    assert taken((2, 0.95, 0.45), (3, 0.9, 0.32), (4, 0.6, 0.41)) == 2, "unless it separates clearly less"
    assert taken((2, 0.92, 0.30), (3, 0.5, 0.33), (6, 0.6, 0.43)) == 6, "than a larger one, by .03"
    assert taken((2, 0.92, 0.41), (3, 0.5, 0.33), (6, 0.6, 0.43)) == 2
    assert taken((2, 0.6, 0.36), (3, 0.5, 0.42), (4, 0.4, 0.37)) == 3, "none repeats well: the widest"
    assert taken((2, 0.6, 0.40), (3, 0.5, 0.42), (4, 0.4, 0.37)) == 2, "or what repeats best of those near"


def test_segments_with_empty_borders_are_neither_cut_nor_merged():
    assert taken((2, 1.0, 0.65, 0.3), (3, 0.9, 0.5, 0.9)) == 3, "however far two of them are apart"
    assert taken((2, 1.0, 0.6, 0.3), (3, 0.9, 0.5, 1.3)) == 2, "a long segment is not cut"
    assert taken((2, 1.0, 0.6, 0.3), (3, 0.9, 0.58, 1.3)) == 3, "unless three separate about as well"
    assert taken((2, 1.0, 0.6, 0.3), (3, 0.7, 0.5, 0.8)) == 2, "nor what does not repeat"
    assert taken((2, 0.95, 0.3, 0.3), (3, 0.6, 0.4), (4, 0.9, 0.39)) == 4, "few are not taken for gaps"


def test_numbers_that_come_out_of_a_third_of_the_resamples_are_rivals(shop, cloud):
    choice = choose_k(encode(shop), k=None, max_segments=8)
    assert sum(c.chosen_in for c in choice.candidates) == choice.resamples == 100
    assert choice.candidate(3).chosen_in >= 90
    assert choice.rivals == ()
    blurred = choose_k(encode(cloud(two_or_three())), k=None, max_segments=8)
    for candidate in blurred.candidates:
        near = candidate.chosen_in >= 34 and candidate.k != blurred.k
        assert (candidate.k in blurred.rivals) == near


def two_or_three():
    """Two groups, one of which begins to part."""
    rng = np.random.default_rng(5)
    return np.concatenate(
        (rng.normal(size=(150, 2)), rng.normal((7, 0), 1, (75, 2)), rng.normal((7, 3.2), 1, (75, 2)))
    )


def answer(customers):
    """All that is said of the number, and who is where, by the customers' own measures."""
    matrix = encode(customers)
    choice = choose_k(matrix, k=None, max_segments=8)
    model = fit_model(matrix, choice.k)
    return choice, model.centres, structure(matrix, model, resample(matrix, model))


@settings(max_examples=examples(2), deadline=None, database=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["groups", "prices", "cloud"]))
def test_neither_ids_nor_the_order_of_rows_nor_names_of_columns_change_anything(seed, kind):
    rng = np.random.default_rng(seed)
    points = {
        "groups": lambda: np.round(50 + 6 * (rng.integers(0, 3, (120, 1)) * 4 + rng.normal(size=(120, 3)))),
        "prices": lambda: rng.choice((9.99, 19.99, 24.99), (120, 3)) * rng.geometric(0.6, (120, 3)),
        "cloud": lambda: rng.lognormal(3, 1, (120, 3)),
    }[kind]()
    frame = pd.DataFrame(points, columns=["a", "b", "c"], index=[f"{i:04d}" for i in range(120)])
    renamed = frame.set_index(rng.permutation(10**6)[:120].astype(str))
    assert answer(make_customers(renamed.sample(frac=1, random_state=1))) == answer(make_customers(frame))
    turned = make_customers(frame.rename(columns={"a": "z"}))
    assert answer(turned)[0].k == answer(make_customers(frame))[0].k


def test_the_limit_on_segments_bounds_the_choice_but_not_what_is_shown(shop):
    choice = choose_k(encode(shop), k=None, max_segments=2)
    assert choice.k == 2
    assert choice.candidates[-1].k > 3


def test_a_given_k_is_kept_and_measured_beside_its_neighbours(shop):
    choice = choose_k(encode(shop), k=4, max_segments=3)
    assert (choice.k, choice.reason, choice.rivals) == (4, "given", ())
    assert {3, 4, 5} <= {c.k for c in choice.candidates}


@pytest.mark.parametrize("k", [1, 5_000])
def test_an_impossible_k_is_refused(shop, k):
    with pytest.raises(InputError):
        choose_k(encode(shop), k=k, max_segments=8)


def test_too_small_segments_are_never_chosen(cloud):
    rng = np.random.default_rng(0)
    points = np.concatenate(
        (rng.normal(size=(60, 2)), rng.normal(9, 0.3, (60, 2)), rng.normal((0, 20), 0.3, (5, 2)))
    )
    choice = choose_k(encode(cloud(points)), k=None, max_segments=8)
    assert choice.candidate(choice.k).smallest >= smallest_segment_allowed(125) == 10


def test_customers_who_are_all_alike_in_the_matrix_are_refused(cloud):
    points = np.ones((60, 1))
    points[0] = 5
    matrix = encode(cloud(points))
    matrix.values[:] = 0  # noqa: PD011 - of a Matrix
    with pytest.raises(UnsegmentableError):
        choose_k(matrix, k=None, max_segments=8)
