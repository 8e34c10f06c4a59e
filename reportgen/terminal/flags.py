"""The flags of the commands, in groups; a command receives each group as one frozen value."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from reportgen.errors import InputError, Place
from reportgen.options.choices import BY_FIELD, ROLE
from reportgen.options.enums import Role
from reportgen.options.history import HistoryOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE, COLUMNS, TIME, SEGMENTS, REPORT, RUN = "Source", "Columns", "Time", "Segments", "Report", "This run"
MONTHS = "Earlier months"
MAIL, MANY = "Mail", "Many brands"
BUDGET = "Budget"
_PRINTED_DEFAULTS = frozenset(
    {
        "algorithm",
        "formats",
        "locale",
        "max_segments",
        "min_cell",
        "out",
        "paper",
        "seed",
        "segments",
        "vocabulary",
        "window_months",
    }
)
_COLUMN_ROLES = {
    "id_column": Role.CUSTOMER,
    "order_column": Role.ORDER,
    "date_column": Role.DATE,
    "quantity_column": Role.QUANTITY,
    "price_column": Role.UNIT_PRICE,
    "amount_column": Role.AMOUNT,
    "product_column": Role.PRODUCT,
    "place_column": Role.PLACE,
}


def _choice(field: str, panel: str, metavar: str | None = None, names: str = "") -> Any:  # noqa: ANN401 - as typer.Option
    """A flag for a field of `BuildOptions`, in the words of its choice."""
    choice = BY_FIELD[field]
    default = re.sub(r'[\["\]]', "", choice.example)
    more = f" Default: {default}." if field in _PRINTED_DEFAULTS else ""
    more += " Repeatable." if metavar == "COLUMN" else ""
    name = names or f"--{choice.key.replace('_', '-')}"
    return typer.Option(name, help=choice.help + more, metavar=metavar, rich_help_panel=panel)


def _column(name: str, what: str) -> Any:  # noqa: ANN401 - as typer.Option
    return typer.Option(name, help=f"Column with {what}.", metavar="COLUMN", rich_help_panel=COLUMNS)


def _switch(name: str, words: str) -> Any:  # noqa: ANN401 - as typer.Option
    return typer.Option(name, help=words, rich_help_panel=RUN)


def _mail(name: str, words: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - as typer.Option
    return typer.Option(name, help=words, metavar=metavar, rich_help_panel=MAIL)


_JSON = _switch("--json", "Print the result as JSON, for programs.")
_QUIET = _switch("--quiet", "Tell no progress.")
_INSECURE = _mail("--insecure", "Let mail with security = none go to this machine in the clear.")
_ALL = typer.Option(
    "--all",
    metavar="FOLDER",
    help="Every brand: each sub-folder with a reportgen.toml that names its source.",
    rich_help_panel=MANY,
)
_JOBS = typer.Option("--jobs", min=1, max=64, help="Brands at a time.", rich_help_panel=MANY)


Words = list[str] | None


@dataclass(frozen=True, kw_only=True)
class ReadingFlags:
    """How a source is read, and what counts."""

    sheet: Annotated[str | None, _choice("sheet", SOURCE, "NAME")] = None
    accept_rejected: Annotated[bool | None, _choice("accept_rejected", SOURCE, names="--accept-rejected")] = (
        None
    )
    exclude_ids: Annotated[Path | None, _choice("exclude_ids", SOURCE, "FILE")] = None
    id_column: Annotated[str | None, _column("--id", "the customer's id")] = None
    order_column: Annotated[str | None, _column("--order", "the order's number")] = None
    date_column: Annotated[str | None, _column("--date", "the day of the order")] = None
    quantity_column: Annotated[str | None, _column("--quantity", "the number of pieces")] = None
    price_column: Annotated[str | None, _column("--price", "the price of one piece")] = None
    amount_column: Annotated[str | None, _column("--amount", "the money of a line")] = None
    product_column: Annotated[str | None, _column("--product", "the article")] = None
    place_column: Annotated[str | None, _column("--place", "the country or the town")] = None
    role: Annotated[
        Words,
        typer.Option(
            "--role",
            help="What any column is for. Repeatable.",
            metavar="COLUMN=ROLE",
            rich_help_panel=COLUMNS,
        ),
    ] = None
    value: Annotated[Words, _choice("value", COLUMNS, "COLUMN")] = None
    carry: Annotated[Words, _choice("carry", COLUMNS, "COLUMN")] = None
    control_total: Annotated[str | None, _choice("control_total", TIME, "AMOUNT")] = None
    day_first: Annotated[bool | None, _choice("day_first", TIME, names="--day-first/--month-first")] = None
    month: Annotated[str | None, _choice("month", TIME, "YYYY-MM")] = None
    until: Annotated[str | None, _choice("until", TIME, "DATE")] = None
    window_months: Annotated[str | None, _choice("window_months", TIME, "12m")] = None
    by: Annotated[Words, _choice("by", SEGMENTS, "COLUMN")] = None
    never_basis: Annotated[Words, _choice("never_basis", SEGMENTS, "COLUMN")] = None


@dataclass(frozen=True, kw_only=True)
class ReportFlags:
    """What is made of the rows."""

    k: Annotated[int | None, _choice("k", SEGMENTS, "N")] = None
    max_segments: Annotated[int | None, _choice("max_segments", SEGMENTS, "N")] = None
    algorithm: Annotated[str | None, _choice("algorithm", SEGMENTS, "NAME")] = None
    segments: Annotated[str | None, _choice("segments", SEGMENTS, "NAME")] = None
    min_cell: Annotated[int | None, _choice("min_cell", SEGMENTS, "N")] = None
    seed: Annotated[int | None, _choice("seed", SEGMENTS, "N")] = None
    name: Annotated[str | None, _choice("name", REPORT, "NAME")] = None
    company: Annotated[str | None, _choice("company", REPORT, "NAME")] = None
    contact: Annotated[str | None, _choice("contact", REPORT, "TEXT")] = None
    logo: Annotated[Path | None, _choice("logo", REPORT, "FILE")] = None
    accent: Annotated[str | None, _choice("accent", REPORT, "COLOUR")] = None
    text_font: Annotated[Path | None, _choice("text_font", REPORT, "FILE")] = None
    semibold_font: Annotated[Path | None, _choice("semibold_font", REPORT, "FILE")] = None
    heading_font: Annotated[Path | None, _choice("heading_font", REPORT, "FILE")] = None
    currency: Annotated[str | None, _choice("currency", REPORT, "CODE")] = None
    locale: Annotated[str | None, _choice("locale", REPORT, "CODE")] = None
    formats: Annotated[str | None, _choice("formats", REPORT, "LIST")] = None
    paper: Annotated[str | None, _choice("paper", REPORT, "SHEET")] = None
    static: Annotated[
        bool | None,
        typer.Option(
            "--static",
            help="Leave the scripts out of the HTML page: its drawings stay.",
            rich_help_panel=REPORT,
        ),
    ] = None
    vocabulary: Annotated[str | None, _choice("vocabulary", REPORT, "WORDS")] = None
    describe: Annotated[Words, _choice("describe", REPORT, "COLUMN")] = None
    recommendations: Annotated[
        bool | None,
        typer.Option(
            " /--no-recommendations", help="Leave out what to do with each segment.", rich_help_panel=REPORT
        ),
    ] = None
    contact_cost: Annotated[float | None, _choice("contact_cost", BUDGET, "AMOUNT")] = None
    margin: Annotated[float | None, _choice("margin", BUDGET, "AMOUNT")] = None
    budget: Annotated[float | None, _choice("budget", BUDGET, "AMOUNT")] = None
    templates: Annotated[Path | None, _choice("templates", REPORT, "DIR")] = None
    playbook: Annotated[Path | None, _choice("playbook", REPORT, "FILE")] = None
    out: Annotated[Path | None, _choice("out", RUN, "DIR")] = None


@dataclass(frozen=True, kw_only=True)
class RunFlags:
    """How a build is told, and what happens to it."""

    open: Annotated[bool, _switch("--open", "Open the report when it is done.")] = False
    json: Annotated[bool, _JSON] = False
    quiet: Annotated[bool, _QUIET] = False
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
    out: Annotated[Path | None, _choice("out", RUN, "DIR")] = None
    json: Annotated[bool, _JSON] = False
    quiet: Annotated[bool, _QUIET] = False
    all: Annotated[Path | None, _ALL] = None
    jobs: Annotated[int, _JOBS] = 2
    expected: Annotated[
        str | None,
        typer.Option(
            "--month", metavar="YYYY-MM", help="With --all: the month; else the newest.", rich_help_panel=MANY
        ),
    ] = None


def _of_months(name: str, words: str, metavar: str | None = None) -> Any:  # noqa: ANN401 - as typer.Option
    return typer.Option(name, help=words, metavar=metavar, rich_help_panel=MONTHS)


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
class ForgettingFlags:
    """Who is to be forgotten, and where."""

    ids_file: Annotated[
        Path | None,
        typer.Option("--ids", metavar="FILE", help="Ids, one a line.", rich_help_panel=SOURCE),
    ] = None
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help="Only this report; else all.", rich_help_panel=REPORT),
    ] = None
    out: Annotated[Path | None, _choice("out", RUN, "DIR")] = None
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="Settings whose out counts; else those here.",
            rich_help_panel=RUN,
        ),
    ] = None
    json: Annotated[bool, _JSON] = False


@dataclass(frozen=True, kw_only=True)
class PlacingFlags:
    """Whose segments count, and where the list goes."""

    name: Annotated[str | None, _choice("name", REPORT, "NAME")] = None
    record: Annotated[
        Path | None,
        typer.Option(
            "--record",
            metavar="FOLDER",
            help="Record of a build; else the newest of the name.",
            rich_help_panel=REPORT,
        ),
    ] = None
    out: Annotated[Path | None, _choice("out", RUN, "DIR")] = None
    to: Annotated[
        Path,
        typer.Option("--to", metavar="FILE", help="List to write; it names customers.", rich_help_panel=RUN),
    ] = Path("assigned.csv")


def stated(*groups: ReadingFlags | ReportFlags) -> dict[str, Any]:
    """Field of `BuildOptions` -> value, for every flag that was given.

    Raises:
        InputError: a value does not fit; the place is the flag.
    """
    given = {field.name: getattr(group, field.name) for group in groups for field in fields(group)}
    taken = {
        name: BY_FIELD[name].take(value, Place(f"--{BY_FIELD[name].key.replace('_', '-')}"))
        for name, value in given.items()
        if name in BY_FIELD and value is not None
    }
    roles = dict(_roles(given))
    return {**taken, "roles": roles} if roles else taken


def _roles(given: dict[str, Any]) -> Iterator[tuple[str, Role]]:
    for name, role in _COLUMN_ROLES.items():
        if given[name] is not None:
            yield given[name], role
    for pair in given["role"] or ():
        label, sign, role = pair.rpartition("=")
        if not sign:
            raise InputError(f"{pair!r} does not fit", "write it as COLUMN=ROLE", Place("--role"))
        yield label, ROLE.take(role, Place("--role"))


def with_flags(command: Callable[..., int]) -> Callable[..., int]:
    """Lay the fields of a command's flag groups out as parameters of their own, which Typer reads."""
    hints = get_type_hints(command, include_extras=True)
    own = signature(command).parameters.values()
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)}

    def run(**given: Any) -> int:  # noqa: ANN401 - each flag has its own type
        packed = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        return command(**given, **packed)

    plain = [
        parameter.replace(annotation=hints[parameter.name])
        for parameter in own
        if parameter.name not in groups
    ]
    run.__signature__ = Signature([*plain, *(p for group in groups.values() for p in _parameters(group))])  # type: ignore[attr-defined]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return run


def _parameters(group: type) -> Iterator[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield Parameter(
            field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=hints[field.name]
        )
