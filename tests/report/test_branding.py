"""A user's logo and colour: on every page that shows them, or refused with what is wrong."""

from __future__ import annotations

import base64
import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from reportgen.base.colours import contrast
from reportgen.errors import InputError, Place
from reportgen.options.build_options import OPTIONS, BuildOptions
from reportgen.rendering.logo import HEIGHT
from reportgen.report.branding import LARGEST_LOGO, branding

if TYPE_CHECKING:
    from pathlib import Path

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><circle r="4" fill="red"/></svg>'


def picture(kind: str) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (300, 100), "#7A1F3D").save(packed, kind)
    return packed.getvalue()


def look(path: Path):
    return branding(BuildOptions(sources=("a.csv",), logo=path), "Corner Shop")


def test_a_colour_is_held_against_white() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert OPTIONS["accent"].take("#7a1f3d", Place("--accent")) == "#7A1F3D"
    with pytest.raises(
        InputError, match=r"#E8C547 on white has a contrast of 1\.7:1, and 4\.5:1 is needed"
    ) as caught:
        OPTIONS["accent"].take("#E8C547", Place("--accent"))
    told = re.search(r"(#\w{6}) is the nearest shade", str(caught.value))
    assert told
    assert 4.5 <= contrast(told[1], "#FFFFFF") < 4.7
    with pytest.raises(InputError, match="does not fit"):
        OPTIONS["accent"].take("navy", Place("--accent"))


def test_a_logo_stands_inside_the_page(tmp_path: Path) -> None:
    logo = tmp_path / "logo"
    for data, kind in ((SVG, "svg+xml"), (picture("PNG"), "png"), (picture("JPEG"), "jpeg")):
        logo.write_bytes(data)
        found = look(logo)
        assert str(found.logo).startswith(f"data:image/{kind};base64,")
        with Image.open(io.BytesIO(found.small_logo or b"")) as small:
            assert (small.format, small.height, small.mode) == ("PNG", 2 * HEIGHT, "P")


def test_what_is_no_logo_is_refused(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    with pytest.raises(InputError, match="there is no such file"):
        look(logo)
    logo.write_bytes(picture("PNG")[:60])
    with pytest.raises(InputError, match="shows nothing"):
        look(logo)
    logo.write_bytes(b"GIF89a")
    with pytest.raises(InputError, match="no PNG, JPEG or SVG"):
        look(logo)
    logo.write_bytes(SVG.ljust(LARGEST_LOGO + 1))
    with pytest.raises(InputError, match="at most 200,000"):
        look(logo)


def test_a_logo_loses_what_runs_and_what_points_elsewhere(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>'
        '<svg xmlns="&ns;" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9" onload="x()">'
        "<script>x()</script><style>rect{fill:url(http://a.example/x)}</style>"
        '<image xlink:href="http://a.example/x.png" width="9" height="9"/>'
        '<a xlink:href="http://a.example/"><rect width="9" height="9" style="mask:url( \'http://a.example/m\')"/>'
        '<set attributeName="href" to="x"/></a><path id="p" d="M0 0h9v9z" fill="url(#p)"/></svg>'
    )
    shown = base64.b64decode(str(look(logo).logo).partition(",")[2]).decode()
    assert "a.example" not in shown
    assert not re.search(r"script|onload|<set", shown)
    assert 'fill="url(#p)"' in shown


def swollen() -> str:
    """Entities that would become a billion letters."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE svg [<!ENTITY a0 "{"x" * 100}">{entities}]><svg xmlns="http://www.w3.org/2000/svg">&a9;</svg>'


def pixels(wide: int, high: int) -> bytes:
    """A small file that says it holds many black pixels."""
    row = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", row), (b"IDAT", zlib.compress(bytes((wide // 8 + 1) * high), 9)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize(
    "bomb",
    [
        pixels(30_000, 30_000),
        f'<svg xmlns="http://www.w3.org/2000/svg">{"<g>" * 9000}{"</g>" * 9000}</svg>'.encode(),
        swollen().encode(),
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/png;base64,'
        + base64.b64encode(pixels(9_000, 9_000))
        + b'"/></svg>',
    ],
    ids=["pixels", "levels", "entities", "pixels within"],
)
def test_a_bomb_is_refused_before_it_is_unpacked(bomb: bytes, tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(bomb)
    with pytest.raises(InputError, match=r"too large|too many|nests more|damaged"):
        look(tmp_path / "logo")
