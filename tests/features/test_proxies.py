from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportgen.cleaning.clean import clean
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError
from reportgen.features.build_features import build_features
from reportgen.input.read import read
from reportgen.options.build_options import BuildOptions


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    rng = np.random.default_rng(0)
    sex = np.where(rng.random(400) < 0.5, "F", "M")
    frame = pd.DataFrame(
        {
            "CustomerID": np.arange(1, 401),
            "Gender": sex,
            "Height": np.where(sex == "F", 160, 185) + rng.normal(0, 3, 400).round(1),
            "Visits": rng.poisson(6, 400),
            "Age": rng.integers(18, 80, 400),
        }
    )
    path = tmp_path_factory.mktemp("made") / "people.csv"
    frame.to_csv(path, index=False)
    return path


def customers(file: Path, work: Path, **options: object):
    chosen = BuildOptions(file, **options)
    raw = read(file, work)
    roles = assign_roles(raw, chosen)
    return build_features(clean(raw, roles, chosen, work), chosen)


def test_what_mirrors_a_barred_column_is_named_and_what_does_not_is_not(file, tmp_path):
    found = customers(file, tmp_path, never_basis=("Gender",))
    assert [issue.column for issue in found.issues if issue.code == "mirrors-barred"] == ["Height"]
    assert "Gender" not in {feature.label for feature in found.features}


def test_nothing_overrides_the_policy(file, tmp_path):
    found = customers(file, tmp_path, never_basis=("Age",), by=("Age", "Visits"))
    assert [feature.label for feature in found.clustering_features] == ["Visits"]


def test_a_barred_column_that_is_not_there_is_refused(file, tmp_path):
    with pytest.raises(InputError):
        customers(file, tmp_path, never_basis=("Religion",))
    with pytest.raises(InputError, match="there is no column 'Gendr'") as caught:
        customers(file, tmp_path, describe=("Gendr",))
    assert "did you mean 'Gender'?" in caught.value.hint
