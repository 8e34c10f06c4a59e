"""Letters that the report's fonts lack are named by their script, never by the word that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.base.fonts import missing_glyphs
from reportgen.base.glyphs import install_fonts, missing_glyph_issues
from reportgen.base.language import use_locale
from reportgen.base.phrases import translated
from tests.reports import build, nothing_drawn, text_of

if TYPE_CHECKING:
    from pathlib import Path


def test_characters_that_the_fonts_lack_are_found() -> None:
    assert missing_glyphs("Żółć Ωж £ ▲▼■ \u2212 …\n\u00ad") == ""
    assert missing_glyphs("漢字 and 漢 \u202f") == "\u202f字漢"


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("大阪", "東京"), "Han"),
        (("大阪", "ひらがな", "القاهرة"), "Arabic, Hiragana, Han"),
        (("Ⓐ and ⓑ",), "signs such as U+24B6"),
        (("한국 Ⓐ",), "Hangul, signs such as U+24B6"),
    ],
)
def test_each_script_is_named_once(words: tuple[str, ...], missing: str) -> None:
    (issue,) = missing_glyph_issues(words)
    assert issue.message.endswith(f": {missing}")
    assert "fonts-noto" in issue.hint
    assert not set("".join(words)) & {sign for sign in issue.message if ord(sign) > 0x2100}


@pytest.mark.parametrize(
    ("letters", "packages"),
    [
        ("\u6771\u4eacかな한", "install fonts-noto-cjk ("),
        ("\u0642\u05d0\u0926\u0e44", "install fonts-noto-core ("),
        ("\u6771\u0642", "install fonts-noto-cjk and fonts-noto-core ("),
    ],
)
def test_the_package_that_has_the_letters_is_named(letters: str, packages: str) -> None:
    assert install_fonts(letters).startswith(packages)


def test_nothing_is_said_of_letters_that_are_there() -> None:
    assert missing_glyph_issues(("Zażółć", "Ωμέγα", "Жук", "1\u202f000 €", "▲")) == ()


def test_emoji_that_are_left_out_are_told() -> None:
    (issue,) = missing_glyph_issues(("\U0001f4b6 spend",))
    assert issue.code == "emoji"


def test_scripts_are_told_in_the_language_of_the_report() -> None:
    (issue,) = missing_glyph_issues(("大", "ق", "ไ"))
    with use_locale("de_DE"):
        assert translated(issue.message).endswith(": Arabisch, Thai, Chinesisch")
    with use_locale("fr_FR"):
        assert translated(issue.message).endswith(": arabe, thaï, sinogrammes")


def test_a_build_says_it_once_in_the_report(tmp_path: Path) -> None:
    source = tmp_path / "table.csv"
    levels = ("大阪", "京都", "神戸")
    rows = (f"{i:03d},{900 * (i % 3) + i % 7},{5 * (i % 3) + i % 2},{levels[i % 3]}\n" for i in range(180))
    source.write_text("id,spend,visits,city\n" + "".join(rows), "utf-8")
    with nothing_drawn():
        report = build(source, tmp_path / "out", company="大阪", k=3)
    assert text_of(report.page).count("which are left to the fonts of each machine: Han") == 1
