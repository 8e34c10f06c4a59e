"""The charts for analysts, small and extreme: every word shown, nothing cut or overlapping."""

from __future__ import annotations

import math

import pytest

from reportgen.charts.histograms import Histogram, histograms
from reportgen.charts.marks import Tick
from reportgen.charts.palette import OURS
from reportgen.charts.plane import PlaneCell, PlaneOutline, PlaneTexts, plane_map
from reportgen.charts.ridgeline import Ridge, RidgeName, RidgePanel, ridgeline
from reportgen.charts.silhouette import SilhouetteRow, silhouette
from tests.charts.test_every_chart import CASES, cases, check

WORDY = "Number of different product categories bought in the window (all shops)"


def a_ring(x, y, reach=1.0):
    return tuple(
        (x + reach * math.cos(i / 12 * math.pi), y + reach * math.sin(i / 12 * math.pi)) for i in range(25)
    )


@cases
@pytest.mark.parametrize("apart", [0.0, pytest.param(0.2, marks=pytest.mark.slow), 4.0])
def test_plane_map(case, apart):
    names, _ = CASES[case]
    outlines = [
        PlaneOutline(name, i + 1, (i * apart, -i * apart), a_ring(i * apart, -i * apart), f"{i + 10},000")
        for i, name in enumerate(names)
    ]
    squares = [PlaneCell(i, -i, i + 0.5, 0.5 - i, i % 8 + 1, i / 9) for i in range(10)]
    texts = PlaneTexts(f"To the right: higher {WORDY}, lower {WORDY}", f"Upwards: {WORDY}", ("s", "n"))
    figure = plane_map(squares, outlines, texts)
    check(figure, *names)
    assert figure.data.rows[0] == (names[0], "10,000")
    assert plane_map([], outlines, texts).height == figure.height


@cases
def test_silhouette(case):
    names, _ = CASES[case]
    rows = [
        SilhouetteRow(name, i + 1, tuple(0.9 - j / 10 - i / 5 for j in range(12)), f"0.{i}4")
        for i, name in enumerate(names)
    ]
    ticks = [Tick(value, f"{value:.1f}") for value in (-0.5, 0.0, 0.5, 1.0)]
    check(silhouette(rows, ticks, ("Segment", "Mean")), *names, "Mean", "0.04")


@cases
@pytest.mark.parametrize("panels", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_ridgeline(case, panels):
    names, _ = CASES[case]
    hill = ((0.0, 0.0), (0.4, 1.0), (1.0, 0.0))
    ticks = (Tick(0.01, "£12,345,678"), Tick(0.02, "£12,345,679"), Tick(1.0, "£99,999,999"))
    ridges = tuple(Ridge(hill, i / 10, f"{i}0%") for i, _ in enumerate(names))
    shown = [RidgePanel(WORDY, ridges, ticks)] * panels
    figure = ridgeline([RidgeName(name, i + 1) for i, name in enumerate(names)], shown, "Segment")
    check(figure, *names, WORDY, "£12,345,678")
    assert len(figure.data.rows[0]) == panels + 1


@pytest.mark.parametrize("measures", [1, 4, 5, 12])
def test_histograms(measures):
    one = Histogram(WORDY, (100, None, 30, 0, 5), "-£12,345,678", "£12,345,678", ("a", "b"))
    figure = histograms([one] * measures, ("Measure", "Median"))
    check(figure, WORDY, "£12,345,678")
    assert figure.svg.count(OURS.light.bar) == 3 * measures
    assert len(figure.data.rows) == measures
