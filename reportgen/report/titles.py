"""What a report is called: whose it is, of which month, and what kind of document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.language import language_of
from reportgen.prose.sentence import Sentence, UserLabel, joined, plainly, within
from reportgen.report.branding import Branding, branding

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.options.build_options import BuildOptions
    from reportgen.shared.figures import WindowFigures


@dataclass(frozen=True)
class Imprint:
    """Whose document this is, how it looks, in which language, of which day."""

    owner: str
    window: WindowFigures | None
    company: str | None
    branding: Branding
    language: str
    created: str | None
    """ISO date of the last day that counts; None for data without dates."""

    def title(self, kind: Sentence) -> str:
        """Such as: Harbour & Finch: customer segments, October 2026."""
        whose = plainly("{who}: {what}", who=UserLabel(self.owner), what=within(kind))
        return ", ".join((whose, self.window.month.text) if self.window else (whose,))

    def eyebrow(self, kind: Sentence) -> Sentence:
        """What this is, of which month, and whose."""
        month = (Sentence((self.window.month,)),) if self.window else ()
        return joined((kind, *month, Sentence((UserLabel(self.owner),))), " \u00b7 ")


def imprint(analysis: Analysis, window: WindowFigures | None) -> Imprint:
    """What the documents of a build have in common."""
    options, period = analysis.options, analysis.customers.period
    return Imprint(
        owner=owner(options),
        window=window,
        company=options.company,
        branding=branding(options, owner(options)),
        language=language_of(options.locale),
        created=None if period is None else period.end.isoformat(),
    )


def owner(options: BuildOptions) -> str:
    """Whose customers these are: the company, else the name of the report."""
    return options.company or (options.name or "").replace("-", " ").capitalize()
