"""What this machine has for reportgen, and what it lacks."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import __version__
from reportgen.base.engine import column_names, connect
from reportgen.base.fonts import missing_glyphs
from reportgen.base.glyphs import install_fonts
from reportgen.base.scratch import scratch_folder
from reportgen.errors import ReportgenError
from reportgen.input.reshape import read_plain
from reportgen.mail.transports import transport_for
from reportgen.publishing.publish import refuse_unwritable
from reportgen.rendering.pdf import require_pango

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.options.mail_options import MailOptions

LEAST_SPACE = 2**30
"""Bytes that a report of a million order lines may need on its way."""
_FIRST_NAME = re.compile(r"[\w.-]+")


class Health(StrEnum):
    """How one thing is."""

    FINE = "ok"
    NOTE = "note"
    """Not there, and not needed as things are."""
    LACKING = "lacks"


@dataclass(frozen=True)
class Checkup:
    """One thing that was looked at."""

    what: str
    health: Health
    seen: str
    remedy: str = ""


def examine_machine(
    out: Path, mail: MailOptions | None, source: tuple[str, ...] = (), *, insecure: bool = False
) -> Iterator[Checkup]:
    """Look at everything that a build, and sending its brief, may need; nothing is written or sent.

    Args:
        out: where reports would go.
        mail: the settings for sending; None where there are none.
        source: a file whose letters the fonts should have.
        insecure: whether mail may go to this machine in the clear.

    Raises:
        InputError: the source cannot be read.
    """
    yield Checkup(
        "program", Health.FINE, f"reportgen {__version__}, Python {platform.python_version()}, {sys.platform}"
    )
    yield _packages()
    yield _pango()
    yield from _java()
    yield _space()
    yield _output(out)
    yield _mail(mail, insecure=insecure)
    if source:
        yield _letters(source)


def _packages() -> Checkup:
    try:
        needed = [each for each in requires("reportgen") or () if "extra ==" not in each]
    except PackageNotFoundError:
        return Checkup("packages", Health.NOTE, "reportgen runs from its folder, without being installed")
    names = [match[0] for each in needed if (match := _FIRST_NAME.match(each))]
    missing = [name for name in names if not _is_installed(name)]
    if missing:
        remedy = "install reportgen again: pip install --force-reinstall reportgen"
        return Checkup("packages", Health.LACKING, f"missing: {', '.join(missing)}", remedy)
    return Checkup("packages", Health.FINE, f"all {len(names)} that it needs are here")


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _pango() -> Checkup:
    try:
        require_pango()
    except ReportgenError as error:
        return Checkup("PDF", Health.LACKING, str(error), error.hint)
    return Checkup("PDF", Health.FINE, "Pango is here")


def _java() -> Iterator[Checkup]:
    """Only PySpark needs it, so nothing is said where that is not installed."""
    if find_spec("pyspark") is None:
        return
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java") or (home and (Path(home) / "bin" / "java").exists()):
        yield Checkup("Java", Health.FINE, "it is here, for PySpark")
    else:
        remedy = "apt install openjdk-17-jre-headless, or set JAVA_HOME"
        yield Checkup("Java", Health.LACKING, "PySpark is installed, and Java is missing", remedy)


def _space() -> Checkup:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    seen = f"{free / 2**30:.1f} GB are free in {folder}"
    if free >= LEAST_SPACE:
        return Checkup("scratch space", Health.FINE, seen)
    return Checkup("scratch space", Health.LACKING, seen, "free some, or set TMPDIR to another folder")


def _output(out: Path) -> Checkup:
    try:
        refuse_unwritable(out)
    except ReportgenError as error:
        return Checkup("output", Health.LACKING, str(error), error.hint)
    return Checkup("output", Health.FINE, f"{out} can be written")


def _mail(mail: MailOptions | None, *, insecure: bool) -> Checkup:
    if mail is None or mail.sender is None:
        remedy = "to send briefs, fill in [mail] of a reportgen.toml: reportgen init FILE writes one"
        return Checkup("mail", Health.NOTE, "no settings for sending", remedy)
    try:
        transport = transport_for(mail, insecure=insecure)
        try:
            return Checkup("mail", Health.FINE, f"{transport.reach(mail.sender)}; nothing was sent")
        finally:
            transport.close()
    except ReportgenError as error:
        return Checkup("mail", Health.LACKING, str(error), error.hint)


# --- the letters of a file


def _letters(source: tuple[str, ...]) -> Checkup:
    missing = missing_glyphs(_letters_of(source))
    if not missing:
        return Checkup("fonts", Health.FINE, "the report's own fonts have every letter of the file")
    some = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:3])
    seen = f"the report's own fonts lack {len(missing)} of the file's letters, such as {some}"
    listing = shutil.which("fc-list")
    if listing is None:
        return Checkup("fonts", Health.NOTE, seen, "fontconfig could tell whether this machine has them")
    nowhere = [letter for letter in missing if not _some_font_has(listing, letter)]
    if not nowhere:
        return Checkup("fonts", Health.FINE, f"{seen}; other fonts of this machine have them")
    some = " ".join(f"U+{ord(letter):04X}" for letter in nowhere[:3])
    letters = "1 letter" if len(nowhere) == 1 else f"{len(nowhere)} letters"
    lacking = f"no font of this machine has {letters} of the file: {some}"
    return Checkup("fonts", Health.LACKING, lacking, install_fonts("".join(nowhere)))


def _letters_of(source: tuple[str, ...]) -> str:
    with scratch_folder() as work:
        raw = read_plain(source, work, None, None)
        columns = column_names(len(raw.labels))
        letters = " UNION ".join(
            f"SELECT unnest(string_split({each}, '')) FROM {raw.cells()}" for each in columns
        )
        with connect(work) as connection:
            rows = connection.execute(letters).fetchall()
    return "".join(raw.labels) + "".join(letter for (letter,) in rows if letter)


def _some_font_has(listing: str, letter: str) -> bool:
    """Whether fontconfig knows a font with a letter."""
    found = subprocess.run(  # noqa: S603 - a program of the system, and a number
        [listing, f":charset={ord(letter):x}", "family"], capture_output=True, check=False, timeout=60
    )
    return bool(found.stdout.strip())
