"""The flags of the commands that work on what is kept, or write files to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.options.option import Panel
from reportgen.options.readers import LARGEST_SEED, whole_number
from reportgen.options.settings_file import FILE_NAME
from reportgen.terminal.command_line import FlagGroup, flag
from reportgen.terminal.shared_flags import dry_run_flag, insecure_flag, json_flag, of_option, settings_flag


@dataclass(frozen=True, kw_only=True)
class ForgetFlags(FlagGroup):
    """Who is to be forgotten, and where."""

    ids_file: Path | None = flag(
        default=None,
        names=("--ids",),
        help="File with ids, one a line.",
        panel=Panel.SOURCE,
        metavar="FILE",
        typed=Path,
    )
    name: str | None = flag(
        default=None,
        names=("-n", "--name"),
        help="Only this report; else all.",
        panel=Panel.REPORT,
        metavar="NAME",
    )
    out: Path | None = of_option("out")
    config: Path | None = settings_flag("Settings whose out counts; else those here.")
    yes: bool = flag(
        default=False,
        names=("-y", "--yes"),
        help="Do it; without this, say what would change and end with exit code 2.",
        panel=Panel.RUN,
    )
    dry_run: bool = dry_run_flag(
        "Say what would change, change nothing, and end with exit code 0.", Panel.RUN
    )
    json: bool = json_flag()


@dataclass(frozen=True, kw_only=True)
class ContactedFlags(FlagGroup):
    """When a list was used, who was reached, and whether it is only tried or taken back."""

    on: str | None = flag(
        default=None,
        names=("--on",),
        help="Day of the contact; else the last day of MONTH.",
        panel=Panel.TIME,
        metavar="YYYY-MM-DD",
        common=True,
    )
    ids_file: Path | None = flag(
        default=None,
        names=("--ids",),
        help="File with ids of those who were reached, one a line; told as reach.",
        panel=Panel.SOURCE,
        metavar="FILE",
        typed=Path,
    )
    undo: bool = flag(
        default=False, names=("--undo",), help="Take the registration back.", panel=Panel.RUN, common=True
    )
    dry_run: bool = dry_run_flag("Say what would be registered, and write nothing.", Panel.RUN)
    out: Path | None = of_option("out")
    config: Path | None = settings_flag("Settings whose out counts; else those here.")
    json: bool = json_flag()


@dataclass(frozen=True, kw_only=True)
class AssignFlags(FlagGroup):
    """Whose segments count, and where the list goes."""

    name: str | None = of_option("name")
    record: Path | None = flag(
        default=None,
        names=("--record",),
        help="Record of a build; else the newest of the name.",
        panel=Panel.REPORT,
        metavar="FOLDER",
        typed=Path,
        common=True,
    )
    out: Path | None = of_option("out")
    to: Path = flag(
        default=Path("assigned.csv"),
        names=("--to",),
        help="List to write; it names customers. Default: assigned.csv.",
        panel=Panel.RUN,
        metavar="FILE",
        typed=Path,
        common=True,
    )


@dataclass(frozen=True, kw_only=True)
class InitFlags(FlagGroup):
    """Which settings are written."""

    config: Path = flag(
        default=Path(FILE_NAME),
        names=("-c", "--config"),
        help=f"File to write. Default: {FILE_NAME}.",
        panel=Panel.RUN,
        metavar="FILE",
        typed=Path,
        common=True,
    )
    force: bool = flag(
        default=False,
        names=("--force",),
        help="Write over a file that is there.",
        panel=Panel.RUN,
        common=True,
    )


@dataclass(frozen=True, kw_only=True)
class DemoFlags(FlagGroup):
    """Which demo data are written."""

    seed: int = flag(
        default=0,
        names=("--seed",),
        help="Another number gives another shop. Default: 0.",
        panel=Panel.RUN,
        metavar="N",
        typed=int,
        reads=whole_number(0, LARGEST_SEED),
    )
    changes: bool = flag(
        default=False,
        names=("--changes",),
        help="Two years of a shop that changes, to try --months on.",
        panel=Panel.RUN,
    )


@dataclass(frozen=True, kw_only=True)
class DoctorFlags(FlagGroup):
    """Whose settings are tried."""

    config: Path | None = settings_flag(
        f"Settings whose mail server and output folder are tried; else the {FILE_NAME} here."
    )
    out: Path | None = of_option("out")
    json: bool = json_flag()
    insecure: bool = insecure_flag()
