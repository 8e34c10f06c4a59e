"""Formats numbers and dates for a locale. Pure: same value, same text.

Every function that rounds gives back what it shows as a number too, so that later comparisons are
made between the figures that readers see.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from math import floor, isfinite, log10

from babel import Locale, numbers
from babel.core import get_global
from babel.dates import format_date, format_skeleton

from reportgen.base.language import gettext

THIN_SPACES = {"\u202f": "\u00a0", "\u2009": "\u00a0"}
"""Spaces that the report's fonts lack, and what stands in for them."""
MINUS = "\u2212"
THOUSAND, MILLION = 1_000, 1_000_000
COMPACT_FROM = 10_000
MOST_DIGITS = 6
COMPACT = {"en": ("k", "m"), "de": ("\u00a0Tsd.", "\u00a0Mio.")}
"""What stands for thousands and for millions behind a number, where Unicode's own tables do not give it."""


@dataclass(frozen=True)
class Shown:
    """A number as readers see it: the rounded value, and its text."""

    value: float
    text: str


@dataclass(frozen=True)
class Formatter:
    """Turns numbers into text for one locale and one currency (ISO 4217; None prints bare amounts)."""

    locale: str = "en_GB"
    currency: str | None = None

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(self.locale)

    def count(self, value: float) -> Shown:
        """A whole number with thousands separators."""
        whole = int(half_up(value))
        return Shown(whole, self._tidy(numbers.format_decimal(whole, "#,##0", self._locale)))

    def number(self, value: float, digits: int) -> Shown:
        """A number with a fixed count of decimals."""
        rounded = half_up(value, digits)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return Shown(rounded, self._tidy(numbers.format_decimal(rounded, pattern, self._locale)))

    def share(self, share: float) -> Shown:
        """A share (0 to 1) in whole per cent; "under 1%" and "over 99%" where it would round to 0 or 100."""
        percent = half_up(share, 2)
        if share > 0 and percent < 0.01:  # noqa: PLR2004 - 1%
            return Shown(0.005, gettext("under {n}").format(n=self._percent(0.01)))
        if share < 1 and percent > 0.99:  # noqa: PLR2004 - 99%
            return Shown(0.995, gettext("over {n}").format(n=self._percent(0.99)))
        return Shown(percent, self._percent(percent))

    def exact_share(self, share: float, digits: int) -> Shown:
        """A share with a fixed count of decimals of its per cent."""
        zeros = "." + "0" * digits if digits else ""
        pattern = self._locale.percent_formats[None].pattern.replace("#,##0", f"#,##0{zeros}")
        return Shown(share, self._tidy(numbers.format_percent(share, pattern, self._locale)))

    def money(self, amount: float) -> Shown:
        """An amount for reading: 1,022 - 637k - 1.00m, with the currency where it is known."""
        size = abs(amount)
        if size >= MILLION:
            return self._compact(amount, MILLION, digits=max(0, 2 - floor(log10(size / MILLION))))
        if size >= COMPACT_FROM:
            return self._compact(amount, THOUSAND, digits=0)
        digits = 0 if size >= 10 or amount == round(amount) else 2  # noqa: PLR2004 - pennies matter below
        rounded = half_up(amount, digits)
        return Shown(rounded, self._money(rounded, digits))

    def exact_money(self, amount: float) -> Shown:
        """An amount to the cent, for reconciliations."""
        return Shown(half_up(amount, 2), self._money(half_up(amount, 2), 2))

    def whole_money(self, amount: float) -> Shown:
        """An amount without cents, printed in full: for limits that customers are compared with."""
        return Shown(half_up(amount), self._money(half_up(amount), 0))

    def date(self, day: dt.date) -> str:
        """31 October 2026."""
        return self._tidy(format_date(day, format="long", locale=self._locale))

    def day(self, day: dt.date) -> str:
        """31 October: a day of which the year is plain."""
        return self._tidy(format_skeleton("MMMMd", day, locale=self._locale))

    def month(self, month: str) -> str:
        """October 2026, from 2026-10."""
        day = dt.date.fromisoformat(f"{month}-01")
        return self._tidy(format_date(day, format="LLLL y", locale=self._locale))

    def months(self, month: str) -> tuple[str, str, str]:
        """October 2026, Oct 2026 and Oct, from 2026-10."""
        day = dt.date.fromisoformat(f"{month}-01")
        short, shortest = (format_date(day, format=form, locale=self._locale) for form in ("LLL y", "LLL"))
        return self.month(month), self._tidy(short), self._tidy(shortest)

    def script(self, code: str) -> str:
        """The name of a script, such as Arabic, from its code in ISO 15924."""
        own, english = self._locale.scripts, Locale("en").scripts
        return str(own.get(code) or english.get(code, code))

    def _percent(self, share: float) -> str:
        return self._tidy(numbers.format_percent(share, locale=self._locale))

    def _compact(self, amount: float, unit: int, digits: int) -> Shown:
        short = self._short(unit)
        if not short:
            return self.whole_money(amount)
        rounded = half_up(amount / unit, digits)
        if rounded >= 1000 and unit == THOUSAND:  # noqa: PLR2004 - 999,600 rounds into the next unit
            return self._compact(amount, MILLION, digits=2)
        text = self._money(rounded, digits)
        position = max(i for i, character in enumerate(text) if character.isdigit()) + 1
        return Shown(rounded * unit, text[:position] + short + text[position:])

    def _short(self, unit: int) -> str:
        """What stands for a unit behind a number; empty where the language counts otherwise."""
        if self._locale.language in COMPACT:
            return COMPACT[self._locale.language][unit == MILLION]
        pattern = self._locale.compact_decimal_formats["short"]["other"][str(unit)].pattern
        one_by_one = pattern.count("0") == 1
        return self._tidy(pattern.replace("'", "").partition("0")[2]) if one_by_one else ""

    def _money(self, amount: float, digits: int) -> str:
        fraction = "." + "0" * digits if digits else ""
        if self.currency is None:
            return self._tidy(numbers.format_decimal(amount, f"#,##0{fraction}", self._locale))
        pattern = (
            self._locale.currency_formats["standard"]
            .pattern.split(";")[0]
            .replace("#,##0.00", f"#,##0{fraction}")
        )
        text = numbers.format_currency(amount, self.currency, pattern, self._locale, currency_digits=False)
        return self._tidy(text)

    def _tidy(self, text: str) -> str:
        for space, stand_in in THIN_SPACES.items():
            text = text.replace(space, stand_in)
        return text.replace("-", MINUS)


