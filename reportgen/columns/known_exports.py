"""Exports of well-known systems, recognised by their headers and their values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reportgen.base.audit import Issue
from reportgen.base.phrases import phrase
from reportgen.base.word_lists import data_file, plain
from reportgen.columns.labels import NUMERIC
from reportgen.columns.profile import ColumnKind
from reportgen.errors import InputError
from reportgen.options.enums import Role
from reportgen.parsing.cell_kinds import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.columns.profile import ColumnFacts

_MOST_OF = 0.7
"""Share of an export's headers from which on a file resembles it; its roles are then guessed."""
_LEAST_HEADERS = 4
_KINDS = {"number": ColumnKind.NUMBER, "date": ColumnKind.DATE, "text": ColumnKind.TEXT}


@dataclass(frozen=True)
class Export:
    """The layout of one export."""

    name: str
    headers: tuple[str, ...]
    """Headers that must be there, in whatever order, as `plain` leaves them."""
    values: Mapping[str, str]
    """Header -> the pattern or the kind of its values."""
    roles: Mapping[str, Role]
    implies: str
    refuse: str
    """Why no report can be made of it, and what to export instead; empty where one can."""


@dataclass(frozen=True)
class Recognised:
    """What a file was recognised as."""

    name: str | None
    """None for a file that only resembles a known export, or none at all."""
    roles: Mapping[str, Role]
    """Engine name -> role."""
    issues: tuple[Issue, ...]


def recognise(columns: Sequence[ColumnFacts]) -> Recognised:
    """The known export that a file is, with the roles of its columns.

    The order of columns means nothing. A file that has most of the headers of one, but renamed or with
    other values, gets no role from it, and an issue that says so.

    Raises:
        InputError: no report can be made of this kind of export.
    """
    labels = {plain(facts.label): facts for facts in columns if plain(facts.label)}
    for export in _exports():
        if _departs(export, labels) is None:
            roles = {
                labels[name].column: role
                for name, role in export.roles.items()
                if _fits(labels.get(name), role)
            }
            if export.refuse:
                cause, _, hint = export.refuse.partition(": ")
                raise InputError(f"this is a {export.name}, of which no report can be made: {cause}", hint)
            message = phrase("this is a {name}: {implies}", name=export.name, implies=phrase(export.implies))
            return Recognised(export.name, _once(roles), (Issue.of("known-export", message),))
    near = max(_exports(), key=lambda export: (_share(export, labels), export.name))
    if len(near.headers) < _LEAST_HEADERS or _share(near, labels) < _MOST_OF:
        return Recognised(None, {}, ())
    how = _departs(near, labels)
    message = phrase(
        "this resembles a {name}, but {how}: its columns were told by their values", name=near.name, how=how
    )
    return Recognised(
        None, {}, (Issue.of("changed-export", message, "`reportgen check` shows how each is read"),)
    )


def _departs(export: Export, labels: Mapping[str, ColumnFacts]) -> str | None:
    """How a file differs from an export; None if it does not."""
    missing = [header for header in export.headers if header not in labels]
    if missing:
        return phrase("{n} of its columns {n:is|are} missing or renamed", n=len(missing))
    others = [header for header, kind in export.values.items() if not _holds(labels[header], kind)]
    return (
        phrase("the values under {label!r} are not what it holds", label=labels[others[0]].label)
        if others
        else None
    )


def _holds(facts: ColumnFacts, kind: str) -> bool:
    return facts.kind is _KINDS[kind] if kind in _KINDS else facts.shares[kind] >= ENOUGH


def _fits(facts: ColumnFacts | None, role: Role) -> bool:
    """Whether a column is there and can fill a role: empty ones cannot, and text is no money."""
    if facts is None or facts.filled == 0:
        return False
    return (role not in NUMERIC or facts.kind is ColumnKind.NUMBER) and (
        role is not Role.DATE or facts.kind is ColumnKind.DATE
    )


def _share(export: Export, labels: Mapping[str, ColumnFacts]) -> float:
    return sum(header in labels for header in export.headers) / len(export.headers)


def _once(roles: Mapping[str, Role]) -> dict[str, Role]:
    """The same, with the amount in one column only: the first of two that could be it."""
    amounts = [column for column, role in roles.items() if role is Role.AMOUNT]
    return {column: Role.IGNORE if column in amounts[1:] else role for column, role in roles.items()}


@cache
def _exports() -> tuple[Export, ...]:
    return tuple(
        Export(
            name=entry["name"],
            headers=tuple(map(plain, entry["headers"])),
            values={plain(header): kind for header, kind in entry["values"].items()},
            roles={plain(header): Role(role) for header, role in entry["roles"].items()},
            implies=entry["implies"],
            refuse=entry.get("refuse", ""),
        )
        for entry in data_file("reportgen.columns", "known_exports.toml")["export"]
    )
