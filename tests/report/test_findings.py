"""Which findings reach a reader, and in which order."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from reportgen.prose.facts import Fact, Unit
from reportgen.prose.finding import Finding
from reportgen.prose.sentence import EMPTY
from reportgen.report.findings import Findings, rank_changes, rank_findings


def a_finding(
    key: str, money: float = 0.0, *, leads: bool = True, unusual: float = 1.0, segments: tuple[str, ...] = ()
) -> Finding:
    spent = Fact(f"{key}.spent", money, Unit.MONEY, money, str(money))
    return Finding(key, EMPTY, EMPTY, segments, leads=leads, money=spent, unusual=unusual)


def ranked(*findings: Finding, changes: tuple[Finding, ...] = ()) -> Findings:
    return rank_findings(changes, findings)


def keys(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.key for finding in findings]


SURE = a_finding("certainty", leads=False)
LAPSED = replace(a_finding("ordered.a", 9000.0, segments=("a",)), rises=False)
JOINED = replace(a_finding("joined", 4000.0), rises=True)
TIME = a_finding("flow.a.b", 90000.0, leads=False)
FELL = replace(a_finding("month", 6000.0), rises=False)


def test_what_moves_most_money_comes_first_and_certainty_last_however_topics_are_listed() -> None:
    worth, overdue = a_finding("worth", 500.0, unusual=0.4), a_finding("overdue", 150.0)
    spread = a_finding("spread", leads=False)
    for order in permutations((SURE, spread, worth, overdue)):
        assert keys(ranked(*order).state) == ["worth", "overdue", "spread", "certainty"]


def test_a_finding_of_a_new_topic_competes_by_what_it_moves() -> None:
    weather, largest = a_finding("weather", 20.0), a_finding("largest", leads=False)
    assert keys(ranked(SURE, largest, weather).state) == ["weather", "largest", "certainty"]


def test_what_customers_did_comes_before_what_time_did_the_most_money_first() -> None:
    for order in permutations((TIME, JOINED, LAPSED)):
        assert rank_changes(order) == (LAPSED, JOINED, TIME)


def test_news_about_a_segment_that_hardly_counts_or_moves_next_to_nothing_leads_no_page() -> None:
    small = rank_changes((LAPSED, JOINED), lambda key: key != "a")
    assert [(each.key, each.leads) for each in small] == [
        ("joined", True),
        ("ordered.a", False),
    ]
    little = rank_changes((LAPSED, JOINED), least=5000.0)
    assert [each.key for each in little if each.leads] == ["ordered.a"]


def test_a_month_that_fell_leads_unless_it_is_known_who_spends_less() -> None:
    assert [each.key for each in rank_changes((JOINED, FELL, TIME))] == ["month", "joined", "flow.a.b"]
    known = rank_changes((JOINED, FELL, LAPSED), least=100.0)
    assert [(each.key, each.leads) for each in known] == [
        ("ordered.a", True),
        ("joined", True),
        ("month", False),
    ]


def test_the_months_news_leads_and_a_quiet_month_leads_with_what_matters_most() -> None:
    state = (a_finding("worth", 500.0), a_finding("giants", 300.0), a_finding("once", 10.0), SURE)
    findings = ranked(*state, changes=(TIME, LAPSED, JOINED))
    assert findings.first.key == "ordered.a"
    assert keys(findings.in_a_minute(3)) == ["ordered.a", "worth", "giants", "certainty"]
    assert keys(findings.besides(2)) == ["joined", "worth"]
    quiet = ranked(*state, changes=(TIME,))
    assert quiet.first.key == "worth"
    assert keys(quiet.besides(1)) == ["giants"]
    assert ranked(SURE).first.key == "certainty"


def test_a_finding_can_be_asked_for_by_what_it_is_about() -> None:
    spread = a_finding("spread", leads=False)
    assert ranked(spread, SURE).about("spread") == spread
    assert ranked(spread, SURE).about("worth") is None