def has_hundredths(code: str) -> bool:
    """Whether a currency has coins of a hundredth."""
    fractions = get_global("currency_fractions")
    _, _, digits, _ = fractions.get(code, fractions["DEFAULT"])
    return code in numbers.list_currencies() and digits == 2  # noqa: PLR2004 - decimals


def half_up(value: float, digits: int = 0) -> float:
    """Rounded as a reader rounds: halves go away from zero, as the number is written in decimals.

    >>> half_up(0.285, 2), half_up(2.5), half_up(-2.5)
    (0.29, 3.0, -3.0)
    """
    written = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.14g}")
    return float(written.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0


def digits_beside(value: float, limits: tuple[float, ...], digits: int) -> int:
    """Decimals with which a rounded value still is below the limits that it is below: `digits`, or more.

    >>> digits_beside(0.7963, (0.8,), 2), digits_beside(0.81, (0.8,), 2)
    (3, 2)
    """
    below = [limit for limit in limits if value < limit]
    while digits < MOST_DIGITS and any(half_up(value, digits) >= limit for limit in below):
        digits += 1
    return digits


def digits_for(values: tuple[float, ...]) -> int:
    """Decimals that keep two or three figures for the largest of some values of one measure."""
    size = max((abs(value) for value in values if isfinite(value)), default=0.0)
    if all(value == round(value) for value in values if isfinite(value)) or size >= 20:  # noqa: PLR2004
        return 0
    return 1 if size >= 2 else 2  # noqa: PLR2004
