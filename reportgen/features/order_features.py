"""The features of orders and of visits: name, label, kind, definition, and whether they make the segments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.features.table import Feature, FeatureKind, Use

if TYPE_CHECKING:
    import pandas as pd

QUARTERS = {
    "quarter1": phrase("January to March"),
    "quarter2": phrase("April to June"),
    "quarter3": phrase("July to September"),
    "quarter4": phrase("October to December"),
}
"""Features that tell the share of spend by quarter of the year, in order."""


def _describing(name: str, label: str, kind: FeatureKind, definition: str, reason: str) -> Feature:
    return Feature(name, label, kind, Use.DESCRIBED_BY, reason, definition)


_FOLLOWS = phrase("it follows from recency, orders and spend")
_BESIDE = phrase("it describes how they buy; recency, orders and spend make the segments")
FEATURES = (
    _describing(
        "average_order",
        phrase("spend per order day"),
        FeatureKind.MONEY,
        phrase("spend divided by order days"),
        _FOLLOWS,
    ),
    _describing(
        "basket",
        phrase("items per order day"),
        FeatureKind.NUMBER,
        phrase("items bought divided by order days"),
        _BESIDE,
    ),
    _describing(
        "expected_value",
        phrase("expected spend"),
        FeatureKind.MONEY,
        phrase("orders expected in the months of the forecast (BG/NBD) times the average order expected"),
        phrase("it is a forecast"),
    ),
    _describing(
        "first_order",
        phrase("first order"),
        FeatureKind.DATE,
        phrase("first day with an order in the file"),
        phrase("it is a date"),
    ),
    Feature(
        "frequency",
        phrase("order days"),
        FeatureKind.COUNT,
        Use.GROUPED_BY,
        phrase("how often customers buy"),
        phrase("days with an order in the period; two on one day count once, orders given back do not"),
    ),
    _describing(
        "gap",
        phrase("days between orders"),
        FeatureKind.DAYS,
        phrase("mean days from one order to the next in the period; unknown after a single order"),
        _FOLLOWS,
    ),
    _describing(
        "gap_spread",
        phrase("spread of days between orders"),
        FeatureKind.DAYS,
        phrase(
            "standard deviation of the days from one order to the next in the period; unknown after one order"
        ),
        _FOLLOWS,
    ),
    _describing(
        "last_order",
        phrase("last order"),
        FeatureKind.DATE,
        phrase("last day with an order in the period"),
        phrase("it is a date"),
    ),
    Feature(
        "monetary",
        phrase("spend"),
        FeatureKind.MONEY,
        Use.GROUPED_BY,
        phrase("how much customers buy"),
        phrase("net spend in the period: purchases less what was given back of them"),
    ),
    _describing(
        "place",
        phrase("place"),
        FeatureKind.CATEGORY,
        phrase("where most order lines went"),
        phrase("it is a place"),
    ),
    _describing(
        "products",
        phrase("different products"),
        FeatureKind.COUNT,
        phrase("different products bought in the period"),
        _BESIDE,
    ),
    *(
        _describing(
            quarter,
            phrase("share spent in {months}", months=months),
            FeatureKind.SHARE,
            phrase(
                "spend in {months} divided by all spend of the period; known of customers who could order "
                "all year",
                months=months,
            ),
            _BESIDE,
        )
        for quarter, months in QUARTERS.items()
    ),
    Feature(
        "recency",
        phrase("days since last order"),
        FeatureKind.DAYS,
        Use.GROUPED_BY,
        phrase("how recently customers bought"),
        phrase("days from the last order to the end of the period"),
    ),
    _describing(
        "recent_share",
        phrase("share spent in the last three months"),
        FeatureKind.SHARE,
        phrase("spend in the last three months of the period divided by all of it"),
        _FOLLOWS,
    ),
    _describing(
        "reorder_interval",
        phrase("reorder interval"),
        FeatureKind.DAYS,
        phrase("median days from one order to the next in the period; unknown after a single order"),
        _FOLLOWS,
    ),
    _describing(
        "return_rate",
        phrase("share given back"),
        FeatureKind.SHARE,
        phrase("money given back divided by money of all purchases"),
        _BESIDE,
    ),
    Feature(
        "seasonal",
        phrase("coming for a season only"),
        FeatureKind.SHARE,
        Use.GROUPED_BY,
        phrase("whether customers come for one season"),
        phrase(
            "one for who ordered in one season of the year only, though they could have ordered in others; "
            "else zero"
        ),
    ),
    _describing(
        "tenure",
        phrase("months since first order"),
        FeatureKind.MONTHS,
        phrase("months from the first order in the file to the end of the period"),
        _BESIDE,
    ),
)
"""Everything that order lines can tell of a customer, by name."""


NEXT_MONTHS = {
    1: phrase("expected spend, next month"),
    2: phrase("expected spend, next two months"),
    3: phrase("expected spend, next three months"),
    4: phrase("expected spend, next four months"),
    5: phrase("expected spend, next five months"),
    6: phrase("expected spend, next six months"),
    7: phrase("expected spend, next seven months"),
    8: phrase("expected spend, next eight months"),
    9: phrase("expected spend, next nine months"),
    10: phrase("expected spend, next ten months"),
    11: phrase("expected spend, next eleven months"),
    12: phrase("expected spend, next twelve months"),
}
"""What the forecast is called, by the months that it reaches."""
_COMING = phrase("it describes how they come; visit days and days since the last visit make the segments")
VISIT_FEATURES = (
    Feature(
        "since_first_visit",
        phrase("months since first visit"),
        FeatureKind.MONTHS,
        Use.DESCRIBED_BY,
        _COMING,
        phrase("months from the first visit in the file to the end of the period"),
    ),
    Feature(
        "since_visit",
        phrase("days since last visit"),
        FeatureKind.DAYS,
        Use.GROUPED_BY,
        phrase("how lately customers came"),
        phrase("days from the last visit to the end of the period"),
    ),
    Feature(
        "visit_gap",
        phrase("days between visits"),
        FeatureKind.DAYS,
        Use.DESCRIBED_BY,
        _COMING,
        phrase("mean days from one visit to the next in the period; unknown after a single visit"),
    ),
    Feature(
        "visits",
        phrase("visit days"),
        FeatureKind.COUNT,
        Use.GROUPED_BY,
        phrase("how often customers come"),
        phrase("days with a visit in the period; two on one day count once"),
    ),
)
"""The features of visits: how often customers came, and how long ago; sorted by name."""


def order_features(
    frame: pd.DataFrame, months: int | None = None, *, season: bool = False
) -> tuple[Feature, ...]:
    """The features of a table of orders with their default use, for the columns that it has.

    Args:
        frame: of orders.
        months: how far the forecast of spend reaches, where there is one.
        season: whether ordering in one season only makes segments.
    """
    features = (feature for feature in FEATURES if feature.name in frame.columns)
    return tuple(_fitted_to(feature, months, season=season) for feature in features)


def _fitted_to(feature: Feature, months: int | None, *, season: bool) -> Feature:
    if feature.name == "expected_value" and months:
        return replace(feature, label=NEXT_MONTHS[months])
    if feature.name == "seasonal" and not season:
        reason = phrase("too few customers come for one season only")
        return replace(feature, use=Use.DESCRIBED_BY, reason=reason)
    return feature
