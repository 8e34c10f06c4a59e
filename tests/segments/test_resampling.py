import numpy as np
import pytest
from sklearn.metrics import silhouette_samples, silhouette_score

from reportgen.features.lots import lots_of
from reportgen.segments.algorithms import contingency, kmeans, nearest, second_opinions
from reportgen.segments.half_splits import HalfSplits, weakest
from reportgen.segments.lloyd import kmeans_many
from reportgen.segments.stability import Silhouettes, jaccards
from reportgen.segments.steps import Steps


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
    assert weakest(contingency(own, moved, 4)) == pytest.approx(min(by_definition))


def test_the_true_number_repeats_and_separates_and_a_larger_one_does_not(points):
    lots = lots_of(points)
    halves = HalfSplits(Steps(points, lots), lots, 0)
    three, five = halves.figures(3), halves.figures(5)
    assert three.strength.mean() > 0.95
    assert five.strength.mean() < 0.7
    assert three.border.mean() < np.log(0.5), "between groups there are few customers"
    assert five.border.mean() > 0, "a group that is cut is fullest at the cut"
    labels = kmeans(points, 3, 0, 3).labels
    assert three.width.mean() == pytest.approx(silhouette_score(points, labels), abs=0.03)


@pytest.mark.parametrize("size", [(40, 2), (300, 5), (150, 12)])
def test_many_fits_at_once_are_as_tight_as_scikit_learns(size):
    rng = np.random.default_rng(size[0])
    sets = rng.normal(size=(12, *size)) + 2 * rng.integers(0, 3, (12, size[0], 1))
    for k in (2, 5, 9):
        many = kmeans_many(sets, k, 5, (0,))
        library = np.array([kmeans(points, k, 0, 3).inertia for points in sets])
        assert (many.inertia / library).mean() < 1.005
        for points, centres, labels in zip(sets, many.centres, many.labels, strict=True):
            assert np.array_equal(labels, nearest(points, centres))
            means = np.array([points[labels == i].mean(axis=0) for i in range(k)])
            assert centres == pytest.approx(means, abs=1e-5)


def test_fewer_distinct_points_than_clusters_do_no_harm():
    fits = kmeans_many(np.tile(np.array([[0.0], [1.0]]), (3, 10, 1)), 4, 2, (0,))
    assert fits.inertia == pytest.approx(0)


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
