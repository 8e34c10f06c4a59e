"""The brief as a message: short, readable anywhere, and with no number of its own."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from PIL import Image

from tests.hostile import ATTACKS, SECRETS
from tests.reports import NUMBER, Report, by_tag, parsed, text_of

MOST_WORDS = 150


def mail(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((report.record / "mail" / "mail.json").read_text("utf-8"))
    return told


@pytest.fixture(params=["shop", "people"])
def report(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


def test_the_subject_says_whose_and_when_in_sixty_characters(shop: Report, people: Report) -> None:
    assert mail(shop)["subject"].startswith("Harbour & Finch, Oct")
    assert mail(shop)["attachment"] == "harbour-and-finch-segment-brief-2026-10.pdf"
    assert mail(people)["subject"].startswith("Customers: ")
    assert max(len(mail(each)["subject"]) for each in (shop, people)) <= 60


def test_page_and_text_tell_what_the_brief_tells(report: Report) -> None:
    told, brief = mail(report), " ".join(report.pdf_text("brief").split())
    page = " ".join(by_tag(parsed(told["html"]), "body")[0].itertext())
    for text in (page, told["text"]):
        words = " ".join(text.split())
        own = {told["attachment"], *told["attachment"].split("-")}
        unknown = {n for n in NUMBER.findall(words) if n not in brief and not any(n in each for each in own)}
        assert unknown == set()
        assert len(words.split()) < MOST_WORDS


def test_the_message_is_the_news_and_the_decision_of_the_brief(shop: Report) -> None:
    """The same headline as on the cover, and the instruction that page one of the brief begins with."""
    told = mail(shop)
    text, brief = " ".join(told["text"].split()), " ".join(shop.pdf_text("brief").split())
    news = text_of(by_tag(shop.page, "h1")[0])
    assert news in text
    assert news in brief
    instruction = text.split("* ")[1].split(".")[0]
    assert instruction in brief


def test_a_phone_and_a_cautious_reader_are_served(report: Report) -> None:
    html = mail(report)["html"]
    root = parsed(html)
    assert len(html.encode()) < 60_000
    assert "prefers-color-scheme: dark" in html
    assert "http" not in html
    (image,) = by_tag(root, "img")
    assert image.get("src") == "cid:picture@brief"
    assert len(image.get("alt", "")) > 60
    assert not by_tag(root, "script", "link", "form")
    assert all(table.get("role") == "presentation" for table in by_tag(root, "table"))


def test_plain_text_fits_a_narrow_window(report: Report) -> None:
    lines = mail(report)["text"].splitlines()
    assert max(map(len, lines)) <= 78
    assert not any("&amp;" in line or "<" in line for line in lines)


def test_the_picture_is_opaque_sharp_and_small(report: Report) -> None:
    data = (report.record / "mail" / "picture.png").read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.width == 810
        assert picture.convert("RGBA").getextrema()[3] == (255, 255)
    assert len(data) < 120_000


def test_words_of_the_file_stay_words(attacked_table: Report) -> None:
    told = mail(attacked_table)
    root = parsed(told["html"])
    assert by_tag(root, "script") == []
    assert len(by_tag(root, "img")) == 1
    assert ATTACKS[0] in told["text"]


def test_nobody_is_named(secret_people: Report) -> None:
    words = json.dumps(mail(secret_people), ensure_ascii=False).casefold()
    assert [canary for canary in SECRETS if canary in words] == []
