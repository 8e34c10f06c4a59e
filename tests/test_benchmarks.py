"""The benchmark of speed still runs; what it measures is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SPEED = Path(__file__).parents[1] / "benchmarks" / "speed.py"


@pytest.mark.slow
def test_the_benchmark_of_speed_runs() -> None:
    ended = subprocess.run([sys.executable, SPEED, "--smoke"], check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "an added line, from 200 to 2,000" in ended.stdout
