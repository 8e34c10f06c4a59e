"""A user's logo and colour: on every page that shows them, or refused with what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.config import BuildOptions
from reportgen.errors import InputError, Place
from reportgen.report.branding import LARGEST_LOGO, branding
from reportgen.settings.choices import BY_FIELD
from reportgen.settings.colours import contrast

if TYPE_CHECKING:
    from pathlib import Path

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"></svg>'


def look(path: Path):
    return branding(BuildOptions(sources=("a.csv",), logo=path), "Corner Shop")


def test_a_colour_is_held_against_white() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert BY_FIELD["accent"].take("#7a1f3d", Place("--accent")) == "#7A1F3D"
    with pytest.raises(InputError, match=r"#E8C547 on white has a contrast of 1\.7:1, and 4\.5:1 is needed"):
        BY_FIELD["accent"].take("#E8C547", Place("--accent"))
    with pytest.raises(InputError, match="does not fit"):
        BY_FIELD["accent"].take("navy", Place("--accent"))


def test_a_logo_stands_inside_the_page(tmp_path: Path) -> None:
    logo = tmp_path / "logo"
    for data, kind in ((SVG, "svg+xml"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff\xe0", "jpeg")):
        logo.write_bytes(data)
        assert str(look(logo).logo).startswith(f"data:image/{kind};base64,")


def test_what_is_no_logo_is_refused(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    with pytest.raises(InputError, match="cannot be read"):
        look(logo)
    logo.write_bytes(b"GIF89a")
    with pytest.raises(InputError, match="no PNG, JPEG or SVG"):
        look(logo)
    logo.write_bytes(SVG.ljust(LARGEST_LOGO + 1))
    with pytest.raises(InputError, match="more than 200,000"):
        look(logo)
