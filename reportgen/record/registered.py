"""Registered actions: that a list was used, who was assigned to what, and when it is read.

<out>/record/<name>/actions/<month>-<segment>.json   one action; it outlives later builds of the month
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from reportgen.base.names import slug
from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

ACTIONS = "actions"
GROUP, LISTED = "group", "listed"
"""The last column of every list, and a column of the record: `contact`, `control`, or nothing. Beside it in
the record: whether somebody is among those whom the segment's recommended action is for."""
REGISTER_FORMAT = 1


@dataclass(frozen=True)
class Arm:
    """One group of an action, as it was assigned."""

    ids: tuple[str, ...]
    """Sorted; without those who were forgotten since."""
    forgotten: int = 0

    @property
    def assigned(self) -> int:
        """Customers at the start."""
        return len(self.ids) + self.forgotten

    def without(self, ids: Collection[str]) -> Arm:
        """The same group, of some customers no more than how many they were."""
        kept = tuple(each for each in self.ids if each not in ids)
        return Arm(kept, self.forgotten + len(self.ids) - len(kept))


@dataclass(frozen=True)
class RegisteredAction:
    """A list that was used."""

    name: str
    """Of the report."""
    month: str
    """Of the list, YYYY-MM."""
    segment: str
    """Key, and how it was called then."""
    label: str
    play: str
    """Key in the playbook, and what was aimed at, in the report's words."""
    objective: str
    on: str
    """ISO date: orders after it count,"""
    read: str
    """up to this one, which was fixed when the action was registered."""
    contact: Arm
    control: Arm
    aside: int = 0
    """People of the list who were part of another action that was not read by then: they are not compared."""
    reached: tuple[str, ...] | None = None
    """Whom the user says were reached; told as reach, never compared."""
    format: int = REGISTER_FORMAT

    @property
    def key(self) -> str:
        """What the action's figures are called by."""
        return f"{self.month}.{self.segment}"

    def without(self, ids: Collection[str]) -> RegisteredAction:
        """The same action of fewer customers."""
        reached = None if self.reached is None else tuple(each for each in self.reached if each not in ids)
        return replace(
            self, contact=self.contact.without(ids), control=self.control.without(ids), reached=reached
        )


@dataclass(frozen=True)
class ArmReading:
    """What a group did until the reading date: all that a closed action keeps of it."""

    customers: int
    """Compared: assigned, less those who were removed on request."""
    ordered: int
    revenue: float
    squares: float
    """Sum of the squares of each one's revenue."""
    removed: int = 0
    """On request: forgotten, or left out of the build."""

    @property
    def assigned(self) -> int:
        """Customers at the start."""
        return self.customers + self.removed


@dataclass(frozen=True)
class RecordedReading:
    """An action that was read, as the month that read it keeps it."""

    month: str
    segment: str
    read: str
    contact: ArmReading
    control: ArmReading

    @property
    def key(self) -> str:
        """As that of the action."""
        return f"{self.month}.{self.segment}"


def reading_of(stored: dict[str, Any]) -> RecordedReading:
    """A reading from what a manifest holds."""
    arms = {part: ArmReading(**stored[part]) for part in ("contact", "control")}
    return RecordedReading(**{**stored, **arms})


def actions_folder(out: Path, name: str) -> Path:
    """Where the registered actions of a report lie."""
    return out / "record" / name / ACTIONS


def action_file(out: Path, action: RegisteredAction) -> Path:
    """Where an action lies."""
    return actions_folder(out, action.name) / f"{action.month}-{slug(action.segment)}.json"


def action_json(action: RegisteredAction) -> bytes:
    """An action as its file holds it; equal actions give equal bytes."""
    return (json.dumps(asdict(action), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def read_action(path: Path) -> RegisteredAction:
    """The action of a file.

    Raises:
        InputError: it is damaged, or a newer program wrote it.
    """
    try:
        content = json.loads(path.read_bytes())
        if content["format"] > REGISTER_FORMAT:
            raise _unreadable(path)
        reached = content["reached"]
        parts = {
            **{part: _arm(content[part]) for part in ("contact", "control")},
            "reached": None if reached is None else tuple(reached),
        }
        return RegisteredAction(**{**content, **parts})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path) from error


def registered_actions(out: Path, name: str, until: str | None = None) -> tuple[RegisteredAction, ...]:
    """The actions of a report, by the day of contact; only of lists up to a month (YYYY-MM), if one is given.

    Raises:
        InputError: one of them cannot be read.
    """
    actions = (read_action(path) for path in sorted(actions_folder(out, name).glob("*.json")))
    counting = (each for each in actions if until is None or each.month <= until)
    return tuple(sorted(counting, key=lambda each: (each.on, each.month, each.segment)))


def actions_naming(out: Path, name: str | None, ids: Collection[str]) -> tuple[RegisteredAction, ...]:
    """Actions of one report, or of all, that hold one of some customers.

    Raises:
        InputError: one of them cannot be read.
    """
    files = sorted((out / "record").glob(f"{name or '*'}/{ACTIONS}/*.json"))
    return tuple(each for each in map(read_action, files) if each.without(ids) != each)


def write_action(out: Path, action: RegisteredAction) -> Path:
    """Write an action whole, over an earlier state of it."""
    path = action_file(out, action)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(action_json(action))
    part.chmod(0o600)
    part.replace(path)
    return path


def _arm(stored: dict[str, Any]) -> Arm:
    return Arm(tuple(stored["ids"]), stored["forgotten"])


def _unreadable(path: Path) -> InputError:
    return InputError(
        "this registered action was changed, or a newer program wrote it",
        "use the version that wrote it, or register the list again: reportgen contacted",
        Place(str(path)),
    )
