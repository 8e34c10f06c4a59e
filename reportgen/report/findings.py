"""The findings of all topics, ranked in one place for cover, summary, brief, message and terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.prose.finding import Finding
    from reportgen.topics.movement.change import Change

ORDER = ("newcomers", "worth", "giants", "once", "absent", "spread", "largest")
"""What a reader needs first: where the money is, who may be lost, what parts the segments."""
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
        """What the cover is about."""
        return self.state[0]

    @property
    def certainty(self) -> Finding:
        """How sure all of it is."""
        return self.state[-1]

    def about(self, key: str) -> Finding | None:
        """The finding of a key, where there is one."""
        return next((finding for finding in self.state if finding.key == key), None)

    def in_a_minute(self, most: int) -> tuple[Finding, ...]:
        """For a reader with a minute: the month's news before all, and how sure we are at the end."""
        return (*(*self.changes[:1], *self.state[:-1])[:most], self.certainty)

    def beyond_first(self, most: int) -> tuple[Finding, ...]:
        """What stands below a title that is the first finding, where certainty stands elsewhere."""
        others = (finding for finding in self.state[1:] if finding.key != CERTAINTY)
        return tuple(others)[:most]


def rank_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """What customers did before what time did, the largest gap from the expected number first."""
    return tuple(
        sorted(changes, key=lambda each: (not each.finding.leads, -each.finding.gap, each.finding.key))
    )


def rank_findings(changes: Iterable[Change], state: Iterable[Finding]) -> Findings:
    """The changes that may lead, and all that this month's segmentation shows, each ranked."""
    leading = (change.finding for change in rank_changes(changes) if change.finding.leads)
    return Findings(tuple(leading), tuple(sorted(state, key=_state_rank)))


def _state_rank(finding: Finding) -> tuple[bool, int]:
    """By what it is about; findings that the order does not name come before certainty."""
    place = ORDER.index(finding.key) if finding.key in ORDER else len(ORDER)
    return finding.key == CERTAINTY, place
