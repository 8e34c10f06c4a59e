"""Draws the slides: each part of a slide in its place, at a size at which all of it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.charts.palette import ink_on, palette, tones
from reportgen.charts.theme import INK, QUIET, SECONDARY, SEMIBOLD
from reportgen.deck.house import (
    COVER,
    COVER_TITLE,
    HEIGHT,
    INNER,
    MARGIN,
    TITLE,
    WIDTH,
    Frame,
    new_presentation,
)
from reportgen.deck.native_charts import add_chart
from reportgen.deck.package import packed
from reportgen.deck.shapes import (
    Paragraph,
    add_logo,
    add_page_number,
    add_table,
    add_words,
    describe,
    set_title,
)
from reportgen.deck.text_fit import height_of, largest_fitting, lines_of

if TYPE_CHECKING:
    from pptx.slide import Slide as PptxSlide

    from reportgen.deck.content import Deck, NativeChart, Slide

_FULL = WIDTH - 2 * MARGIN
_GAP = 0.4
_TITLES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
_COVER_TITLES = (40.0, 36.0, 32.0, 28.0, 24.0)
_FIGURES = (40.0, 36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0)
_LEADS = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
_NOTES = (11.0, 10.0, 9.0)
_TERMS = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
_BOTTOM = 6.85
"""Inches: where the body of a slide ends."""
_BESIDE_TABLE = 0.42
"""Share of the width that a chart has beside a table."""
_LEAD_HEIGHT, _NOTE_HEIGHT = 0.95, 0.62


def pptx(deck: Deck) -> bytes:
    """A deck as a file for PowerPoint; equal decks give equal bytes."""
    made = new_presentation()
    for number, slide in enumerate(deck.slides):
        page = made.slides.add_slide(made.slide_layouts[INNER if number else COVER])
        (_draw if number else _draw_cover)(page, slide, deck)
    return packed(made, deck)


def _draw_cover(page: PptxSlide, slide: Slide, deck: Deck) -> None:
    """The finding on the house colour, its figures below."""
    ink, caption = ink_on(tones().brand), palette().caption
    title = slide.title.plain.removesuffix(".")
    size = largest_fitting([title], COVER_TITLE.width, COVER_TITLE.height, _COVER_TITLES, SEMIBOLD)
    set_title(page, title, size, ink, deck.language)
    eyebrow = Paragraph(slide.eyebrow.plain, 14, caption)
    add_words(page, [eyebrow], Frame(MARGIN, 0.85, 9.0, 0.35), deck.language, "Topic")
    lead = Frame(MARGIN, 3.0, _FULL, 1.15)
    size = largest_fitting([slide.lead.plain], lead.width, lead.height, (20.0, 18.0, 16.0, 14.0, 12.0))
    add_words(page, [Paragraph(slide.lead.plain, size, ink)], lead, deck.language, "What it means")
    if deck.branding.small_logo is not None:
        add_logo(page, deck.branding.small_logo, Frame(WIDTH - MARGIN - 2.6, 0.35, 2.6, 0.8), deck.owner)
    width = _FULL / max(len(slide.terms), 1)
    for place, term in enumerate(slide.terms):
        box = Frame(MARGIN + place * width, 4.9, width - 0.2, 1.6)
        one_line = (size for size in _FIGURES if lines_of(term.text.plain, box.width, size, SEMIBOLD) <= 1)
        size = next(one_line, _FIGURES[-1])
        words = [
            Paragraph(term.label.plain, 14, SECONDARY, after=4),
            Paragraph(term.text.plain, size, INK, bold=True, heading=True),
        ]
        add_words(page, words, box, deck.language, "Figure")


def _draw(page: PptxSlide, slide: Slide, deck: Deck) -> None:
    """Topic, title, lead; charts, table and terms side by side; note and page number."""
    title = slide.title.plain.removesuffix(".")
    size = largest_fitting([title], TITLE.width, TITLE.height, _TITLES, SEMIBOLD)
    set_title(page, title, size, INK, deck.language)
    eyebrow = Paragraph(slide.eyebrow.plain, 13, tones().brand, bold=True)
    add_words(page, [eyebrow], Frame(MARGIN, 0.38, _FULL, 0.3), deck.language, "Topic")
    top = TITLE.top + height_of([title], TITLE.width, size, SEMIBOLD) + 0.15
    top = _lead(page, slide, deck, top)
    bottom = _note(page, slide, deck)
    _body(page, slide, deck, Frame(MARGIN, top, _FULL, bottom - top))
    foot = Frame(MARGIN, 7.05, _FULL - 1, 0.3)
    add_words(page, [Paragraph(deck.title, 10, QUIET)], foot, deck.language, "Footer")
    add_page_number(page, Frame(WIDTH - MARGIN - 1, 6.99, 1, HEIGHT - 7.1), 10, QUIET)


def _lead(page: PptxSlide, slide: Slide, deck: Deck, top: float) -> float:
    """Write the lead; where the body begins."""
    text = slide.lead.plain
    if not text:
        return top + 0.1
    size = largest_fitting([text], _FULL, _LEAD_HEIGHT, _LEADS)
    high = height_of([text], _FULL, size)
    add_words(
        page, [Paragraph(text, size, SECONDARY)], Frame(MARGIN, top, _FULL, high), deck.language, "Lead"
    )
    return top + high + 0.22


def _note(page: PptxSlide, slide: Slide, deck: Deck) -> float:
    """Write the note; where the body ends."""
    text = slide.note.plain.strip()
    if not text:
        return _BOTTOM
    size = largest_fitting([text], _FULL, _NOTE_HEIGHT, _NOTES)
    high = height_of([text], _FULL, size)
    box = Frame(MARGIN, _BOTTOM - high, _FULL, high)
    add_words(page, [Paragraph(text, size, QUIET)], box, deck.language, "Note")
    return _BOTTOM - high - 0.12


def _body(page: PptxSlide, slide: Slide, deck: Deck, box: Frame) -> None:
    """Charts on the left, words on the right; what stands alone has the whole width."""
    others = (slide.table is not None) + bool(slide.terms)
    columns = len(slide.charts) + others
    if not columns:
        return
    beside = bool(slide.charts) and slide.table is not None
    width = (box.width - _GAP * (columns - 1)) * (_BESIDE_TABLE if beside else 1 / columns)
    for place, chart in enumerate(slide.charts):
        _chart(page, chart, deck, Frame(box.left + place * (width + _GAP), box.top, width, box.height))
    start = box.left + len(slide.charts) * (width + _GAP)
    right = Frame(start, box.top, box.left + box.width - start, box.height)
    if slide.table is not None:
        add_table(page, slide.table, right, deck.language)
    elif slide.terms:
        _terms(page, slide, deck, right)


def _chart(page: PptxSlide, chart: NativeChart, deck: Deck, box: Frame) -> None:
    """A chart below its title and what it measures."""
    title, subtitle = chart.text.title.plain, chart.text.subtitle.plain
    size = largest_fitting([title], box.width, 0.5, (14.0, 13.0, 12.0, 11.0), SEMIBOLD)
    words = [Paragraph(title, size, INK, bold=True), *([Paragraph(subtitle, 11, QUIET)] if subtitle else [])]
    high = height_of([title], box.width, size, SEMIBOLD) + height_of([subtitle], box.width, 11) + 0.08
    add_words(page, words, Frame(box.left, box.top, box.width, high), deck.language, "Chart title")
    below = Frame(box.left, box.top + high, box.width, box.height - high)
    frame = add_chart(page, chart, below, deck.language, deck.currency)
    describe(frame, f"{title}. {chart.text.alt.plain}", "Chart")


def _terms(page: PptxSlide, slide: Slide, deck: Deck, box: Frame) -> None:
    """Labels with what there is to say of each."""
    texts = [text.plain for term in slide.terms for text in (term.label, term.text)]
    room = box.height - 0.14 * len(slide.terms)
    size = largest_fitting(texts, box.width, room, _TERMS)
    words = [
        words
        for term in slide.terms
        for words in (
            Paragraph(term.label.plain, size, tones().brand, bold=True),
            Paragraph(term.text.plain, size, INK, after=8),
        )
    ]
    add_words(page, words, box, deck.language, "What must be known")
