"""Registers in the record that a list was used, and takes it back; nothing of a finished build is changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.names import slug
from reportgen.cleaning.period import months_after
from reportgen.errors import InputError, Place
from reportgen.experiments.assignment import Group
from reportgen.publishing.publish import working_alone
from reportgen.record.registered import (
    GROUP,
    LISTED,
    Arm,
    RegisteredAction,
    action_file,
    read_action,
    registered_actions,
    write_action,
)
from reportgen.record.run_record import MANIFEST, read_record

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from reportgen.options.build_options import BuildOptions
    from reportgen.record.manifest import Manifest, RecordedPlan, RecordedSegment
    from reportgen.record.run_record import RunRecord

OVERDUE = "-overdue"
"""How the list of a segment's overdue customers ends."""


@dataclass(frozen=True)
class UsedList:
    """The list that is meant."""

    name: str
    month: str
    segment: str
    """Its key, its name, or the name of its file, with or without `-overdue`."""


def prepare(
    out: Path, used: UsedList, on: dt.date | None = None, reached: Collection[str] | None = None
) -> RegisteredAction:
    """The action of a list, as it would be registered.

    Args:
        out: the output folder.
        used: the list.
        on: day of the contact; None takes the last day of the list's month, so that all later orders count.
        reached: ids of those who were reached, if that is known.

    Raises:
        InputError: there is no such list, nothing can be read back from its file, or the day lies before the
            list was made.
    """
    record = _record(out, used)
    segment = _segment(record.manifest, used)
    plan = _plan(record.manifest, segment, out)
    end = _end(record.manifest)
    day = on or end
    if day < end:
        raise InputError(
            f"the list of {used.month} was drawn from orders up to {end}, and {day} lies before it",
            "give the day of the contact: --on YYYY-MM-DD",
        )
    people = record.customers[(record.customers["segment"] == segment.key) & record.customers[LISTED]]
    others = [
        each
        for each in registered_actions(out, used.name)
        if each.read > day.isoformat() and (each.month, each.segment) != (used.month, segment.key)
    ]
    busy = frozenset().union(*(arm.ids for each in others for arm in (each.contact, each.control)))
    arms = {
        group: _arm(people.index[people[GROUP] == group], busy) for group in (Group.CONTACT, Group.CONTROL)
    }
    if not arms[Group.CONTACT].ids:
        raise InputError(
            "nobody of this list can be compared: it is empty, or all are part of an action that still runs",
            "register it when that action has been read",
        )
    return RegisteredAction(
        name=used.name,
        month=used.month,
        segment=segment.key,
        label=segment.name,
        play=plan.play,
        objective=plan.objective,
        on=day.isoformat(),
        read=months_after(day, plan.months).isoformat(),
        contact=arms[Group.CONTACT],
        control=arms[Group.CONTROL],
        aside=len(people) - sum(arm.assigned for arm in arms.values()),
        reached=None if reached is None else tuple(sorted(set(reached) & set(arms[Group.CONTACT].ids))),
    )


def actions_until(options: BuildOptions, month: str | None) -> tuple[RegisteredAction, ...]:
    """Actions of lists up to a month's: registered ones, and those that lines of the settings add.

    Raises:
        InputError: a line names no list, or its list is registered with another day.
    """
    if month is None:
        return ()
    out, name = options.out, slug(options.name or "")
    known = registered_actions(out, name, month)
    added = (_of_line(out, name, line, day, known) for line, day in options.contacted.items())
    new = tuple(each for each in added if each is not None and each.month <= month)
    return tuple(sorted((*known, *new), key=lambda each: (each.on, each.month, each.segment)))


def keep_actions(out: Path, actions: Collection[RegisteredAction]) -> None:
    """Write those that are not registered yet; the folder is locked by whoever calls."""
    for action in actions:
        if not action_file(out, action).exists():
            write_action(out, action)


