"""The flags of the commands, in groups; a command receives each group as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field's type
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

from reportgen.errors import InputError, Place
from reportgen.options.build_options import OPTIONS
from reportgen.options.column_flags import COLUMN_FLAGS
from reportgen.options.history import HistoryOptions
from reportgen.options.option import Panel, flagged
from reportgen.options.readers import MONTH
from reportgen.options.settings_file import FILE_NAME
from reportgen.terminal.command_line import CommandFlag, FlagGroup, flag
from reportgen.terminal.shared_flags import (
    all_flag,
    dry_run_flag,
    insecure_flag,
    jobs_flag,
    json_flag,
    of_option,
    option_flag,
    quiet_flag,
    settings_flag,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.options.enums import Role

ROLES = "roles"


@dataclass(frozen=True)
class OptionFlags(FlagGroup):
    """Flags of the options of a build, as they were given; made from the declarations of the options."""

    given: Mapping[str, Any]
    in_check: ClassVar[bool]

    @classmethod
    def flags(cls) -> tuple[CommandFlag, ...]:
        """One for each flag, in the order of --help."""
        return tuple(cls._flags())

    @classmethod
    def _flags(cls) -> Iterator[CommandFlag]:
        for option, declared in flagged(OPTIONS.values()):
            if declared.in_check == cls.in_check:
                yield from _column_flags() if option.field == ROLES else ()
                yield option_flag(option, declared, among_many=True)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The group with the flags that were given."""
        return cls(given)


class ReadingFlags(OptionFlags):
    """How a source is read, and what counts."""

    in_check = True


class ReportFlags(OptionFlags):
    """What is made of the rows."""

    in_check = False


def _column_flags() -> Iterator[CommandFlag]:
    for each in COLUMN_FLAGS:
        words = f"Column with {each.what}."
        yield CommandFlag((each.name,), words, Panel.COLUMNS, "COLUMN", field=_column_field(each.role))


def _column_field(role: Role) -> str:
    return f"{role}_column"


@dataclass(frozen=True, kw_only=True)
class ConfigFlags(FlagGroup):
    """Which settings count."""

    config: Path | None = settings_flag(
        f"Settings; else a {FILE_NAME} here or beside SOURCE counts if SOURCE is its source."
    )


@dataclass(frozen=True, kw_only=True)
class CheckFlags(FlagGroup):
    """How the reading of a file is printed."""

    json: bool = json_flag()


@dataclass(frozen=True, kw_only=True)
class RunFlags(FlagGroup):
    """What is printed of a build, and what happens to it then."""

    open: bool = flag(
        default=False,
        names=("--open",),
        help="Open the report when it is done.",
        panel=Panel.RUN,
        common=True,
    )
    json: bool = json_flag()
    quiet: bool = quiet_flag()
    force: bool = flag(
        default=False,
        names=("--force",),
        help="Build even where nothing has changed since the last time.",
        panel=Panel.RUN,
    )
    dry_run: bool = flag(
        default=False,
        names=("--dry-run",),
        help="Write nothing: say what would change of the report that stands, also with --refit.",
        panel=Panel.RUN,
    )
    send: bool = flag(
        default=False,
        names=("--send",),
        help=f"E-mail the brief when it is done, to the recipients in {FILE_NAME}.",
        panel=Panel.MAIL,
    )
    insecure: bool = insecure_flag()
    all: Path | None = all_flag()
    jobs: int = jobs_flag()


