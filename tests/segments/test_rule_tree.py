from dataclasses import replace

import numpy as np
import pytest

from reportgen.features.matrix import encode
from reportgen.segments.model import assign, fit_model
from reportgen.segments.rules import _Grown, _table, describe_rules
from reportgen.segments.values import Leaf


@pytest.fixture(scope="module")
def segmentation(mall):
    matrix = encode(mall)
    return assign(fit_model(matrix, 5), matrix)


def follows(frame, rule):
    found = np.zeros(len(frame), dtype=bool)
    for path in rule.conditions:
        here = np.ones(len(frame), dtype=bool)
        for name, sign, threshold in path:
            here &= ((frame[name] <= threshold) if sign == "<=" else (frame[name] > threshold)).to_numpy()
        found |= here
    return found


def test_printed_rules_find_whom_they_say_they_find(mall, segmentation):
    tree = describe_rules(mall, segmentation)
    assert tree.fidelity >= 0.9
    assert tree.leaves == 5
    assert [rule.key for rule in tree.rules] == list(segmentation.keys)
    reached = np.zeros(200, dtype=int)
    for index, rule in enumerate(tree.rules):
        said, true = follows(mall.frame, rule), segmentation.labels == index
        assert rule.precision == pytest.approx((said & true).sum() / said.sum())
        assert rule.recall == pytest.approx((said & true).sum() / true.sum())
        reached += said
    assert (reached == 1).all()


def test_thresholds_are_easy_to_read(mall, segmentation):
    tree = describe_rules(mall, segmentation)
    limits = {threshold for rule in tree.rules for path in rule.conditions for _, _, threshold in path}
    assert all(limit == float(f"{limit:.2g}") for limit in limits)


def test_years_are_not_rounded_to_centuries(mall, segmentation):
    born = replace(mall, frame=mall.frame.assign(income=1940 + mall.frame["income"] / 2))
    tree = describe_rules(born, segmentation)
    years = [t for rule in tree.rules for path in rule.conditions for name, _, t in path if name == "income"]
    assert all(1945 < year < 2005 for year in years)
    assert tree.fidelity >= 0.9


def test_leaves_count_every_customer(mall, segmentation):
    def leaves(node):
        return [node] if isinstance(node, Leaf) else leaves(node.low) + leaves(node.high)

    assert sum(leaf.customers for leaf in leaves(describe_rules(mall, segmentation).root)) == 200


def test_no_rule_is_printed_that_is_often_wrong(mall, segmentation):
    labels = np.random.default_rng(0).permutation(segmentation.labels)
    assert describe_rules(mall, replace(segmentation, labels=labels)) is None


def test_a_tree_of_fewer_leaves_begins_every_larger_one(mall, segmentation):
    table = _table(mall, segmentation)
    larger = _Grown(table, 10)
    assert all(larger.of(leaves) == _Grown(table, leaves).of(leaves) for leaves in range(2, 11))
