"""The rules as readers get them: with every limit as it is applied, and no number of few people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.features.table import FeatureKind
from reportgen.prose.facts import facts_in
from reportgen.segments.values import Leaf, RuleTree, SegmentRule, Split
from reportgen.shared.figures import shared_figures
from reportgen.topics.rules.charts import flow_illustration
from reportgen.topics.rules.facts import rules_facts
from reportgen.topics.rules.words import flow_text, rule_of
from tests.made import Made

if TYPE_CHECKING:
    from reportgen.topics.rules.facts import RulesFacts

ROOT = Split("c1", 12.5, Leaf("a", 20, 0.95), Split("c2", 3.0, Leaf("b", 14, 1.0), Leaf("a", 6, 0.67)))


def facts_of(*conditions: tuple[tuple[str, str, float], ...], root: Split = ROOT) -> RulesFacts:
    """Rules of the segment "a" with these ways to it."""
    kinds = {"c1": FeatureKind.MONEY, "c2": FeatureKind.COUNT, "vip": FeatureKind.NUMBER}
    levels = {"c1": (5.0, 50.0), "c2": (1.0, 4.0), "vip": (0.0, 1.0)}
    analysis = Made((20, 20), levels, kinds, None).analysis()
    frame = analysis.customers.frame.assign(vip=np.repeat((0.0, 1.0), 20))
    analysis = replace(analysis, customers=replace(analysis.customers, frame=frame))
    tree = RuleTree(root, 3, 0.93, (SegmentRule("a", conditions, 0.9, 0.88),))
    analysis = replace(analysis, rules=tree)
    facts = rules_facts(analysis, shared_figures(analysis))
    assert facts is not None
    return facts


def test_a_rule_says_its_limits_and_how_well_it_finds_the_segment() -> None:
    rule = rule_of("a", facts_of((("c1", "<=", 300.0), ("c2", "<=", 4.0), ("c1", ">", 12.5))))
    assert rule is not None
    assert rule.plain == (
        "C1 over 12.5 and up to 300 and c2 up to 4. This finds 90% of them; 88% of those found belong here."
    )
    assert [fact.key for fact in rule.facts][:3] == ["rules.a.0.2", "rules.a.0.0", "rules.a.0.1"]


def test_a_measure_of_nought_or_one_is_asked_by_yes_and_no() -> None:
    rule = rule_of("a", facts_of((("c1", ">", 12.5), ("vip", "<=", 0.5)), (("vip", ">", 0.5),)))
    assert rule is not None
    assert rule.plain.startswith("C1 over 12.5 and vip: no, or vip: yes. ")
    facts = facts_of(root=Split("vip", 0.5, Leaf("a", 20, 0.95), Leaf("b", 20, 1.0)))
    spoken = flow_text(facts).alt.plain
    assert spoken.startswith("If the answer to \u201cvip\u201d is no: then ")
    assert "If it is yes: then " in spoken


def test_a_segment_with_many_ways_to_it_is_left_to_the_drawing() -> None:
    ways = tuple((("c1", ">", float(limit)),) for limit in (1, 2, 3))
    two = rule_of("a", facts_of(*ways[:2]))
    assert two is not None
    assert two.plain.startswith("C1 over 1, or c1 over 2. ")
    assert rule_of("a", facts_of(*ways)) is None
    assert rule_of("b", facts_of(*ways)) is None
    assert rule_of("a", None) is None


def test_the_drawing_reads_aloud_question_by_question() -> None:
    text = flow_text(facts_of())
    assert text.title.plain == "2 questions place 93% of customers in the right segment"
    steps = text.alt.plain.split(". ")
    assert steps[0].startswith("If c1 is 12.5 or less: then ")
    assert steps[1].startswith("If it is more than 12.5: If c2 is 3 or less: then ")


def test_an_end_with_a_few_customers_does_not_say_how_many() -> None:
    facts = facts_of()
    counts = [fact.text for fact in facts_in(facts.tree) if fact.key.endswith(".customers")]
    assert counts == ["20", "14", "fewer than 10"]
    drawn = flow_illustration(facts)
    assert drawn is not None
    assert any("fewer than 10 customers" in cell for row in drawn.figure.data.rows for cell in row)
    assert flow_illustration(None) is None
