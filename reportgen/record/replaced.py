"""Whether a report stands under the same name and month that is about something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.names import report_name
from reportgen.errors import InputError
from reportgen.record.run_record import MANIFEST, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportgen.record.manifest import Manifest


def replaced_report(record: Path, new: Manifest) -> tuple[str, ...]:
    """What sets the report that stands apart from the one that takes its place; nothing where they are alike.

    A newer export of the same table is the same report: its name without date parts, its columns and what
    customers are grouped by stay.

    Args:
        record: the folder of the record of the same name and month; there may be none.
        new: of the build that takes its place.
    """
    if not (record / MANIFEST).is_file():
        return ()
    try:
        return tuple(_differences(read_manifest(record), new))
    except InputError:  # damaged: nobody can tell what it was about
        return ()


def _differences(old: Manifest, new: Manifest) -> Iterator[str]:
    if old.source and report_name(old.source) != report_name(new.source):
        yield f"it was made from {old.source}, and now from {new.source}"
    was, now = _columns(old), _columns(new)
    if was and was != now:
        yield f"the columns of the file are others: {_changes(was, now)}"
    if old.grouped_by and set(old.grouped_by) != set(new.grouped_by):
        changes = _changes(set(old.grouped_by), set(new.grouped_by))
        yield f"customers are grouped by other measures: {changes}"


def _columns(manifest: Manifest) -> set[str]:
    return set(manifest.baseline.columns if manifest.baseline else manifest.roles)


def _changes(was: set[str], now: set[str]) -> str:
    parts = (("new: ", now - was), ("gone: ", was - now))
    return "; ".join(words + ", ".join(sorted(labels)) for words, labels in parts if labels)
