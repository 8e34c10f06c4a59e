"""Status of every brand of a batch: what `status.json` and the table of a batch show."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from reportgen.base.atomic_swap import write_atomically
from reportgen.errors import ReportgenError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FILE_NAME = "status.json"
FORMAT = 1


class BrandState(StrEnum):
    """The last step that a brand reached."""

    BUILT = "built"
    SENT = "sent"
    INCOMPLETE = "not sent to all"
    STALE = "stale"
    """Its data end before the month that is expected."""
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True)
class BrandStatus:
    """One brand of a batch."""

    brand: str
    """Name of its folder."""
    state: BrandState
    exit_code: int = 0
    name: str = ""
    month: str | None = None
    data_until: str | None = None
    """Last day in the file; None for data without dates."""
    rows: int | None = None
    rows_before: int | None = None
    """Rows of the month before it that was built."""
    sent: Mapping[str, int] = field(default_factory=dict)
    """State of a delivery -> recipients."""
    cause: str = ""
    hint: str = ""

    @classmethod
    def failed(cls, brand: str, error: ReportgenError, name: str = "") -> BrandStatus:
        """A brand without a report."""
        return cls(brand, BrandState.FAILED, error.exit_code, name, cause=str(error), hint=error.hint)

    @property
    def error(self) -> ReportgenError:
        """Why it was not sent."""
        error = ReportgenError(self.cause or str(self.state), self.hint)
        error.exit_code = self.exit_code
        return error

    @property
    def is_fit(self) -> bool:
        """Whether it may be sent."""
        return self.state is BrandState.BUILT


def status_of_build(out: Path, name: str, month: str, brand: str) -> BrandStatus:
    """The status of a published month, with figures of its facts.json."""
    folder = out / "site" / name
    months = sorted(path.parent.name for path in folder.glob("*/facts.json"))
    before = [each for each in months if each[0].isdigit() and each < month and month[0].isdigit()]
    facts, earlier = (
        _facts(folder / each) if each else {} for each in (month, before[-1] if before else None)
    )
    return BrandStatus(
        brand,
        BrandState.BUILT,
        name=name,
        month=month,
        data_until=_value(facts, "data.until"),
        rows=_value(facts, "rows.start"),
        rows_before=_value(earlier, "rows.start"),
    )


def write_status(folder: Path, statuses: Sequence[BrandStatus]) -> Path:
    """`status.json`, whole or not at all."""
    path = folder / FILE_NAME
    text = json.dumps(answer_of_batch(statuses), ensure_ascii=False, indent=1) + "\n"
    write_atomically(path, text.encode())
    return path


def answer_of_batch(statuses: Sequence[BrandStatus]) -> dict[str, Any]:
    """All brands as one JSON object."""
    return {
        "format": FORMAT,
        "exit_code": worst_exit_code(statuses),
        "brands": [asdict(status) for status in statuses],
    }


WORST_FIRST = (1, 2, 5, 4, 3)
"""Exit codes, first what needs a person most: our fault, settings, a held month, the machine, mail."""


def worst_exit_code(statuses: Sequence[BrandStatus]) -> int:
    """The exit code of them all: that of the brand that needs somebody most."""
    codes = {status.exit_code for status in statuses}
    return next((code for code in WORST_FIRST if code in codes), max(codes, default=0))


def _facts(folder: Path) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((folder / "facts.json").read_bytes())["facts"]
    except (OSError, ValueError, KeyError):
        return {}
    return facts


def _value(facts: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - a number or a date
    return facts[key]["value"] if key in facts else None
