"""Finds the roomiest setting of a page that still holds what stands on it, by laying the page out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.rendering.pdf import fits_on_one_page

if TYPE_CHECKING:
    from collections.abc import Sequence


def first_that_fits(html: str, mark: str, settings: Sequence[str], likely: Sequence[str]) -> int:
    """The place of the first of `settings` in which the page is one page long; their number if there is none.

    Found by halves: what fits in one setting fits in the next, and if not, another one is found. Each try
    lays the page out, so those come first that many a page ends with.

    Args:
        html: a page, raised for as `fits_on_one_page`.
        mark: what stands in its attributes where the setting goes.
        settings: from roomy to bare.
        likely: some of them.
    """
    first, fits_in = tuple(map(settings.index, likely)), fits_on_one_page(html, mark)
    low, high = 0, len(settings)
    while low < high:
        tried = next((place for place in first if low <= place < high), (low + high) // 2)
        low, high = (low, tried) if fits_in(settings[tried]) else (tried + 1, high)
    return low