@dataclass(frozen=True, kw_only=True)
class SendFlags(FlagGroup):
    """How a finished brief is sent."""

    config: Path | None = flag(
        default=None,
        names=("-c", "--config"),
        help=f"The report's settings; else the {FILE_NAME} here.",
        panel=Panel.MAIL,
        metavar="FILE",
        typed=Path,
        common=True,
    )
    dry_run: bool = dry_run_flag(
        "Send nothing; write the messages as .eml files into the private folder.", Panel.MAIL
    )
    test: str | None = flag(
        default=None,
        names=("--test",),
        help="Send to this address only, marked as a test.",
        panel=Panel.MAIL,
        metavar="ADDRESS",
        common=True,
    )
    accept: str | None = flag(
        default=None,
        names=("--accept",),
        help="Send a build that is held; say why it is right.",
        panel=Panel.MAIL,
        metavar="REASON",
        common=True,
    )
    corrected: bool = flag(
        default=False,
        names=("--corrected",),
        help="Send to those as well who have an earlier version of this month.",
        panel=Panel.MAIL,
        common=True,
    )
    insecure: bool = insecure_flag()
    out: Path | None = of_option("out")
    json: bool = json_flag()
    quiet: bool = quiet_flag()
    all: Path | None = all_flag()
    jobs: int = jobs_flag()
    expected: str | None = flag(
        default=None,
        names=("-m", "--month"),
        help="With --all: the month; else the newest.",
        panel=Panel.MANY,
        metavar="YYYY-MM",
        reads=MONTH,
    )


@dataclass(frozen=True, kw_only=True)
class HistoryFlags(FlagGroup):
    """What this run does with earlier months."""

    months: str | None = flag(
        default=None,
        names=("--months",),
        help="Build every month from the first to the last, one after the other.",
        panel=Panel.MONTHS,
        metavar="FIRST..LAST",
    )
    previous: Path | None = flag(
        default=None,
        names=("--previous",),
        help="Go on from this record, not from the newest earlier month.",
        panel=Panel.MONTHS,
        metavar="FOLDER",
        typed=Path,
    )
    fresh: bool = flag(
        default=False,
        names=("--fresh",),
        help="Begin anew, as if there were no earlier month.",
        panel=Panel.MONTHS,
    )
    refit: bool = flag(
        default=False,
        names=("--refit",),
        help="Make the segments anew, and match them with the earlier ones.",
        panel=Panel.MONTHS,
    )
    approved_by: str = flag(
        default="",
        names=("--approved-by",),
        help="Who approved segments defined anew; told in the report.",
        panel=Panel.MONTHS,
        metavar="NAME",
    )
    accept: str = flag(
        default="",
        names=("--accept",),
        help="Let a held month pass, for this reason; told in the report.",
        panel=Panel.MONTHS,
        metavar="REASON",
    )

    def history(self) -> HistoryOptions:
        """For the build.

        Raises:
            InputError: they contradict each other.
        """
        if self.fresh and (self.refit or self.previous is not None):
            other = "--refit" if self.refit else "--previous"
            cause = f"--fresh goes on from no earlier month, and {other} from one"
            raise InputError(cause, "leave out one of them")
        return HistoryOptions(
            self.previous, self.fresh, self.refit, self.accept.strip(), self.approved_by.strip()
        )


def given_options(*groups: OptionFlags) -> dict[str, Any]:
    """Field of `BuildOptions` -> value, for every flag that was given.

    Raises:
        InputError: a value does not fit; the place is the flag.
    """
    given = {name: value for group in groups for name, value in group.given.items() if value is not None}
    taken = {
        name: OPTIONS[name].take(value, Place(OPTIONS[name].flag_name))
        for name, value in given.items()
        if name in OPTIONS and name != ROLES
    }
    roles = dict(_roles(given))
    return {**taken, ROLES: roles} if roles else taken


def _roles(given: Mapping[str, Any]) -> Iterator[tuple[str, Role]]:
    for each in COLUMN_FLAGS:
        if _column_field(each.role) in given:
            yield given[_column_field(each.role)], each.role
    for pair in given.get(ROLES, ()):
        label, sign, role = pair.rpartition("=")
        if not sign:
            raise InputError(f"{pair!r} does not fit", "write it as COLUMN=ROLE", Place("--role"))
        yield label, OPTIONS[ROLES].take(role, Place("--role"))
