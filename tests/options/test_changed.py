"""What a run's settings hash is made of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from reportgen.options.build_options import BuildOptions
from reportgen.options.changed import changed_choices
from reportgen.options.enums import Algorithm, Format, Role
from reportgen.options.response_curve import ResponseCurve
from reportgen.record.run_record import settings_hash


def test_defaults_say_nothing_and_everything_else_stands_under_its_public_name() -> None:
    assert changed_choices(BuildOptions(("a.csv",))) == {}
    assert changed_choices(
        BuildOptions(
            ("a.csv",),
            algorithm=Algorithm.WARD,
            window_months=6,
            until=dt.date(2026, 10, 31),
            by=("Income", "Visits"),
            formats=frozenset({Format.PDF, Format.HTML}),
            roles={"x": Role.DATE},
            rates={"USD": Decimal("0.86")},
            allocation={"a": ResponseCurve(9000.0, 1500.0)},
        )
    ) == {
        "segments.algorithm": "ward",
        "data.window": 6,
        "data.until": dt.date(2026, 10, 31),
        "segments.by": ["Income", "Visits"],
        "report.formats": ["html", "pdf"],
        "columns": {"x": "date"},
        "rates": {"USD": Decimal("0.86")},
        "allocation": {"a": {"most": 9000.0, "half": 1500.0}},
    }


def test_the_hash_of_a_choice_is_the_same_in_every_version() -> None:
    written = BuildOptions(("a.csv",), seed=7, company="Harbour & Finch", rates={"USD": Decimal("0.86")})
    assert settings_hash(written) == "0188cb1c7d1cf83e98b39ae1cb0a4276488f688263a4c6c852695555a5387b34"
