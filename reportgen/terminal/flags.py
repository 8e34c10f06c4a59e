"""The flags of the commands, in groups; a command receives each group as one frozen value."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - a field's type
from dataclasses import dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, get_type_hints

import typer

from reportgen.errors import InputError, Place
from reportgen.options.build_options import OPTIONS
from reportgen.options.column_flags import COLUMN_FLAGS
from reportgen.options.history import HistoryOptions
from reportgen.options.option import Flag, Option, Panel, flagged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.options.enums import Role

ROLES = "roles"
_QUOTES = re.compile(r'[\["\]]')


def _flag(name: str, words: str, panel: Panel, metavar: str | None = None) -> Any:  # noqa: ANN401 - as typer.Option
    return typer.Option(name, help=words, metavar=metavar, rich_help_panel=panel)


def _option_flag(option: Option, flag: Flag) -> Any:  # noqa: ANN401 - as typer.Option
    """The flag of a declared option, with its default where that says something."""
    words = flag.help or option.help
    if not (option.default is None or isinstance(option.default, bool | tuple | dict)):
        words += f" Default: {_QUOTES.sub('', option.example)}."
    if _typed(option) == list[str]:
        words += " Repeatable."
    return _flag(flag.names or option.flag_name, words, flag.panel, flag.metavar)


def _typed(option: Option) -> Any:  # noqa: ANN401 - a type
    return list[str] if option.own_keys else option.reads.typed


def _switch(name: str, words: str) -> Any:  # noqa: ANN401 - as typer.Option
    return _flag(name, words, Panel.RUN)


def _mail(name: str, words: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - as typer.Option
    return _flag(name, words, Panel.MAIL, metavar)


def _of_months(name: str, words: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - as typer.Option
    return _flag(name, words, Panel.MONTHS, metavar)


def _flag_of(field: str) -> Any:  # noqa: ANN401 - as typer.Option
    """The flag of one option of a build, for a command that takes no others."""
    return next(_option_flag(option, flag) for option, flag in flagged([OPTIONS[field]]))


_JSON = _switch("--json", "Print the result as JSON, for programs.")
_QUIET = _switch("--quiet", "Tell no progress.")
_INSECURE = _mail("--insecure", "Let mail with security = none go to this machine in the clear.")
_ALL = _flag(
    "--all", "Every brand: each sub-folder with a reportgen.toml that names its source.", Panel.MANY, "FOLDER"
)
_JOBS = typer.Option("--jobs", min=1, max=64, help="Brands at a time.", rich_help_panel=Panel.MANY)


@dataclass(frozen=True)
class OptionFlags:
    """Flags of the options of a build, as they were given; made from the declarations of the options."""

    given: Mapping[str, Any]
    in_check: ClassVar[bool]

    @classmethod
    def parameters(cls) -> Iterator[Parameter]:
        """One for each flag, in the order of --help."""
        for option, flag in flagged(OPTIONS.values()):
            if flag.in_check == cls.in_check:
                yield from _column_parameters() if option.field == ROLES else ()
                yield _parameter(option.field, _typed(option), _option_flag(option, flag))


class ReadingFlags(OptionFlags):
    """How a source is read, and what counts."""

    in_check = True


class ReportFlags(OptionFlags):
    """What is made of the rows."""

    in_check = False


def _column_parameters() -> Iterator[Parameter]:
    for flag in COLUMN_FLAGS:
        words = _flag(flag.name, f"Column with {flag.what}.", Panel.COLUMNS, "COLUMN")
        yield _parameter(_column_field(flag.role), str, words)


def _column_field(role: Role) -> str:
    return f"{role}_column"


def _parameter(name: str, kind: Any, flag: Any) -> Parameter:  # noqa: ANN401 - a type, and as typer.Option
    annotation: Any = Annotated[kind | None, flag]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


@dataclass(frozen=True, kw_only=True)
class RunFlags:
    """What is printed of a build, and what happens to it then."""

    open: Annotated[bool, _switch("--open", "Open the report when it is done.")] = False
    json: Annotated[bool, _JSON] = False
    quiet: Annotated[bool, _QUIET] = False
    force: Annotated[
        bool, _flag("--force", "Build even where nothing has changed since the last time.", Panel.RUN)
    ] = False
    send: Annotated[
        bool, _mail("--send", "E-mail the brief when it is done, to the recipients in reportgen.toml.")
    ] = False
    insecure: Annotated[bool, _INSECURE] = False
    all: Annotated[Path | None, _ALL] = None
    jobs: Annotated[int, _JOBS] = 2


@dataclass(frozen=True, kw_only=True)
class SendFlags:
    """How a finished brief is sent."""

    dry_run: Annotated[
        bool, _mail("--dry-run", "Send nothing; write the messages as .eml files into the private folder.")
    ] = False
    test: Annotated[
        str | None, _mail("--test", "Send to this address only, marked as a test.", "ADDRESS")
    ] = None
    accept: Annotated[
        str | None, _mail("--accept", "Send a build that is held; say why it is right.", "REASON")
    ] = None
    corrected: Annotated[
        bool, _mail("--corrected", "Send to those as well who have an earlier version of this month.")
    ] = False
    insecure: Annotated[bool, _INSECURE] = False
    out: Annotated[Path | None, _flag_of("out")] = None
    json: Annotated[bool, _JSON] = False
    quiet: Annotated[bool, _QUIET] = False
    all: Annotated[Path | None, _ALL] = None
    jobs: Annotated[int, _JOBS] = 2
    expected: Annotated[
        str | None, _flag("--month", "With --all: the month; else the newest.", Panel.MANY, "YYYY-MM")
    ] = None


@dataclass(frozen=True, kw_only=True)
class HistoryFlags:
    """What this run does with earlier months."""

    months: Annotated[
        str | None,
        _of_months(
            "--months", "Build every month from the first to the last, one after the other.", "FIRST..LAST"
        ),
    ] = None
    previous: Annotated[
        Path | None,
        _of_months("--previous", "Go on from this record, not from the newest earlier month.", "FOLDER"),
    ] = None
    fresh: Annotated[bool, _of_months("--fresh", "Begin anew, as if there were no earlier month.")] = False
    refit: Annotated[
        bool, _of_months("--refit", "Make the segments anew, and match them with the earlier ones.")
    ] = False
    approved_by: Annotated[
        str, _of_months("--approved-by", "Who approved segments made anew; told in the report.", "NAME")
    ] = ""
    accept: Annotated[
        str, _of_months("--accept", "Let a held month pass, for this reason; told in the report.", "REASON")
    ] = ""

    def history(self) -> HistoryOptions:
        """For the build."""
        return HistoryOptions(
            self.previous, self.fresh, self.refit, self.accept.strip(), self.approved_by.strip()
        )


@dataclass(frozen=True, kw_only=True)
class ForgetFlags:
    """Who is to be forgotten, and where."""

    ids_file: Annotated[Path | None, _flag("--ids", "Ids, one a line.", Panel.SOURCE, "FILE")] = None
    name: Annotated[str | None, _flag("--name", "Only this report; else all.", Panel.REPORT, "NAME")] = None
    out: Annotated[Path | None, _flag_of("out")] = None
    config: Annotated[
        Path | None, _flag("--config", "Settings whose out counts; else those here.", Panel.RUN, "FILE")
    ] = None
    json: Annotated[bool, _JSON] = False


@dataclass(frozen=True, kw_only=True)
class AssignFlags:
    """Whose segments count, and where the list goes."""

    name: Annotated[str | None, _flag_of("name")] = None
    record: Annotated[
        Path | None,
        _flag("--record", "Record of a build; else the newest of the name.", Panel.REPORT, "FOLDER"),
    ] = None
    out: Annotated[Path | None, _flag_of("out")] = None
    to: Annotated[Path, _flag("--to", "List to write; it names customers.", Panel.RUN, "FILE")] = Path(
        "assigned.csv"
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
    for flag in COLUMN_FLAGS:
        if _column_field(flag.role) in given:
            yield given[_column_field(flag.role)], flag.role
    for pair in given.get(ROLES, ()):
        label, sign, role = pair.rpartition("=")
        if not sign:
            raise InputError(f"{pair!r} does not fit", "write it as COLUMN=ROLE", Place("--role"))
        yield label, OPTIONS[ROLES].take(role, Place("--role"))


def with_flags(command: Callable[..., int]) -> Callable[..., int]:
    """Lay the flags of a command's groups out as parameters of their own, which Typer reads."""
    hints = get_type_hints(command, include_extras=True)
    groups = {
        name: (hint, tuple(_parameters(hint)))
        for name, hint in hints.items()
        if isinstance(hint, type) and is_dataclass(hint)
    }

    def run(**given: Any) -> int:  # noqa: ANN401 - each flag has its own type
        packed = {
            name: _packed(group, {flag.name: given.pop(flag.name) for flag in flags})
            for name, (group, flags) in groups.items()
        }
        return command(**given, **packed)

    plain = [
        parameter.replace(annotation=hints[parameter.name])
        for parameter in signature(command).parameters.values()
        if parameter.name not in groups
    ]
    run.__signature__ = Signature([*plain, *(flag for _, flags in groups.values() for flag in flags)])  # type: ignore[attr-defined]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _packed(group: type, given: dict[str, Any]) -> object:
    return group(given) if issubclass(group, OptionFlags) else group(**given)


def _parameters(group: Any) -> Iterator[Parameter]:  # noqa: ANN401 - a dataclass
    if issubclass(group, OptionFlags):
        yield from group.parameters()
        return
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield Parameter(
            field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
