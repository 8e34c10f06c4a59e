"""Shapes of a slide: words, tables, the logo; each with the language it is in, pictures with their words."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from reportgen.base.fonts import PICTOGRAPHS
from reportgen.charts.text_metrics import text_width
from reportgen.charts.theme import INK, RULE, SEMIBOLD, slot
from reportgen.deck.text_fit import PIXELS, WIDER, height_of, lines_of
from reportgen.report.render import TURNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide as PptxSlide
    from pptx.table import _Cell
    from pptx.text.text import _Paragraph

    from reportgen.deck.house import Frame
    from reportgen.page.parts import Row, Table

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own name of the table style without lines and colours."""
_CELL_SIDE, _CELL_TOP = 0.06, 0.035
"""Inches between a cell's words and its edges."""
_MARK = "\u25a0\u00a0"
_TABLE_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_NUMBER_ROOM = 0.12
"""Inches beyond its widest entry that a column of figures gets."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: str
    size: float
    """In points."""
    colour: str = INK
    bold: bool = False
    heading: bool = False
    """Whether it is set in the face of headings."""
    after: float = 0.0
    """Points below it."""


def shown(text: str) -> str:
    """Words as a slide may hold them: no control signs, no emoji, nothing that turns the text around it."""
    kept = PICTOGRAPHS.sub("", TURNS.sub("", text))
    plain = "".join(" " if sign in "\n\t\r" else sign for sign in kept)
    return "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})


def set_title(slide: PptxSlide, text: str, size: float, colour: str, language: str) -> None:
    """Fill the title's placeholder, which outlines and screen readers go by."""
    frame = slide.shapes.title.text_frame
    frame.text = shown(text)
    _style(frame.paragraphs[0], Paragraph(text, size, colour, bold=True), language)


def add_words(slide: PptxSlide, words: Sequence[Paragraph], box: Frame, language: str, name: str) -> None:
    """A box of paragraphs."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for place, each in enumerate(words):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = shown(each.text)
        paragraph.space_after = Pt(each.after)
        _style(paragraph, each, language)


def add_page_number(slide: PptxSlide, box: Frame, size: float, colour: str) -> None:
    """The slide's own number, which follows when slides are moved."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = "Slide number"
    frame = shape.text_frame
    frame.margin_right = Emu(0)
    paragraph = frame.paragraphs[0]._p  # noqa: SLF001
    paragraph.append(
        parse_xml(
            f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
            f'<a:rPr lang="en-GB" sz="{round(size * 100)}"><a:solidFill>'
            f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:rPr><a:t>1</a:t></a:fld>'
        )
    )
    paragraph.get_or_add_pPr().set("algn", "r")


def add_logo(slide: PptxSlide, logo: bytes, box: Frame, alt: str) -> None:
    """The logo on white, as high as its box, or as wide."""
    picture = slide.shapes.add_picture(BytesIO(logo), Inches(box.left), Inches(box.top))
    scale = min(Inches(box.width) / picture.width, Inches(box.height) / picture.height, 1.0)
    picture.width, picture.height = Emu(round(picture.width * scale)), Emu(round(picture.height * scale))
    picture.line.color.rgb, picture.line.width = RGBColor(255, 255, 255), Pt(6)
    picture.left = Inches(box.left + box.width) - picture.width
    describe(picture, alt, "Logo")


def describe(shape: BaseShape, alt: str, name: str) -> None:
    """What a shape shows, for those who cannot see it."""
    properties = shape._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001
    properties.set("descr", shown(alt))
    properties.set("name", name)


def add_table(slide: PptxSlide, table: Table, box: Frame, language: str) -> None:
    """A table that PowerPoint edits, set as large as its box allows."""
    rows = [*table.rows, *(() if table.total is None else (table.total,))]
    texts = [[head.text.plain for head in table.heads], *(_texts(row, len(table.heads)) for row in rows)]
    texts = [[shown(text) for text in row] for row in texts]
    size, widths = _fitted(texts, [head.numeric for head in table.heads], box)
    frame = slide.shapes.add_table(len(texts), len(table.heads), *box.emu)
    describe(frame, table.title.plain, "Table")
    drawn = frame.table
    drawn.horz_banding = False
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE  # noqa: SLF001
    for column, width in enumerate(widths):
        drawn.columns[column].width = Inches(width)
    for place, row in enumerate(texts):
        high = max(lines_of(t, w - 2 * _CELL_SIDE, size) for t, w in zip(row, widths, strict=True))
        drawn.rows[place].height = Inches(max(high, 1) * size * 1.22 / 72 + 2 * _CELL_TOP)
        is_last = table.total is not None and place == len(texts) - 1
        segment = rows[place - 1].segment if place else None
        for column, text in enumerate(row):
            cell = drawn.cell(place, column)
            words = Paragraph(text, size, INK, bold=place == 0 or is_last)
            _fill(cell, words, language, numeric=table.heads[column].numeric)
            if segment is not None and column == 0:
                _add_mark(cell, slot(segment.slot).fill)
            _add_line(cell, INK if place == 0 else RULE)


