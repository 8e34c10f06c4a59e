"""Drawings for a PDF: the same marks in fewer elements and points, whose number makes the time it takes."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from reportgen.base.fonts import advances, text_stack
from reportgen.base.language import current_locale, language_of
from reportgen.charts.figure import WHITE, png
from reportgen.charts.text_metrics import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.charts.figure import Figure

PRINT_SCALE = 3.0
"""Pixels a CSS pixel of a drawing that is printed as pixels."""
SVG = "http://www.w3.org/2000/svg"
_GROUP, _LINE, _PATH, _TEXT = (f"{{{SVG}}}{kind}" for kind in ("g", "line", "path", "text"))
_IDLE = frozenset(
    {
        ("transform", "translate(0,0)"),
        ("opacity", "1"),
        ("fill-opacity", "1"),
        ("stroke-opacity", "1"),
        ("stroke-dasharray", ""),
    }
)
"""Attributes that change nothing."""
_SEE_THROUGH = frozenset({"opacity", "fill-opacity", "stroke-opacity", "transform", "clip-path", "id"})
"""Those of marks that stay for themselves: two of them on one place look unlike one."""
_RECTANGLE = re.compile(r"M[^A-Za-z]+h[\d.]+v[\d.]+h-[\d.]+Z")
_PLACE = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)")
_OUTLINE = re.compile(r"M[-\d.,]+(?:L[-\d.,]+)+Z?")
_OFF_LINE = 0.02
"""Pixels by which a point may lie beside the line between its neighbours and still be left out."""
_BEFORE = {"end": 1.0, "middle": 0.5}
"""How much of a text stands before its anchor."""


def data_uri(figure: Figure, paper: str = WHITE) -> str:
    """The drawing as the source of an `<img>` on paper of a colour; it says in which language its words are.

    The PDF's drawings set letter by letter. Words of scripts whose letters join or stack are drawn as pixels.
    """
    if figure.joins_letters:
        return "data:image/png;base64," + base64.b64encode(png(figure, PRINT_SCALE, paper)).decode("ascii")
    language = language_of(current_locale())
    alone = printed_svg(figure.svg).replace("<svg ", f'<svg lang="{language}" xml:lang="{language}" ', 1)
    return "data:image/svg+xml;base64," + base64.b64encode(alone.encode()).decode("ascii")


def printed_svg(svg: str) -> str:
    """A drawing of `charts.figure` without idle groups; lines and bars of one look are one path each."""
    root = ET.fromstring(svg)  # noqa: S314 - written by our own converter
    for element in list(root.iter()):
        for name, value in list(element.items()):
            if (name, value) in _IDLE:
                del element.attrib[name]
        if element.tag == _LINE:
            _as_path(element)
        elif element.tag == _TEXT:
            _from_its_start(element)
        elif element.tag == _PATH and _OUTLINE.fullmatch(element.get("d", "")):
            element.set("d", _without_straight_points(element.get("d", "")))
    _join(root)
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def _as_path(line: ET.Element) -> None:
    place = _PLACE.fullmatch(line.get("transform", "translate(0,0)"))
    if place is not None:
        x, y, across, down = *place.groups(), line.attrib.pop("x2", "0"), line.attrib.pop("y2", "0")
        line.attrib.pop("transform", None)
        line.tag = _PATH
        line.set("d", f"M{x},{y}l{across},{down}")


def _without_straight_points(outline: str) -> str:
    """A chain of lines without points that lie on the line between the one kept before and the next."""
    first, *points = outline.removesuffix("Z")[1:].split("L")
    kept = [first]
    for point, after in zip(points, [*points[1:], None], strict=True):
        if after is None or _is_off_line(*map(_numbers, (kept[-1], point, after))):
            kept.append(point)
    return "M" + "L".join(kept) + "Z" * outline.endswith("Z")


def _numbers(point: str) -> complex:
    x, y = point.split(",")
    return complex(float(x), float(y))


def _is_off_line(before: complex, point: complex, after: complex) -> bool:
    way, aside = after - before, point - before
    turned = way.conjugate() * aside
    between = turned.real >= 0 and abs(aside) <= abs(way)
    return not (between and abs(turned.imag) <= _OFF_LINE * abs(way))


def _from_its_start(text: ET.Element) -> None:
    """Set from the left, as wide as it is letter by letter; a converter sets aside what it has to move."""
    words, size = text.text or "", text.get("font-size", "").removesuffix("px")
    before, weight = _BEFORE.get(text.get("text-anchor", "")), int(text.get("font-weight", "400"))
    if before is None or len(text) or "x" in text.attrib or not _are_ours(words, weight):
        return
    del text.attrib["text-anchor"]
    text.set("x", f"{-before * text_width(words, float(size), weight):.3f}")


def _are_ours(words: str, weight: int) -> bool:
    widths = advances(text_stack(weight))
    return all(ord(sign) in widths for sign in words)


def _join(parent: ET.Element) -> None:
    """Neighbours that look the same are one path, and groups that say nothing are none."""
    kept: list[ET.Element] = []
    for mark in _bare_groups_opened(parent):
        if kept and _look(mark) is not None and _look(mark) == _look(kept[-1]):
            kept[-1].set("d", kept[-1].get("d", "") + mark.get("d", ""))
        else:
            kept.append(mark)
    parent[:] = kept
    for child in kept:
        _join(child)


def _bare_groups_opened(parent: ET.Element) -> Iterator[ET.Element]:
    for child in parent:
        if child.tag == _GROUP and not child.attrib:
            yield from _bare_groups_opened(child)
        else:
            yield child


def _look(mark: ET.Element) -> tuple[tuple[str, str], ...] | None:
    """How a path is drawn; None where it has to stay for itself."""
    if mark.tag != _PATH or not _SEE_THROUGH.isdisjoint(mark.attrib):
        return None
    if "fill" in mark.attrib and ("stroke" in mark.attrib or not _are_rectangles(mark.get("d", ""))):
        return None
    return tuple((name, value) for name, value in mark.items() if name != "d")


def _are_rectangles(path: str) -> bool:
    """Whether it is made of rectangles drawn the same way round: where two overlap, none is a hole."""
    return not _RECTANGLE.sub("", path)
