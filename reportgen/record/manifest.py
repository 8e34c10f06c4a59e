"""The manifest of a run; field names are those of manifest.json."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from reportgen.features.monthly_orders import MonthOrders, MonthSum
from reportgen.record.flows import Activity, Flow, Forgotten
from reportgen.record.registered import RecordedReading, reading_of

# 1: customers, model, segments with names and colours
RECORD_FORMAT = 1
_BASELINE, _MONTH_ORDERS, _REACTIVATED = "trail", "habits", "woken"
"""What `baseline`, `month_orders` and `reactivated` are called in the files, which keep their first names."""


@dataclass(frozen=True)
class RecordedSegment:
    """How a segment was called and coloured, so that next month can keep both."""

    key: str
    name: str
    slot: int
    """Colour slot, 1 to 8."""
    group: str | None = None
    """Key of the field's name that it carries, or None."""
    customers: int = 0
    value: float | None = None
    """What they are worth together; None where the data do not tell."""
    claims: tuple[str, ...] = ()
    """What a descriptive name says, such as "high:monetary"; empty for others, and in older records."""


@dataclass(frozen=True)
class Baseline:
    """What a later month's file is compared with."""

    start: str
    end: str
    """First and last day of the window, ISO."""
    data_from: str
    data_until: str
    """First and last date found in the file, ISO."""
    rows: int
    """Of the file, whether they count or not."""
    columns: tuple[str, ...]
    """Headers, in the order of the file."""
    features: dict[str, str]
    """Name of a measure -> its label."""
    value_definition: str
    currency: str | None
    months: tuple[MonthSum, ...]
    """Order lines by month; empty for a table of customers."""
    month_orders: tuple[MonthOrders, ...] = ()
    """How the months of the file went; empty for a table of customers."""
    roles: dict[str, str] = field(default_factory=dict)
    """Header -> what the column was taken for."""
    value_key: tuple[str, ...] | None = None
    """What `value_definition` means, see `Customers`; None in records that are older than the key."""
    counting: dict[str, int] = field(default_factory=dict)
    """Family of rules by which rows count -> version; one that is missing stood at 1."""


@dataclass(frozen=True)
class RecordedMovement:
    """How customers moved since the month that this one was compared with."""

    since: str
    """YYYY-MM."""
    days: int
    flows: tuple[Flow, ...]
    activity: tuple[Activity, ...]


@dataclass(frozen=True)
class RecordedPlan:
    """What is recommended for a segment, and for how long it is watched; `contacted` registers by it."""

    segment: str
    play: str
    objective: str
    months: int
    overdue: bool = False
    """Whether it is for the segment's overdue customers only."""


@dataclass(frozen=True)
class ReportSummary:
    """What the index pages say of a report. It is public: no person's data."""

    company: str
    """Empty where the user named none."""
    month_label: str
    """The period as readers see it, such as "October 2026"."""
    headline: str
    customers: int
    segments: int
    accent: str = ""
    """#RRGGBB, and a small logo as a data: URL; empty where the user gave none."""
    logo: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a run was made from, and every file that it left."""

    name: str
    month: str
    """YYYY-MM, or `undated`."""
    fingerprint: str
    """SHA-256 of the source's bytes."""
    settings: str
    """SHA-256 of the options, see `settings_hash`."""
    reportgen: str
    """Version of the program."""
    libraries: dict[str, str]
    summary: ReportSummary
    segments: tuple[RecordedSegment, ...]
    files: dict[str, str]
    """Path below the part, such as `site/mall-2026-10-report.html`, -> SHA-256."""
    held: tuple[str, ...] = ()
    """Why this month cannot be compared with earlier ones; while `accepted` is empty, it is not sent."""
    accepted: str = ""
    """The user's reason to let a held month pass."""
    partial: bool = False
    """Whether the data end before the month does: no change is drawn from it, nor from it to the next."""
    fitted: str | None = None
    """Month in which the segments were made, YYYY-MM."""
    approved_by: str = ""
    """Who approved segments made anew."""
    baseline: Baseline | None = None
    """What the next month is compared with; None in the oldest records."""
    movement: RecordedMovement | None = None
    value: str | None = None
    """Column of `customers.parquet` with what a customer is worth; None where the data do not tell."""
    forgotten: tuple[Forgotten, ...] = ()
    """Whom `reportgen forget` took out since, by segment; `segments` and `movement` count them still."""
    plans: tuple[RecordedPlan, ...] = ()
    """What is recommended; empty in older records, and where nothing can be read back."""
    readings: tuple[RecordedReading, ...] = ()
    """Registered actions that this month read."""
    features: dict[str, str] = field(default_factory=dict)
    """Name of a measure -> its label; empty where `baseline` has them, and in older records."""
    roles: dict[str, str] = field(default_factory=dict)
    """Header -> what the column was taken for, likewise."""
    source: str = ""
    """File or table that it was made from, without its folder; empty in older records."""
    grouped_by: tuple[str, ...] = ()
    """Labels of the measures that made the segments, likewise."""
    inputs: str = ""
    """Hash of all that it was made from, see `inputs_hash`; empty where a file could not be made."""
    format: int = RECORD_FORMAT

    @property
    def recency(self) -> tuple[bool, str]:
        """Sorts months from old to new, and one without dates before all of them."""
        return self.month[:1].isdigit(), self.month


