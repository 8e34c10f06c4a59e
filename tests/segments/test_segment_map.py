from pathlib import Path

import duckdb
import numpy as np
import pytest

from reportgen.exports.sql import segments_sql
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import SegmentsBy
from reportgen.segments.model import from_json, to_json
from reportgen.segments.segment_map import RECENCY_FREQUENCY_MAP, _join, assign_by_map
from reportgen.segments.values import Verdict
from reportgen.topics.method.words import limit_sentences
from tests.reports import analysed

ROOT = Path(__file__).parents[2]
AFTER_ONE_ORDER = {"hibernating", "about-to-sleep", "promising", "new"}
"""Written out here: who ordered once is neither loyal nor at risk, whatever the code allows."""


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    options = BuildOptions((str(ROOT / "data" / "orders.csv"),), segments=SegmentsBy.RULES)
    return analysed(options, tmp_path_factory.mktemp("work"))


def test_the_query_puts_every_customer_where_the_report_does(analysis):
    frame = analysis.customers.frame
    customers = frame.reset_index()[["recency", "frequency"]]
    customers.columns = ["days_since_last_order", "orders"]
    with duckdb.connect() as connection:
        connection.register("customers", customers)
        said = connection.sql(
            segments_sql(analysis.model, analysis.segments, analysis.customers.period.end)
        ).df()["segment"]
    names = [segment.name for segment in analysis.segments]
    assert said.tolist() == [names[label] for label in analysis.segmentation.labels]


def test_nobody_is_called_loyal_or_at_risk_after_one_order(analysis):
    once = (analysis.customers.frame["frequency"] <= 1).to_numpy()
    groups = np.array(analysis.segmentation.groups)[analysis.segmentation.labels]
    assert once.sum() > 100
    assert set(groups[once]) <= AFTER_ONE_ORDER
    assert set(groups[~once]) - AFTER_ONE_ORDER, "those who came back have names of their own"


def test_groups_are_large_enough_and_few_enough_and_said_in_a_sentence_each(analysis):
    assert min(segment.profile.customers for segment in analysis.segments) >= analysis.options.min_cell
    assert len(analysis.segments) <= analysis.options.max_segments
    assert len(limit_sentences(analysis.model, analysis.segments)) == len(analysis.segments)
    assert analysis.structure.verdict is not Verdict.NATURAL


def test_saved_limits_place_the_same_customers_in_the_same_segments(analysis):
    again = assign_by_map(from_json(to_json(analysis.model)), analysis.customers, analysis.matrix)
    assert np.array_equal(again.labels, analysis.segmentation.labels)


@pytest.mark.parametrize("seed", range(20))
def test_small_groups_join_so_that_one_order_never_makes_a_regular(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(0, 40, len(RECENCY_FREQUENCY_MAP))
    joined = _join(sizes, 15, 8)
    left = set(RECENCY_FREQUENCY_MAP) - set(joined)
    totals = dict.fromkeys(left, 0)
    for group, size in zip(RECENCY_FREQUENCY_MAP, sizes.tolist(), strict=True):
        totals[joined.get(group, group)] += size
    assert min(totals.values()) >= 15 or len(totals) == 1
    assert {joined.get(group, group) for group in AFTER_ONE_ORDER} <= AFTER_ONE_ORDER
