"""What a command takes, and how its words are read.

No library stands behind it: a flag is made from the declaration of its option, a mistake is a cause and a
remedy in our own words, and --help and a mistyped path answer in less time than one takes to load.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Self

from reportgen.errors import InputError, Place
from reportgen.options.option import Panel
from reportgen.options.readers import UnfitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reportgen.options.readers import Reader

HELP, HELP_ALL = ("-h", "--help"), "--help-all"
_DECLARED = "flag"


@dataclass(frozen=True)
class CommandFlag:
    """One flag of a command."""

    names: tuple[str, ...]
    """The short one first, if it has one; of a switch those that say yes."""
    help: str
    panel: Panel
    metavar: str = ""
    """What stands for its value in --help; a switch has none."""
    off: tuple[str, ...] = ()
    """Names of a switch that say no."""
    typed: Callable[[str], Any] = str
    reads: Reader[Any] | None = None
    """What fits; None where whoever takes the value checks it."""
    repeatable: bool = False
    common: bool = False
    """Whether it stands in --help; --help-all has them all."""
    choices: tuple[str, ...] = ()
    """The values that fit, where these are a few words."""
    field: str = ""

    @property
    def is_switch(self) -> bool:
        """Whether it takes no value."""
        return not self.metavar

    @property
    def long_name(self) -> str:
        """As messages call it."""
        return next(name for name in (*self.names, *self.off) if name.startswith("--"))

    def value(self, written: str) -> Any:  # noqa: ANN401 - each flag has its own type
        """What its text means.

        Raises:
            InputError: it does not fit.
        """
        try:
            value = self.typed(written)
        except ValueError:
            value = written
        if self.reads is None:
            return value
        try:
            return self.reads.read(value)
        except UnfitError as unfit:
            raise InputError(str(unfit), f"give {self.reads.expects}", Place(self.long_name)) from None
        except (ValueError, TypeError):
            place = Place(self.long_name)
            raise InputError(f"{value!r} does not fit", f"give {self.reads.expects}", place) from None


def flag(*, default: Any, **declared: Any) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Declare a flag: the default of a field of a `FlagGroup`; the rest as `CommandFlag` has it."""
    return field(default=default, metadata={_DECLARED: CommandFlag(**declared)})


@dataclass(frozen=True)
class FlagGroup:
    """Flags that belong together; a command receives what was given of them as one frozen value."""

    @classmethod
    def flags(cls) -> tuple[CommandFlag, ...]:
        """The flags, in the order of --help."""
        return tuple(replace(part.metadata[_DECLARED], field=part.name) for part in fields(cls))

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The group with what was given, field by field."""
        return cls(**given)


@dataclass(frozen=True)
class Words:
    """What a command takes besides flags."""

    metavar: str
    """One word each, such as NAME MONTH; the last one with dots where it takes several."""
    help: str
    """For --help."""
    help_all: str = ""
    """For --help-all, where there is more to say."""
    required: bool = True

    @property
    def most(self) -> int | None:
        """How many it takes; None for any number."""
        return None if self.metavar.endswith("...") else len(self.metavar.split())


@dataclass(frozen=True)
class Command:
    """One command of the program."""

    name: str
    summary: str
    words: Words
    groups: tuple[type[FlagGroup], ...]
    run: Callable[..., int]
    """Takes the words as a tuple, then each group."""
    examples: tuple[str, ...]

    @property
    def flags(self) -> tuple[CommandFlag, ...]:
        """All flags, by panel, and within one as the groups have them."""
        panels = list(Panel)
        every = (each for group in self.groups for each in group.flags())
        return tuple(sorted(every, key=lambda each: panels.index(each.panel)))

    def start(self, written: Sequence[str]) -> int:
        """Run it on a command line.

        Raises:
            InputError: the words do not fit.
        """
        words, given = _parted(written, self)
        if self.words.required and not words:
            raise InputError(f"{self.words.metavar} is missing", f"such as: {self.examples[0]}")
        if self.words.most is not None and len(words) > self.words.most:
            cause = f"{words[self.words.most]!r} is a word too many for {self.name}"
            raise InputError(cause, f"it takes {self.words.metavar}; a name with blanks stands in quotes")
        packed = (
            group.of({each.field: given[each.field] for each in group.flags() if each.field in given})
            for group in self.groups
        )
        return self.run(words, *packed)


def _parted(written: Sequence[str], command: Command) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The words that are no flags, and field -> value of the flags."""
    by_name = {name: each for each in command.flags for name in (*each.names, *each.off)}
    queue, words, given = deque(written), list[str](), dict[str, Any]()
    while queue:
        word = queue.popleft()
        if word == "--":
            words.extend(queue)
            break
        if not word.startswith("-") or word == "-":
            words.append(word)
            continue
        name, value = _name_and_value(word)
        if name not in by_name:
            raise _unknown(name, command, by_name)
        taken = by_name[name]
        if taken.is_switch:
            if value is not None:
                raise InputError("it takes no value", f"write {name} alone", Place(name))
            given[taken.field] = name not in taken.off
            continue
        if value is None:
            value = queue.popleft() if queue and queue[0] not in by_name else None
        if value is None:
            raise InputError("its value is missing", f"write {name} {taken.metavar}", Place(name))
        read = taken.value(value)
        given[taken.field] = [*given.get(taken.field, ()), read] if taken.repeatable else read
    return tuple(words), given


def _name_and_value(word: str) -> tuple[str, str | None]:
    """The parts of --name=value and of -nvalue."""
    if word.startswith("--"):
        name, sign, value = word.partition("=")
        return name, value if sign else None
    return word[:2], word[2:] or None


def _unknown(name: str, command: Command, known: Iterable[str]) -> InputError:
    near = nearest(name, (each for each in known if each.startswith("--")))
    hint = f"did you mean {near}?" if near else f"see reportgen {command.name} {HELP_ALL}"
    return InputError(f"{command.name} has no flag {name}", hint)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one that is spelt most like a word, if one is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return next(iter(get_close_matches(word, tuple(known), n=1)), None)
