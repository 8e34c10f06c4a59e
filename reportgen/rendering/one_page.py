"""Whether a page fits on one sheet: WeasyPrint's own steps, of which none is done for a second sheet.

It offers no way to stop there, so `rendering.pdf` does this only in the version that it was written for.
"""

# ruff: noqa: ANN401, SLF001 - WeasyPrint has no types, and no public names for its steps

from __future__ import annotations

from typing import Any

from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.layout import initialize_page_maker
from weasyprint.layout.page import make_all_pages


def fits_on_one(page: Any, sheets: list[Any], fonts: Any, pictures: dict[Any, Any]) -> bool:
    """Lay out the first sheet and tell whether nothing is left.

    Args:
        page: the HTML.
        sheets: its style sheets.
        fonts: their configuration.
        pictures: those that were read before; new ones are added.
    """
    options, counters = {**DEFAULT_OPTIONS, "stylesheets": sheets, "cache": pictures}, CounterStyle()
    context = Document._build_layout_context(page, fonts, counters, {}, options)
    root = build_formatting_structure(
        page.etree_element,
        context.style_for,
        context.get_image_from_uri,
        page.base_url,
        context.target_collector,
        counters,
        context.footnotes,
    )
    initialize_page_maker(context, root)
    next(make_all_pages(context, root, page, []))
    (_, (left, *_), *_) = context.page_maker
    return left is None and not context.reported_footnotes
