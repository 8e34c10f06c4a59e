import json
from dataclasses import replace

import numpy as np
import pytest

from reportgen.errors import InputError
from reportgen.features.matrix import encode, encode_as
from reportgen.segments.model import assign, fit_model, from_json, to_json
from reportgen.segments.profile import profile
from reportgen.segments.stability import assess_stability, resample


def test_a_model_survives_json_exactly(shop):
    model = fit_model(encode(shop), 3, month="2026-10")
    assert from_json(to_json(model)) == model


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', '{"format": 1, "keys": ["a"]}'])
def test_a_damaged_model_is_refused(text):
    with pytest.raises(InputError):
        from_json(text)


def test_a_saved_model_puts_the_same_customers_into_the_same_segments(shop):
    matrix = encode(shop)
    model = fit_model(matrix, 3)
    again = from_json(to_json(model))
    assert np.array_equal(assign(model, matrix).labels, assign(again, encode_as(shop, again.columns)).labels)


def test_segments_are_ordered_by_value_and_without_value_by_size(shop):
    matrix = encode(shop)
    labels = assign(fit_model(matrix, 3), matrix).labels
    totals = np.bincount(labels, shop.frame["spend"])
    assert (np.diff(totals) < 0).all()
    by_size = encode(replace(shop, value=None))
    assert np.bincount(assign(fit_model(by_size, 3), by_size).labels).tolist() == [120, 90, 60]


def test_rows_columns_and_seeds_change_no_key_size_or_profile(shop):
    turned = replace(
        shop,
        frame=shop.frame.iloc[::-1, ::-1].sort_index(),
        features=shop.features[::-1],
    )
    found = []
    for customers, seed in ((shop, 0), (turned, 0), (shop, 5)):
        matrix = encode(customers)
        model = fit_model(matrix, 3, seed)
        segmentation = assign(model, matrix)
        profiles = profile(
            customers, matrix, model, segmentation, assess_stability(model, resample(matrix, model))
        )
        found.append((dict(zip(matrix.ids, segmentation.labels.tolist(), strict=True)), profiles))
    assert found[0] == found[1] == found[2]


def test_label_numbers_of_the_fit_do_not_show(shop, monkeypatch):
    matrix = encode(shop)
    model = fit_model(matrix, 3)
    module = __import__("reportgen.segments.model", fromlist=["kmeans_large"])
    fit = module.cluster

    def turned(*arguments):
        clusters = fit(*arguments)
        return replace(clusters, centres=clusters.centres[::-1])

    monkeypatch.setattr(module, "cluster", turned)
    assert fit_model(matrix, 3) == model


def test_confidence_is_low_at_a_border_and_runners_up_differ(shop):
    matrix = encode(shop)
    segmentation = assign(fit_model(matrix, 3), matrix)
    assert (segmentation.runner_up != segmentation.labels).all()
    assert segmentation.confidence.min() >= 0
    assert segmentation.confidence.max() <= 1
    border = np.array([np.mean(fit_model(matrix, 3).centres[:2], axis=0)])
    single = replace(matrix, values=border, set_aside=np.zeros(1, dtype=bool))
    assert assign(fit_model(matrix, 3), single).confidence[0] == pytest.approx(0, abs=1e-6)


def test_json_names_its_format(shop):
    assert json.loads(to_json(fit_model(encode(shop), 3)))["format"] == 1
