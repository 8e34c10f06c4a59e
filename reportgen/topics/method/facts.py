"""Figures of the way from the file to the segments: the run, the rows that count, who was counted apart."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from reportgen.prose.facts import Fact, Unit, people, signed
from reportgen.record.run_record import settings_hash
from reportgen.segments.choose_k import LOSS_OF_FEWER, LOSS_OF_MORE, SPLITS_EACH
from reportgen.shared.numbers import count_fact, decimal_fact, money_fact, text_fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from reportgen.analysis import Analysis
    from reportgen.base.audit import AuditLine, Waterfall
    from reportgen.base.formatting import Formatter
    from reportgen.features.table import NamedGroup
    from reportgen.shared.figures import Shared

DROPPED, MUCH = ("duplicate", "other-currency", "unreadable", "cancelled"), 0.01
"""Causes of rows left out whose money may have been sales; the share of all money from which that is told."""
FINGERPRINT = 12
"""Signs of a fingerprint that are printed."""


@dataclass(frozen=True)
class RunFigures:
    """What an analyst needs to repeat the run."""

    version: Fact
    fingerprint: Fact
    settings: Fact
    seed: Fact
    silhouette_loss: Fact
    silhouette_loss_of_fewer: Fact
    splits: Fact
    """Half-splits that one resample looks at."""
    clip: Fact


@dataclass(frozen=True)
class StepFigures:
    """Rows, and money where the file has any, at one step of the waterfall."""

    label: str
    rows: Fact
    amount: Fact | None
    cause: str = ""
    """A stable key, such as `duplicate`."""


@dataclass(frozen=True)
class WaterfallFigures:
    """From the file to what is analysed; what left is negative."""

    start: StepFigures
    steps: tuple[StepFigures, ...]
    end: StepFigures


@dataclass(frozen=True)
class GroupFigures:
    """Customers who were counted apart."""

    label: str
    customers: Fact


@dataclass(frozen=True)
class DroppedFigures:
    """Money of one cause that is left out."""

    cause: str
    amount: Fact


@dataclass(frozen=True)
class MethodFacts:
    """The run, its rows, and its customers outside the segments."""

    run: RunFigures
    columns: Fact
    groups: tuple[GroupFigures, ...]
    waterfall: WaterfallFigures
    dropped: tuple[DroppedFigures, ...]
    """Money that looks like sales and is not counted, where it is much, the largest first."""
    powers: Mapping[str, Fact]
    """Measure that makes the segments -> the power of its scale; those on a power scale."""


def method_facts(analysis: Analysis, shared: Shared) -> MethodFacts:
    """All that is said of how the segments came about."""
    fmt = analysis.formatter
    return MethodFacts(
        _run(analysis, fmt),
        count_fact("data.columns", len(analysis.raw.labels), Unit.COUNT, fmt),
        tuple(_group(group, shared.min_cell, fmt) for group in analysis.customers.groups),
        _waterfall(analysis.rows.waterfall, fmt),
        tuple(_dropped(analysis.rows.waterfall, fmt)),
        {
            column.name: decimal_fact(f"scale.{column.name}", column.power, 1, fmt)
            for column in analysis.model.columns
            if column.scale == "power" and column.level is None
        },
    )


def _run(analysis: Analysis, fmt: Formatter) -> RunFigures:
    return RunFigures(
        version=text_fact("run.version", version("reportgen")),
        fingerprint=text_fact("run.fingerprint", analysis.raw.fingerprint[:FINGERPRINT]),
        settings=text_fact("run.settings", settings_hash(analysis.options)[:FINGERPRINT]),
        seed=count_fact("run.seed", analysis.options.seed, Unit.COUNT, fmt),
        silhouette_loss=decimal_fact("run.silhouette_loss", LOSS_OF_MORE, 2, fmt),
        silhouette_loss_of_fewer=decimal_fact("run.silhouette_loss_of_fewer", LOSS_OF_FEWER, 2, fmt),
        splits=count_fact("run.splits", SPLITS_EACH, Unit.COUNT, fmt),
        clip=decimal_fact("run.clip", analysis.model.clip, 0, fmt),
    )


def _group(group: NamedGroup, min_cell: int, fmt: Formatter) -> GroupFigures:
    return GroupFigures(group.label, people(f"group.{group.key}.customers", group.customers, min_cell, fmt))


def _waterfall(waterfall: Waterfall, fmt: Formatter) -> WaterfallFigures:
    return WaterfallFigures(
        _level("rows.start", waterfall.start_rows, waterfall.start_amount, fmt),
        tuple(_step(line, fmt) for line in waterfall.lines),
        _level("rows.end", waterfall.end_rows, waterfall.end_amount, fmt),
    )


def _dropped(waterfall: Waterfall, fmt: Formatter) -> Iterator[DroppedFigures]:
    least = MUCH * abs(float(waterfall.end_amount or 0))
    lines = [(line.cause, abs(float(line.amount or 0))) for line in waterfall.lines if line.cause in DROPPED]
    for cause, amount in sorted(lines, key=lambda line: -line[1]):
        if amount >= least and amount:
            yield DroppedFigures(cause, money_fact(f"dropped.{cause}", amount, fmt))


def _level(key: str, rows: int, amount: Decimal | None, fmt: Formatter) -> StepFigures:
    exact = None if amount is None else float(amount)
    return StepFigures(
        "",
        count_fact(key, rows, Unit.ROWS, fmt),
        None if exact is None else Fact.of(f"{key}.amount", exact, Unit.MONEY, fmt.exact_money(exact)),
    )


def _step(line: AuditLine, fmt: Formatter) -> StepFigures:
    key = f"rows.{line.step}.{line.cause}"
    change = None if line.amount is None else 0.0 - float(line.amount)
    return StepFigures(
        line.label,
        Fact.of(key, -line.rows, Unit.ROWS, signed(fmt.count(-line.rows))),
        None
        if change is None
        else Fact.of(f"{key}.amount", change, Unit.MONEY, signed(fmt.exact_money(change))),
        line.cause,
    )