def _texts(row: Row, columns: int) -> list[str]:
    cells = [cell.plain for cell in row.cells]
    if row.segment is not None and cells:
        cells[0] = _MARK + cells[0]
    return (cells + [""] * columns)[:columns]


def _fitted(texts: list[list[str]], numeric: list[bool], box: Frame) -> tuple[float, list[float]]:
    """The size of the words, and the columns' widths in inches."""
    for size in _TABLE_SIZES:
        widths = _widths(texts, numeric, box.width, size)
        heights = (
            max(height_of([t], w - 2 * _CELL_SIDE, size) for t, w in zip(row, widths, strict=True))
            for row in texts
        )
        if _breaks_words(texts, widths, size):
            continue
        if sum(heights) + 2 * _CELL_TOP * len(texts) <= box.height:
            return size, widths
    return _TABLE_SIZES[-1], _widths(texts, numeric, box.width, _TABLE_SIZES[-1])


def _breaks_words(texts: list[list[str]], widths: list[float], size: float) -> bool:
    """Whether a word is wider than its column."""
    return any(
        _wide(word, size) > width - 2 * _CELL_SIDE + 1e-9
        for row in texts
        for text, width in zip(row, widths, strict=True)
        for word in text.split(" ")
    )


def _widths(texts: list[list[str]], numeric: list[bool], width: float, size: float) -> list[float]:
    """Columns of figures as wide as they need, the rest shared by how much the others say."""
    columns = list(zip(*texts, strict=True))
    wanted = [
        _natural(column, size, is_number=number) for column, number in zip(columns, numeric, strict=True)
    ]
    figures = sum(w for w, number in zip(wanted, numeric, strict=True) if number)
    words = [column for column, number in zip(columns, numeric, strict=True) if not number]
    least = [_longest_word(column, size) for column in words]
    room = max(width - sum(least), width / 2)
    tight = min(1.0, room / figures) if figures else 1.0
    natural = [w for w, number in zip(wanted, numeric, strict=True) if not number]
    shares = iter(_shared(natural, least, width - figures * tight))
    return [w * tight if number else next(shares) for w, number in zip(wanted, numeric, strict=True)]


def _longest_word(column: Sequence[str], size: float) -> float:
    """Inches that a column of words takes at least."""
    return max(_wide(word, size) for text in column for word in text.split(" ")) + 2 * _CELL_SIDE


def _wide(text: str, size: float) -> float:
    """Inches of a text in bold, in whatever face stands in for ours."""
    return text_width(text, size * PIXELS / 72, SEMIBOLD) * WIDER / PIXELS


def _shared(wanted: list[float], least: list[float], room: float) -> list[float]:
    """Room for columns of words: what is left over goes to the widest; else by what each lacks."""
    spare = room - sum(wanted)
    if spare >= 0:
        widest = wanted.index(max(wanted)) if wanted else 0
        return [w + (spare if place == widest else 0.0) for place, w in enumerate(wanted)]
    lacking = sum(wanted) - sum(least)
    part = max(room - sum(least), 0.0) / lacking if lacking else 0.0
    return [low + part * (w - low) for w, low in zip(wanted, least, strict=True)]


def _natural(column: Sequence[str], size: float, *, is_number: bool) -> float:
    """Inches that a column takes on single lines; heads of figures may break between words."""
    head, *cells = column
    parts = [*(head.split() if is_number else [head]), *cells]
    return max(_wide(part, size) for part in parts) + 2 * _CELL_SIDE + (_NUMBER_ROOM if is_number else 0.0)


def _fill(cell: _Cell, words: Paragraph, language: str, *, numeric: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(_CELL_SIDE)
    cell.margin_top = cell.margin_bottom = Inches(_CELL_TOP)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.text = words.text
    _style(paragraph, words, language)
    if numeric:
        paragraph._p.get_or_add_pPr().set("algn", "r")  # noqa: SLF001


def _add_mark(cell: _Cell, colour: str) -> None:
    """The segment's colour before its name."""
    paragraph = cell.text_frame.paragraphs[0]
    (run,) = paragraph.runs
    name, run.text = run.text.removeprefix(_MARK), _MARK
    rest = paragraph.add_run()
    rest.text = name
    rest._r.insert(0, deepcopy(run._r.find(qn("a:rPr"))))  # noqa: SLF001
    run.font.color.rgb = RGBColor.from_string(colour[1:].upper())


def _add_line(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    properties.append(
        parse_xml(
            f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/>'
            "</a:solidFill></a:lnB>"
        )
    )


def _style(paragraph: _Paragraph, words: Paragraph, language: str) -> None:
    for run in paragraph.runs:
        font = run.font
        font.size, font.bold = Pt(words.size), words.bold
        font.color.rgb = RGBColor.from_string(words.colour[1:].upper())
        run._r.get_or_add_rPr().set("lang", language.replace("_", "-"))  # noqa: SLF001
        if words.heading:
            font.name = "+mj-lt"
