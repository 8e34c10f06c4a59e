"""What a notebook shows of segments: a table, the verdict, and a link to the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts.theme import slot
from reportgen.report.templates import environment, render
from reportgen.shared.words import verdict_words

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.base.formatting import Formatter
    from reportgen.segments.naming import Segment


@dataclass(frozen=True)
class NotebookRow:
    """A segment."""

    colour: str
    name: str
    customers: str
    share: str
    value_share: str
    """Empty where the data do not tell."""


@dataclass(frozen=True)
class NotebookView:
    """Segments as a notebook shows them; plain values, so that it can be kept without the analysis."""

    title: str
    verdict: str
    rows: tuple[NotebookRow, ...]

    def html(self, link: Path | None = None) -> str:
        """A fragment of a page.

        Args:
            link: the report, where one was written.
        """
        context = {
            "title": self.title,
            "verdict": self.verdict,
            "rows": self.rows,
            "has_value": any(row.value_share for row in self.rows),
            "link": None if link is None else link.as_posix(),
        }
        return render(environment(), "notebook.html.jinja", context)


def notebook_view(analysis: Analysis, title: str) -> NotebookView:
    """What a notebook shows of an analysis."""
    judged = analysis.structure
    words = verdict_words(
        judged.verdict, gaps=judged.gaps, continuum=judged.continuum, by_rules=analysis.by_rules
    )
    rows = tuple(_row(segment, analysis.formatter) for segment in analysis.segments)
    return NotebookView(title, f"{words.short}. {words.basis} {words.use}", rows)


def _row(segment: Segment, form: Formatter) -> NotebookRow:
    profile = segment.profile
    value_share = "" if profile.value_share is None else form.share(profile.value_share).text
    return NotebookRow(
        slot(segment.slot).fill,
        segment.name,
        form.count(profile.customers).text,
        form.share(profile.customer_share).text,
        value_share,
    )
