import numpy as np
import pytest
from sklearn.metrics import silhouette_samples

from reportgen.segments.algorithms import contingency, kmeans, nearest, second_opinions
from reportgen.segments.stability import Silhouettes, _weakest, jaccards, prediction_strengths


@pytest.fixture
def points():
    rng = np.random.default_rng(1)
    return np.concatenate(
        (rng.normal(size=(80, 2)), rng.normal(8, 1, (40, 2)), rng.normal((0, 9), 1, (40, 2)))
    )


def test_prediction_strength_is_that_of_the_paper(points):
    own, other = kmeans(points, 4, 0, 3).labels, kmeans(points[::2], 4, 1, 3)
    moved = nearest(points, other.centres)
    together = moved[:, None] == moved[None]
    np.fill_diagonal(together, val=False)
    by_definition = []
    for cluster in range(4):
        inside = own == cluster
        size = inside.sum()
        by_definition.append(together[np.ix_(inside, inside)].sum() / (size * (size - 1)))
    assert _weakest(contingency(own, moved, 4)) == pytest.approx(min(by_definition))


def test_the_true_number_is_predicted_and_a_larger_one_is_not(points):
    assert prediction_strengths(points, 3, range(10)).mean() > 0.95
    assert prediction_strengths(points, 5, range(10)).mean() < 0.7


def test_silhouettes_agree_with_scikit_learn(points):
    labels = kmeans(points, 3, 0, 3).labels
    each = silhouette_samples(points, labels)
    expected = [*(each[labels == i].mean() for i in range(3)), each.mean()]
    assert Silhouettes(points).of(labels, 3) == pytest.approx(expected, abs=1e-5)


def test_jaccard_tells_the_segment_that_is_not_found_again():
    labels = np.repeat((0, 1, 2), 10)
    merged = np.repeat((2, 0, 0), 10)
    assert jaccards(labels, [labels, merged], 3) == pytest.approx([1, 0.75, 0.75])


def test_other_algorithms_agree_on_clear_groups_only(points):
    clear = second_opinions(points, kmeans(points, 3, 0, 3).labels, 3)
    assert min(clear.values()) > 0.95
    noise = np.random.default_rng(0).normal(size=(300, 4))
    assert min(second_opinions(noise, kmeans(noise, 4, 0, 3).labels, 4).values()) < 0.6
