"""The commands, and the one place where errors become exit codes.

What analyses data is imported inside the commands, so that --help and a mistyped path answer at once.
"""

from __future__ import annotations

import errno
import os
import shlex
import sys
import tempfile
import traceback
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from reportgen import __version__
from reportgen.base.named_files import existing, read_ids
from reportgen.base.names import slug
from reportgen.base.scratch import scratch_folder
from reportgen.errors import InputError, ReportgenError, SurroundingsError
from reportgen.options.settings_file import (
    FILE_NAME,
    Chosen,
    choose,
    existing_sources,
    load_settings,
)
from reportgen.options.settings_text import write_settings
from reportgen.terminal import console
from reportgen.terminal.flags import (
    AssignFlags,
    ForgetFlags,
    HistoryFlags,
    ReadingFlags,
    ReportFlags,
    RunFlags,
    SendFlags,
    given_options,
    with_flags,
)
from reportgen.terminal.signals import ended_cleanly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.commands.check import FileCheck
    from reportgen.options.build_options import BuildOptions

INTERRUPTED, UNREAD = 130, 141
TRACEBACK = "REPORTGEN_TRACEBACK"

app = typer.Typer(
    name="reportgen",
    help="Customer segmentation reports from one command: reportgen build orders.csv",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="CSV or other text, Excel, OpenDocument, Parquet, JSON, zip or gzip files, patterns of files, "
        "- for standard input, a database such as sqlite:///shop.db?table=orders or "
        "postgresql://user@host/shop?table=orders, or a folder with a reportgen.toml.",
    ),
]
MaybeSources = Annotated[list[str] | None, *get_args(Sources)[1:]]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help=f"Settings; else a {FILE_NAME} here or beside SOURCE counts if SOURCE is its source.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for programs.")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line, by default the program's own; the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    console.replace_unprintable()
    with ended_cleanly():
        return _run(words)


def _run(words: list[str]) -> int:
    try:
        return int(app(words or ["--help"], prog_name="reportgen", standalone_mode=False) or 0)
    except typer.TyperException as error:
        return _exit_code(InputError(error.format_message(), "see reportgen --help"))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # whoever read what we print has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except ReportgenError as error:
        return _exit_code(error)
    except Exception as error:  # noqa: BLE001 - nobody should meet a traceback unasked
        if os.environ.get(TRACEBACK) == "1":
            traceback.print_exc()
        return _exit_code(_unexpected(error))


def _exit_code(error: ReportgenError) -> int:
    console.print_error(error)
    return error.exit_code


def _unexpected(error: Exception) -> ReportgenError:
    """Any other error, as cause and remedy."""
    if isinstance(error, MemoryError):
        return SurroundingsError("not enough memory", "close other programs, or use a larger machine")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SurroundingsError("the disk is full", f"free some space, also in {tempfile.gettempdir()}")
    where = traceback.extract_tb(error.__traceback__)[-1]
    return ReportgenError(
        f"unexpected {type(error).__name__} in {Path(where.filename).name}, line {where.lineno}: {error}",
        f"this is our fault; please report it with what {TRACEBACK}=1 prints before this line",
    )


def _print_version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


