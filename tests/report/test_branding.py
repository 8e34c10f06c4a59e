"""A user's logo and colour: on every page that shows them, or refused with what is wrong."""

from __future__ import annotations

import io
import re
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
