"""Libraries that are loaded only when they are used."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from reportgen.base.put_off import seldom_needed_put_off

PUT_OFF = """
import sys
from reportgen.base.put_off import seldom_needed_put_off
with seldom_needed_put_off():
    import sklearn.cluster
    from scipy.stats import chi2, rankdata
    assert not any(name.startswith(("scipy.stats.", "numpy.f2py.")) for name in sys.modules)
assert rankdata([3, 1, 1]).tolist() == [3, 1.5, 1.5]
import numpy.f2py, scipy.stats
assert chi2.ppf(0.5, 2) == scipy.stats.chi2.ppf(0.5, 2)
assert numpy.f2py.run_main and scipy.stats.rankdata([2]).tolist() == [1]
"""


def test_a_module_is_loaded_when_something_of_it_is_used_and_not_before() -> None:
    subprocess.run((sys.executable, "-c", PUT_OFF), check=True)


A_CLASS = """
import sys
from reportgen.base.put_off import seldom_needed_put_off
with seldom_needed_put_off():
    from sklearn.linear_model import Lasso, LinearRegression
    from sklearn.linear_model._base import LinearClassifierMixin
    assert "sklearn.linear_model._coordinate_descent" not in sys.modules
class Own(LinearRegression):
    pass
import sklearn.linear_model
assert issubclass(Own, sklearn.linear_model.LinearRegression)
assert isinstance(Own(), LinearRegression) and not isinstance(Own(), Lasso)
assert issubclass(sklearn.linear_model.LogisticRegression, LinearClassifierMixin)
"""


def test_a_class_of_such_a_module_can_be_inherited_from_and_its_parts_be_loaded_alone() -> None:
    subprocess.run((sys.executable, "-c", A_CLASS), check=True)


def test_a_dataclass_declared_meanwhile_is_as_any_other() -> None:
    with seldom_needed_put_off():

        @dataclasses.dataclass(frozen=True)
        class Point:
            x: int
            y: int = dataclasses.field(default=2, compare=False)

    one = Point(1)
    assert one == Point(1, 3) != Point(2)
    assert hash(one) == hash(Point(1, 3))
    assert repr(one).endswith("Point(x=1, y=2)")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.x = 3  # type: ignore[misc]
    assert dataclasses.replace(one, x=5).x == 5
