"""The run record of a build, which the next month goes on from."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import pandas as pd

from reportgen.record.manifest import Manifest, RecordedMovement, RecordedPlan, RecordedSegment
from reportgen.record.registered import GROUP, LISTED
from reportgen.record.run_record import RunRecord, library_versions, recorded_customers, settings_hash

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.changes.month_changes import MonthComparison
    from reportgen.experiments.design import Recommended
    from reportgen.experiments.month_actions import MonthActions
    from reportgen.record.manifest import ReportSummary
    from reportgen.segments.naming import Segment


def record_of(
    analysis: Analysis,
    name: str,
    month: str,
    summary: ReportSummary,
    inputs: str = "",
) -> RunRecord:
    """The record of a build.

    Args:
        analysis: of the build.
        name: of the report.
        month: YYYY-MM, or `undated`.
        summary: what the index pages say of it.
        inputs: hash of all that the build was made from.
    """
    comparison, undated = analysis.comparison, analysis.baseline is None
    features = {each.name: each.label for each in analysis.customers.features} if undated else {}
    columns = analysis.rows.roles.columns if undated else ()
    manifest = Manifest(
        name=name,
        month=month,
        fingerprint=analysis.raw.fingerprint,
        settings=settings_hash(analysis.options),
        reportgen=version("reportgen"),
        libraries=library_versions(),
        summary=summary,
        inputs=inputs,
        segments=tuple(_recorded(segment) for segment in analysis.segments),
        files={},
        fitted=analysis.model.month,
        baseline=analysis.baseline,
        features=features,
        roles={column.label: str(column.role) for column in columns},
        source=analysis.raw.source,
        grouped_by=tuple(sorted(each.label for each in analysis.customers.clustering_features)),
        value=analysis.customers.value,
        held=comparison.held,
        accepted=comparison.accepted,
        partial=comparison.partial,
        approved_by=comparison.approved_by,
        movement=_movement(comparison),
    )
    people = recorded_customers(analysis.customers, analysis.segmentation)
    return RunRecord(manifest, analysis.model, people, analysis.segmented.evidence)


def _recorded(segment: Segment) -> RecordedSegment:
    profile = segment.profile
    return RecordedSegment(
        segment.key,
        segment.name,
        segment.slot,
        segment.group,
        profile.customers,
        profile.value,
        segment.claims,
    )


def with_actions(record: RunRecord, analysis: Analysis, actions: MonthActions) -> RunRecord:
    """The same record with what is recommended, who is left out, and what was read."""
    manifest = replace(
        record.manifest,
        plans=tuple(_plan(each, actions.plan.months(each)) for each in actions.plan.recommended),
        readings=actions.first_readings,
    )
    plan = actions.plan
    people = record.customers.assign(
        **{
            GROUP: pd.Series(plan.groups, analysis.customers.frame.index),
            LISTED: pd.Series(plan.listed, analysis.customers.frame.index),
        }
    )
    return replace(record, manifest=manifest, customers=people)


def _plan(recommended: Recommended, months: int) -> RecordedPlan:
    return RecordedPlan(
        recommended.segment, recommended.play, recommended.objective, months, recommended.overdue
    )


def _movement(comparison: MonthComparison) -> RecordedMovement | None:
    migration, previous = comparison.migration, comparison.previous
    if migration is None or previous is None:
        return None
    return RecordedMovement(previous.month, migration.days, migration.flows, migration.activity)
