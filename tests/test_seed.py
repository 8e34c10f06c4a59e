from pathlib import Path

import pytest

from reportgen.options.build_options import BuildOptions
from reportgen.pipeline import analyse

DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.mark.parametrize("name", ["Mall_Customers.csv", "Wholesale customers data.csv"])
def test_the_answer_does_not_hang_on_the_seed(name, tmp_path):
    if not (DATA / name).exists():
        pytest.skip("the shared data are not here")
    answers = []
    for seed in range(5):
        found = analyse(BuildOptions((str(DATA / name),), seed=seed), tmp_path, lambda _stage: None)
        names = tuple((segment.name, segment.profile.customers) for segment in found.segments)
        answers.append((found.choice, found.structure, names))
    assert all(answer == answers[0] for answer in answers)
