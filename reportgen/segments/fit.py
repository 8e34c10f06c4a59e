"""Customers in segments, and what was measured when these were fitted; saved until they are refitted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from reportgen.segments.values import (
    Candidate,
    KChoice,
    Range,
    SegmentStability,
    Structure,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.features.matrix import Matrix
    from reportgen.features.table import Customers
    from reportgen.segments.values import SavedModel, Segmentation


@dataclass(frozen=True)
class FitEvidence:
    """How many segments and why, how real they are, and how stable each is."""

    choice: KChoice
    structure: Structure
    stability: Mapping[str, SegmentStability]
    """By key."""

    def to_json(self) -> str:
        """As JSON; `from_json` gives back an equal one."""
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> FitEvidence:
        """Read what `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        stored = json.loads(text)
        choice, structure = stored["choice"], stored["structure"]
        return cls(
            KChoice(
                **{
                    **choice,
                    "candidates": tuple(map(_candidate, choice["candidates"])),
                    "rivals": tuple(choice["rivals"]),
                }
            ),
            Structure(
                **{
                    **structure,
                    "verdict": Verdict(structure["verdict"]),
                    "bootstrap_ari": Range(**structure["bootstrap_ari"]),
                    "evidence": tuple(map(tuple, structure["evidence"])),
                    "opinions": tuple(map(tuple, structure["opinions"])),
                }
            ),
            {key: SegmentStability(**each) for key, each in stored["stability"].items()},
        )


def _candidate(stored: dict[str, Any]) -> Candidate:
    ranges = {name: Range(**stored[name]) for name in ("prediction_strength", "stability")}
    return Candidate(**{**stored, **ranges})


@dataclass(frozen=True)
class SegmentedCustomers:
    """Customers in segments, fitted now or reused from an earlier month."""

    customers: Customers
    """With the features that made the segments as those that group them."""
    matrix: Matrix
    model: SavedModel
    segmentation: Segmentation
    evidence: FitEvidence

    @property
    def keys(self) -> list[str]:
        """Segment of every customer, along the table."""
        return list(self.segmentation.key_of_each)
