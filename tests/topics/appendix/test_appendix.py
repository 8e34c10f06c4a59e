"""What analysts read beside the charts."""

from __future__ import annotations

import pandas as pd

from reportgen.features.table import FeatureKind
from reportgen.shared.figures import shared_figures
from reportgen.topics.appendix.facts import appendix_facts
from reportgen.topics.appendix.section import appendix_section
from tests.builders import a_segmentation, a_table, an_analysis
from tests.undrawn import undrawn


def test_only_measures_that_go_together_stand_in_the_table_closest_first() -> None:
    rising = [float(i) for i in range(40)]
    frame = pd.DataFrame(
        {"a": rising, "b": [2 * v for v in rising], "c": [float(i * 7 % 11) for i in range(40)]},
        index=[f"{i:02d}" for i in range(40)],
    )
    table = a_table(frame, dict.fromkeys("abc", FeatureKind.NUMBER))
    analysis = an_analysis(table, a_segmentation(*([0] * 20 + [1] * 20)))
    shared = shared_figures(analysis)
    facts = appendix_facts(analysis, shared)
    assert [(pair.first, pair.second, pair.correlation.text) for pair in facts.pairs] == [("a", "b", "1.00")]
    with undrawn():
        section = appendix_section(facts, shared, analysis)
    assert section.together is not None
    assert len(section.together.rows) == 1
    assert section.map is None or facts.map is not None
