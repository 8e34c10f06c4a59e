"""Names: what they say is true of four in five customers of any table; none is given twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import InputError
from reportgen.features.table import Customers, FeatureKind
from reportgen.options.enums import Vocabulary
from reportgen.segments.claims import Claim, Grade
from reportgen.segments.field_names import BY_KEY, FIELD_NAMES, HOLDS, Buyers
from reportgen.segments.naming import Segment, name_segments, with_fit
from reportgen.segments.segment_map import RECENCY_FREQUENCY_MAP
from tests.builders import a_segmentation, a_table, an_analysis
from tests.draws import examples

QUICK = settings(max_examples=examples(120), deadline=None, derandomize=True, database=None)
KINDS = {
    "recency": FeatureKind.DAYS,
    "frequency": FeatureKind.COUNT,
    "monetary": FeatureKind.MONEY,
}
SLEEPY = {name.key: name.asleep for name in FIELD_NAMES if name.asleep}


def people(labels: list[int], **columns: list[float]) -> tuple[Segment, ...]:
    """Segments of a customer table, named."""
    frame = pd.DataFrame(columns, index=[f"{i:04d}" for i in range(len(labels))], dtype=float)
    return an_analysis(
        a_table(frame, dict.fromkeys(columns, FeatureKind.NUMBER)), a_segmentation(*labels)
    ).segments


def around(*levels: float, size: int = 20) -> list[float]:
    """Customers of segments that lie around some levels."""
    return [level + (place % 5 - 2) / 10 for level in levels for place in range(size)]


def of(*sizes: int) -> list[int]:
    return np.repeat(range(len(sizes)), sizes).tolist()


def shop(
    labels: list[int],
    recency: list[float],
    frequency: list[float],
    monetary: list[float],
    *,
    gap: float = 30.0,
    **standing: list[bool],
) -> Customers:
    """Buyers whose usual gap is that of the shop; nobody is new, seasonal or came once unless told."""
    index = [f"{i:04d}" for i in range(len(labels))]
    frame = pd.DataFrame(
        {"recency": recency, "frequency": frequency, "monetary": monetary}, index=index, dtype=float
    )
    told = {name: standing.get(name, [False] * len(labels)) for name in ("new", "seasonal", "once")}
    lifecycle = pd.DataFrame({"lateness": frame["recency"] / gap, **told}, index=index)
    return replace(a_table(frame, KINDS, "monetary"), lifecycle=lifecycle)


def named(customers: Customers, labels: list[int], **options: object) -> tuple[Segment, ...]:
    """Segments of buyers, named."""
    segmentation = a_segmentation(*labels)
    analysis = an_analysis(customers, segmentation)
    profiles = tuple(segment.profile for segment in analysis.segments)
    return name_segments(profiles, customers, segmentation, **options)


def names(segments: tuple[Segment, ...]) -> list[str]:
    return [segment.name for segment in segments]


def test_the_map_covers_every_cell_once() -> None:
    cells = [cell for members in RECENCY_FREQUENCY_MAP.values() for cell in members]
    assert sorted(cells) == [(r, f) for r in range(1, 6) for f in range(1, 6)]


# --- names that describe


def test_a_name_tells_the_strongest_differences_in_the_files_own_words() -> None:
    told = people(of(20, 20, 20), income=around(9, 5, 1), score=around(1, 5, 3))
    assert names(told)[0] == "High income, low score"


def test_a_word_that_is_not_true_of_four_in_five_is_not_said() -> None:
    """Seven in ten spend much; the mean of the segment is far above all others."""
    spend = [9.0] * 14 + [1.0] * 6 + [2.0] * 20
    told = people(of(20, 20), spend=spend, age=around(60, 20))
    assert names(told)[0] == "Older"


def test_names_that_collide_say_more_until_they_part() -> None:
    told = people(
        of(20, 20, 20, 20),
        income=around(9, 9.2, 1, 1.1),
        score=around(1.0, 1.1, 5, 5.2),
        age=around(60, 20, 40, 41),
    )
    assert len(set(names(told))) == 4


def test_nobody_is_called_very_older() -> None:
    told = names(people(of(20, 20, 20, 20), age=around(30, 50, 60, 75)))
    assert len(set(told)) == 4
    assert told[3] == "Among the oldest"
    assert not any("very older" in name.casefold() or "very younger" in name.casefold() for name in told)


def test_a_segment_of_everything_says_no_more_than_it_is() -> None:
    mixed = [1.0, 9.0] * 10
    told = people(of(20, 20), income=[*mixed, *mixed], score=[*mixed[::-1], *mixed])
    assert names(told) == ["Mixed (1 of 2)", "Mixed (2 of 2)"]


@QUICK
@given(st.data())
def test_every_claim_of_every_table_is_true_of_four_in_five(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(10, 60), min_size=2, max_size=6))
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    labels = of(*sizes)
    columns = {
        name: np.repeat(chance.normal(0, 2, len(sizes)), sizes) + chance.normal(0, 1, len(labels))
        for name in ("income", "visits", "age")[: data.draw(st.integers(1, 3))]
    }
    rounded = {name: values.round(data.draw(st.integers(0, 2))) for name, values in columns.items()}
    told = people(labels, **{name: values.tolist() for name, values in rounded.items()})
    assert len(set(names(told))) == len(sizes)
    for place, segment in enumerate(told):
        inside = np.array(labels) == place
        true = np.ones(inside.sum(), dtype=bool)
        for grade, _, name in (claim.partition(":") for claim in segment.claims):
            own = pd.Series(rounded[name]).rank(pct=True).to_numpy()[inside]
            low, high = {"high": (0.45, 2), "low": (-1, 0.55), "medium": (0.15, 0.85)}.get(
                grade, (0.75, 2) if grade == "very-high" else (-1, 0.25)
            )
            true &= (own >= low) & (own <= high)
        assert true.mean() >= HOLDS
        assert segment.still_fits


# --- the field's names


def test_names_of_the_field_by_each_customers_own_rhythm() -> None:
    labels = of(20, 20, 20, 20)
    customers = shop(
        labels,
        recency=around(9, 30, 250, 200),
        frequency=[*[16.0] * 20, *[6.0] * 20, *[5.0] * 20, *[1.0] * 20],
        monetary=around(900, 400, 300, 20),
        once=[*[False] * 60, *[True] * 20],
    )
    told = named(customers, labels)
    assert names(told) == ["Champions", "Loyal", "At risk", "One-time"]
    assert [segment.fits for segment in told] == [1.0] * 4
    neutral = named(customers, labels, vocabulary=Vocabulary.NEUTRAL)
    assert names(neutral)[0] == "Most active"


def test_nobody_is_at_risk_or_loyal_after_one_order() -> None:
    labels = of(30, 30)
    customers = shop(labels, around(300, 10, size=30), [1.0] * 60, around(900, 20, size=30))
    assert {"At risk", "Loyal", "Champions", "Can\u2019t lose"}.isdisjoint(names(named(customers, labels)))


def test_new_and_seasonal_customers_are_not_called_absent() -> None:
    labels = of(20, 20, 20)
    customers = shop(
        labels,
        recency=around(20, 320, 330),
        frequency=[*[1.0] * 20, *[2.0] * 40],
        monetary=around(50, 60, 40),
        new=[*[True] * 20, *[False] * 40],
        seasonal=[*[False] * 20, *[True] * 20, *[False] * 20],
    )
    assert names(named(customers, labels)) == ["New", "Seasonal", "Lost"]


def test_who_waits_for_a_season_is_not_lost_in_mixed_company_either() -> None:
    """Three in five of the absent came for the season: no name of absence holds for four in five."""
    labels = of(20, 20)
    customers = shop(
        labels,
        around(5, 320),
        [*[20.0] * 20, *[2.0] * 20],
        around(900, 60),
        seasonal=[*[False] * 20, *[True] * 12, *[False] * 8],
    )
    told = named(customers, labels)[1]
    assert told.group not in SLEEPY
    assert "late:recency" not in told.claims


def test_what_is_true_of_all_customers_names_no_segment() -> None:
    """In a shop of three months everybody is new."""
    labels = of(20, 20)
    customers = shop(labels, around(20, 30), [1.0] * 40, around(50, 60), new=[True] * 40)
    assert "New" not in names(named(customers, labels))


def test_a_name_that_the_page_has_is_not_said_in_other_words() -> None:
    """Beside Champions nobody is called frequent, where something else can be said."""
    labels = of(20, 20, 20)
    customers = shop(
        labels,
        recency=[*around(5), *[3.0, 300.0] * 10, *around(300)],
        frequency=[*[20.0] * 20, *[12.0] * 20, *[1.0] * 20],
        monetary=around(900, 600, 10),
    )
    told = names(named(customers, labels))
    assert told[0] == "Champions"
    assert "frequent" not in told[1].casefold()


@QUICK
@given(st.data())
def test_names_of_any_shop_hold_for_four_in_five_and_sleepier_ones_stayed_away_longer(
    data: st.DataObject,
) -> None:
    sizes = data.draw(st.lists(st.integers(10, 50), min_size=2, max_size=7))
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    labels, n = of(*sizes), sum(sizes)

    def wave(low: float, high: float, spread: float) -> np.ndarray:
        levels = np.exp(chance.uniform(np.log(low), np.log(high), len(sizes)))
        return np.repeat(levels, sizes) * np.exp(chance.normal(0, spread, n))

    flags = {
        name: (chance.random(n) < np.repeat(chance.random(len(sizes)), sizes)).tolist()
        for name in ("new", "seasonal", "once")
    }
    customers = shop(
        labels,
        wave(3, 350, 0.4).round().clip(0, 365).tolist(),
        wave(1, 20, 0.3).round().clip(1).tolist(),
        wave(10, 900, 0.5).round(2).tolist(),
        gap=float(chance.uniform(10, 90)),
        **flags,
    )
    told = named(customers, labels)
    buyers, inside = Buyers.of(customers), np.array(labels)
    assert buyers is not None
    assert len(set(names(told))) == len(sizes)
    for place, segment in enumerate(told):
        if segment.group is not None:
            assert BY_KEY[segment.group].holds(buyers)[inside == place].mean() >= HOLDS
        assert segment.still_fits
    days = {
        s.group: customers.frame["recency"].to_numpy()[inside == place].tolist()
        for place, s in enumerate(told)
        if s.group in SLEEPY
    }
    for one, other in ((a, b) for a in days for b in days if SLEEPY[a] < SLEEPY[b]):
        assert np.median(days[one]) < np.median(days[other])


@QUICK
@given(st.integers(0, 2**32 - 1))
def test_names_hang_on_no_order_of_rows_or_segments(seed: int) -> None:
    chance = np.random.default_rng(seed)
    labels = np.repeat(range(3), 30)
    recency = np.repeat(chance.choice([5, 60, 300], 3, replace=False), 30) + chance.integers(0, 20, 90)
    orders = np.repeat(chance.choice([1, 3, 12], 3, replace=False), 30) + chance.integers(0, 2, 90)
    spend = orders * chance.uniform(10, 30, 90)
    renamed = chance.permutation(3)
    shuffled = chance.permutation(90)
    first = named(shop(labels.tolist(), recency.tolist(), orders.tolist(), spend.tolist()), labels.tolist())
    again = named(
        shop(
            labels.tolist(), recency[shuffled].tolist(), orders[shuffled].tolist(), spend[shuffled].tolist()
        ),
        renamed[labels][shuffled].tolist(),
    )
    assert [again[renamed[place]].name for place in range(3)] == names(first)


def test_fixed_limits_carry_a_name_of_the_map_only_where_it_is_true() -> None:
    labels = of(20, 20)
    customers = shop(labels, around(200, 20), [2.0] * 20 + [1.0] * 20, around(50, 20))
    segmentation = replace(a_segmentation(*labels), groups=("hibernating", "about-to-sleep"))
    profiles = tuple(segment.profile for segment in an_analysis(customers, segmentation).segments)
    told = name_segments(profiles, customers, segmentation)
    assert [(each.group, each.fits) for each in told] == [("hibernating", 1.0), ("promising", 1.0)]


def test_no_customer_more_or_less_decides_between_two_descriptions() -> None:
    """Where a claim is true of just four in five, another is already better."""
    spend = np.r_[np.linspace(5, 9, 20), np.linspace(1, 6, 60)]
    income = np.r_[np.linspace(50, 60, 20), np.linspace(10, 40, 60)]
    labels = of(20, 60)
    given = set()
    for high in (15, 16, 17):
        changed = spend.copy()
        changed[: 20 - high] = 1.5
        given.add(people(labels, spend=changed, income=income)[0].name)
    assert given == {"High income"}


# --- chosen and kept names


def test_the_users_names_win_and_must_differ() -> None:
    customers = shop(of(20, 20), around(9, 200), [9.0] * 20 + [1.0] * 20, around(900, 20))
    told = named(customers, of(20, 20), chosen={"a": "Stars"})
    assert (told[0].name, told[0].group, told[0].fits) == ("Stars", None, None)
    with pytest.raises(InputError, match="no segment has the key 'z'"):
        named(customers, of(20, 20), chosen={"z": "Stars"})
    with pytest.raises(InputError, match="two segments would be called"):
        named(customers, of(20, 20), chosen={"a": "Stars", "b": "Stars"})


def test_a_kept_name_is_held_against_this_months_customers() -> None:
    labels = of(20, 40)
    rare = ([9.0] * 20 + [1.0] * 40, [*around(900), *around(20, size=40)])
    then = named(shop(labels, [*around(9), *around(200, size=40)], *rare), labels)
    assert then[0].name == "Champions"
    now = shop(labels, [*[9.0] * 14, *[200.0] * 6, *around(200, size=40)], *rare)
    kept = with_fit(then, now, a_segmentation(*labels))
    assert (kept[0].fits, kept[0].still_fits) == (0.7, False)


def test_a_kept_description_without_its_measure_is_not_judged() -> None:
    told = people(of(20, 20), income=around(9, 1))
    claimed = replace(told[0], claims=(Claim("gone", Grade.HIGH).word,))
    frame = pd.DataFrame({"income": around(9, 1)}, index=[f"{i:04d}" for i in range(40)])
    table = a_table(frame, {"income": FeatureKind.NUMBER})
    assert with_fit((claimed, told[1]), table, a_segmentation(*of(20, 20)))[0].fits is None
