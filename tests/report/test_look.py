"""A report in its user's look: faces, colour and logo wherever a reader meets it, and segments as ever."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

from pypdf import PdfReader

from reportgen.charts.theme import SLOTS
from tests.conftest import ACCENT
from tests.reports import by_tag, parsed

if TYPE_CHECKING:
    from tests.reports import Report

OURS = "#17307A"


def colours(report: Report) -> set[str]:
    """Of everything that is drawn."""
    marks = [mark for svg in by_tag(report.page, "svg") for mark in svg.iter()]
    return {mark.get(kind, "").upper() for mark in marks for kind in ("fill", "stroke")}


def test_page_and_charts_are_set_in_the_users_faces_alone(house: Report) -> None:
    faces = re.findall(r'@font-face\{font-family:"([^"]+)"', house.html)
    assert [name.partition("-Source")[0] for name in faces] == ["text", "text", "heading"]
    assert f"--sans: {faces[0]}, Source Sans Pro, sans-serif;" in house.html
    named = re.findall(r'font-family="([^"]+)"', house.html)
    assert named
    assert {name.partition(",")[0] for name in named} == {faces[0]}
    assert len(house.html) < 2_500_000


def test_pdfs_embed_the_users_faces_alone(house: Report) -> None:
    for kind in ("report", "brief"):
        reader = PdfReader(house.site / f"{house.name}-{house.month}-{kind}.pdf")
        fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
        names = {font["/BaseFont"].partition("+")[2] for font in fonts}
        assert {name.partition("-Source")[0] for name in names} == {"text", "heading"}


def test_marks_take_the_accent_and_segments_keep_their_colours(house: Report, people: Report) -> None:
    assert ACCENT in colours(house)
    slots = {slot.fill.upper() for slot in SLOTS}
    assert colours(house) & slots == colours(people) & slots
    assert f"--cover: {ACCENT}" in house.html


def test_message_and_lists_of_reports_have_logo_and_accent(house: Report) -> None:
    logo = (house.record / "mail" / "logo.png").read_bytes()
    assert len(logo) < 20_000
    message = parsed(json.loads((house.record / "mail" / "mail.json").read_text("utf-8"))["html"])
    first, _ = by_tag(message, "img")
    assert (first.get("src"), first.get("alt")) == ("cid:logo@brief", "House")
    assert [e for e in by_tag(message, "td") if ACCENT in e.get("style", "") and "bar" in e.get("class", "")]
    for page in (house.out / "site" / "index.html", house.out / "site" / house.name / "index.html"):
        text = page.read_text("utf-8")
        (image,) = by_tag(parsed(text), "img")
        assert image.get("src") == f"data:image/png;base64,{base64.b64encode(logo).decode()}"
        assert image.get("alt") == "House"
        assert f"--brand: {ACCENT};" in text
        assert OURS not in text
