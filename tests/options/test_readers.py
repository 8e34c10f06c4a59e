"""Readers take a value as each of the three ways gives it, and refuse the rest."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, DecimalException
from pathlib import Path

import pytest

from reportgen.options import readers
from reportgen.options.colours import ACCENT
from reportgen.options.enums import Format, Paper
from reportgen.options.mail_readers import ADDRESSES
from reportgen.options.readers import UnfitError
from reportgen.options.response_curve import CURVE, ResponseCurve


@pytest.mark.parametrize(
    ("reader", "given", "value"),
    [
        (readers.text("a name"), "  Corner Shop ", "Corner Shop"),
        (readers.path("a file"), "~/x", Path.home() / "x"),
        (readers.path("a file"), Path("~"), Path("~")),
        (readers.whole_number(2, 10), 10, 10),
        (readers.any_of(Paper), "a4", Paper.A4),
        (readers.YES_OR_NO, False, False),
        (readers.COLUMNS, "Age", ("Age",)),
        (readers.COLUMNS, ["Age ", "Income"], ("Age", "Income")),
        (readers.MONTH, "2026-10", "2026-10"),
        (readers.DAY, "2026-10-31", dt.date(2026, 10, 31)),
        (readers.DAY, dt.date(2026, 10, 31), dt.date(2026, 10, 31)),
        (readers.MONTHS, "6m", 6),
        (readers.MONTHS, 120, 120),
        (readers.FORMATS, "html, pdf", frozenset({Format.HTML, Format.PDF})),
        (readers.FORMATS, ["lists"], frozenset({Format.LISTS})),
        (readers.CURRENCY, "gbp", "GBP"),
        (readers.LOCALE, "de_AT", "de_AT"),
        (readers.MONEY, "-12.30", Decimal("-12.30")),
        (readers.MONEY, 0.1, Decimal("0.1")),
        (readers.RATE, "0.86", Decimal("0.86")),
        (readers.CENTS, 12.25, 12.25),
        (readers.amount("1"), 3, 3.0),
        (ACCENT, "#17307a", "#17307A"),
        (CURVE, {"most": 9000, "half": 1500}, ResponseCurve(9000.0, 1500.0)),
    ],
)
def test_what_fits(reader: readers.Reader[object], given: object, value: object) -> None:
    assert reader.read(given) == value
    assert type(reader.read(given)) is type(value)


@pytest.mark.parametrize(
    ("reader", "given"),
    [
        (readers.text("a name"), " "),
        (readers.text("a name"), 3),
        (readers.path("a file"), ""),
        (readers.whole_number(2, 10), 1),
        (readers.whole_number(2, 10), 11),
        (readers.whole_number(0, 10), True),
        (readers.whole_number(0, 10), 3.0),
        (readers.any_of(Paper), "a3"),
        (readers.YES_OR_NO, "yes"),
        (readers.YES_OR_NO, 1),
        (readers.COLUMNS, {"Age"}),
        (readers.COLUMNS, [" "]),
        (readers.MONTH, "2026-13"),
        (readers.MONTH, "0226-10"),
        (readers.DAY, dt.datetime(2026, 10, 31, 10)),  # noqa: DTZ001 - TOML's times may have no zone
        (readers.DAY, "31.10.2026"),
        (readers.MONTHS, "0m"),
        (readers.MONTHS, "121m"),
        (readers.MONTHS, "1 year"),
        (readers.FORMATS, []),
        (readers.FORMATS, "html,docx"),
        (readers.CURRENCY, "QQQ"),
        (readers.LOCALE, "xx_YY"),
        (readers.MONEY, "NaN"),
        (readers.MONEY, "a lot"),
        (readers.MONEY, True),
        (readers.RATE, 0),
        (readers.CENTS, 0.005),
        (readers.amount("1"), 0),
        (readers.amount("1"), float("nan")),
        (readers.amount("1"), 10**13),
        (ACCENT, "navy"),
        (CURVE, {"most": 9000}),
        (CURVE, {"most": 9000, "half": 0}),
    ],
)
def test_what_does_not_fit(reader: readers.Reader[object], given: object) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, DecimalException)):
        reader.read(given)


@pytest.mark.parametrize("given", ["Evil\r\nBcc: eve@rival.example", "a\x1b[2Jb", "abc\u202etxt", "a\u2028b"])
def test_text_holds_no_line_break_and_nothing_unseen(given: str) -> None:
    with pytest.raises(UnfitError, match="cannot be seen"):
        readers.text("a name").read(given)
    assert readers.text("a name").read(" L\u2019Atelier\u00a0& Fils ") == "L\u2019Atelier\u00a0& Fils"


def test_a_brief_has_no_more_recipients_than_a_list_should() -> None:
    with pytest.raises(UnfitError, match="1,001 recipients are more than 1,000"):
        ADDRESSES.read([f"a{n}@example.com" for n in range(1_001)])


def test_a_pale_colour_is_refused_with_the_nearest_that_fits() -> None:
    with pytest.raises(UnfitError, match=r"#E8C547 on white .*; #[0-9A-F]{6} is the nearest shade"):
        ACCENT.read("#E8C547")


@pytest.mark.parametrize(
    ("reader", "value", "written"),
    [
        (readers.text("a name"), 'say "hi"', r'"say \"hi\""'),
        (readers.path("a file"), Path("a/b"), '"a/b"'),
        (readers.YES_OR_NO, True, "true"),
        (readers.COLUMNS, ("Age", "Größe"), '["Age", "Größe"]'),
        (readers.DAY, dt.date(2026, 10, 31), "2026-10-31"),
        (readers.MONTHS, 6, '"6m"'),
        (readers.FORMATS, frozenset({Format.LISTS, Format.HTML}), '["html", "lists"]'),
        (readers.any_of(Paper), Paper.LETTER, '"letter"'),
    ],
)
def test_how_a_value_is_written(reader: readers.Reader[object], value: object, written: str) -> None:
    assert reader.write(value) == written
