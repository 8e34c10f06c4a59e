from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportgen.errors import InputError
from reportgen.features.table import Customers
from reportgen.options.enums import Vocabulary
from reportgen.segments.naming import name_segments
from reportgen.segments.segment_map import RECENCY_FREQUENCY_MAP
from tests.builders import a_feature, a_profile, a_segmentation, some_customers

MALL = (a_feature("c3", "Annual Income (k$)"), a_feature("c4", "Spending Score (1-100)"))
HALVES = a_segmentation(*[0] * 50, *[1] * 50)


def names(*profiles: object, customers: Customers, **options: object) -> list[str]:
    return [s.name for s in name_segments(profiles, customers, HALVES, **options)]


def test_the_map_covers_every_cell_once() -> None:
    cells = [cell for members in RECENCY_FREQUENCY_MAP.values() for cell in members]
    assert sorted(cells) == [(r, f) for r in range(1, 6) for f in range(1, 6)]


def test_a_name_tells_the_strongest_differences_in_the_files_own_words() -> None:
    told = names(
        a_profile("a", c3=1.2, c4=-0.9), a_profile("b", c3=0.1, c4=0.2), customers=some_customers(*MALL)
    )
    assert told == ["High annual income, low spending score", "Average on all"]


def test_names_that_collide_say_more_until_they_part() -> None:
    told = names(
        a_profile("a", c3=1.2, c4=0.2), a_profile("b", c3=1.0, c4=-0.2), customers=some_customers(*MALL)
    )
    assert told == ["High annual income, high spending score", "High annual income, low spending score"]


def test_a_few_customers_make_no_segment_frequent_whose_middle_one_bought_as_often_as_all() -> None:
    carried = a_profile("a", c3=1.2, c4=0.9)
    same_middle = replace(carried.effects[0], segment_value=1.0, everyone_value=1.0)
    told = names(
        replace(carried, effects=(same_middle, carried.effects[1])),
        a_profile("b", c3=-0.1),
        customers=some_customers(*MALL),
    )
    assert told[0] == "High spending score"


def test_names_are_never_alike() -> None:
    twins = names(a_profile("a", c3=1.2), a_profile("b", c3=1.0), customers=some_customers(*MALL))
    assert len(set(twins)) == 2


def with_scores(r: list[int], f: list[int], orders: list[int]) -> Customers:
    table = some_customers(a_feature("recency"), a_feature("frequency"))
    scores = pd.DataFrame({"r": np.repeat(r, 50), "f": np.repeat(f, 50)}, index=table.frame.index)
    frame = table.frame.assign(frequency=np.repeat(orders, 50).astype(float))
    return Customers(**{**vars(table), "frame": frame, "scores": scores})


def test_a_cluster_that_is_a_group_of_the_map_takes_its_name() -> None:
    shop = with_scores([5, 1], [5, 1], [12, 1])
    profiles = (a_profile("a", recency=-1.0, frequency=1.0), a_profile("b", recency=1.0, frequency=-1.0))
    assert names(*profiles, customers=shop) == ["Champions", "Hibernating"]
    assert names(*profiles, customers=shop, vocabulary=Vocabulary.NEUTRAL) == ["Most active", "Long inactive"]


def test_nobody_is_at_risk_after_one_order() -> None:
    once = with_scores([1, 5], [3, 1], [1, 1])
    profiles = (a_profile("a", recency=1.0, frequency=0.6), a_profile("b", recency=-1.0, frequency=-0.6))
    assert names(*profiles, customers=once)[0] == "Long absent, frequent"


def test_the_users_names_win_and_must_differ() -> None:
    profiles = (a_profile("a", c3=1.2), a_profile("b", c3=-1.0))
    table = some_customers(*MALL)
    assert names(*profiles, customers=table, chosen={"a": "Stars"})[0] == "Stars"
    with pytest.raises(InputError, match="no segment has the key 'z'"):
        names(*profiles, customers=table, chosen={"z": "Stars"})
    with pytest.raises(InputError, match="two segments would be called"):
        names(*profiles, customers=table, chosen={"a": "Stars", "b": "Stars"})
