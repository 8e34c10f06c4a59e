"""Detects the code page of a text that is not UTF-8: the one in which its letters make sense."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportgen.base.word_lists import data_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

RUN = re.compile(r"([A-Za-z]?)([^\x00-\x7f]+)(?=([A-Za-z]?))")
"""Characters beyond ASCII, and letters of ASCII at either end."""
LONGEST_LATIN = 4
"""Words of the Latin alphabet have letters of ASCII among the others, seldom more than so many in a row."""
ALONE, LEAST_ALONE = 0.5, 3
"""What a letter speaks for a Latin page in a word of three or more that has none of ASCII."""
ELSEWHERE = 0.5
"""What a letter speaks that the language of most others has not, but another language of its page."""
OUT_OF_PLACE = 0.5
"""What a vowel between vowels speaks, or a consonant between consonants; a wrong page makes such words."""
SIGNS = frozenset("€°–—’‘“”„…«»№ª\u00a0")
BESIDE_FIGURE = re.compile(r"([^\x00-\x7f\w])\s?\d|\d\s?([^\x00-\x7f\w])")
WORD = re.compile(r"[^\W\d_]+")
VOWELS = frozenset("aeiouyæœøıəіу")
COMMON_CYRILLIC = "оеаинтсрвлк"
"""Three in four letters of Russian, and more of its neighbours than of what another page makes of them."""
THAI = re.compile("[เ-ไ]?[ก-ฮ][ะ-ฺๅ็-๎]*|[ฯๆ๐-๙]")
"""Vowels and tones stand on, under or beside a consonant."""
LEAST_SENSE = 0.8
"""Share of the characters beyond ASCII that must make sense for a page other than the usual one."""


@dataclass(frozen=True)
class CodePage:
    """One way of writing letters beyond ASCII as bytes."""

    codec: str
    name: str
    """As it is called in every language."""
    letters: str | Callable[[str], float]
    """The languages of a Latin page, by their group in languages.toml; else how many characters of a run
    beyond ASCII make sense in a text of this page, of which some count in part."""
    parted: bool = True
    """Whether no letter of ASCII stands beside its words; else none stands on both sides."""


def _between(first: str, last: str, more: str = "") -> Callable[[str], float]:
    """Small letters from the first to the last, signs, and capitals where a word begins or as all of it.

    In the wrong page small letters come out as capitals within a word.
    """

    def sense(run: str) -> float:
        placed = run if run.isupper() else run[:1] + "".join(each for each in run[1:] if not each.isupper())
        return sum(first <= each.lower() <= last or each in more for each in placed)

    return sense


def _frequent(codec: str, first: int, last: int, more: str = "") -> Callable[[str], float]:
    """Characters in the part of an Asian page that holds the frequent ones by the first byte, and more."""

    def sense(character: str) -> float:
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            return 0
        return character in more or (len(code) > 1 and first <= code[0] <= last)

    return lambda run: sum(map(sense, run))


USUAL = CodePage("cp1252", "Windows-1252", "western")
CYRILLIC = (
    CodePage("cp1251", "Windows-1251", _between("а", "я", "ёіїєґ№«»–—")),
    CodePage("koi8_r", "KOI8-R", _between("а", "я", "ё")),
    CodePage("cp866", "DOS 866", _between("а", "я", "ё№")),
)
_KANA = "".join(map(chr, (0x3001, 0x3002, *range(0x3041, 0x3100))))
PAGES = (
    USUAL,
    CodePage("mac_roman", "Mac OS Roman", "western"),
    CodePage("cp437", "DOS 437", "western"),
    CodePage("cp850", "DOS 850", "western"),
    CodePage("cp1254", "Windows-1254", "turkish"),
    CodePage("cp1250", "Windows-1250", "central"),
    CodePage("cp852", "DOS 852", "central"),
    CodePage("cp1257", "Windows-1257", "baltic"),
    CodePage("cp1255", "Windows-1255", _between("א", "ת", "־׳״")),
    *CYRILLIC,
    CodePage("cp1253", "Windows-1253", _between("ά", "ώ")),
    CodePage("cp1256", "Windows-1256", _between("ء", "ي", "،")),
    CodePage("cp874", "Windows-874", lambda run: sum(map(len, THAI.findall(run)))),
    CodePage("cp949", "Windows-949", _frequent("euc_kr", 0xB0, 0xC8), parted=False),
    CodePage("gb18030", "GB 18030", _frequent("gb2312", 0xB0, 0xD7), parted=False),
    CodePage("big5", "Big5", _frequent("big5", 0xA4, 0xC6), parted=False),
    CodePage("shift_jis", "Shift JIS", _frequent("shift_jis", 0x88, 0x97, _KANA), parted=False),
    CodePage("euc_jp", "EUC-JP", _frequent("euc_jp", 0xB0, 0xCF, _KANA), parted=False),
    CodePage("cp1252", "Windows-1252", "icelandic"),
)


def code_page(sample: bytes) -> CodePage:
    """The page in which most letters of a sample make sense; Western European where none makes enough.

    Args:
        sample: whole lines that hold bytes beyond ASCII.
    """
    sense = [(_sense(sample, page), page) for page in PAGES]
    best, page = max(sense, key=lambda pair: pair[0])
    if best < LEAST_SENSE or best == sense[0][0]:
        return USUAL
    if page in CYRILLIC:  # Capitals of one are small letters of another: which letters they are tells.
        return max(CYRILLIC, key=lambda each: _common(sample.decode(each.codec, "replace")))
    return page


def is_sure(sample: bytes, page: CodePage) -> bool:
    """Whether a sample makes sense in a page: the most usual one, or by several letters and in no other.

    Where every letter makes sense in a page, those in which some make none are no others.
    """
    sense = _sense(sample, page)
    if sense < LEAST_SENSE:
        return False
    rival = 1 if sense == 1 else LEAST_SENSE
    text = sample.decode(page.codec)
    if page is not USUAL and len({char for char in text if not char.isascii()}) < LEAST_ALONE:
        return False
    others = (each for each in PAGES if each.codec != page.codec and _sense(sample, each) >= rival)
    return page is USUAL or all(sample.decode(each.codec) == text for each in others)


def _common(text: str) -> int:
    words = {run for _, run, _ in RUN.findall(text.lower())}
    return sum(word.count(letter) for word in words for letter in COMMON_CYRILLIC)


def _sense(sample: bytes, page: CodePage) -> float:
    """Sense of the characters beyond ASCII, 0 to 1, each run once; 0 where some bytes stand for none."""
    try:
        text = sample.decode(page.codec)
    except UnicodeDecodeError:
        return 0.0
    if isinstance(page.letters, str):
        return _latin_sense(text, page.letters)
    beside = any if page.parted else all
    runs = {(run, beside((before, after))) for before, run, after in RUN.findall(text)}
    sense = sum(page.letters(run) for run, mixed in runs if not mixed)
    return sense / max(sum(len(run) for run, _ in runs), 1)


def _latin_sense(text: str, group: str) -> float:
    """How well letters beyond ASCII fit the language of a group that fits best, each word once.

    Letters stand where letters of their kind stand: vowels beside consonants, and capitals at the beginning.
    """
    words = {word for word in WORD.findall(text) if not word.isascii()}
    places = [(word, at) for word in words for at, letter in enumerate(word) if not letter.isascii()]
    strange = {char for char in text if not char.isascii() and not char.isalpha()}
    weights = [_place(word, at) for word, at in places]
    fitting = [_fitting(places, language) for language in _languages(group)]
    of_any = list(map(any, zip(*fitting, strict=True)))
    best = max(
        sum(
            weight * (1 if own else ELSEWHERE if other else 0)
            for weight, own, other in zip(weights, of_one, of_any, strict=True)
        )
        for of_one in fitting
    )
    signs = strange & SIGNS | _currencies(text)
    return (best + len(signs)) / max(len(places) + len(strange), 1)


def _currencies(text: str) -> set[str]:
    """Signs of currencies beside a figure; within a word they are letters of another page."""
    beside = {sign for pair in BESIDE_FIGURE.findall(text) for sign in pair if sign}
    return {sign for sign in beside if unicodedata.category(sign) == "Sc"}


def _fitting(places: Iterable[tuple[str, int]], language: re.Pattern[str]) -> list[bool]:
    """Whether each letter is one of a language; some are so only before others."""
    return [language.match(word.lower(), at) is not None for word, at in places]


def _place(word: str, at: int) -> float:
    """How well a letter fits its place in a word, 0 to 1, whatever the language."""
    letter, inside = word[at], 0 < at < len(word) - 1
    if letter.isupper() and at > 0 and not word.isupper():
        return 0
    foreign = re.search(rf"[^\x00-\x7f]{{{LONGEST_LATIN + 1}}}", word) is not None
    if foreign or (len(word) >= LEAST_ALONE and not any(map(str.isascii, word))):
        return 0 if foreign else ALONE
    alike = inside and _is_vowel(word[at - 1]) == _is_vowel(letter) == _is_vowel(word[at + 1])
    return OUT_OF_PLACE if alike else 1


@cache
def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter.lower())[0] in VOWELS


@cache
def _languages(group: str) -> tuple[re.Pattern[str], ...]:
    """The letters beyond ASCII of each language of a group."""
    return tuple(map(re.compile, data_file("reportgen.parsing", "languages.toml")[group].values()))
