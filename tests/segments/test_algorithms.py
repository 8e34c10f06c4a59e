import numpy as np
import pytest

from reportgen.features.matrix import encode, encode_as
from reportgen.options.enums import Algorithm
from reportgen.segments.algorithms import agreement
from reportgen.segments.choose_k import choose_k
from reportgen.segments.model import assign, fit_model, from_json, to_json
from reportgen.segments.profile import typical_customers
from reportgen.segments.stability import resample
from reportgen.segments.structure import structure
from reportgen.segments.values import Verdict


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_every_algorithm_finds_clear_groups_and_places_customers_again_from_json(shop, algorithm):
    matrix = encode(shop)
    model = fit_model(matrix, 3, algorithm=algorithm)
    found = assign(model, matrix)
    again = assign(from_json(to_json(model)), encode_as(shop, model.columns))
    assert np.array_equal(found.labels, again.labels)
    assert np.bincount(found.labels).tolist() == [90, 120, 60]
    assert 0 <= found.confidence.min() <= found.confidence.max() <= 1
    judged = structure(matrix, model, resample(matrix, model))
    assert judged.verdict is Verdict.NATURAL
    assert set(dict(judged.opinions)) == set(Algorithm) - {algorithm}
    assert min(dict(judged.opinions).values()) > 0.95


def test_a_mixture_follows_long_groups_that_centres_cut(cloud):
    rng = np.random.default_rng(0)
    long = rng.normal(size=(300, 2)) * (1, 14)
    points = np.concatenate((long, np.add(long, (12, 0))))
    matrix = encode(cloud(points))
    truth = np.repeat((0, 1), 300)[~matrix.set_aside]
    labels = {
        algorithm: assign(fit_model(matrix, 2, algorithm=algorithm), matrix).labels[~matrix.set_aside]
        for algorithm in (Algorithm.KMEANS, Algorithm.GMM)
    }
    assert agreement(truth, labels[Algorithm.GMM]) > 0.95


def test_typical_customers_are_nearest_to_the_middle(shop):
    matrix = encode(shop)
    segmentation = assign(fit_model(matrix, 3), matrix)
    found = typical_customers(matrix, segmentation)
    for index, key in enumerate(segmentation.keys):
        points = matrix.values[segmentation.labels == index]
        far = np.linalg.norm(points - np.median(points, axis=0), axis=1)
        middle = matrix.values[matrix.ids.index(found[key][0])]
        assert np.linalg.norm(middle - np.median(points, axis=0)) <= far.min() + 1e-9


def test_the_number_of_segments_does_not_hang_on_a_seed(mall):
    matrix = encode(mall)
    assert choose_k(matrix, k=None, max_segments=8) == choose_k(matrix, k=None, max_segments=8)
    labels = {assign(fit_model(matrix, 5, seed), matrix).labels.tobytes() for seed in range(5)}
    assert len(labels) == 1
