"""What report, brief and message have in common, made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.page.parts import Illustration
    from reportgen.prose.sentence import Sentence
    from reportgen.report.findings import Findings
    from reportgen.report.titles import Imprint
    from reportgen.topics.advice.decisions import Decision
    from reportgen.topics.movement.section import MovementSection
    from reportgen.topics.overview.section import CoverPage


@dataclass(frozen=True)
class Joint:
    """What report and brief have in common, made once."""

    imprint: Imprint
    findings: Findings
    minor_news: Sentence
    """How the month left its normal range, and the first change too small to lead; often nothing."""
    decisions: tuple[Decision, ...]
    """What is worth doing, the most urgent first."""
    compared: Sentence
    """With which month this one is compared, and what that cannot tell."""
    last_action: Sentence | None
    """What the last action did; None where nobody knows."""
    cover: CoverPage
    movement: MovementSection | None
    flow: Illustration | None
    """The questions that place most customers; None where no short rules do."""
