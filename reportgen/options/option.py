"""One declaration of an option, from which flag, entry of reportgen.toml, Python keyword and help are made.

An option is a field of a frozen dataclass (`BuildOptions`, `MailOptions`) whose default is `option(...)`. Not
a table beside the fields: so a type checker sees `options.min_cell` as an int and checks that default and
reader give one, and there is no second list to forget. Not a pydantic model: --help, a mistyped path and the
flags must not wait for that, and messages say what fits in words of our own. Only the keywords of Python are
written out (`keywords.py`, by `make keywords`), because no type checker can read them off a dataclass.

Fields stand in the order of reportgen.toml; `Flag.before` says where --help has another order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from decimal import DecimalException
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.errors import InputError
from reportgen.options.readers import Reader, UnfitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.errors import Place

Value = TypeVar("Value")
_DECLARED = "option"


class Panel(StrEnum):
    """The groups of flags in --help, in order."""

    SOURCE = "Source"
    COLUMNS = "Columns"
    TIME = "Time"
    SEGMENTS = "Segments"
    REPORT = "Report"
    BUDGET = "Budget"
    RUN = "This run"
    MONTHS = "Earlier months"
    MAIL = "Mail"
    MANY = "Many brands"


@dataclass(frozen=True)
class Flag:
    """An option on the command line."""

    panel: Panel
    metavar: str = ""
    """What stands for its value in --help; a switch has none."""
    short: str = ""
    """A name of one letter, for the few that people type."""
    common: bool = False
    """Whether it is one of the few that `build --help` shows; the others stand in --help-all."""
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    """Names of a switch that say yes, and no; others are called by the last part of the entry."""
    help: str = ""
    """Its own words, where those of the entry do not fit a switch."""
    in_check: bool = False
    """Whether it tells how a source is read, so that `check` and `assign` take it as well."""
    before: str = ""
    """The field whose flag follows in --help, where that is not the order of the fields."""


@dataclass(frozen=True)
class OwnKeys:
    """Marks an option that is a table of reportgen.toml whose keys are words of the user's own."""

    note: str
    """What a new reportgen.toml adds to the help."""
    example: str = ""
    """A key for a new reportgen.toml; empty where the file itself gives the keys."""


@dataclass(frozen=True)
class Option:
    """One thing that a user can choose: by a flag, in reportgen.toml, or from Python."""

    entry: str
    """Its place in reportgen.toml, such as `data.month`; a flag is called by the last part."""
    help: str
    reads: Reader[Any]
    example: str
    """A value as it is written in reportgen.toml: the default, where there is one."""
    default: Any = None
    flag: Flag | None = None
    own_keys: OwnKeys | None = None
    field: str = ""
    """Its field in the dataclass, and its keyword in Python."""

    @property
    def table(self) -> str:
        """The table of reportgen.toml it stands in; empty for the top level."""
        return self.entry.rpartition(".")[0]

    @property
    def key(self) -> str:
        """Its name in that table."""
        return self.entry.rpartition(".")[2]

    @property
    def flag_name(self) -> str:
        """The flag as it is called unless it has names of its own."""
        return f"--{self.key.replace('_', '-')}"

    @property
    def keyword_type(self) -> str:
        """The type of its keyword in Python."""
        if self.own_keys is not None:
            return f"Mapping[str, {self.reads.python}]"
        return f"{self.reads.python} | None" if self.default is None else self.reads.python

    def take(self, given: object, place: Place) -> Any:  # noqa: ANN401 - each option has its own type
        """The option's value for what a user gave; of one with own keys, that of one key.

        Raises:
            InputError: it does not fit; `place` tells where it stands.
        """
        try:
            return self.reads.read(given)
        except UnfitError as unfit:
            raise InputError(str(unfit), f"give {self.reads.expects}", place) from None
        except (ValueError, TypeError, KeyError, DecimalException):
            raise InputError(f"{given!r} does not fit", f"give {self.reads.expects}", place) from None


def option(  # noqa: PLR0913 - by name, each a part of the one declaration
    *,
    default: Value,
    entry: str,
    help: str,  # noqa: A002 - what everybody calls it
    reads: Reader[Value],
    example: str = "",
    flag: Flag | None = None,
) -> Value:
    """Declare an option: the default of a field, with all that flag, file and Python need to know of it.

    Args:
        default: what counts unless the user says otherwise.
        entry: its place in reportgen.toml.
        help: one sentence, for --help and a new reportgen.toml.
        reads: which values fit.
        example: a value as reportgen.toml writes it; the default needs none.
        flag: how it is called on the command line, if at all.
    """
    made = Option(entry, help, reads, example or reads.write(default), default, flag)
    return field(default=default, metadata={_DECLARED: made})


def table(  # noqa: PLR0913 - as `option`
    keys: OwnKeys,
    *,
    entry: str,
    help: str,  # noqa: A002 - what everybody calls it
    reads: Reader[Value],
    example: str,
    flag: Flag | None = None,
) -> dict[str, Value]:
    """Declare an option that maps the user's own words to values; see `option`."""
    made = Option(entry, help, reads, example, {}, flag, keys)
    return field(default_factory=dict, metadata={_DECLARED: made})


def declared(kind: type) -> Mapping[str, Option]:
    """Field -> option, for every field that is declared as one, in the order of reportgen.toml.

    TOML wants what stands in no table first; tables with keys of the user's own stand last.
    """
    options = [
        replace(part.metadata[_DECLARED], field=part.name)
        for part in fields(kind)
        if _DECLARED in part.metadata
    ]
    ordered = sorted(options, key=lambda each: (each.own_keys is not None, each.table != ""))
    return MappingProxyType({each.field: each for each in ordered})


def flagged(options: Iterable[Option]) -> list[tuple[Option, Flag]]:
    """Options with a flag, in the order of --help: by panel, then as declared or as `Flag.before` says."""
    pairs = [(each, each.flag) for each in options if each.flag is not None]
    ordered = [each.field for each, _ in pairs]
    for each, flag in pairs:
        if flag.before:
            ordered.remove(each.field)
            ordered.insert(ordered.index(flag.before), each.field)
    panels = list(Panel)
    return sorted(pairs, key=lambda pair: (panels.index(pair[1].panel), ordered.index(pair[0].field)))
