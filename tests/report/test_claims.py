"""On any data, no sentence says more than the figures it prints."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from reportgen.features.table import FeatureKind
from reportgen.prose.sentence import Sentence
from reportgen.report.compose import compose
from reportgen.report.facts import compute_facts
from reportgen.segments.values import Verdict
from tests.draws import examples
from tests.made import Made, choice, shop
from tests.statements import BANNED, Statement, Told, false_claims, unchecked
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis import Analysis
    from reportgen.report.content import BriefContent, ReportContent

LONGEST_TITLE = 75
LEVELS = st.sampled_from([0.0, 1.0, 1.0, 2.0, 2.4, 2.6, 10.0, 10.4, 99.6, 0.004, 1e7, 9.99e8])
"""Levels that tie once rounded, that round apart, and that are huge."""
SCORES = st.sampled_from([0.2, 0.496, 0.504, 0.6, 0.795, 0.799, 0.8, 0.804, 1.0])
"""Prediction strengths and silhouettes around the limit, and such that print alike."""
SIZES = st.sampled_from([10, 10, 11, 25, 25, 40, 300])
NUMBERS = {"c1": FeatureKind.NUMBER, "c2": FeatureKind.NUMBER}
FEW = settings(
    max_examples=examples(40),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(autouse=True, scope="module")
def _nothing_drawn() -> Iterator[None]:
    """Charts take their time, and have tests of their own; the words around them stay."""
    with undrawn():
        yield


def made(
    draw: st.DrawFn,
    measures: dict[str, st.SearchStrategy[float]],
    kinds: dict[str, FeatureKind],
    value: str | None,
) -> Made:
    tried = tuple((draw(SCORES), draw(SCORES)) for _ in range(2, 6))
    segments = draw(st.sampled_from([choice(tried).k, *range(2, 6)]))
    levels = {name: tuple(draw(level) for _ in range(segments)) for name, level in measures.items()}
    assume(any(len(set(level)) > 1 for level in levels.values()))
    return Made(
        tuple(draw(SIZES) for _ in range(segments)),
        levels,
        kinds,
        value,
        spread=draw(st.sampled_from([0.0, 0.0, 0.5])),
        unknown=draw(st.sampled_from([None, list(measures)[-1]])) if len(measures) > 1 else None,
        inside=tuple(draw(st.sampled_from([0.4, 0.596, 0.604, 0.796, 0.804, 1.0])) for _ in range(segments)),
        tried=tried,
        verdict=draw(st.sampled_from(list(Verdict))),
    )


@st.composite
def shops(draw: st.DrawFn) -> Made:
    """Order data: ties, customers who ordered once, huge and tiny spend."""
    measures = {
        "frequency": st.sampled_from([1.0, 1.0, 2.0, 3.0, 40.0]),
        "monetary": LEVELS,
        "recency": st.sampled_from([0.0, 30.0, 30.5, 31.0, 240.0]),
        "return_rate": st.sampled_from([0.0, 0.004, 0.2]),
    }
    kinds = dict(
        zip(
            measures, (FeatureKind.COUNT, FeatureKind.MONEY, FeatureKind.DAYS, FeatureKind.SHARE), strict=True
        )
    )
    return made(draw, measures, kinds, "monetary")


@st.composite
def tables(draw: st.DrawFn) -> Made:
    """Customer tables: any measures, a value or none."""
    names = ("c1", "c2", "c3")[: draw(st.integers(1, 3))]
    kinds = {
        name: draw(st.sampled_from([FeatureKind.NUMBER, FeatureKind.MONEY, FeatureKind.COUNT]))
        for name in names
    }
    return made(draw, dict.fromkeys(names, LEVELS), kinds, draw(st.sampled_from([None, names[0]])))


def written(analysis: Analysis) -> tuple[Told, ReportContent, BriefContent]:
    computed = compute_facts(analysis)
    effects = {(s.key, e.feature): e.size for s in analysis.segments for e in s.profile.effects}
    told = Told(computed.listed, tuple(s.key for s in analysis.segments), effects, distances(analysis))
    documents = compose(analysis, computed)
    return told, documents.report, documents.brief


def distances(analysis: Analysis) -> dict[str, float]:
    """Of the measures known of four customers in five: how far the outermost segments lie apart."""
    frame = analysis.customers.frame
    means = {
        f.label: [s.profile.z[f.name] for s in analysis.segments]
        for f in analysis.customers.features
        if f.name in analysis.segments[0].profile.z and round(frame[f.name].isna().mean(), 2) <= 0.2
    }
    return {label: max(known) - min(known) for label, known in means.items() if not np.isnan(known).any()}


def sentences(value: object, path: str = "") -> Iterator[tuple[str, Sentence]]:
    """Every sentence of a report, with its place."""
    if isinstance(value, Sentence):
        yield path, value
    elif isinstance(value, tuple):
        for part in value:
            yield from sentences(part, path)
    elif is_dataclass(value):
        for field in fields(value):
            yield from sentences(getattr(value, field.name), f"{path}.{field.name}")


def titles(report: ReportContent) -> Iterator[Sentence]:
    """The report's own, those of its sections, charts and tables."""
    for path, sentence in sentences(report):
        if path.rsplit(".", 1)[-1] in {"heading", "title"} or path == ".cover.headline":
            yield sentence


def check(analysis: Analysis) -> None:
    told, report, brief = written(analysis)
    said = [(path, Statement.of_sentence(s)) for path, s in (*sentences(report), *sentences(brief))]
    wrong = [(path, claim) for path, statement in said for claim in false_claims(statement, told)]
    assert not wrong
    open_claims = {(path, unchecked(s)) for path, s in said if ".method" not in path and unchecked(s)}
    assert not open_claims, "a comparison that no test holds against the figures"
    assert [title.plain for title in titles(report) if len(title.plain) > LONGEST_TITLE] == []
    words = " ".join(s.plain for path, s in (*sentences(report), *sentences(brief)) if ".method" not in path)
    assert BANNED.findall(words) == []


@FEW
@given(shops())
def test_orders(made: Made) -> None:
    check(made.analysis())


@FEW
@given(tables())
@example(
    Made(
        (10, 10, 10), {"c1": (0.0, 0.0, 1.0), "c2": (5.0, 1.0, 9.0)}, NUMBERS, None, spread=0.5, unknown="c2"
    )
)
def test_tables_of_customers(made: Made) -> None:
    check(made.analysis())


def everything(analysis: Analysis) -> str:
    _, report, brief = written(analysis)
    return " ".join(s.plain for _, s in (*sentences(report), *sentences(brief)))


def test_equal_segments_lead_nowhere() -> None:
    text = everything(shop(50.0, 50.0, 50.0))
    assert "largest segment is" not in text
    assert "differ most" not in text
    assert "times the average" not in text


def test_figures_that_print_alike_are_not_compared() -> None:
    told = everything(shop(500.2, 500.4, 499.8, 500.0))
    assert "runs from" not in told
    assert "bring 50%" not in told


def test_no_difference_is_told_of_what_is_unknown() -> None:
    told = everything(shop(10.0, 20.0, unknown="return_rate", return_rate=(0.1, 0.2)))
    assert "\u2013 against" not in told
    assert "of \u2013" not in told


@pytest.mark.parametrize("monetary", [(0.0, 0.0), (-50.0, -20.0), (-50.0, 20.0)])
def test_worthless_or_loss_making_customers_can_be_told_of(monetary: tuple[float, ...]) -> None:
    assert "bring" not in everything(shop(*monetary))
