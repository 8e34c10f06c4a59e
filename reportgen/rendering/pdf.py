"""Renders HTML as a tagged PDF (PDF/UA-1) with WeasyPrint; no requests, no dates from the clock."""

from __future__ import annotations

import atexit
import hashlib
import importlib
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.errors import ReportgenError, SurroundingsError
from reportgen.rendering.printed_faces import Face, printed_faces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration

_LONGEST = 200
_VERSION = "70."
"""Of WeasyPrint, of which we replace and take steps that it does not offer."""
_NOWHERE = "about:blank"
NO_GLYPH = ".notdef glyph"
"""The warning about a character that no font of this machine has: an issue of the report, not an error."""
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
_KEYED = re.compile(r"<data (?!class)[^>]*>([^<]*)</data>")
"""A number with its key, which is for programs that read a page: on paper it is text like any other."""
_LOGGER = logging.getLogger("weasyprint")


@dataclass(frozen=True)
class Pdf:
    """A finished PDF."""

    data: bytes
    pages: int
    warnings: tuple[str, ...]
    """What the renderer did not understand, such as an unknown CSS property; empty when all is well."""


def to_pdf(html: str) -> Pdf:
    """The page as a PDF, set in the typefaces in use; equal pages give equal bytes.

    Dates come from the page's own `dcterms.created` and `dcterms.modified`.

    Raises:
        SurroundingsError: if Pango is not installed.
        ReportgenError: if the page asks for anything but `data:` URLs, or is not fully understood.
    """
    pdf = render_pdf(html)
    _refuse(pdf.warnings)
    return pdf


def _refuse(warnings: Sequence[str]) -> None:
    faults = [warning for warning in warnings if NO_GLYPH not in warning]
    if faults:
        raise ReportgenError(
            f"the PDF would be incomplete: {faults[0]}", "correct the template or style sheet"
        )


def render_pdf(html: str) -> Pdf:
    """Like `to_pdf`, but hands the renderer's warnings back instead of stopping at them, unless of fonts."""
    require_pango()
    with _collected_warnings() as warnings, _explained_errors():
        document = _document(html)
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html))
    return Pdf(data, len(document.pages), tuple(warnings))


def fits_on_one_page(html: str, mark: str) -> Callable[[str], bool]:
    """Tells whether the page takes one sheet with a word where `mark` stands in its attributes.

    Nothing is written, and warnings are not heeded; else it raises as `to_pdf`.
    """
    require_pango()
    page, sheets = _read(html)
    marked = [(element, *each) for element in page.etree_element.iter() for each in element.items()]
    places = [(element, name, value) for element, name, value in marked if mark in value]
    pictures: dict[object, object] = {}

    def fits(word: str) -> bool:
        for element, name, value in places:
            element.set(name, value.replace(mark, word))
        with _collected_warnings(), _explained_errors():
            if not _is_known_version():
                return len(_laid_out(page, sheets).pages) == 1
            from reportgen.rendering.one_page import fits_on_one  # noqa: PLC0415 - needs Pango

            return fits_on_one(page, sheets, _font_configuration(), pictures)

    return fits


def _document(html: str) -> Document:
    return _laid_out(*_read(html))


def _laid_out(page: HTML, sheets: list[CSS]) -> Document:
    return page.render(stylesheets=sheets, font_config=_font_configuration(), pdf_variant="pdf/ua-1")


def _read(html: str) -> tuple[HTML, list[CSS]]:
    from weasyprint import HTML  # noqa: PLC0415 - needs Pango, see require_pango

    sheets = [_faces(printed_faces(html))]
    if styles := _only_styles(html):
        html = html.replace(styles, "", 1)
        sheet, warnings = _styles(styles)
        sheets.append(sheet)
        for warning in warnings:
            _LOGGER.warning("%s", warning)
    text = _KEYED.sub(r"\1", html)
    return HTML(string=text, base_url=_NOWHERE, url_fetcher=_fetcher()), sheets


def _only_styles(html: str) -> str:
    """The rules of a page that has one style sheet and no other: no order among several can change then."""
    sheets = _STYLE.findall(html)
    return sheets[0] if len(sheets) == 1 and "<link" not in html else ""


@lru_cache(maxsize=4)
def _styles(rules: str) -> tuple[CSS, tuple[str, ...]]:
    """A style sheet as the renderer keeps it, and what it did not understand; a brief is laid out often."""
    from weasyprint import CSS  # noqa: PLC0415 - needs Pango, see require_pango

    with _collected_warnings() as warnings:
        fonts = _font_configuration()
        sheet = CSS(string=rules, base_url=_NOWHERE, url_fetcher=_fetcher(), font_config=fonts)
    return sheet, tuple(warnings)


@lru_cache(maxsize=4)
def _faces(faces: tuple[Face, ...]) -> CSS:
    """The fonts of a page as the renderer keeps them: it looks a file up by the face's own address.

    What it does not understand is an error here, and nothing is kept: the warning would come only once.
    """
    from weasyprint import CSS  # noqa: PLC0415 - needs Pango, see require_pango

    rules = "".join(face.rule for face in faces)
    files = {face.address: face.data for face in faces}
    with _collected_warnings() as warnings:
        sheet = CSS(string=rules, url_fetcher=_fetcher(files), font_config=_font_configuration())
    if warnings:
        _forget_fonts()
    _refuse(warnings)
    return sheet


def _identifier(html: str) -> bytes:
    faces = "".join(face.rule for face in printed_faces(html))
    return hashlib.sha256((faces + html).encode()).hexdigest()[:32].encode()


def _fetcher(files: Mapping[str, bytes] = MappingProxyType({})) -> object:
    """Answers `data:` addresses, and those of `files`; whatever else a page asks for is a fault."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - needs Pango, see require_pango

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            return URLFetcherResponse(url, files[url]) if url in files else super().fetch(url, headers)

    return Fetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


@cache
def _font_configuration() -> FontConfiguration:
    """One for all documents of a run: fonts are unpacked and scanned once."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - needs Pango, see require_pango

    atexit.register(_forget_fonts)
    return FontConfiguration()


def _forget_fonts() -> None:
    """Also before the program ends: it takes modules that are gone later to remove their folder."""
    _faces.cache_clear()
    _font_configuration.cache_clear()


def require_pango() -> None:
    """Load the libraries of the system that lay pages out.

    Raises:
        SurroundingsError: they are missing.
    """
    try:
        importlib.import_module("weasyprint")
    except OSError as error:
        raise SurroundingsError(
            "no PDF: the system library Pango is missing",
            "install it (apt install libpangoft2-1.0-0, or brew install pango), or use --formats html,lists",
        ) from error
    if _is_known_version():
        importlib.import_module("reportgen.rendering.set_text").lay_out_once()


def _is_known_version() -> bool:
    return str(importlib.import_module("weasyprint").__version__).startswith(_VERSION)


@contextmanager
def _explained_errors() -> Iterator[None]:
    """Turns a refused fetch, which WeasyPrint raises past `except Exception`, into our own error."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - needs Pango, see require_pango

    try:
        yield
    except FatalURLFetchingError as error:
        raise ReportgenError(
            "the PDF page refers to something outside itself", "embed images and fonts as data: URLs"
        ) from error


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    collector = _Collector(logging.WARNING)
    _LOGGER.addHandler(collector)
    try:
        yield collector.messages
    finally:
        _LOGGER.removeHandler(collector)


class _Collector(logging.Handler):
    """Keeps the messages of a logger, each in one line: some quote a whole data: URL."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(" ".join(record.getMessage()[:_LONGEST].split()))
