"""Every kind of chart, small and extreme: size as asked, every word shown, nothing cut or overlapping."""

from __future__ import annotations

import json
import re
from collections import Counter
from random import Random

import altair as alt
import pytest

from reportgen.charts import theme
from reportgen.charts.decision_tree import Question, TreeOutcome, TreeTexts, decision_tree
from reportgen.charts.heat_map import HeatCell, HeatRow, heat_map
from reportgen.charts.k_panel import KMarked, KMeasure, KPoint, KTexts, k_panel
from reportgen.charts.lorenz import LorenzPoint, LorenzTexts, lorenz
from reportgen.charts.marimekko import MarimekkoBlock, MarimekkoTexts, marimekko
from reportgen.charts.marks import Tick
from reportgen.charts.rfm_grid import RfmCell, RfmTexts, rfm_grid
from reportgen.charts.share_bars import MosaicTexts, SegmentShares, mosaic, paired_bars
from tests.charts.text_overflow import text_boxes, text_overflows

SHORT = (
    "Champions",
    "Steady regulars",
    "Newcomers",
    "Offer seekers",
    "Dormant",
    "Returners",
    "Gifts",
    "Rare",
)
LONG = (
    "Frequent buyers of large autumn baskets",
    "Loyal regulars who order every two weeks",
    "Newcomers since the spring offer of 2026",
    "Offer seekers with many returned parcels",
    "Dormant for longer than half of the year",
    "Weekend shoppers in town & by “telephone”",
    "Kundinnen und Kunden über Geschäftsreisen",
    "WWWWWWWWWWWWWWWWWWWW MMMMMMMMMMMMMMMMMMM",
)
HOSTILE = ("<b>&amp;</b>", "datum.x + '\"'", "{{7*7}} ${x}", "a\nb\tc")
EVEN = (0.2, 0.26, 0.17, 0.23, 0.14)
TINY = (0.35, 0.30, 0.25, 0.04, 0.02, 0.02, 0.01, 0.01)
VALUES = (1022.0, 281.0, 124.0, 77.0, 51.0, 40.0, 9000.0, 0.4)
CASES = {
    "five": (SHORT[:5], EVEN),
    "two": (SHORT[:2], (0.999, 0.001)),
    "eight long": (LONG, TINY),
    "eight tiny first": (LONG, TINY[::-1]),
    "hostile": (HOSTILE, (0.4, 0.3, 0.2, 0.1)),
}
HARD = ("two", "eight long", "hostile")
"""What a chart finds hardest: next to nothing, the longest names, and words that mean harm."""
cases = pytest.mark.parametrize(
    "case", [*HARD, *(pytest.param(case, marks=pytest.mark.slow) for case in CASES if case not in HARD)]
)
widths = pytest.mark.parametrize("width", [theme.FULL, theme.HALF])


VALID = set[str]()
"""Kinds of layers held against the schema; between layers of a kind only numbers and texts differ."""


def check_schema(specification: str) -> None:
    whole = json.loads(specification or '{"layer": []}')
    for layer in whole["layer"]:
        kind = json.dumps([sorted(layer["mark"]), sorted(layer["encoding"])])
        if kind not in VALID:
            alt.LayerChart.from_dict({**whole, "layer": [layer]}, validate=True)
            VALID.add(kind)


def check(figure, *words):
    check_schema(figure.specification)
    assert text_overflows(figure.svg) == ()
    assert f'width="{figure.width}" height="{figure.height}"' in figure.svg
    assert all(mark not in figure.svg for mark in (" role=", "aria-", "NaN", "class="))
    shown = "".join(box.text for box in text_boxes(figure.svg))
    letters = Counter(re.sub(r"\s", "", shown))
    for word in words:
        assert not Counter(re.sub(r"\s", "", word)) - letters, word
    if figure.narrow is not None:
        check_for_phones(figure.narrow(), *words)


def check_for_phones(figure, *words):
    """The same chart on narrow paper: all of it there, at a size that fills a phone's column."""
    assert figure.width == theme.NARROW
    assert text_overflows(figure.svg) == ()
    assert min(map(float, re.findall(r'font-size="([\d.]+)', figure.svg))) * 320 / theme.NARROW >= 12
    letters = Counter(re.sub(r"\s", "", "".join(box.text for box in text_boxes(figure.svg))))
    for word in words:
        assert not Counter(re.sub(r"\s", "", word)) - letters, word


@cases
@widths
@pytest.mark.parametrize("with_value", [True, False])
def test_paired_bars(case, width, with_value):
    names, shares = CASES[case]
    rows = [
        SegmentShares(
            name, i + 1, share, f"{share:.1%}", *((shares[-1 - i], f"{shares[-1 - i]:.1%}") * with_value)
        )
        for i, (name, share) in enumerate(zip(names, shares, strict=True))
    ]
    heads = ("Segment", "Share of customers", "Share of revenue")[: 2 + with_value]
    figure = paired_bars(rows, heads, width)
    check(figure, *names, *heads[1:])
    assert [row[0] for row in figure.data.rows] == list(names)
    assert {len(row) for row in figure.data.rows} == {len(heads)}


