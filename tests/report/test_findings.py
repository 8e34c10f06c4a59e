"""Which findings reach a reader, and in which order."""

from __future__ import annotations

from itertools import permutations

from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY
from reportgen.report.findings import Findings, rank_changes, rank_findings
from reportgen.topics.movement.change import Change


def a_finding(key: str, *, leads: bool = False, gap: float = 0.0) -> Finding:
    return Finding(key, EMPTY, EMPTY, (), leads=leads, gap=gap)


def ranked(*keys: str, changes: tuple[Change, ...] = ()) -> Findings:
    return rank_findings(changes, map(a_finding, keys))


def keys(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.key for finding in findings]


LAPSED = Change(a_finding("ordered.a", leads=True, gap=80))
JOINED = Change(a_finding("joined", leads=True, gap=20))
TIME = Change(a_finding("flow.a.b", gap=300))


def test_money_comes_first_and_certainty_last_however_topics_are_listed() -> None:
    for order in permutations(("certainty", "spread", "worth", "absent")):
        assert keys(ranked(*order).state) == ["worth", "absent", "spread", "certainty"]


def test_a_finding_of_a_new_topic_stands_before_certainty() -> None:
    assert keys(ranked("certainty", "weather", "largest").state) == ["largest", "weather", "certainty"]


def test_what_customers_did_comes_before_what_time_did_the_largest_gap_first() -> None:
    for order in permutations((TIME, JOINED, LAPSED)):
        assert rank_changes(order) == (LAPSED, JOINED, TIME)


def test_the_months_news_leads_for_a_reader_with_a_minute() -> None:
    findings = ranked("worth", "giants", "once", "certainty", changes=(TIME, JOINED, LAPSED))
    assert keys(findings.in_a_minute(3)) == ["ordered.a", "worth", "giants", "certainty"]
    assert keys(ranked("worth", "giants", "certainty").in_a_minute(3)) == ["worth", "giants", "certainty"]
    assert keys(ranked("worth", "certainty", changes=(TIME,)).in_a_minute(3)) == ["worth", "certainty"]


def test_a_brief_does_not_say_its_title_again() -> None:
    assert keys(ranked("worth", "giants", "spread", "certainty").beyond_first(1)) == ["giants"]
    assert ranked("certainty").beyond_first(3) == ()
    assert ranked("certainty").first.key == "certainty"


def test_a_finding_can_be_asked_for_by_what_it_is_about() -> None:
    assert ranked("spread", "certainty").about("spread") == a_finding("spread")
    assert ranked("spread", "certainty").about("worth") is None
