import numpy as np
import pytest

from reportgen.errors import InputError, UnsegmentableError
from reportgen.features.matrix import encode
from reportgen.segments.choose_k import _decide, _rivals, choose_k, smallest_segment_allowed
from reportgen.segments.model import assign, fit_model
from reportgen.segments.values import Candidate, Range


def tried(k, strength, silhouette):
    spread = Range(strength, strength - 0.1, strength + 0.1)
    return Candidate(k, 1.0, silhouette, spread, spread, 50, allowed=True)


def rule(*figures):
    pool = [tried(*figure) for figure in figures]
    chosen, reason = _decide(pool)
    return chosen.k, reason, _rivals(pool, chosen, reason)


def test_mall_has_its_five_known_segments(mall):
    matrix = encode(mall)
    choice = choose_k(matrix, k=None, max_segments=8)
    assert (choice.k, choice.reason) == (5, "prediction-strength")
    assert choice.candidate(5).silhouette == pytest.approx(0.55, abs=0.01)
    assert [c.k for c in choice.candidates] == list(range(2, 11))
    labels = assign(fit_model(matrix, 5), matrix).labels
    assert np.abs(np.bincount(labels) - (81, 39, 35, 23, 22)).max() <= 2


def test_the_largest_number_that_is_predicted_well_wins():
    assert rule((2, 0.95, 0.45), (3, 0.9, 0.42), (4, 0.6, 0.41)) == (3, "prediction-strength", ())


def test_a_clearly_higher_silhouette_at_more_segments_wins():
    assert rule((2, 0.92, 0.30), (3, 0.5, 0.33), (6, 0.6, 0.43))[:2] == (6, "silhouette")


def test_numbers_about_as_good_are_named_best_first():
    assert rule((2, 0.95, 0.40), (3, 0.82, 0.38), (4, 0.77, 0.37)) == (3, "prediction-strength", (2, 4))
    assert rule((2, 0.6, 0.40), (3, 0.5, 0.42), (4, 0.4, 0.37), (5, 0.3, 0.41)) == (3, "silhouette", (5, 2))


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
    matrix.values[:] = 0
    with pytest.raises(UnsegmentableError):
        choose_k(matrix, k=None, max_segments=8)
