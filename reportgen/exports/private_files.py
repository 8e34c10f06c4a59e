"""Writes the private files of a build: customers by segment, who moved, rejected rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.experiments.assignment import Group
from reportgen.experiments.plan import is_over, plan_ends
from reportgen.exports.audiences import AUDIENCES, last_audiences, people_of, write_audiences
from reportgen.exports.customer_lists import ListedCustomers, contacted_by_list, scores_of, write_lists
from reportgen.exports.lists_elsewhere import MadeFrom, write_lists_elsewhere
from reportgen.exports.moved import (
    PAST_COLUMNS,
    ContactList,
    migration_csv,
    moved_csv,
    not_ordered_csv,
    ordering_less_csv,
    past_columns,
)
from reportgen.exports.workbook import Sheets, workbook
from reportgen.options.enums import Format
from reportgen.segments.profile import typical_customers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import numpy as np

    from reportgen.analysis import Analysis
    from reportgen.exports.audiences import AudienceCounts

MOST_IN_WORKBOOK = 50_000
"""Customers of whom a workbook is made beside the lists; of more only where it is asked for."""


def write_private(
    analysis: Analysis, sheets: Sheets, folder: Path, published: Path, groups: np.ndarray | None = None
) -> tuple[AudienceCounts, ...]:
    """Everything that names customers: rejected rows, lists, the workbook, who moved, audience files.

    Args:
        analysis: of the build.
        sheets: what stands in the workbook besides the customers.
        folder: an existing, empty folder.
        published: where the private files of all months of this report stand.
        groups: who is contacted and who is left out, along the customers' index; see `ActionPlan`.

    Returns:
        How many people stand in the audience files, by service.
    """
    _write_lists(analysis, sheets, folder, groups)
    return _write_audiences(analysis, folder, published, groups)


def _write_audiences(
    analysis: Analysis, folder: Path, published: Path, groups: np.ndarray | None
) -> tuple[AudienceCounts, ...]:
    options, customers = analysis.options, analysis.customers
    if not options.audiences:
        return ()
    names = {segment.key: segment.name for segment in analysis.segments}
    listed = ListedCustomers(customers, analysis.segmentation, names, groups=groups)
    lists = {
        name: people_of(ids, customers.reached, options.country)
        for name, ids in contacted_by_list(listed).items()
    }
    earlier = None if customers.month is None else last_audiences(published, customers.month)
    return write_audiences(folder / AUDIENCES, lists, options.audiences, earlier)


def _write_lists(analysis: Analysis, sheets: Sheets, folder: Path, groups: np.ndarray | None) -> None:
    if analysis.raw.rejected is not None:
        (folder / "rejected_rows.csv").write_bytes(analysis.raw.rejected.read_bytes())
    formats = analysis.options.formats
    if not formats & {Format.LISTS, Format.WORKBOOK}:
        return
    names = {segment.key: segment.name for segment in analysis.segments}
    past = _write_moved(analysis, folder, names, groups)
    more = {**past, **scores_of(analysis.customers)}
    listed = ListedCustomers(analysis.customers, analysis.segmentation, names, more, groups)
    if Format.LISTS in formats:
        typical = typical_customers(analysis.matrix, analysis.segmentation)
        if analysis.rows.elsewhere is None:
            write_lists(folder, listed, typical)
        else:
            source = MadeFrom(analysis.rows, analysis.options, analysis.model, tuple(past))
            write_lists_elsewhere(folder, listed, typical, source)
    if has_workbook(formats, len(analysis.customers.frame)):
        (folder / "customers.xlsx").write_bytes(workbook(sheets, listed))


def has_workbook(formats: Collection[Format], customers: int) -> bool:
    """Whether a build with these formats makes the workbook: beside the lists only of not too many people."""
    return Format.WORKBOOK in formats or (Format.LISTS in formats and customers <= MOST_IN_WORKBOOK)


def _write_moved(
    analysis: Analysis, folder: Path, names: Mapping[str, str], groups: np.ndarray | None
) -> dict[str, list[str]]:
    """Who moved; gives the columns that every list tells of it, none in a month without comparison."""
    comparison, customers = analysis.comparison, analysis.customers
    if comparison.migration is None:
        return {}
    known = {**{segment.key: segment.name for segment in comparison.retired}, **names}
    people = ContactList(customers, known, _not_contacted(analysis, groups))
    (folder / "moved.csv").write_bytes(moved_csv(comparison, people))
    if comparison.lapsed_segments:
        (folder / "not-ordered.csv").write_bytes(not_ordered_csv(comparison, people))
    if comparison.slowing_segments:
        (folder / "ordering-less.csv").write_bytes(ordering_less_csv(comparison, people))
    (folder / "migration.csv").write_bytes(migration_csv(comparison, known))
    return dict(zip(PAST_COLUMNS, past_columns(comparison, customers, known), strict=True))


def _not_contacted(analysis: Analysis, groups: np.ndarray | None) -> dict[str, Group]:
    """Control groups, of this month's lists and of actions that run, and whom these contacted, by id."""
    end = plan_ends(analysis.customers.period, partial=analysis.comparison.partial)
    running = [each for each in analysis.registered if not is_over(each, end)]
    drawn = () if groups is None else analysis.customers.frame.index[groups == Group.CONTROL]
    contacted = {customer: Group.RUNNING for each in running for customer in each.contact.ids}
    left_out = {customer: Group.CONTROL for each in running for customer in each.control.ids}
    return {**contacted, **left_out, **dict.fromkeys(drawn, Group.CONTROL)}
