"""Which old code page a text that is not UTF-8 is written in: the one in which its letters make sense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LATIN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÍÎÏÑÓÔÖÕØŒÙÚÛÜ€°–—’‘“”…«»\u00a0")
CENTRAL = LATIN | frozenset("ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůýžČĎĚŇŘŠŤŮÝŽőűŐŰľĺŕăţşđ")
TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜ€–’“”\u00a0")
CAPITAL = 0.5
"""What a capital letter speaks for a page; in the wrong one small letters come out as capitals."""
FOREIGN = re.compile(r"[^\x00-\x7f]{4,}")
"""Words of the Latin alphabet have letters of ASCII among the others."""
LEAST_SENSE = 0.8
"""Share of the characters beyond ASCII that must make sense for a page other than the usual one."""


@dataclass(frozen=True)
class CodePage:
    """One way of writing letters beyond ASCII as bytes."""

    codec: str
    name: str
    """As it is called in every language."""
    sense: Callable[[str], float]
    """How much sense a character makes in a text of this page, 0 to 1."""
    latin: bool = False


def _between(first: str, last: str, more: str = "") -> Callable[[str], float]:
    """Small letters from the first to the last, their capitals, and signs."""

    def sense(character: str) -> float:
        if first <= character <= last or character in more:
            return 1
        return CAPITAL if first <= character.lower() <= last else 0

    return sense


def _frequent(
    codec: str, first: int, last: int, more: Callable[[str], float] = lambda _: 0
) -> Callable[[str], float]:
    """Characters in the part of an Asian code page that holds the frequent ones: by their first byte."""

    def sense(character: str) -> float:
        try:
            code = character.encode(codec)
        except UnicodeEncodeError:
            return 0
        return max(more(character), len(code) > 1 and first <= code[0] <= last)

    return sense


USUAL = CodePage("cp1252", "Windows-1252", LATIN.__contains__, latin=True)
_KANA = _between("\u3041", "\u30ff", "\u3001\u3002")
PAGES = (
    USUAL,
    CodePage("cp1250", "Windows-1250", CENTRAL.__contains__, latin=True),
    CodePage("cp1254", "Windows-1254", TURKISH.__contains__, latin=True),
    CodePage("mac_roman", "Mac OS Roman", LATIN.__contains__, latin=True),
    CodePage("cp1255", "Windows-1255", _between("א", "ת")),
    CodePage("cp1251", "Windows-1251", _between("а", "я", "ёіїєґ№«»–—")),
    CodePage("koi8_r", "KOI8-R", _between("а", "я", "ё")),
    CodePage("cp866", "DOS 866", _between("а", "я", "ё№")),
    CodePage("cp1253", "Windows-1253", _between("ά", "ώ")),
    CodePage("cp1256", "Windows-1256", _between("ء", "ي", "،")),
    CodePage("cp874", "Windows-874", _between("ก", "๎")),
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
    return page if best >= LEAST_SENSE and best > sense[0][0] else USUAL


def _sense(sample: bytes, page: CodePage) -> float:
    """Sense of the characters beyond ASCII, 0 to 1; 0 where some bytes stand for none."""
    try:
        text = sample.decode(page.codec)
    except UnicodeDecodeError:
        return 0.0
    letters = [character for character in text if not character.isascii()]
    told = FOREIGN.sub("", text) if page.latin else text
    return sum(page.sense(character) for character in told if not character.isascii()) / max(len(letters), 1)
