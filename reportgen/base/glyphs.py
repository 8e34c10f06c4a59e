"""Issues about characters for which the report's fonts have no glyph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fontTools.unicodedata import script

from reportgen.base.audit import Issue
from reportgen.base.fonts import PICTOGRAPHS, SANS, SERIF, borrowed_glyphs, missing_glyphs
from reportgen.base.phrases import Script, joined_phrases, phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OUR_SIGNS = "\u2019\u201c\u201d\u00b7\u2013\u2026\u2212\u2264\u2265\u25a0\u25b2\u25bc"
"""What stands in our own words and drawings beside the letters of a language."""
_SHARED = frozenset({"Zyyy", "Zinh", "Zzzz"})
"""Codes of signs that belong to no script of their own."""
_EAST_ASIAN = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo"})
_EAST_ASIAN_FONTS, _OTHER_FONTS = "fonts-noto-cjk", "fonts-noto-core"
"""Debian packages: the second one has Arabic, Hebrew, Devanagari, Thai, and the other scripts in use."""


def install_fonts(letters: str) -> str:
    """Which packages have the letters, as advice to who runs the program."""
    scripts = set(map(script, letters)) - _SHARED
    east, other = scripts & _EAST_ASIAN, scripts - _EAST_ASIAN
    packages = [*([_EAST_ASIAN_FONTS] if east else []), *([_OTHER_FONTS] if other or not east else [])]
    return f"install {' and '.join(packages)} (Debian packages), or another font that has them"


def missing_glyph_issues(words: Iterable[str]) -> tuple[Issue, ...]:
    """Scripts and signs that fall back to other fonts, and whether emoji are left out; no word is quoted."""
    text = "".join(words)
    drawn = PICTOGRAPHS.sub("", text)
    ours, nobody = borrowed_glyphs(drawn + OUR_SIGNS), missing_glyphs(drawn)
    return (*_in_default_fonts(_visible(ours)), *_in_no_font(_visible(nobody)), *_left_out(text))


def _visible(letters: str) -> str:
    return "".join(letters.split())


def _in_default_fonts(letters: str) -> Iterator[Issue]:
    if letters:
        message = phrase(
            "the fonts in the settings lack these, which are drawn in {sans} or {serif} instead: {missing}",
            sans=SANS,
            serif=SERIF,
            missing=joined_phrases(dict.fromkeys(_scripts(letters))),
        )
        yield Issue.of("borrowed-glyphs", message, "give fonts that have them")


def _in_no_font(letters: str) -> Iterator[Issue]:
    if letters:
        message = phrase(
            "the report\u2019s own fonts lack these, which are left to the fonts of each machine: {missing}",
            missing=joined_phrases(dict.fromkeys(_scripts(letters))),
        )
        yield Issue.of("missing-glyphs", message, install_fonts(letters))


def _scripts(letters: str) -> Iterator[str]:
    """Every script once, and one sign for all that belong to no script."""
    scripts = dict.fromkeys(map(script, letters))
    yield from (Script(code) for code in scripts if code not in _SHARED)
    sign = next((sign for sign in letters if script(sign) in _SHARED), None)
    if sign:
        yield phrase("signs such as {sign}", sign=f"U+{ord(sign):04X}")


def _left_out(text: str) -> Iterator[Issue]:
    if PICTOGRAPHS.search(text):
        yield Issue.of("emoji", phrase("emoji are left out of charts and PDFs, as the fonts have none"))
