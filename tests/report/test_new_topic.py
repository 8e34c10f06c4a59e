"""A new topic is a folder and a line in the list of topics; here the folder is this file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.page.parts import Head, Row, Section, Table, cell, numeric_heads
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import say
from reportgen.report import topics
from reportgen.report.compose import compose
from reportgen.report.facts import compute_facts
from reportgen.report.render import facts_json, report_html
from reportgen.report.templates import environment
from reportgen.report.topics import Topic
from reportgen.shared.numbers import share_fact
from tests.made import shop
from tests.undrawn import undrawn

if TYPE_CHECKING:
    import pytest

    from reportgen.analysis import Analysis
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared


@dataclass(frozen=True)
class SundayFacts:
    share: Fact


def sunday_facts(analysis: Analysis, _shared: Shared) -> SundayFacts | None:
    return SundayFacts(share_fact("sundays.share", 0.25, analysis.formatter))


def sunday_findings(facts: SundayFacts, _shared: Shared) -> tuple[Finding, ...]:
    headline = say("{share} of orders come on Sundays", share=facts.share)
    return (Finding("sundays", headline, say("Sundays count."), ()),)


def sunday_section(facts: SundayFacts, _shared: Shared) -> Section:
    heads = (Head(say("Day")), *numeric_heads(say("Share")))
    table = Table(say("Orders by day"), heads, (Row((say("Sunday"), cell(facts.share))),))
    return Section("sundays", say("Sundays"), say("Sundays bring a quarter"), tables=(table,))


def test_a_new_topic_reaches_facts_findings_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    topic = Topic(sunday_facts, sunday_findings, sunday_section)
    monkeypatch.setattr(topics, "TOPICS", (*topics.TOPICS, topic))
    analysis = shop(400.0, 20.0)
    computed = compute_facts(analysis)
    assert computed.need(SundayFacts).share.text == "25%"
    with undrawn():
        content = compose(analysis, computed).report
    assert "sundays.share" in facts_json(content).decode()
    assert any(finding.key == "sundays" for finding in content.summary.findings)
    page = report_html(content, environment(None), static=True).decode()
    assert '<h2 id="sundays">Sundays bring a quarter</h2>' in page
    assert '<a href="#sundays">Sundays</a>' in page
    assert 'data-fact="sundays.share">25%</data>' in page


def test_without_a_topic_its_section_is_not_there() -> None:
    analysis = shop(400.0, 20.0)
    with undrawn():
        more = compose(analysis, compute_facts(analysis)).report.more
    assert "sundays" not in [section.key for section in more]
