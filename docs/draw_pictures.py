"""Draw the pictures of the README from the report of the demo shop: `make pictures`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

IMAGES = Path(__file__).parent / "images"
DOTS_PER_INCH = 72
GAP = 14
GROUND = (226, 229, 235)
SHEETS = {"report": ("report", (1, 3, 4)), "brief": ("brief", (1, 2))}
"""Picture -> which PDF, and its pages from left to right."""


def draw(site: Path) -> None:
    """Write one picture a sheet, pages side by side on a quiet ground."""
    for name, (kind, numbers) in SHEETS.items():
        pdf = next(site.glob(f"*-{kind}.pdf"))
        pages = [_page(pdf, number) for number in numbers]
        _side_by_side(pages).save(IMAGES / f"{name}.png", optimize=True)


def _page(pdf: Path, number: int) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        options = ["-r", str(DOTS_PER_INCH), "-f", str(number), "-l", str(number), "-singlefile", "-png"]
        subprocess.run(["pdftoppm", *options, pdf, Path(folder) / "page"], check=True)  # noqa: S603, S607
        return Image.open(Path(folder) / "page.png").convert("RGB").copy()


def _side_by_side(pages: list[Image.Image]) -> Image.Image:
    width = sum(page.width + GAP for page in pages) + GAP
    sheet = Image.new("RGB", (width, pages[0].height + 2 * GAP), GROUND)
    left = GAP
    for page in pages:
        sheet.paste(page, (left, GAP))
        left += page.width + GAP
    return sheet.quantize(128)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
