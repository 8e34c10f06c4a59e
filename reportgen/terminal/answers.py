"""Results of the commands as JSON, and as a new reportgen.toml."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from reportgen.base.names import common_name
from reportgen.options.enums import Role
from reportgen.options.settings_text import ColumnEntry, settings_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportgen.base.audit import Issue, Waterfall
    from reportgen.build_result import BuildResult
    from reportgen.cleaning.clean import Period
    from reportgen.cleaning.control_total import ControlBridge
    from reportgen.columns.assigned_roles import ColumnRole
    from reportgen.commands.check import FileCheck, InShort
    from reportgen.mail.outbox import DeliveryReport
    from reportgen.record.registered import RegisteredAction
    from reportgen.segments.naming import Segment


def answer_of_build(result: BuildResult, report: DeliveryReport | None = None) -> dict[str, Any]:
    """A finished build as one JSON object, with what became of its mail, if it was to be sent."""
    delivery = {} if report is None else {"delivery": answer_of_delivery(report)}
    return {
        "name": result.name,
        "month": result.month,
        "headline": result.headline,
        "k": result.analysis.model.k,
        "verdict": result.analysis.structure.verdict,
        "segments": [_segment(segment) for segment in result.analysis.segments],
        "files": [str(path) for path in result.files],
        "issues": [_issue(issue) for issue in result.analysis.issues],
        "held": list(result.held),
        "missing": None if result.missing is None else str(result.missing),
        "replaced": list(result.replaced),
        "exit_code": result.exit_code,
        **delivery,
    }


def answer_of_delivery(report: DeliveryReport) -> dict[str, Any]:
    """What became of a month's messages, as one JSON object."""
    failure = report.failure
    error = {"cause": str(failure), "hint": failure.hint, "exit_code": failure.exit_code} if failure else None
    return {
        "name": report.name,
        "month": report.month,
        "counts": {str(state): number for state, number in sorted(report.counts.items())},
        "recipients": [
            {
                "address": each.address,
                "state": str(each.state),
                "tries": each.tries,
                "in_doubt": each.doubts,
                "now": each.address in report.tried,
                "reply": each.reply,
            }
            for each in report.deliveries
        ],
        "error": error,
        "exit_code": failure.exit_code if failure else 0,
    }


def answer_of_action(action: RegisteredAction, *, undone: bool, written: bool) -> dict[str, Any]:
    """A list that was used, as one JSON object; ids stay in the record."""
    return {
        "name": action.name,
        "month": action.month,
        "segment": action.segment,
        "play": action.play,
        "on": action.on,
        "read": action.read,
        "contact": len(action.contact.ids),
        "control": len(action.control.ids),
        "aside": action.aside,
        "reached": None if action.reached is None else len(action.reached),
        "undone": undone,
        "written": written,
    }


def answer_of_check(check: FileCheck) -> dict[str, Any]:
    """How a source is read, as one JSON object."""
    raw, dialect, customers = check.raw, check.raw.dialect, check.customers
    return {
        "source": raw.source,
        "form": raw.form,
        "encoding": dialect.encoding if dialect else None,
        "delimiter": (dialect.parted or dialect.delimiter) if dialect else None,
        "quote": dialect.quote if dialect else None,
        "header_line": dialect.header_line if dialect else None,
        "rows": raw.rows,
        "export": check.roles.export,
        "grain": check.roles.grain,
        "grain_reason": check.roles.grain_reason,
        "columns": [_column(column) for column in check.roles.columns],
        "issues": [_issue(issue) for issue in check.issues],
        "waterfall": _waterfall(check.rows.waterfall) if check.rows else None,
        "control": _control(check.rows.control) if check.rows and check.rows.control else None,
        "period": _period(check.rows.period) if check.rows and check.rows.period else None,
        "customers": len(customers.frame) if customers else None,
        "value": customers.value_definition if customers else None,
        "basis": [feature.label for feature in customers.clustering_features] if customers else None,
        "in_short": _in_short(check.in_short) if check.in_short else None,
        "other_reading": _other(*check.roles.other_reading) if check.roles.other_reading else None,
        "refusal": {"cause": str(check.refusal), "hint": check.refusal.hint} if check.refusal else None,
    }


def settings_of_check(check: FileCheck, given: Mapping[str, Any], file: Path) -> str:
    """A reportgen.toml that gives the same build as `given` (field of `BuildOptions` -> value) alone.

    Args:
        check: result of `reportgen check` for the source.
        given: what the user set; what was found stands beside it as comments.
        file: where the text will stand.
    """
    customers = check.customers
    shown = {
        "month": customers.period.month if customers and customers.period else None,
        "by": tuple(feature.label for feature in customers.clustering_features) if customers else None,
    }
    return settings_text(
        file,
        check.options.sources,
        {"name": common_name(check.options.sources)} | dict(given),
        {field: value for field, value in shown.items() if value is not None},
        _entries(check),
    )


def _entries(check: FileCheck) -> list[ColumnEntry]:
    """Columns with their roles.

    Two kinds of lines do not count: several columns found to be values would be added up once they
    are stated, and a label that stands twice does not tell which column it means.
    """
    times = Counter(column.label for column in check.roles.columns)
    guessed = len(check.roles.all(Role.VALUE)) > 1 and Role.VALUE not in check.options.roles.values()
    return [
        ColumnEntry(
            column.label,
            column.role,
            column.reason,
            settled=times[column.label] == 1 and not (guessed and column.role is Role.VALUE),
        )
        for column in check.roles.columns
    ]


def _segment(segment: Segment) -> dict[str, Any]:
    profile = segment.profile
    return {
        "key": segment.key,
        "name": segment.name,
        "customers": profile.customers,
        "share": _rounded(profile.customer_share),
        "value_share": _rounded(profile.value_share),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "code": issue.code,
        "message": issue.message,
        "line": issue.line,
        "column": issue.column,
        "hint": issue.hint,
    }


def _column(column: ColumnRole) -> dict[str, Any]:
    return {
        "label": column.label,
        "role": column.role,
        "confidence": round(column.confidence, 3),
        "reason": column.reason,
    }


def _waterfall(waterfall: Waterfall) -> dict[str, Any]:
    """Rows and money; amounts as text, to the cent."""
    return {
        "start": {"rows": waterfall.start_rows, "amount": _amount(waterfall.start_amount)},
        "left_out": [
            {"cause": line.cause, "label": line.label, "rows": line.rows, "amount": _amount(line.amount)}
            for line in waterfall.lines
        ],
        "end": {"rows": waterfall.end_rows, "amount": _amount(waterfall.end_amount)},
    }


def _control(control: ControlBridge) -> dict[str, Any]:
    """The user's figure less these causes and what stays unexplained is ours."""
    return {
        "control": str(control.control),
        "causes": [
            {"cause": line.cause, "label": line.label, "amount": _amount(line.amount)}
            for line in control.causes
        ],
        "unexplained": str(control.unexplained),
        "ours": str(control.ours),
    }


def _amount(amount: object) -> str | None:
    return None if amount is None else str(amount)


def _other(words: str, flag: str) -> dict[str, Any]:
    return {"reading": words, "flag": flag}


def _in_short(told: InShort) -> dict[str, Any]:
    """What the file holds, in figures; the amount as text, to the cent."""
    days = (None if day is None else str(day) for day in (told.first, told.last))
    first, last = days
    return {
        "rows": told.rows,
        "customers": told.customers,
        "first": first,
        "last": last,
        "amount": _amount(told.amount),
    }


def _period(period: Period) -> dict[str, str]:
    return {"month": period.month, "start": str(period.start), "end": str(period.end)}
