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
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportgen import __version__
from reportgen.errors import InputError, ReportgenError, SurroundingsError
from reportgen.history import months_between
from reportgen.settings.load import FILE_NAME, Chosen, choose, existing_sources
from reportgen.settings.text import write_settings
from reportgen.terminal import console
from reportgen.terminal.flags import (
    HistoryFlags,
    PlacingFlags,
    ReadingFlags,
    ReportFlags,
    RunFlags,
    stated,
    with_flags,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.config import BuildOptions
    from reportgen.examine import Examination
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
    source: Sources,
    reading: ReadingFlags,
    report: ReportFlags,
    history: HistoryFlags,
    run: RunFlags,
    config: Config = None,
) -> int:
    """Build the report of a file of customers or orders."""
    options = _options(source, config, reading, report)
    months = None if history.months is None else months_between(history.months)
    codes, told = [0], []
    with console.progress(quiet=run.quiet) as on_stage:
        on_stage("Starting")
        from reportgen import pipeline  # noqa: PLC0415 - see the head of this module

        if months is None:
            results = [pipeline.build(options, on_stage, history=history.history())]
        else:
            results = list(pipeline.build_series(options, months, on_stage, history.history()))
    for result in results:
        told.append(_tell(result, run))
        codes.append(result.exit_code)
    if run.json:
        console.print_json(told[0] if months is None else {"months": told})
    if run.open and results[-1].files:
        typer.launch(str(results[-1].files[0]))
    return max(codes)


def _tell(result: BuildResult, run: RunFlags) -> dict[str, Any]:
    """One build on the terminal, or its answer for programs; why it is held or incomplete on stderr."""
    answer = {}
    if run.json:
        from reportgen.terminal.answers import answer_of_build  # noqa: PLC0415 - see the head of this module

        answer = answer_of_build(result)
    else:
        console.print_result(result)
    if result.missing is not None:
        console.tell_error(result.missing)
    for reason in result.held:
        console.note(f"held: {reason}")
    if result.held:
        console.note("to let it pass, build again with --accept REASON; to begin anew, with --fresh")
    return answer


@app.command()
@with_flags
def check(source: Sources, reading: ReadingFlags, config: Config = None, *, as_json: Json = False) -> int:
    """Tell how a file is read, and what a build would work with; writes nothing."""
    found = _examined(_options(source, config, reading))
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
    options = _options(source, config, reading)
    options = replace(options, out=placing.out or options.out, name=placing.name or options.name)
    from reportgen.placing import place_customers  # noqa: PLC0415 - see the head of this module

    table, made = place_customers(options, placing.record)
    placing.to.parent.mkdir(parents=True, exist_ok=True)
    placing.to.write_bytes(table)
    placing.to.chmod(0o600)
    console.say(f"Written: {placing.to}, by the segments made in {made}.")
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


def _options(source: list[str], config: Path | None, *flags: ReadingFlags | ReportFlags) -> BuildOptions:
    taken = stated(*flags)
    chosen = choose(source, config, Path.cwd())
    if chosen.settings is not None and config is None:
        console.note(f"settings of {_from_here(chosen.settings.file)}")
    return chosen.options(taken)


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _examined(options: BuildOptions) -> Examination:
    from reportgen.examine import examine  # noqa: PLC0415 - see the head of this module

    with tempfile.TemporaryDirectory(prefix="reportgen-") as work:
        return examine(options, Path(work))