@app.callback()
def common(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Customer segmentation reports from one command: reportgen build orders.csv."""


@app.command()
@with_flags
def build(  # noqa: PLR0913, PLR0917 - groups of flags
    reading: ReadingFlags,
    report: ReportFlags,
    history: HistoryFlags,
    run: RunFlags,
    source: MaybeSources = None,
    config: Config = None,
) -> int:
    """Build the report of a file of customers or orders; with --all, those of many brands."""
    if run.all is not None:
        month = _only_month(given_options(reading, report), source, config)
        return _batch(run, month, "build and send" if run.send else "build")
    chosen = _chosen(source or [], config)
    options = chosen.options(given_options(reading, report))
    from reportgen.terminal.building import build_months, build_one  # noqa: PLC0415 - only this command needs it

    if history.months is not None:
        return build_months(options, history, run)
    return build_one(options, chosen, history, run)


@app.command()
@with_flags
def send(
    flags: SendFlags,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The report's name.")] = None,
    month: Annotated[
        str | None, typer.Argument(metavar="MONTH", help="Its month, YYYY-MM; or undated.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help=f"The report's settings; else the {FILE_NAME} here."),
    ] = None,
) -> int:
    """E-mail a finished brief to the recipients in reportgen.toml, each once."""
    if flags.all is not None:
        return _batch(flags, flags.expected, "send")
    if name is None or month is None:
        raise InputError("say which report and month", "such as: reportgen send shop 2026-10")
    from reportgen.mail.dispatch import SendOrder  # noqa: PLC0415 - only mail needs it
    from reportgen.terminal.mailing import run_send  # noqa: PLC0415 - likewise

    settings = load_settings(existing(config or Path(FILE_NAME)))
    folder = flags.out or settings.options.get("out", Path("output"))
    order = SendOrder(folder, slug(name), slug(month), flags.accept, flags.corrected, flags.insecure)
    return run_send(order, settings, flags)


def _batch(flags: RunFlags | SendFlags, month: str | None, mode: str) -> int:
    from reportgen.mail.batch import Batch  # noqa: PLC0415 - only mail needs it
    from reportgen.terminal.mailing import run_batch  # noqa: PLC0415 - likewise

    batch = Batch(flags.all or Path(), flags.jobs, month, flags.insecure)
    return run_batch(batch, mode, as_json=flags.json, quiet=flags.quiet)


def _only_month(taken: dict[str, object], source: list[str] | None, config: Path | None) -> str | None:
    """The month, where nothing else is stated that belongs to a single brand."""
    if source or config or taken.keys() - {"month"}:
        raise InputError(
            "with --all every brand is built by its own settings", f"put this into each {FILE_NAME}"
        )
    month = taken.get("month")
    return None if month is None else str(month)


@app.command()
@with_flags
def check(source: Sources, reading: ReadingFlags, config: Config = None, *, as_json: Json = False) -> int:
    """Tell how a file is read, and what a build would work with; writes nothing."""
    file = _check_file(_chosen(source, config).options(given_options(reading)))
    if as_json:
        from reportgen.terminal.answers import answer_of_check  # noqa: PLC0415 - see the head of this module

        console.print_json(answer_of_check(file))
    else:
        console.print_check(file)
    return 0


@app.command()
@with_flags
def assign(
    source: Sources,
    reading: ReadingFlags,
    flags: AssignFlags,
    config: Config = None,
) -> int:
    """Put the customers of a file into the segments of a finished build; writes a list."""
    options = _chosen(source, config).options(given_options(reading))
    options = replace(options, out=flags.out or options.out, name=flags.name or options.name)
    from reportgen.commands.assign import place_customers  # noqa: PLC0415 - see the head of this module

    table, made = place_customers(options, flags.record)
    flags.to.parent.mkdir(parents=True, exist_ok=True)
    flags.to.write_bytes(table)
    flags.to.chmod(0o600)
    console.print_line(f"Written: {flags.to}, by the segments made in {made}.")
    return 0


@app.command()
@with_flags
def forget(
    flags: ForgetFlags,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Customers, as customers.csv writes them.")
    ] = None,
) -> int:
    """Take people out of all that is kept: records, lists and manifests of every month."""
    from reportgen.commands import forget as command  # noqa: PLC0415 - see the head of this module

    here = Path(FILE_NAME)
    config = flags.config or (here if here.is_file() else None)
    kept = load_settings(existing(config)).options if config else {}
    wanted = (*(ids or ()), *(read_ids(flags.ids_file) if flags.ids_file else ()))
    out = flags.out or kept.get("out", Path("output"))
    done = command.forget(out, wanted, flags.name and slug(flags.name), kept.get("templates"))
    if flags.json:
        console.print_json({"months": [asdict(each) for each in done]})
    else:
        for each in done:
            console.print_line(f"{each.name} {each.month}: {each.customers} taken out of record and lists")
    for each in done:
        for path in each.unsure:
            console.print_note(
                f"look through this one yourself: {out / 'private' / each.name / each.month / path}"
            )
    console.print_note("the source may hold them still: delete them there, or build with --exclude-ids")
    return 0


@app.command()
@with_flags
def init(
    source: Sources,
    reading: ReadingFlags,
    report: ReportFlags,
    config: Annotated[Path, typer.Option("--config", metavar="FILE", help="File to write.")] = Path(
        FILE_NAME
    ),
    *,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> int:
    """Write a commented reportgen.toml with what is found in a file; the flags given go into it."""
    given = given_options(reading, report)
    file = _check_file(Chosen(existing_sources(source), None).options(given))
    from reportgen.terminal.answers import settings_of_check  # noqa: PLC0415 - see the head of this module

    write_settings(config, settings_of_check(file, given, config), force=force)
    console.print_line(f"Written: {config}. Next: reportgen build {shlex.join(source)} --config {config}")
    if file.refusal is not None:
        console.print_note(f"a build would stop: {file.refusal}; {file.refusal.hint}")
    return 0


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write; made if it is missing.")],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another number gives another shop.")] = 0,
    *,
    changes: Annotated[
        bool, typer.Option("--changes", help="Two years of a shop that changes, to try --months on.")
    ] = False,
) -> int:
    """Write made-up data to try things on: a shop over fourteen months, and a table of customers."""
    from reportgen.demo import write_changes, write_demo  # noqa: PLC0415 - only this command needs it

    for path in (write_changes if changes else write_demo)(folder, seed):
        console.print_line(str(path))
    return 0


def _chosen(source: list[str], config: Path | None) -> Chosen:
    if not source:
        raise InputError("SOURCE is missing", "name a file: reportgen build orders.csv")
    chosen = choose(source, config, Path.cwd())
    if chosen.settings is not None and config is None:
        console.print_note(f"settings of {_from_here(chosen.settings.file)}")
    return chosen


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _check_file(options: BuildOptions) -> FileCheck:
    from reportgen.commands.check import examine  # noqa: PLC0415 - see the head of this module

    with scratch_folder() as work:
        return examine(options, Path(work))