def _of_line(
    out: Path, name: str, line: str, day: dt.date, known: Collection[RegisteredAction]
) -> RegisteredAction | None:
    """The action of a line of the settings; None where it is registered, or its month is not built yet."""
    place = Place("[contacted]", column=line)
    month, _, segment = line.strip().partition(" ")
    if not segment.strip():
        raise InputError("this names no list", 'write month and segment: "2026-10 at-risk"', place)
    used = UsedList(name, month, segment.strip())
    same = (
        each for each in known if each.month == month and _is_called(used.segment, each.segment, each.label)
    )
    registered = next(same, None)
    if registered is not None and registered.on != day.isoformat():
        raise _other_day(registered, place)
    built = (out / "record" / name / month / MANIFEST).is_file()
    return prepare(out, used, day) if registered is None and built else None


def _other_day(known: RegisteredAction, place: Place) -> InputError:
    """A reading date is fixed once."""
    return InputError(
        f"this list is registered already: contacted on {known.on}, result on {known.read}",
        "take that back first: reportgen contacted NAME MONTH SEGMENT --undo",
        place,
    )


def register(out: Path, action: RegisteredAction) -> Path:
    """Keep an action; the same one once more changes nothing.

    Raises:
        InputError: the list is registered with another day; a reading date is fixed once.
        SurroundingsError: another build is at work, or the folder cannot be written.
    """
    path = action_file(out, action)
    with working_alone(out, f"registering {action.name} {action.month}"):
        if path.exists():
            known = read_action(path)
            if known.on != action.on:
                raise _other_day(known, Place(str(path)))
        return write_action(out, action)


def unregister(out: Path, used: UsedList, *, dry_run: bool = False) -> RegisteredAction:
    """Take an action back; whoever was in it may be part of another one.

    Raises:
        InputError: it is not registered.
    """
    wanted = (each for each in registered_actions(out, used.name) if each.month == used.month)
    action = next((each for each in wanted if _is_called(used.segment, each.segment, each.label)), None)
    if action is None:
        raise InputError(
            f"no list of {used.segment!r} in {used.month} is registered",
            "name it as when it was registered",
        )
    if not dry_run:
        with working_alone(out, f"unregistering {used.name} {used.month}"):
            action_file(out, action).unlink(missing_ok=True)
    return action


def _record(out: Path, used: UsedList) -> RunRecord:
    folder = out / "record" / used.name / used.month
    if not (folder / MANIFEST).is_file():
        raise InputError(
            f"there is no finished build of {used.name!r} for {used.month}",
            "name the report and its month as the folders below private/ do",
            Place(str(folder)),
        )
    record = read_record(folder)
    if GROUP not in record.customers:
        raise InputError(
            "this month was built before lists had groups",
            "build it again, and use the new lists",
            Place(str(folder)),
        )
    return record


def _segment(manifest: Manifest, used: UsedList) -> RecordedSegment:
    meant = next((each for each in manifest.segments if _is_called(used.segment, each.key, each.name)), None)
    if meant is None:
        names = ", ".join(slug(each.name) for each in manifest.segments)
        raise InputError(f"there is no segment {used.segment!r} in {used.month}", f"the lists are {names}")
    return meant


def _is_called(written: str, key: str, name: str) -> bool:
    plain = written.strip().removesuffix(".csv").removesuffix(OVERDUE).casefold()
    return plain in {key.casefold(), name.casefold(), slug(name).casefold()}


def _plan(manifest: Manifest, segment: RecordedSegment, out: Path) -> RecordedPlan:
    plan = next((each for each in manifest.plans if each.segment == segment.key), None)
    if plan is not None:
        return plan
    place = Place(str(out / "record" / manifest.name / manifest.month))
    if manifest.baseline is None or not manifest.baseline.months:
        raise InputError(
            "this report is made from a table of customers, and holds no orders: nothing can be read back",
            "build it from order lines with dates",
            place,
        )
    raise InputError(
        f"no action was recommended for {segment.name!r} in {manifest.month}, so no period is known for it",
        "build with recommendations and control groups, and register the list of another segment",
        place,
    )


def _end(manifest: Manifest) -> dt.date:
    if manifest.baseline is None:
        raise ValueError("a report on data without dates recommends nothing that is read back")
    return dt.date.fromisoformat(manifest.baseline.end)


def _arm(ids: Collection[str], busy: Collection[str]) -> Arm:
    return Arm(tuple(sorted(str(each) for each in ids if each not in busy)))
