"""The features of visits: how often customers came, and how long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.engine import connect
from reportgen.base.phrases import phrase
from reportgen.features.table import Feature, FeatureKind, Use

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.cleaning.clean import CleanRows

_BESIDE = phrase("it describes how they come; visit days and days since the last visit make the segments")
FEATURES = (
    Feature(
        "since_first_visit",
        phrase("months since first visit"),
        FeatureKind.MONTHS,
        Use.DESCRIBED_BY,
        _BESIDE,
        phrase("months from the first visit in the file to the end of the window"),
    ),
    Feature(
        "since_visit",
        phrase("days since last visit"),
        FeatureKind.DAYS,
        Use.GROUPED_BY,
        phrase("how lately customers came"),
        phrase("days from the last visit to the end of the window"),
    ),
    Feature(
        "visit_gap",
        phrase("days between visits"),
        FeatureKind.DAYS,
        Use.DESCRIBED_BY,
        _BESIDE,
        phrase("mean days from one visit to the next in the window; unknown after a single visit"),
    ),
    Feature(
        "visits",
        phrase("visit days"),
        FeatureKind.COUNT,
        Use.GROUPED_BY,
        phrase("how often customers come"),
        phrase("days with a visit in the window; two on one day count once"),
    ),
)
VALUE = phrase("The file holds visits and no money; sizes are told in customers.")


def visit_table(rows: CleanRows) -> pd.DataFrame:
    """One row a customer who came within the window, sorted by id; all float64."""
    with connect(rows.path.parent) as connection:
        frame: pd.DataFrame = connection.sql(f"FROM {rows.table}").df()
    return frame.set_index("customer").drop(columns="line").sort_index(axis=0).sort_index(axis=1)
