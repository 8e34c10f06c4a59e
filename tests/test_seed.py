"""The answer hangs on the data alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.options.build_options import BuildOptions
from tests.reports import analysed

DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.mark.parametrize(
    ("name", "seeds"),
    [
        ("Mall_Customers.csv", (0, 4)),
        pytest.param("Wholesale customers data.csv", (0, 3), marks=pytest.mark.slow),
    ],
)
def test_the_answer_does_not_hang_on_the_seed(name: str, seeds: tuple[int, ...], tmp_path: Path) -> None:
    if not (DATA / name).exists():
        pytest.skip("the shared data are not here")
    answers = []
    for seed in seeds:
        found = analysed(BuildOptions((str(DATA / name),), seed=seed), tmp_path)
        names = tuple((segment.name, segment.profile.customers) for segment in found.segments)
        answers.append((found.choice, found.structure, names))
    assert all(answer == answers[0] for answer in answers)
