"""Pictures of the user's own: an SVG loses whatever would run or load; pixels are counted before decoding."""

from __future__ import annotations

import base64
import binascii
import re
from io import BytesIO
from xml.etree import ElementTree as ET

from PIL import Image

from reportgen.errors import InputError

MOST_PIXELS = 2**24
"""Of one picture: 4,096 by 4,096. A file of 100 kB may hold a hundred times as many."""
MOST_LEVELS = 100
"""Of elements within elements: converters and browsers go down them one call each."""
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_NO_PICTURE = frozenset(
    {"script", "foreignObject", "animate", "animateMotion", "animateTransform", "set", "iframe", "audio"}
    | {"video", "handler", "listener", "metadata"}
)
_PIXELS = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_URL = re.compile(r"""url\((?!\s*["']?\s*#)""", re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*;?", re.IGNORECASE)
_ESCAPED = re.compile(r"\\")
_SMALLER = "save it anew, smaller and simpler"


def refuse_large(data: bytes) -> None:
    """Stop at pixels that are damaged or too many; nothing is decoded.

    Raises:
        InputError: they are.
    """
    try:
        with Image.open(BytesIO(data)) as picture:
            wide, high = picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InputError("the picture is damaged, or far too large", _SMALLER) from None
    if wide * high > MOST_PIXELS:
        raise InputError(f"the picture has {wide:,} by {high:,} pixels, too many to show", _SMALLER)


def kept_inside(data: bytes) -> bytes:
    """The same drawing without scripts, animation, and whatever points outside it.

    Raises:
        InputError: it is no SVG, nested too deeply, or holds a picture that is too large.
    """
    try:
        root = _root(data)
    except ET.ParseError as error:
        raise InputError(f"the SVG is damaged: {error}", "save it anew") from None
    _strip(root)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    written: bytes = ET.tostring(root, encoding="utf-8")
    return written


def _root(data: bytes) -> ET.Element:
    """The parser loads nothing from outside, and stops where entities swell (Expat, since 2.4)."""
    level = 0
    root: ET.Element | None = None
    for event, element in ET.iterparse(BytesIO(data), events=("start", "end")):  # noqa: S314 - as said above
        if event == "start":
            root = element if root is None else root
            level += 1
        elif event == "end":
            level -= 1
        if level > MOST_LEVELS:
            raise InputError(f"the SVG nests more than {MOST_LEVELS} elements", _SMALLER)
    assert root is not None  # noqa: S101 - without one the parser has stopped
    return root


def _strip(element: ET.Element) -> None:
    for child in [child for child in element if _bare(child.tag) in _NO_PICTURE]:
        element.remove(child)
    for name, value in list(element.attrib.items()):
        if not _may_stay(_bare(name), value):
            del element.attrib[name]
    if _bare(element.tag) == "style":
        element.text = "" if _loads("".join(element.itertext())) else element.text
    for child in element:
        _strip(child)


def _may_stay(name: str, value: str) -> bool:
    if name.startswith("on"):
        return False
    if name in {"href", "src"}:
        return value.startswith("#") or _is_small_picture(value)
    return not _loads(value)


def _is_small_picture(url: str) -> bool:
    found = _PIXELS.match(url)
    if found is None:
        return False
    try:
        refuse_large(base64.b64decode(url[found.end() :]))
    except binascii.Error:
        return False
    return True


def _loads(css: str) -> bool:
    """Whether styles would load something; what is escaped is not read, and so not trusted."""
    return bool(_URL.search(css) or _IMPORT.search(css) or (_ESCAPED.search(css) and "(" in css))


def _bare(tag: object) -> str:
    """A name without its namespace; comments and instructions have none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
