"""The run record of a build, which the next month goes on from."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from reportgen.record.manifest import Manifest, RecordedMovement, RecordedSegment
from reportgen.record.run_record import RunRecord, library_versions, recorded_customers, settings_hash

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.record.manifest import ReportSummary
    from reportgen.segments.naming import Segment


def record_of(analysis: Analysis, name: str, month: str, summary: ReportSummary) -> RunRecord:
    """The record of a build.

    Args:
        analysis: of the build.
        name: of the report.
        month: YYYY-MM, or `undated`.
        summary: what the index pages say of it.
    """
    manifest = Manifest(
        name=name,
        month=month,
        fingerprint=analysis.raw.fingerprint,
        settings=settings_hash(analysis.options),
        reportgen=version("reportgen"),
        libraries=library_versions(),
        summary=summary,
        segments=tuple(_recorded(segment) for segment in analysis.segments),
        files={},
        fitted=analysis.model.month,
        trail=analysis.trail,
        value=analysis.customers.value,
        **_comparison(analysis),
    )
    people = recorded_customers(analysis.customers, analysis.segmentation)
    return RunRecord(manifest, analysis.model, people, analysis.fit)


def _recorded(segment: Segment) -> RecordedSegment:
    profile = segment.profile
    return RecordedSegment(
        segment.key, segment.name, segment.slot, segment.group, profile.customers, profile.value
    )


def _comparison(analysis: Analysis) -> dict[str, Any]:
    """What the record keeps of the comparison with earlier months."""
    periods = analysis.periods
    if periods is None:
        return {}
    migration, previous = periods.migration, periods.previous
    moved = (
        migration
        and previous
        and RecordedMovement(previous.month, migration.days, migration.flows, migration.activity)
    )
    return {
        "held": periods.held,
        "accepted": periods.accepted,
        "partial": periods.partial,
        "approved_by": periods.approved_by,
        "movement": moved or None,
    }
