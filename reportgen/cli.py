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
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from reportgen import __version__
from reportgen.base.names import common_name, slug
from reportgen.errors import InputError, ReportgenError, SurroundingsError
from reportgen.options.history import months_between
from reportgen.options.settings_file import (
    FILE_NAME,
    Chosen,
    Settings,
    choose,
    existing,
    existing_sources,
    load_settings,
)
from reportgen.options.settings_text import write_settings
from reportgen.terminal import console
from reportgen.terminal.flags import (
    ForgettingFlags,
    HistoryFlags,
    PlacingFlags,
    ReadingFlags,
    ReportFlags,
    RunFlags,
    SendFlags,
    stated,
    with_flags,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.commands.check import FileCheck
    from reportgen.mail.outbox import DeliveryReport
    from reportgen.options.build_options import BuildOptions
    from reportgen.pipeline import BuildResult

INTERRUPTED = 130
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
    console.print_whatever_comes()
    try:
        return int(app(words or ["--help"], prog_name="reportgen", standalone_mode=False) or 0)
    except typer.TyperException as error:
        return _told(InputError(error.format_message(), "see reportgen --help"))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except ReportgenError as error:
        return _told(error)
    except Exception as error:  # noqa: BLE001 - nobody should meet a traceback unasked
        if os.environ.get(TRACEBACK) == "1":
            traceback.print_exc()
        return _told(_as_told(error))


def _told(error: ReportgenError) -> int:
    console.tell_error(error)
    return error.exit_code


def _as_told(error: Exception) -> ReportgenError:
    """An error that nobody foresaw, as cause and remedy."""
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
        month = _only_month(stated(reading, report), source, config)
        return _batch(run, month, "build and send" if run.send else "build")
    chosen = _chosen(source or [], config)
    options = chosen.options(stated(reading, report))
    if history.months is not None:
        return _series(options, history, run)
    if run.send:
        _refuse_foreign_recipients(options, chosen)
    with _owner_told(chosen, run):
        result = _built(options, history, run)
        try:
            account = _sent(result, options, chosen, run)
        except ReportgenError:  # it is built all the same
            _show_built(result, None, run)
            raise
    return _show_built(result, account, run)


def _series(options: BuildOptions, history: HistoryFlags, run: RunFlags) -> int:
    """Every month of a longer file, one after the other; the worst exit code."""
    if run.send:
        raise InputError("--send goes with a single month", "leave out --send, or --months")
    months = months_between(history.months or "")
    with console.progress(quiet=run.quiet) as on_stage:
        from reportgen import pipeline  # noqa: PLC0415 - see the head of this module

        results = list(pipeline.build_series(options, months, on_stage, history.history()))
    return max(_show_built(result, None, run) for result in results)


def _built(options: BuildOptions, history: HistoryFlags, run: RunFlags) -> BuildResult:
    with console.progress(quiet=run.quiet) as on_stage:
        on_stage("Starting")
        from reportgen import pipeline  # noqa: PLC0415 - see the head of this module

        return pipeline.build(options, on_stage, history=history.history())


def _owner_told(chosen: Chosen, run: RunFlags) -> AbstractContextManager[None]:
    """With --send somebody waits for the mail: whatever keeps it from going out is told to its owner."""
    if not run.send:
        return nullcontext()
    from reportgen.terminal.mailing import telling_owner  # noqa: PLC0415 - only mail needs it

    what = _mail_settings(chosen).options.get("name") or ", ".join(chosen.sources)
    return telling_owner(_mail_settings(chosen).mail, what, insecure=run.insecure)


def _sent(result: BuildResult, options: BuildOptions, chosen: Chosen, run: RunFlags) -> DeliveryReport | None:
    if not run.send:
        return None
    from reportgen.mail.dispatch import SendOrder  # noqa: PLC0415 - only mail needs it
    from reportgen.terminal.mailing import sent  # noqa: PLC0415 - likewise

    order = SendOrder(options.out, result.name, result.month, insecure=run.insecure)
    return sent(order, _mail_settings(chosen).mail)


def _refuse_foreign_recipients(options: BuildOptions, chosen: Chosen) -> None:
    from reportgen.mail.dispatch import refuse_other_settings  # noqa: PLC0415 - only mail needs it

    refuse_other_settings(_mail_settings(chosen), slug(options.name or common_name(options.sources)))


def _mail_settings(chosen: Chosen) -> Settings:
    if chosen.settings is None:
        cause = f"--send takes sender and recipients from a {FILE_NAME}, and none counts here"
        raise InputError(cause, "name it with --config, or write one: reportgen init SOURCE")
    return chosen.settings


def _show_built(result: BuildResult, account: DeliveryReport | None, run: RunFlags) -> int:
    if run.json:
        from reportgen.terminal.answers import answer_of_build  # noqa: PLC0415 - see the head of this module

        console.print_json(answer_of_build(result, account))
    else:
        console.print_result(result)
    if result.missing is not None:
        console.tell_error(result.missing)
    for reason in result.held:
        console.note(f"held: {reason}")
    if result.held:
        console.note("to let it pass, build again with --accept REASON; to begin anew, with --fresh")
    if run.open and result.files:
        typer.launch(str(result.files[0]))
    if account is None:
        return result.exit_code
    from reportgen.terminal.mailing import show_account  # noqa: PLC0415 - only mail needs it

    return max(result.exit_code, show_account(account, silent=run.json))


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
    found = _examined(_chosen(source, config).options(stated(reading)))
    if as_json:
        from reportgen.terminal.answers import answer_of_check  # noqa: PLC0415 - see the head of this module

        console.print_json(answer_of_check(found))
    else:
        console.print_examination(found)
    return 0


@app.command()
@with_flags
def assign(
    source: Sources,
    reading: ReadingFlags,
    placing: PlacingFlags,
    config: Config = None,
) -> int:
    """Put the customers of a file into the segments of a finished build; writes a list."""
    options = _chosen(source, config).options(stated(reading))
    options = replace(options, out=placing.out or options.out, name=placing.name or options.name)
    from reportgen.commands.assign import place_customers  # noqa: PLC0415 - see the head of this module

    table, made = place_customers(options, placing.record)
    placing.to.parent.mkdir(parents=True, exist_ok=True)
    placing.to.write_bytes(table)
    placing.to.chmod(0o600)
    console.say(f"Written: {placing.to}, by the segments made in {made}.")
    return 0


@app.command()
@with_flags
def forget(
    flags: ForgettingFlags,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID...", help="Customers, as customers.csv writes them.")
    ] = None,
) -> int:
    """Take people out of all that is kept: records, lists and manifests of every month."""
    from reportgen.commands import forget as forgetting  # noqa: PLC0415 - see the head of this module

    here = Path(FILE_NAME)
    config = flags.config or (here if here.is_file() else None)
    kept = load_settings(existing(config)).options if config else {}
    wanted = (*(ids or ()), *(forgetting.read_ids(flags.ids_file) if flags.ids_file else ()))
    out = flags.out or kept.get("out", Path("output"))
    done = forgetting.forget(out, wanted, flags.name and slug(flags.name), kept.get("templates"))
    if flags.json:
        console.print_json({"months": [asdict(each) for each in done]})
    else:
        for each in done:
            console.say(f"{each.name} {each.month}: {each.customers} taken out of record and lists")
    for each in done:
        for path in each.unsure:
            console.note(f"look through this one yourself: {out / 'private' / each.name / each.month / path}")
    console.note("the source may hold them still: delete them there, or build with --exclude-ids")
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
    taken = stated(reading, report)
    found = _examined(Chosen(existing_sources(source), None).options(taken))
    from reportgen.terminal.answers import settings_found  # noqa: PLC0415 - see the head of this module

    write_settings(config, settings_found(found, taken, config), force=force)
    console.say(f"Written: {config}. Next: reportgen build {shlex.join(source)} --config {config}")
    if found.refusal is not None:
        console.note(f"a build would stop: {found.refusal}; {found.refusal.hint}")
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
        console.say(str(path))
    return 0


def _chosen(source: list[str], config: Path | None) -> Chosen:
    if not source:
        raise InputError("SOURCE is missing", "name a file: reportgen build orders.csv")
    chosen = choose(source, config, Path.cwd())
    if chosen.settings is not None and config is None:
        console.note(f"settings of {_from_here(chosen.settings.file)}")
    return chosen


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _examined(options: BuildOptions) -> FileCheck:
    from reportgen.commands.check import examine  # noqa: PLC0415 - see the head of this module

    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        return examine(options, Path(work))
