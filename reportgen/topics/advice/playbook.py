"""The playbook: what is commonly tried with which customers, read from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING, Any

from reportgen.base.language import gettext
from reportgen.base.named_files import parse_toml, read_toml
from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.features.table import Feature

WORDS = ("objective", "action", "channel", "judge", "disproof")
"""What a play says; the catalogues hold the texts of our own playbook."""
SEASONAL = "seasonal"
"""Condition of a play for customers of one season."""
UNREACHED = "unreached"
"""Condition of a play that asks for leave to contact people."""
CALL, WRITE = "call", "write"
"""How a play says that people are contacted, in its optional entry `contact`."""
INSTRUCTION, CUSTOMERS = "instruction", "customers"
"""An optional entry: what to do with a whole segment, as an instruction; and its one slot."""

USUAL_MONTHS, MOST_MONTHS = 2, 6
"""How long orders are watched where a play does not say, and the longest that it may ask for."""


@dataclass(frozen=True)
class Play:
    """One entry of the playbook."""

    key: str
    when: tuple[str, ...]
    """Conditions that must all hold, as in the file."""
    objective: str
    action: str
    channel: str
    judge: str
    disproof: str
    months: int = USUAL_MONTHS
    """How long orders are watched after the contact."""
    call: bool = False
    """Whether people are called where the file holds their numbers; else they are written to."""
    instruction: str = ""
    """What to do with a whole segment, with `{customers}` for how many of whom; empty takes the objective."""

    @property
    def in_season(self) -> bool:
        """Whether it is for customers of one season."""
        return SEASONAL in self.when

    @property
    def asks(self) -> bool:
        """Whether it asks people for leave to contact them."""
        return UNREACHED in self.when

    @property
    def specific(self) -> bool:
        """Whether it is meant for certain customers, not for any."""
        return bool(self.when)


@dataclass(frozen=True)
class Playbook:
    """Plays in order of preference, and words of the user's that stand for columns."""

    plays: tuple[Play, ...]
    tags: tuple[tuple[str, tuple[str, ...]], ...]

    def tags_of(self, feature: Feature) -> frozenset[str]:
        """Our own measures go by their name; a user's column by its header, or a word that stands for it."""
        if feature.definition:
            return frozenset({feature.name})
        label = feature.label.casefold()
        return frozenset({label, *(tag for tag, words in self.tags if any(word in label for word in words))})


def load_playbook(path: Path | None) -> Playbook:
    """The user's playbook, or the one that comes with the package.

    Raises:
        InputError: the file is none.
    """
    ours = files("reportgen.topics.advice").joinpath("playbook.toml")
    data = parse_toml(ours.read_text("utf-8"), ours.name) if path is None else read_toml(path)
    try:
        plays = tuple(_play(entry) for entry in data["play"])
        tags = tuple((tag, tuple(words)) for tag, words in data.get("tags", {}).items())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"the playbook cannot be read: {error}",
            "take reportgen/topics/advice/playbook.toml as the pattern",
            Place(str(path)),
        ) from error
    return Playbook(plays, tags)


def _play(entry: dict[str, Any]) -> Play:
    words = {name: gettext(entry[name]) for name in WORDS}
    call = entry.get("contact", WRITE) == CALL
    months = entry.get("months", USUAL_MONTHS)
    if not isinstance(months, int) or not 1 <= months <= MOST_MONTHS:
        raise TypeError(f"months of {entry['key']!r} is not a whole number from 1 to {MOST_MONTHS}")
    instruction = entry.get(INSTRUCTION, "")
    if instruction and [slot for _, slot, _, _ in Formatter().parse(instruction) if slot] != [CUSTOMERS]:
        raise TypeError(f"the instruction of {entry['key']!r} does not name {{{CUSTOMERS}}} once")
    return Play(
        key=entry["key"],
        when=tuple(entry["when"]),
        months=months,
        call=call,
        instruction=gettext(instruction),
        **words,
    )
