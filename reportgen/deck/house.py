"""An empty presentation in the house style: size, theme colours and fonts, two layouts, the title's place.

What stands on every slide (the band, the line below) belongs to the layouts, so that a new slide has it and
screen readers pass it over.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from reportgen.base.fonts import Font, typefaces
from reportgen.charts.palette import tones
from reportgen.charts.theme import INK, RULE, SLOTS, TINT, WHITE

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Pptx
    from pptx.shapes.placeholder import SlidePlaceholder
    from pptx.slide import SlideLayout

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.6
BAND = 4.35
"""Inches: a wide slide, its margins, and the height of the coloured ground of the first one."""
COVER, INNER = 0, 1
"""Places of the two layouts."""
_COVER_NAME, _INNER_NAME = "Title Slide", "Title Only"


@dataclass(frozen=True)
class Frame:
    """A rectangle, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """As python-pptx takes it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


TITLE = Frame(MARGIN, 0.72, WIDTH - 2 * MARGIN, 1.0)
COVER_TITLE = Frame(MARGIN, 1.45, WIDTH - 2 * MARGIN, 1.45)


def new_presentation() -> Pptx:
    """A presentation without slides, with the layouts of `COVER` and `INNER`."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _set_theme(made)
    kept = [
        next(each for each in made.slide_layouts if each.name == name) for name in (_COVER_NAME, _INNER_NAME)
    ]
    for layout in tuple(made.slide_layouts):
        if layout not in kept:
            made.slide_layouts.remove(layout)
    _set_master(made)
    cover, inner = kept
    _keep_title_alone(cover, COVER_TITLE)
    _keep_title_alone(inner, TITLE)
    _add_ground(cover, Frame(0, 0, WIDTH, BAND), tones().brand)
    _add_ground(inner, Frame(MARGIN, 6.98, WIDTH - 2 * MARGIN, 0.012), RULE)
    return made


def family(font: Font) -> str:
    """The family as programs list it: the name in the font's own file."""
    with TTFont(BytesIO(font.data), lazy=True) as opened:
        return opened["name"].getBestFamilyName() or font.family


def _set_theme(made: Pptx) -> None:
    """The report's colours and faces as those that PowerPoint offers."""
    part = made.slide_masters[0].part.part_related_by(RT.THEME)
    theme, faces = parse_xml(part.blob), typefaces()
    colours = theme.find(f".//{qn('a:clrScheme')}")
    colours.set("name", "Report")
    for name, colour in _theme_colours().items():
        slot = colours.find(qn(f"a:{name}"))
        slot.clear()
        slot.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour[1:].upper()}"/>'))
    for kind, font in (("majorFont", faces.heading), ("minorFont", faces.regular)):
        face = theme.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}")
        face.attrib.clear()
        face.set("typeface", family(font))
    part._blob = serialize_part_xml(theme)  # noqa: SLF001 - a part that python-pptx keeps as it is


def _theme_colours() -> dict[str, str]:
    """Name in a theme -> colour: ink and paper, then those of segments."""
    brand, segments = tones().brand, (each.fill for each in SLOTS)
    accents = dict(zip((f"accent{place}" for place in range(1, 7)), segments, strict=False))
    return {"dk1": INK, "lt1": WHITE, "dk2": brand, "lt2": TINT, **accents, "hlink": brand, "folHlink": brand}


def _set_master(made: Pptx) -> None:
    master = made.slide_masters[0]
    for shape in tuple(master.placeholders):
        if shape.placeholder_format.type is not None and shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
    _place(master.placeholders[0], TITLE)
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")  # noqa: SLF001
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("sz", str(Pt(26).centipoints))
    run.set("b", "1")


def _keep_title_alone(layout: SlideLayout, box: Frame) -> None:
    for shape in tuple(layout.placeholders):
        if shape.placeholder_format.idx != 0:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
        else:
            _place(shape, box)


def _place(shape: SlidePlaceholder, box: Frame) -> None:
    for name, size in zip(("left", "top", "width", "height"), box.emu, strict=True):
        setattr(shape, name, size)
    frame = shape.text_frame
    body = frame._txBody.find(qn("a:bodyPr"))  # noqa: SLF001
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", "t")
    for child in tuple(body):
        body.remove(child)
    body.append(parse_xml(f"<a:normAutofit {nsdecls('a')}/>"))


def _add_ground(layout: SlideLayout, box: Frame, colour: str) -> None:
    """A plain rectangle behind everything else."""
    left, top, width, height = box.emu
    ground = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Ground"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    tree = layout.shapes._spTree  # noqa: SLF001
    tree.insert(2, ground)
