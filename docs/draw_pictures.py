"""Draw the pictures of README and docs from the report of the demo shop: `make pictures`."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES = Path(__file__).parent / "images"
DOTS_PER_INCH = 72
GAP = 14
GROUND = (226, 229, 235)
SHEETS = {"report": ("report", (1, 3, 4)), "brief": ("brief", (1, 2))}
"""Picture -> which PDF, and its pages from left to right."""
SCREENS = ((600, "light"), (360, "dark"))
"""Width and colours of the mail programs in the picture of the message, which is cut off at MAIL_HEIGHT."""
MAIL_HEIGHT = 1300


def draw(site: Path) -> None:
    """Write one picture a sheet, pages side by side on a quiet ground."""
    for name, (kind, numbers) in SHEETS.items():
        pdf = next(site.glob(f"*-{kind}.pdf"))
        pages = [_page(pdf, number) for number in numbers]
        _side_by_side(pages).save(IMAGES / f"{name}.png", optimize=True)


def draw_mail(record: Path) -> None:
    """Write the picture of the message: on a desk, and on a phone in the dark."""
    message = json.loads((record / "mail" / "mail.json").read_text("utf-8"))
    picture = base64.b64encode((record / "mail" / "picture.png").read_bytes()).decode()
    html = message["html"].replace("cid:picture@brief", f"data:image/png;base64,{picture}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        shots = [_shot(browser.new_page(color_scheme=scheme), html, width) for width, scheme in SCREENS]
        browser.close()
    _side_by_side(shots).save(IMAGES / "mail.png", optimize=True)


def _shot(page: Page, html: str, width: int) -> Image.Image:
    page.set_viewport_size({"width": width, "height": MAIL_HEIGHT})
    page.set_content(html)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


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
    published = Path(sys.argv[1])
    draw(published)
    draw_mail(published.parents[2] / "record" / published.parent.name / published.name)
