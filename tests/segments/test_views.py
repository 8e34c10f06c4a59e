"""The analysts' drawings summarise: no place stands for one customer, and figures are what they say."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.segments import views


def two_clouds(n=600):
    rng = np.random.default_rng(1)
    points = np.vstack([rng.normal((0, 0), 1, (n, 2)), rng.normal((6, 3), (0.5, 2), (n, 2))])
    return points, np.repeat([0, 1], n)


def test_squares_hold_enough_customers_and_name_the_leading_segment():
    points, labels = two_clouds()
    found = views.cells(points, labels, 10)
    assert len(found) > 10
    assert min(cell.customers for cell in found) >= 10
    assert sum(cell.customers for cell in found) <= len(points)
    assert {cell.place for cell in found if cell.left > 4.5} == {1}
    assert views.cells(points[:8], labels[:8], 10) == ()


@pytest.mark.parametrize("cloud", [0, 1])
def test_an_outline_holds_three_quarters(cloud):
    points, labels = two_clouds()
    own = points[labels == cloud]
    ring = views.outline(own)
    centre = own.mean(axis=0)
    spread = np.cov(own, rowvar=False)

    def far(p):
        return np.einsum("ij,jk,ik->i", p - centre, np.linalg.inv(spread), p - centre)

    assert np.ptp(far(ring)) < 1e-6
    assert (far(own) <= far(ring).mean()).mean() == pytest.approx(0.75, abs=0.01)


def test_an_outline_of_equal_points_is_a_point():
    assert np.allclose(views.outline(np.ones((20, 2))), 1, atol=1e-3)


def test_a_density_peaks_where_the_values_are():
    heights = views.density(np.full(50, 0.31), 50)
    assert heights.max() == pytest.approx(1)
    assert heights.argmax() == 15
    assert heights[40:].max() == 0
