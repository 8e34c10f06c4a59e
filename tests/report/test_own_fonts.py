"""Faces of the user's own: used wherever ours are, and refused by name where they cannot be."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from PIL import Image, ImageFont
from pypdf import PdfReader

from reportgen.base.fonts import SANS, default_typefaces, text_families, typefaces, use_typefaces
from reportgen.base.glyphs import missing_glyph_issues
from reportgen.charts.figure import Canvas, Figure, FigureData, draw, png
from reportgen.charts.marks import MarkLabel, labels
from reportgen.charts.text_metrics import text_width
from reportgen.errors import InputError
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format
from reportgen.options.settings_file import load_settings
from reportgen.rendering.font_files import renamed
from reportgen.rendering.pdf import to_pdf
from reportgen.report import web_fonts
from reportgen.report.branding import use_branding
from reportgen.report.own_fonts import typefaces_of
from tests.faces import BLACK, HEAVY, ITALIC, face

if TYPE_CHECKING:
    from pathlib import Path

LATIN = "".join(map(chr, (*range(32, 127), *range(160, 256))))


def options(**fonts: Path) -> BuildOptions:
    return BuildOptions(("a.csv",), **fonts)  # type: ignore[arg-type]


def text(path: Path) -> BuildOptions:
    return options(text_font=path, semibold_font=path)


def word() -> Figure:
    return draw(Canvas("word", 200, 30), labels([MarkLabel(4, 15, "Share 47%", 20)]), FigureData((), ()))


def ink(picture: bytes) -> int:
    """How many pixels are dark."""
    return sum(Image.open(BytesIO(picture)).convert("L").point(lambda grey: grey < 128).histogram()[1:])


def page(words: str) -> str:
    return (
        f'<html lang="en"><head><title>x</title><style>p {{ font: 400 12pt {text_families()} }}</style>'
        f"</head><body><p>{words}</p></body></html>"
    )


def printed_fonts(pdf: bytes) -> set[str]:
    resources = [sheet["/Resources"]["/Font"].values() for sheet in PdfReader(BytesIO(pdf)).pages]
    return {font.get_object()["/BaseFont"].split("+")[1] for fonts in resources for font in fonts}


def test_what_is_not_given_stays_ours(tmp_path: Path) -> None:
    assert typefaces_of(options()) == default_typefaces()
    found = typefaces_of(options(heading_font=face(tmp_path / "a.ttf")))
    assert (found.regular, found.semibold) == (default_typefaces().regular, default_typefaces().semibold)
    assert found.heading.family.startswith("heading-Source-Sans-Pro-")
    found = typefaces_of(text(tmp_path / "a.ttf"))
    assert found.heading == default_typefaces().heading
    assert found.regular.family == found.semibold.family != SANS
    with pytest.raises(InputError, match="semibold_font comes without text_font"):
        typefaces_of(options(semibold_font=tmp_path / "a.ttf"))


@pytest.mark.parametrize("flavor", [None, "woff", "woff2"])
def test_a_face_is_taken_however_it_is_packed(tmp_path: Path, flavor: str | None) -> None:
    found = typefaces_of(text(face(tmp_path / "a", ITALIC, flavor=flavor))).regular
    assert found.data.startswith(b"OTTO")
    with TTFont(BytesIO(found.data)) as one, TTFont(ITALIC) as other:
        assert one.getGlyphOrder() == other.getGlyphOrder()


def test_letters_are_measured_and_drawn_in_the_face(tmp_path: Path) -> None:
    words, path = "Ganz breit 1,022", face(tmp_path / "a.ttf")
    before, ours = text_width(words, 100), png(word(), 2)
    with use_typefaces(typefaces_of(text(path))):
        drawn = ImageFont.truetype(path, 1000, layout_engine=ImageFont.Layout.BASIC)
        assert abs(10 * text_width(words, 100) - drawn.getlength(words)) < 40
        assert text_families() in word().svg
        assert ink(png(word(), 2)) > 1.3 * ink(ours)
    assert text_width(words, 100) == before
    assert png(word(), 2) == ours


def test_the_converter_knows_a_slanted_face_by_the_name_that_drawings_ask_for(tmp_path: Path) -> None:
    font = typefaces_of(text(face(tmp_path / "a.otf", ITALIC))).semibold
    with TTFont(BytesIO(renamed(font))) as copy:
        assert copy["name"].getBestFamilyName() == font.family
        assert (copy["OS/2"].usWeightClass, copy["OS/2"].fsSelection & 1) == (600, 0)
    assert renamed(font) == renamed(font)


def test_a_pdf_embeds_the_face_and_ours_for_what_it_lacks(tmp_path: Path) -> None:
    own = typefaces_of(text(face(tmp_path / "a.ttf", letters=LATIN)))
    with use_typefaces(own):
        assert printed_fonts(to_pdf(page("Plain")).data) == {own.regular.family}
        assert printed_fonts(to_pdf(page("Ωμέγα")).data) == {"Source-Sans-Pro"}
        assert to_pdf(page("Ω and more")).data == to_pdf(page("Ω and more")).data


def test_letters_that_a_face_lacks_are_named(tmp_path: Path) -> None:
    path = face(tmp_path / "a.ttf", letters=LATIN)
    with use_typefaces(typefaces_of(text(path))):
        ours, nobodys = missing_glyph_issues(("Ωμέγα", "大阪"))
    assert ours.message.endswith(
        "drawn in Source Sans Pro or Source Serif Pro instead: Greek, signs such as U+2013"
    )
    assert nobodys.message.endswith("left to the fonts of each machine: Han")
    with use_typefaces(typefaces_of(text(face(tmp_path / "b.ttf")))):
        assert missing_glyph_issues(("Ωμέγα",)) == ()


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        typefaces_of(options(heading_font=path))
    assert str(caught.value).startswith(str(path))
    return f"{caught.value.cause}; {caught.value.hint}"


def test_what_cannot_be_used_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "a.ttf"
    assert "there is no such file" in refused(path)
    for data in (
        b"",
        b"not a font",
        b"\x00\x01\x00\x00" + bytes(40),
        BLACK.read_bytes()[:5000],
        b"wOF2" + bytes(60),
    ):
        path.write_bytes(data)
        assert "no font" in refused(path)
    path.write_bytes(b"ttcf" + bytes(40))
    assert "holds several fonts" in refused(path)


@pytest.mark.parametrize(
    ("bits", "why"), [(0x2, "restricted"), (0x102, "restricted"), (0x108, "no subsetting"), (0x200, "bitmap")]
)
def test_a_licence_that_forbids_embedding_is_obeyed(tmp_path: Path, bits: int, why: str) -> None:
    told = refused(face(tmp_path / "a.ttf", bits=bits))
    assert why in told
    assert "ask its maker" in told


@pytest.mark.parametrize("bits", [0, 0x4, 0x8, 0x6])
def test_a_licence_that_permits_it_is_enough(tmp_path: Path, bits: int) -> None:
    assert typefaces_of(options(heading_font=face(tmp_path / "a.ttf", bits=bits))).heading.data


def test_a_variable_font_is_sent_back_for_its_single_weights(tmp_path: Path) -> None:
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({65: "A"})
    builder.setupGlyf({".notdef": _empty(), "A": _empty()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 0)})
    builder.setupHorizontalHeader()
    builder.setupNameTable({"familyName": "Many", "styleName": "Regular"})
    builder.setupOS2(fsType=0)
    builder.setupPost()
    builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    builder.save(tmp_path / "a.ttf")
    assert "variable" in refused(tmp_path / "a.ttf")


def _empty() -> object:
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415

    return TTGlyphPen(None).glyph()


def test_fonts_too_large_for_a_page_are_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_fonts, "LARGEST", 1_000)
    heavy = text(face(tmp_path / "a.ttf"))
    with (
        pytest.raises(InputError, match=r"the fonts take [\d,]+ bytes packed for a page, more than 1,000"),
        use_branding(heavy),
    ):
        pass
    paper = replace(heavy, formats=frozenset({Format.BRIEF}))
    with use_branding(paper):
        assert typefaces().regular.family != SANS


def test_paths_count_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text('[report]\nheading_font = "fonts/a.ttf"\n', "utf-8")
    assert load_settings(tmp_path / "reportgen.toml").options == {
        "heading_font": tmp_path / "fonts" / "a.ttf"
    }


def test_two_builds_of_one_process_do_not_mix(tmp_path: Path) -> None:
    one, other = (typefaces_of(text(face(tmp_path / "a.ttf", cut))) for cut in (BLACK, HEAVY))
    assert one.regular.family != other.regular.family
    with use_typefaces(one):
        first = to_pdf(page("Plain")).data
    with use_typefaces(other):
        assert printed_fonts(to_pdf(page("Plain")).data) == {other.regular.family}
    with use_typefaces(one):
        assert to_pdf(page("Plain")).data == first
