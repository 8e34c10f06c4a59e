"""The findings of all topics, ranked in one place for cover, summary, brief, message and terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.prose.finding import MONTH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from reportgen.prose.finding import Finding

ORDER = ("worth", "giants", "overdue", "newcomers", "season", "once", "absent", "spread", "largest")
"""Which of two standing findings that move as much comes first."""
CERTAINTY = "certainty"
"""Always told, and always last."""


@dataclass(frozen=True)
class Findings:
    """All findings of a build."""

    changes: tuple[Finding, ...]
    """What customers did otherwise than expected since the earlier month, ranked; often none."""
    state: tuple[Finding, ...]
    """What the segmentation of this month shows, ranked; how sure it is comes last."""

    @property
    def first(self) -> Finding:
        """What brief, cover, message and terminal lead with: the month's news, or else what matters most."""
        return self.changes[0] if self.changes else self.state[0]

    @property
    def certainty(self) -> Finding:
        """How sure all of it is."""
        return self.state[-1]

    def about(self, key: str) -> Finding | None:
        """The finding of a key, where there is one."""
        return next((finding for finding in self.state if finding.key == key), None)

    def besides(self, most: int, without: Collection[str] = ()) -> tuple[Finding, ...]:
        """What else may lead, without the first finding and those of some keys."""
        others = (finding for finding in (*self.changes, *self.state) if finding.leads)
        told = {self.first.key, *without}
        return tuple(finding for finding in others if finding.key not in told)[:most]

    def in_a_minute(self, most: int) -> tuple[Finding, ...]:
        """For a reader with a minute: the month's news before all, and how sure we are at the end."""
        return (*(*self.changes[:1], *self.state[:-1])[:most], self.certainty)


def rank_changes(
    changes: Iterable[Finding], matters: Callable[[str], bool] = lambda _key: True, least: float = 0.0
) -> tuple[Finding, ...]:
    """What customers did before what time did; of those what moves most first.

    A month that fell moves what is left after those whose news it is that they spend less: a reader who
    knows who they are knows more than the total tells. Likewise of one that rose.

    Args:
        changes: what lies outside its normal range.
        matters: whether a segment is large enough for news about it alone to lead a page.
        least: what news has to move to lead a page; see `Finding.weight`.
    """
    of_customers = [_as_it_may_lead(each, matters, least) for each in changes if each.key != MONTH]
    totals = (_unexplained(each, of_customers) for each in changes if each.key == MONTH)
    heard = (*of_customers, *(_as_it_may_lead(each, matters, least) for each in totals))
    return tuple(sorted(heard, key=lambda each: (not each.leads, *_most_first(each))))


def _unexplained(total: Finding, others: Iterable[Finding]) -> Finding:
    """The month with what news about customers leaves of it."""
    explained = sum(each.weight for each in others if each.leads and each.rises is total.rises)
    left = max(1 - explained / total.weight, 0.0) if total.weight else 0.0
    return replace(total, unusual=total.unusual * left)


def _as_it_may_lead(finding: Finding, matters: Callable[[str], bool], least: float) -> Finding:
    large = not finding.segments or any(map(matters, finding.segments))
    return finding if large and finding.weight >= least else replace(finding, leads=False)


def _most_first(finding: Finding) -> tuple[float, str]:
    return -finding.weight, finding.key


def rank_findings(changes: Iterable[Finding], state: Iterable[Finding]) -> Findings:
    """The changes that may lead, as they are ranked, and all that this month's segmentation shows, ranked."""
    leading = (change for change in changes if change.leads)
    return Findings(tuple(leading), tuple(sorted(state, key=_state_rank)))


def _state_rank(finding: Finding) -> tuple[bool, bool, float, int]:
    """What may lead first, and of it what moves most; certainty comes last."""
    place = ORDER.index(finding.key) if finding.key in ORDER else len(ORDER)
    return finding.key == CERTAINTY, not finding.leads, -finding.weight, place
