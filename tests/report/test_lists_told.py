"""A page names no file that its build does not write, and says where the names come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportgen.options.enums import Format
from reportgen.report.compose import compose
from reportgen.report.facts import compute_facts
from tests.report.test_sentences import an_eventful_month
from tests.undrawn import undrawn

if TYPE_CHECKING:
    from reportgen.report.compose import Documents


def written(*formats: Format) -> Documents:
    analysis = an_eventful_month()
    options = replace(analysis.options, formats=frozenset(formats))
    with undrawn():
        changed = replace(analysis, options=options)
        return compose(changed, compute_facts(changed))


@pytest.mark.parametrize("formats", [(Format.BRIEF,), (Format.HTML, Format.PDF, Format.EMAIL)])
def test_without_lists_people_are_named_and_no_file(formats: tuple[Format, ...]) -> None:
    documents = written(*formats)
    brief = documents.brief
    assert brief.first is not None
    told = repr((replace(brief, facts=None), replace(documents.report, facts=None)))  # type: ignore[arg-type]
    assert ".csv" not in told
    assert "lists/" not in told
    assert brief.first.customers.text in brief.first.who.plain
    assert "Lists" in [term.label.plain for term in brief.definitions]


def test_with_lists_the_file_is_named() -> None:
    brief = written(Format.BRIEF, Format.LISTS).brief
    assert brief.first is not None
    assert ".csv" in brief.first.who.plain
    assert "Lists" not in [term.label.plain for term in brief.definitions]
