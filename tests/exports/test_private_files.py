"""Which private files a build writes."""

from __future__ import annotations

import pytest

from reportgen.exports.private_files import MOST_IN_WORKBOOK, has_workbook
from reportgen.options.build_options import BuildOptions
from reportgen.options.enums import Format


@pytest.mark.parametrize(
    ("formats", "customers", "made"),
    [
        (BuildOptions(()).formats, MOST_IN_WORKBOOK, True),
        (BuildOptions(()).formats, MOST_IN_WORKBOOK + 1, False),
        (frozenset({Format.LISTS, Format.WORKBOOK}), MOST_IN_WORKBOOK + 1, True),
        (frozenset({Format.WORKBOOK}), 10, True),
        (frozenset({Format.HTML}), 10, False),
    ],
)
def test_a_workbook_of_many_customers_is_made_on_request(
    formats: frozenset[Format], customers: int, *, made: bool
) -> None:
    assert has_workbook(formats, customers) is made
