"""The commands: what each takes and does. What analyses data is imported when a command runs."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.named_files import existing, refuse_what_is_no_file
from reportgen.errors import InputError
from reportgen.options.settings_file import FILE_NAME, Chosen, choose, existing_sources, load_settings
from reportgen.terminal import console
from reportgen.terminal.command_line import Command, Words
from reportgen.terminal.filing_flags import (
    AssignFlags,
    ContactedFlags,
    DemoFlags,
    DoctorFlags,
    ForgetFlags,
    InitFlags,
)
from reportgen.terminal.flags import (
    CheckFlags,
    ConfigFlags,
    HistoryFlags,
    ReadingFlags,
    ReportFlags,
    RunFlags,
    SendFlags,
    given_options,
)

if TYPE_CHECKING:
    from reportgen.commands.check import FileCheck
    from reportgen.options.build_options import BuildOptions
    from reportgen.options.enums import EngineName

SOURCE = "A CSV, Excel, OpenDocument, Parquet or JSON file, or several; or a folder with a reportgen.toml."
SOURCE_ALL = (
    "CSV or other text, Excel, OpenDocument, Parquet, JSON, zip or gzip files, patterns of files, "
    "- for standard input, a database such as sqlite:///shop.db?table=orders or "
    "postgresql://user@host/shop?table=orders, or a folder with a reportgen.toml; with --engine spark "
    "a folder or files of Parquet or CSV that the cluster reaches, or a table of its catalog."
)


def build(  # noqa: PLR0913, PLR0917 - groups of flags
    source: tuple[str, ...],
    reading: ReadingFlags,
    report: ReportFlags,
    config: ConfigFlags,
    history: HistoryFlags,
    run: RunFlags,
) -> int:
    """Build a report; with --all, those of many brands."""
    if run.all is not None:
        month = _only_month(given_options(reading, report), source, config)
        _refuse_for_one_brand(history)
        return _batch(run, month, "build and send" if run.send else "build")
    given = given_options(reading, report)
    chosen = _chosen(source, config.config, given.get("engine"))
    options = chosen.options(given)
    from reportgen.terminal.building import build_months, build_one  # noqa: PLC0415 - only this command needs it

    if history.months is not None:
        return build_months(options, history, run)
    return build_one(options, chosen, history, run)


def send(words: tuple[str, ...], flags: SendFlags) -> int:
    """Send a finished brief."""
    if flags.all is not None:
        return _batch(flags, flags.expected, "send")
    if len(words) != len(SEND.metavar.split()):
        raise InputError("say which report and month", "such as: reportgen send shop 2026-10")
    name, month = words
    from reportgen.base.names import slug  # noqa: PLC0415 - see the head of this module
    from reportgen.mail.dispatch import SendOrder  # noqa: PLC0415 - only mail needs it
    from reportgen.terminal.mailing import run_send  # noqa: PLC0415 - likewise

    file = flags.config or Path(FILE_NAME)
    if flags.config is None and not file.is_file():
        hint = "name it with --config, or write one: reportgen init SOURCE"
        raise InputError(f"there is no {FILE_NAME} here, which says who sends and to whom", hint)
    settings = load_settings(existing(file))
    folder = flags.out or settings.options.get("out", Path("output"))
    order = SendOrder(folder, slug(name), slug(month), flags.accept, flags.corrected, flags.insecure)
    return run_send(order, settings, flags)


def _batch(flags: RunFlags | SendFlags, month: str | None, mode: str) -> int:
    from reportgen.mail.batch import Batch  # noqa: PLC0415 - only mail needs it
    from reportgen.terminal.mailing import run_batch  # noqa: PLC0415 - likewise

    batch = Batch(flags.all or Path(), flags.jobs, month, flags.insecure)
    return run_batch(batch, mode, as_json=flags.json, quiet=flags.quiet)


def _refuse_for_one_brand(history: HistoryFlags) -> None:
    """What one month of one brand is told is not for all of them."""
    if history != HistoryFlags():
        raise InputError(
            "with --all every brand goes on from its own last month",
            "build one brand by its folder: reportgen build brands/harbour --send --accept REASON",
        )


def _only_month(taken: dict[str, object], source: tuple[str, ...], config: ConfigFlags) -> str | None:
    """The month, where nothing else is stated that belongs to a single brand."""
    if source or config.config or taken.keys() - {"month"}:
        raise InputError(
            "with --all every brand is built by its own settings", f"put this into each {FILE_NAME}"
        )
    month = taken.get("month")
    return None if month is None else str(month)


def check(source: tuple[str, ...], reading: ReadingFlags, config: ConfigFlags, flags: CheckFlags) -> int:
    """Tell how a file is read."""
    file = _check_file(_chosen(source, config.config).options(given_options(reading)))
    if flags.json:
        from reportgen.terminal.answers import answer_of_check  # noqa: PLC0415 - see the head of this module

        console.print_json(answer_of_check(file))
    else:
        from reportgen.terminal.tables import print_check  # noqa: PLC0415 - likewise

        print_check(file)
    return 0


def assign(source: tuple[str, ...], reading: ReadingFlags, config: ConfigFlags, flags: AssignFlags) -> int:
    """Put the customers of a file into the segments of a finished build."""
    options = _chosen(source, config.config).options(given_options(reading))
    options = replace(options, out=flags.out or options.out, name=flags.name or options.name)
    from reportgen.commands.assign import place_customers  # noqa: PLC0415 - see the head of this module

    refuse_what_is_no_file(flags.to)
    table, made = place_customers(options, flags.record)
    flags.to.parent.mkdir(parents=True, exist_ok=True)
    from reportgen.base.atomic_swap import write_atomically  # noqa: PLC0415 - likewise

    write_atomically(flags.to, table, mode=0o600)
    of_month = "a report without a month" if made == "undated" else made
    console.print_line(f"Written: {flags.to}, by the segments of {of_month}.")
    return 0


def contacted(words: tuple[str, ...], flags: ContactedFlags) -> int:
    """Register that a list was used."""
    if len(words) != len(CONTACTED.metavar.split()):
        raise InputError("say which list", "such as: reportgen contacted shop 2026-10 at-risk")
    from reportgen.terminal.contacting import run_contacted  # noqa: PLC0415 - see the head of this module

    return run_contacted(words, flags)


def forget(ids: tuple[str, ...], flags: ForgetFlags) -> int:
    """Take people out of all that is kept."""
    from reportgen.terminal.forgetting import run_forget  # noqa: PLC0415 - only this command needs it

    return run_forget(ids, flags)


def doctor(words: tuple[str, ...], flags: DoctorFlags) -> int:
    """Tell what the machine lacks."""
    from reportgen.terminal.health import run_doctor  # noqa: PLC0415 - only this command needs it

    return run_doctor(words, flags)


def init(source: tuple[str, ...], reading: ReadingFlags, report: ReportFlags, flags: InitFlags) -> int:
    """Write a commented reportgen.toml."""
    given = given_options(reading, report)
    file = _check_file(Chosen(existing_sources(source), None).options(given))
    from reportgen.options.settings_text import write_settings  # noqa: PLC0415 - only this command needs it
    from reportgen.terminal.answers import settings_of_check  # noqa: PLC0415 - see the head of this module

    write_settings(flags.config, settings_of_check(file, given, flags.config), force=flags.force)
    console.print_line(
        f"Written: {flags.config}. Next: reportgen build {shlex.join(source)} --config {flags.config}"
    )
    if file.refusal is not None:
        console.print_note(f"a build would stop: {file.refusal}; {file.refusal.hint}")
    return 0


def demo(words: tuple[str, ...], flags: DemoFlags) -> int:
    """Write made-up data to try things on."""
    from reportgen.demo import write_changes, write_demo  # noqa: PLC0415 - only this command needs it

    for path in (write_changes if flags.changes else write_demo)(Path(words[0]), flags.seed):
        console.print_line(str(path))
    return 0


def _chosen(source: tuple[str, ...], config: Path | None, engine: EngineName | None = None) -> Chosen:
    if not source:
        raise InputError("SOURCE is missing", "name a file: reportgen build orders.csv")
    chosen = choose(source, config, Path.cwd(), engine)
    if chosen.settings is not None and config is None:
        console.print_note(f"settings of {_from_here(chosen.settings.file)}")
    return chosen


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _check_file(options: BuildOptions) -> FileCheck:
    from reportgen.base.scratch import scratch_folder  # noqa: PLC0415 - see the head of this module
    from reportgen.commands.check import examine  # noqa: PLC0415 - likewise

    with scratch_folder() as work:
        return examine(options, Path(work))


SEND = Words("NAME MONTH", "The report's name, and its month, YYYY-MM; or undated.", required=False)
CONTACTED = Words(
    "NAME MONTH SEGMENT", "The report's name, the list's month, YYYY-MM, and its segment or file."
)

COMMANDS = (
    Command(
        "build",
        "Build the report of a file of customers or orders; with --all, those of many brands.",
        Words("SOURCE...", SOURCE, SOURCE_ALL, required=False),
        (ReadingFlags, ReportFlags, ConfigFlags, HistoryFlags, RunFlags),
        build,
        (
            'reportgen build orders.csv --company "Harbour & Finch" --currency GBP',
            "reportgen build customers.csv --by Income --by Visits -k 5",
        ),
    ),
    Command(
        "check",
        "Tell how a file is read, and what a build would work with; writes nothing.",
        Words("SOURCE...", SOURCE, SOURCE_ALL),
        (ReadingFlags, ConfigFlags, CheckFlags),
        check,
        ("reportgen check orders.csv", "reportgen check export.csv --id client_no --amount net_total"),
    ),
    Command(
        "init",
        f"Write a commented {FILE_NAME} with what is found in a file; the flags given go into it.",
        Words("SOURCE...", SOURCE, SOURCE_ALL),
        (ReadingFlags, ReportFlags, InitFlags),
        init,
        ("reportgen init orders.csv", "reportgen init orders.csv --currency EUR --locale de_DE"),
    ),
    Command(
        "assign",
        "Put the customers of a file into the segments of a finished build; writes a list.",
        Words("SOURCE...", SOURCE, SOURCE_ALL),
        (ReadingFlags, ConfigFlags, AssignFlags),
        assign,
        (
            "reportgen assign signups.csv --name orders",
            "reportgen assign signups.csv --record output/record/orders/2026-10",
        ),
    ),
    Command(
        "send",
        f"E-mail a finished brief to the recipients in {FILE_NAME}, each once.",
        SEND,
        (SendFlags,),
        send,
        ("reportgen send orders 2026-10", "reportgen send orders 2026-10 --test ann@example.com"),
    ),
    Command(
        "contacted",
        "Register that a list was used, so that later reports read what it did.",
        CONTACTED,
        (ContactedFlags,),
        contacted,
        (
            "reportgen contacted orders 2026-10 at-risk --on 2026-11-05",
            "reportgen contacted orders 2026-10 at-risk --undo",
        ),
    ),
    Command(
        "forget",
        "Take people out of all that is kept: records, lists and manifests of every month.",
        Words("ID...", "Customers, as customers.csv writes them.", required=False),
        (ForgetFlags,),
        forget,
        ("reportgen forget 10482", "reportgen forget --ids objected.txt --yes"),
    ),
    Command(
        "doctor",
        "Tell what this machine lacks for reports and for sending them, and how to get it.",
        Words("FILE", "A file whose letters the fonts should have.", required=False),
        (DoctorFlags,),
        doctor,
        ("reportgen doctor", "reportgen doctor orders.csv --config reportgen.toml"),
    ),
    Command(
        "demo",
        "Write made-up data to try things on: a shop over fourteen months, and a table of customers.",
        Words("FOLDER", "Where to write; made if it is missing."),
        (DemoFlags,),
        demo,
        ("reportgen demo demo-data", "reportgen demo demo-data --changes"),
    ),
)
