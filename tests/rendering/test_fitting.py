"""The roomiest setting of a page that holds what stands on it."""

from __future__ import annotations

import pytest

from reportgen.rendering import pdf
from reportgen.rendering.fitting import first_that_fits

SETTINGS = ("huge", "large", "small", "tiny")
PAGE = """<html lang="en"><head><title>Page</title><style>
@page { size: 200px 200px; margin: 0 }
.huge p { height: 120px } .large p { height: 101px } .small p { height: 100px } .tiny p { height: 10px }
p, body { margin: 0 } .new { break-before: page }
</style></head><body class="SETTING"><p>One</p><p>Two</p>MORE</body></html>"""


@pytest.mark.parametrize("version", [pdf._VERSION, "another"])
@pytest.mark.parametrize(
    ("more", "place"), [("", 2), ("<p>Three</p>", 3), ('<p class="new">On a page of its own</p>', 4)]
)
def test_it_is_the_first_that_needs_no_second_sheet(
    version: str, more: str, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_VERSION", version)
    assert first_that_fits(PAGE.replace("MORE", more), "SETTING", SETTINGS, ("large",)) == place
