"""Numbers by which a state or a bank knows a person, recognised by their form and their check digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NATIONAL_IDS = phrase("national identity numbers")
_CARDS = phrase("numbers of payment cards")
_SIGNS = re.compile(r"[ .\-/]")
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
"""Check letters of Spain, by the rest of the number divided by 23."""


@dataclass(frozen=True)
class _Kind:
    """One kind of number: its form, signs left out or as `written`, and the check that its digits pass."""

    form: re.Pattern[str]
    passes: Callable[[str], bool]
    what: str = NATIONAL_IDS
    written: bool = False


def number_of_persons(values: tuple[str, ...], enough: float) -> str | None:
    """What values are of which at least this share are such numbers, by one rule; None where unknown."""
    return next((kind.what for kind in _KINDS if _share(kind, values) >= enough), None)


def _share(kind: _Kind, values: tuple[str, ...]) -> float:
    read = values if kind.written else tuple(_SIGNS.sub("", value) for value in values)
    right = sum(bool(kind.form.fullmatch(value)) and kind.passes(value) for value in read)
    return right / len(values)


def _any(_value: str) -> bool:
    """Its form says enough."""
    return True


def _weighted(value: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(value, weights, strict=False))


def _spanish(value: str) -> bool:
    return value[-1] == _LETTERS[int(value[:-1].translate(str.maketrans("XYZ", "012"))) % 23]


def _french(value: str) -> bool:
    number = int(value[:13].replace("2A", "19").replace("2B", "18"))
    return int(value[13:]) == 97 - number % 97


def _german_tax(value: str) -> bool:
    """ISO 7064, mod 11,10."""
    product = 10
    for digit in value[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(value[-1])


def _german_pension(value: str) -> bool:
    digits = f"{value[:8]}{ord(value[8]) - 64:02d}{value[9:]}"
    products = (int(d) * w for d, w in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=False))
    return sum(product // 10 + product % 10 for product in products) % 10 == int(digits[-1])


def _dutch(value: str) -> bool:
    return _weighted(value, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0 and int(value) > 0


def _portuguese(value: str) -> bool:
    rest = _weighted(value, range(9, 1, -1)) % 11
    return int(value[-1]) == (0 if rest < 2 else 11 - rest)  # noqa: PLR2004 - as the rule says


def _brazilian(value: str) -> bool:
    return all(_weighted(value, range(n + 1, 1, -1)) * 10 % 11 % 10 == int(value[n]) for n in (9, 10))


def _belgian(value: str) -> bool:
    number, check = value[:9], int(value[9:])
    return check in {97 - int(number) % 97, 97 - int("2" + number) % 97}


def _swiss(value: str) -> bool:
    return _weighted(value, (1, 3) * 7) % 10 == 0


def _luhn(value: str) -> bool:
    digits = [int(digit) for digit in reversed(value)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


_KINDS = (
    _Kind(re.compile(r"\d{3}-\d{2}-\d{4}"), _any, written=True),  # United States
    _Kind(re.compile(r"[A-CEGHJ-PR-TW-Z]{2}\d{6}[A-D]"), _any),  # United Kingdom
    _Kind(re.compile(r"[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]"), _any),  # Italy
    _Kind(re.compile(r"[XYZ\d]\d{7}[A-Z]"), _spanish),
    _Kind(re.compile(r"[1-478]\d{4}(?:\d{2}|2[AB])\d{8}"), _french),
    _Kind(re.compile(r"[1-9]\d{10}"), _german_tax),
    _Kind(re.compile(r"\d{8}[A-Z]\d{3}"), _german_pension),
    _Kind(re.compile(r"\d{9}"), _dutch),
    _Kind(re.compile(r"[1-3]\d{8}"), _portuguese),
    _Kind(re.compile(r"\d{11}"), _brazilian),
    _Kind(re.compile(r"\d{11}"), _belgian),
    _Kind(re.compile(r"756\d{10}"), _swiss),
    _Kind(re.compile(r"[3-6]\d{12,18}"), _luhn, _CARDS),
)
