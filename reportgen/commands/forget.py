"""Forgets customers: takes them out of the records, private lists and manifests of finished builds."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place
from reportgen.exports.audiences import AUDIENCES, ROWS, audience_without, is_for_upload, marks_of
from reportgen.exports.redact import csv_without, plain_id, workbook_without
from reportgen.publishing.publish import PARTS, open_staging, publish, working_alone
from reportgen.record.registered import ACTIONS, action_file, actions_naming, write_action
from reportgen.record.run_record import MANIFEST, read_record, rewrite_record, without_customers
from reportgen.report.templates import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reportgen.record.manifest import Manifest
    from reportgen.record.registered import RegisteredAction
    from reportgen.report.templates import Templates

_PAGES = "email"
"""Folder of messages that were only written: they name nobody."""


@dataclass(frozen=True)
class Cleaned:
    """One month of one report from which people were taken, or would be."""

    name: str
    month: str
    customers: int
    """Rows that went from its record."""
    files: tuple[str, ...]
    """Private lists that named them, and registered actions."""
    unsure: tuple[str, ...]
    """Private files that no build wrote as they are now; they were left alone."""


def forget(
    out: Path,
    ids: Collection[str],
    name: str | None = None,
    templates: Path | None = None,
    *,
    only_look: bool = False,
) -> tuple[Cleaned, ...]:
    """Take people out of every month; what is public names nobody and stays as it is.

    Each month is published whole: its record, lists and manifest change together or not at all. A run that
    was cut short is finished by the next one.

    Args:
        out: the output folder.
        ids: customer ids, as the lists write them.
        name: of the report; None goes through all of them.
        templates: the user's own, for the index pages.
        only_look: tell what would change, and change nothing.

    Returns:
        The months that held them.

    Raises:
        InputError: there is no such report, nobody of these ids is in it, or a record was changed; the other
            months are done all the same.
        SurroundingsError: another build is at work, or the folder cannot be written.
    """
    wanted = frozenset(plain for each in ids if (plain := plain_id(each)))
    if not wanted:
        raise InputError("no id is named", "say whom to forget: reportgen forget ID, or --ids FILE")
    months = sorted((out / "record").glob(f"{name or '*'}/*/{MANIFEST}"))
    if not months:
        raise InputError("there is no finished build", "name the folder with --out", Place(str(out)))
    records = [path.parent for path in months]
    if only_look:
        cleaned, errors = _each_month(records, lambda record: _looked_through(out, record, wanted))
    else:
        pages = environment(templates)
        cleaned, errors = _each_month(records, lambda record: _forget_month(out, record, wanted, pages))
    cleaned = _with_actions(cleaned, _forget_actions(out, name, wanted, only_look=only_look))
    if errors:
        raise errors[0]
    if not cleaned:
        raise InputError(
            "nobody of these ids is in what is kept",
            "write them as the column customer of customers.csv does",
            Place(str(out)),
        )
    return cleaned


def _each_month(
    records: Sequence[Path], of_month: Callable[[Path], Cleaned | None]
) -> tuple[tuple[Cleaned, ...], list[InputError]]:
    """All months, and the errors of those whose record cannot be read."""
    cleaned, errors = [], []
    for record in records:
        try:
            cleaned.append(of_month(record))
        except InputError as error:
            errors.append(error)
    return tuple(month for month in cleaned if month is not None), errors


def _forget_actions(
    out: Path, name: str | None, ids: frozenset[str], *, only_look: bool
) -> tuple[RegisteredAction, ...]:
    """Registered actions that name them: of each group they keep how many were forgotten."""
    if only_look:
        return actions_naming(out, name, ids)
    with working_alone(out, "forgetting in registered actions"):
        actions = actions_naming(out, name, ids)
        for action in actions:
            write_action(out, action.without(ids))
    return actions


def _with_actions(months: tuple[Cleaned, ...], actions: tuple[RegisteredAction, ...]) -> tuple[Cleaned, ...]:
    """The same months, with the actions of their lists, and months of which only an action named them."""
    known = {(month.name, month.month): month for month in months}
    for action in actions:
        month = known.get((action.name, action.month)) or Cleaned(action.name, action.month, 0, (), ())
        file = f"{ACTIONS}/{action_file(Path(), action).name}"
        known[action.name, action.month] = replace(month, files=(*month.files, file))
    return tuple(known[key] for key in sorted(known))


def _looked_through(out: Path, record: Path, ids: frozenset[str]) -> Cleaned | None:
    """What would go from one month."""
    name, month = record.parent.name, record.name
    kept = read_record(record)
    private = out / "private" / name / month
    gone = len(kept.customers) - len(without_customers(kept, ids).customers)
    lists = tuple(path for path, _ in _lists_without(private, kept.manifest, ids))
    return (
        Cleaned(name, month, gone, lists, tuple(_unsure(private, kept.manifest))) if gone or lists else None
    )


def _forget_month(out: Path, record: Path, ids: frozenset[str], templates: Templates) -> Cleaned | None:
    """One month, under the lock of the folder; None where nothing of it is about them."""
    name, month = record.parent.name, record.name
    with open_staging(out, name, month, templates) as staging:
        kept = read_record(record)
        less = without_customers(kept, ids)
        gone = len(kept.customers) - len(less.customers)
        lists = dict(_lists_without(staging.target("private"), kept.manifest, ids))
        unsure = tuple(_unsure(staging.target("private"), kept.manifest))
        if not gone and not lists:
            return None
        for part in PARTS:
            if staging.target(part).is_dir():
                shutil.copytree(staging.target(part), staging.folder / part, dirs_exist_ok=True)
        for path, data in lists.items():
            (staging.private / path).write_bytes(data)
        rewrite_record(staging.record, less, {f"private/{path}": staging.private / path for path in lists})
        publish(staging)
        return Cleaned(name, month, gone, tuple(lists), unsure)


def _lists_without(private: Path, manifest: Manifest, ids: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Path below the folder, and the new bytes, of each list that named one of them."""
    marks = _marks(private, ids)
    for path, file in _lists(private, manifest).items():
        if file.suffix == ".xlsx" and _is_edited(file, manifest, path):
            continue
        old = file.read_bytes()
        if file.suffix == ".xlsx":
            new = workbook_without(old, ids)
        elif is_for_upload(path):
            new = audience_without(old, marks)
        else:
            new = csv_without(old, ids)
        if new != old:
            yield path, new


def _marks(private: Path, ids: frozenset[str]) -> frozenset[str]:
    """The rows of audience files that stand for them: these name nobody by id."""
    rows = private / AUDIENCES / ROWS
    return marks_of(rows.read_bytes(), ids) if rows.is_file() else frozenset()


def _lists(private: Path, manifest: Manifest) -> Mapping[str, Path]:
    written = (path.removeprefix("private/") for path in manifest.files if path.startswith("private/"))
    return {path: private / path for path in sorted(written) if (private / path).is_file()}


def _unsure(private: Path, manifest: Manifest) -> Iterator[str]:
    """Files that people brought, and workbooks and audience files that they saved: they may hold anybody."""
    lists = _lists(private, manifest)
    for file in sorted(private.rglob("*")):
        path = file.relative_to(private).as_posix()
        if file.is_dir() or path.startswith(f"{_PAGES}/"):
            continue
        whole = file.suffix == ".xlsx" or is_for_upload(path)
        if path not in lists or (whole and _is_edited(file, manifest, path)):
            yield path


def _is_edited(file: Path, manifest: Manifest, path: str) -> bool:
    return hashlib.sha256(file.read_bytes()).hexdigest() != manifest.files.get(f"private/{path}")
