"""Detects the code page of a text that is not UTF-8: the one in which its letters make sense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LATIN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÍÎÏÑÓÔÖÕØŒÙÚÛÜ€°–—’‘“”…«»\u00a0")
_CENTRAL_LETTERS = "ąćęłńśźżčďěňřšťůýžőűľĺŕăţşđ"
CENTRAL = LATIN | frozenset(_CENTRAL_LETTERS + _CENTRAL_LETTERS.upper())
TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜ€–’“”\u00a0")
CAPITAL = 0.5
"""What a capital within a word speaks for a page; in the wrong one small letters come out as capitals."""
RUN = re.compile(r"([A-Za-z]?)([^\x00-\x7f]+)(?=([A-Za-z]?))")
"""Characters beyond ASCII, and letters of ASCII at either end."""
LONGEST_LATIN = 4
"""Words of the Latin alphabet have letters of ASCII among the others, seldom more than so many in a row."""
ALONE, LEAST_ALONE = 0.5, 3
"""What a letter speaks for a Latin page in a word of three or more that has none of ASCII."""
HUNGARIAN = frozenset("áéíóöõúüû")
"""Letters of Hungarian as Windows-1252 takes them: those with two acutes come out with a tilde or a roof."""
OF_HUNGARIAN_ALONE = re.compile("õ(?!e)")
"""Portuguese has the letter before an e; Estonian has none of those with an acute."""
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
    sense: Callable[[str], float]
    """How many characters of a run beyond ASCII make sense in a text of this page; some count in part."""
    latin: bool = False


def _latin(letters: frozenset[str]) -> Callable[[str], float]:
    """Letters among those of ASCII."""
    return lambda run: sum(map(letters.__contains__, run)) if len(run) <= LONGEST_LATIN else 0


def _between(first: str, last: str, more: str = "") -> Callable[[str], float]:
    """Small letters from the first to the last, their capitals where a word begins, and signs."""

    def sense(run: str) -> float:
        small = sum(first <= each <= last or each in more for each in run)
        capital = [each != each.lower() and first <= each.lower() <= last for each in run]
        return small + sum(capital) * CAPITAL + capital[0] * (1 - CAPITAL)

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


USUAL = CodePage("cp1252", "Windows-1252", _latin(LATIN), latin=True)
CENTRAL_EUROPEAN = CodePage("cp1250", "Windows-1250", _latin(CENTRAL), latin=True)
CYRILLIC = (
    CodePage("cp1251", "Windows-1251", _between("а", "я", "ёіїєґ№«»–—")),
    CodePage("koi8_r", "KOI8-R", _between("а", "я", "ё")),
    CodePage("cp866", "DOS 866", _between("а", "я", "ё№")),
)
_KANA = "".join(map(chr, (0x3001, 0x3002, *range(0x3041, 0x3100))))
PAGES = (
    USUAL,
    CodePage("cp1254", "Windows-1254", _latin(TURKISH), latin=True),
    CENTRAL_EUROPEAN,
    CodePage("mac_roman", "Mac OS Roman", _latin(LATIN), latin=True),
    CodePage("cp1255", "Windows-1255", _between("א", "ת")),
    *CYRILLIC,
    CodePage("cp1253", "Windows-1253", _between("ά", "ώ")),
    CodePage("cp1256", "Windows-1256", _between("ء", "ي", "،")),
    CodePage("cp874", "Windows-874", lambda run: sum(map(len, THAI.findall(run)))),
    CodePage("cp949", "Windows-949", _frequent("euc_kr", 0xB0, 0xC8)),
    CodePage("gb18030", "GB 18030", _frequent("gb2312", 0xB0, 0xD7)),
    CodePage("big5", "Big5", _frequent("big5", 0xA4, 0xC6)),
    CodePage("shift_jis", "Shift JIS", _frequent("shift_jis", 0x88, 0x97, _KANA)),
    CodePage("euc_jp", "EUC-JP", _frequent("euc_jp", 0xB0, 0xCF, _KANA)),
)


def code_page(sample: bytes) -> CodePage:
    """The page in which most letters of a sample make sense; Western European where none makes enough.

    Args:
        sample: whole lines that hold bytes beyond ASCII.
    """
    sense = [(_sense(sample, page), page) for page in PAGES]
    best, page = max(sense, key=lambda pair: pair[0])
    if best < LEAST_SENSE or best == sense[0][0]:
        return CENTRAL_EUROPEAN if _hungarian(sample) else USUAL
    if page in CYRILLIC:  # Capitals of one are small letters of another: which letters they are tells.
        return max(CYRILLIC, key=lambda each: _common(sample.decode(each.codec, "replace")))
    return page


def _common(text: str) -> int:
    words = {run for _, run, _ in RUN.findall(text.lower())}
    return sum(word.count(letter) for word in words for letter in COMMON_CYRILLIC)


def _hungarian(sample: bytes) -> bool:
    """Whether letters that Windows-1252 knows as well are those of Hungarian."""
    text = sample.decode(USUAL.codec, "replace").lower()
    letters = {character for character in text if not character.isascii() and character.isalpha()}
    return letters <= HUNGARIAN and bool(letters & set("áéíóú") and OF_HUNGARIAN_ALONE.search(text))


def _sense(sample: bytes, page: CodePage) -> float:
    """Sense of the characters beyond ASCII, 0 to 1, each run once; 0 where some bytes stand for none."""
    try:
        runs = {(run, not before + after) for before, run, after in RUN.findall(sample.decode(page.codec))}
    except UnicodeDecodeError:
        return 0.0
    sense = sum(
        page.sense(run) * (ALONE if page.latin and alone and len(run) >= LEAST_ALONE else 1)
        for run, alone in runs
    )
    return sense / max(sum(len(run) for run, _ in runs), 1)
