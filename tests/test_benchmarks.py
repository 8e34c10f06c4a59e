"""The benchmark of speed still runs; what it measures is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.control_groups import SETTINGS, SHOPS, coverage

SPEED = Path(__file__).parents[1] / "benchmarks" / "speed.py"


@pytest.mark.slow
def test_the_benchmark_of_speed_runs() -> None:
    ended = subprocess.run([sys.executable, SPEED, "--smoke"], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "an added line, from 200 to 2,000" in ended.stdout


@pytest.mark.slow
def test_intervals_hold_the_truth_and_no_effect_is_called_none() -> None:
    """200 generated shops with a lift of 5 points, and 200 without one; 300 contacted and 300 left out."""
    lifted, none = (coverage(setting, SHOPS) for setting in SETTINGS[:2])
    assert 0.92 <= lifted.holds <= 0.98
    assert lifted.right_sign == 1
    assert 0.92 <= 1 - none.shown <= 0.98
    assert lifted.closes == none.closes == 1