def marimekko_of(case, width=theme.FULL, values=VALUES):
    names, shares = CASES[case]
    blocks = [
        MarimekkoBlock(name, i + 1, share, f"{share:.1%}", value, f"£{value:,.0f} each")
        for i, (name, share, value) in enumerate(zip(names, shares, values, strict=False))
    ]
    ticks = (Tick(0, "£0"), Tick(500, "£500"), Tick(1000, "£1,000"))
    heads = ("Segment", "Share", "Each")
    texts = MarimekkoTexts("Spend per customer", "Width: share of customers", "All customers", ticks, heads)
    return marimekko(blocks, Tick(326, "£326"), texts, width)


@cases
@widths
def test_marimekko(case, width):
    check(marimekko_of(case, width), *CASES[case][0], "Allcustomers£326")


def test_marimekko_of_equal_blocks_refunds_and_nothing_at_all():
    for values in ([300.0] * 5, [300.0, 40.0, 2.0, -60.0, -5.0], [0.0] * 5):
        check(marimekko_of("five", values=values), *SHORT[:5])


@pytest.mark.parametrize("steepness", [1.0, 1.15, 2.2, 4.7, 20.0])
@widths
def test_lorenz(steepness, width):
    curve = [(i / 100, 1 - (1 - i / 100) ** steepness) for i in range(101)]
    ticks = tuple(Tick(i / 4, f"{i * 25}%") for i in range(5))
    lines = ("Top 20% of customers", "bring some of the revenue")
    texts = LorenzTexts(
        "Customers", "Share of revenue", "If all spent the same", lines, ticks, ticks, ("a", "b")
    )
    mark, half = LorenzPoint(0.2, curve[20][1], "20%", "x"), LorenzPoint(0.1, curve[10][1], "10%", "y")
    figure = lorenz(curve, (mark, half), texts, width)
    check(figure, *lines, "If all spent the same")
    assert figure.data.rows == (("10%", "y"), ("20%", "x"))


def test_rfm_grid_strikes_out_hidden_counts():
    hidden = {(1, 5), (5, 1)}
    cells = [
        RfmCell(r, f, None if (r, f) in hidden else f"{r * f},000", float(r * f))
        for r in range(1, 6)
        for f in range(1, 6)
    ]
    figure = rfm_grid(cells, RfmTexts("Recency score", "Frequency score", ("r", "f", "n"), "fewer than 5"))
    check(figure, "Recency score", "25,000")
    assert figure.svg.count("<line") == len(hidden)
    assert ("5", "1", "fewer than 5") in figure.data.rows
    assert len(figure.data.rows) == 25


@cases
@pytest.mark.parametrize("features", [1, 7, 12])
def test_heat_map(case, features):
    heads = ["Days since last order", "Number of different product categories", "Returned parcels"] * 4
    cells = tuple(HeatCell(z / 4 - 1.5, "£12,345,678" if z % 3 else "3") for z in range(features))
    rows = [HeatRow(name, cells) for name in CASES[case][0]]
    figure = heat_map(heads[:features], rows, "Segment")
    check(figure, *CASES[case][0], *heads[:features])
    assert len(figure.data.heads) == features + 1


@widths
@pytest.mark.parametrize("ks", [range(2, 3), range(2, 9), range(2, 13)])
def test_k_panel(width, ks):
    points = tuple(KPoint(k, 1 - k / 20, str(k), 0.9 - k / 20, 1.02 - k / 20) for k in ks)
    ticks = (Tick(0, "0"), Tick(0.5, "0.5"), Tick(1.1, "1.1"))
    titles = ("Spread (lower is tighter)", "Separation (silhouette)", "Repeatability (prediction strength)")
    measures = [KMeasure(title, points, ticks, Tick(0.8, "0.8: the same again")) for title in titles]
    figure = k_panel(measures, KMarked(2, (4, 99)), KTexts("Number of segments", "Shaded: 2.", "k"), width)
    check(figure, *titles, "Number of segments", "Shaded: 2.")
    assert len(figure.data.rows) == len(ks)


def tree(leaves, random, names=LONG):
    if leaves == 1:
        i = random.randrange(len(names))
        return TreeOutcome(names[i], i + 1, f"{random.randint(1, 30)}% of customers, 92% right")
    left = random.randint(1, leaves - 1)
    text = random.choice(("Days since last order ≤ 90", "Share of orders placed at weekends > 12.5%"))
    return Question(text, tree(left, random, names), tree(leaves - left, random, names))


@widths
@pytest.mark.parametrize("leaves", [1, 2, 5, 16])
@pytest.mark.parametrize("seed", range(2))
def test_decision_flow(width, leaves, seed):
    root = tree(leaves, Random(seed))  # noqa: S311 - a tree, not a secret
    figure = decision_tree(root, TreeTexts("yes", "no", ("Way", "Segment", "Customers")), width)
    check(figure, *(row[1] for row in figure.data.rows))
    assert len(figure.data.rows) == leaves
    assert len(re.findall(">(?:yes|no)<", figure.svg)) == 2 * (leaves - 1)


@cases
def test_mosaic(case):
    names, shares = CASES[case]
    texts = MosaicTexts("Two <bars>", "Customers", "Revenue", ("s", "c", "v"))
    blocks = [
        SegmentShares(name, i + 1, share, f"{share:.0%}", shares[-1 - i], "x")
        for i, (name, share) in enumerate(zip(names, shares, strict=True))
    ]
    figure = mosaic(blocks, texts)
    assert text_overflows(figure.svg) == ()
    assert "<title>Two &lt;bars&gt;</title>" in figure.svg
    assert len(figure.data.rows[0]) == 3


def test_equal_input_gives_equal_bytes():
    assert marimekko_of("eight long").svg == marimekko_of("eight long").svg