def content_of(manifest: Manifest) -> dict[str, Any]:
    """What the file of a manifest holds, from which `manifest_of` makes it again."""
    content = _renamed(asdict(manifest), "baseline", _BASELINE)
    if content[_BASELINE] is not None:
        content[_BASELINE] = _renamed(content[_BASELINE], "month_orders", _MONTH_ORDERS)
    if content["movement"] is not None:
        activity = content["movement"]["activity"]
        content["movement"]["activity"] = [_renamed(each, "reactivated", _REACTIVATED) for each in activity]
    return content


def manifest_of(content: dict[str, Any]) -> Manifest:
    """A manifest from what its file holds; KeyError or TypeError for anything else."""
    return Manifest(
        **{
            **{name: each for name, each in content.items() if name != _BASELINE},
            "summary": ReportSummary(**content["summary"]),
            "segments": tuple(map(_segment, content["segments"])),
            "held": tuple(content.get("held", ())),
            "grouped_by": tuple(content.get("grouped_by", ())),
            "baseline": _baseline(content.get(_BASELINE)),
            "movement": _movement(content.get("movement")),
            "forgotten": tuple(Forgotten(**each) for each in content.get("forgotten", ())),
            "plans": tuple(RecordedPlan(**each) for each in content.get("plans", ())),
            "readings": tuple(map(reading_of, content.get("readings", ()))),
        }
    )


def _segment(stored: dict[str, Any]) -> RecordedSegment:
    return RecordedSegment(**{**stored, "claims": tuple(stored.get("claims", ()))})


def _baseline(stored: dict[str, Any] | None) -> Baseline | None:
    if stored is None:
        return None
    read = {
        "columns": tuple(stored["columns"]),
        "months": tuple(MonthSum(**month) for month in stored["months"]),
        "month_orders": tuple(MonthOrders(**month) for month in stored.get(_MONTH_ORDERS, ())),
    }
    key = stored.get("value_key")
    others = {name: each for name, each in stored.items() if name != _MONTH_ORDERS}
    return Baseline(**{**others, **read, "value_key": None if key is None else tuple(key)})


def _movement(stored: dict[str, Any] | None) -> RecordedMovement | None:
    if stored is None:
        return None
    flows = tuple(Flow(**flow) for flow in stored["flows"])
    activity = tuple(Activity(**_renamed(each, _REACTIVATED, "reactivated")) for each in stored["activity"])
    return RecordedMovement(**{**stored, "flows": flows, "activity": activity})


def _renamed(stored: dict[str, Any], name: str, other: str) -> dict[str, Any]:
    """The same with one entry under another name, where there is one."""
    return {other if key == name else key: each for key, each in stored.items()}
