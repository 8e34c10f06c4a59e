"""The flags of the commands, in groups; a command receives each group as one frozen value."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from pathlib import Path  # noqa: TC003 - Typer resolves the annotations
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from reportgen.config import Role
from reportgen.errors import InputError, Place
from reportgen.settings.choices import BY_FIELD, ROLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE, COLUMNS, TIME, SEGMENTS, REPORT, RUN = "Source", "Columns", "Time", "Segments", "Report", "This run"
_PRINTED_DEFAULTS = frozenset(
    {"out", "locale", "vocabulary", "formats", "min_cell", "window_months", "max_segments", "seed"}
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


@dataclass(frozen=True, kw_only=True)
class ReportFlags:
    """What is made of the rows."""

    k: Annotated[int | None, _choice("k", SEGMENTS, "N")] = None
    max_segments: Annotated[int | None, _choice("max_segments", SEGMENTS, "N")] = None
    min_cell: Annotated[int | None, _choice("min_cell", SEGMENTS, "N")] = None
    seed: Annotated[int | None, _choice("seed", SEGMENTS, "N")] = None
    name: Annotated[str | None, _choice("name", REPORT, "NAME")] = None
    company: Annotated[str | None, _choice("company", REPORT, "NAME")] = None
    contact: Annotated[str | None, _choice("contact", REPORT, "TEXT")] = None
    currency: Annotated[str | None, _choice("currency", REPORT, "CODE")] = None
    locale: Annotated[str | None, _choice("locale", REPORT, "CODE")] = None
    formats: Annotated[str | None, _choice("formats", REPORT, "LIST")] = None
    vocabulary: Annotated[str | None, _choice("vocabulary", REPORT, "WORDS")] = None
    describe: Annotated[Words, _choice("describe", REPORT, "COLUMN")] = None
    recommendations: Annotated[
        bool | None,
        typer.Option(
            " /--no-recommendations", help="Leave out what to do with each segment.", rich_help_panel=REPORT
        ),
    ] = None
    templates: Annotated[Path | None, _choice("templates", REPORT, "DIR")] = None
    playbook: Annotated[Path | None, _choice("playbook", REPORT, "FILE")] = None
    out: Annotated[Path | None, _choice("out", RUN, "DIR")] = None


@dataclass(frozen=True, kw_only=True)
class RunFlags:
    """How a build is told."""

    open: Annotated[bool, _switch("--open", "Open the report when it is done.")] = False
    json: Annotated[bool, _switch("--json", "Print the result as JSON, for programs.")] = False
    quiet: Annotated[bool, _switch("--quiet", "Tell no progress.")] = False


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
