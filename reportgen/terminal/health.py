"""`reportgen doctor` in the terminal."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.named_files import existing
from reportgen.commands.doctor import Health, examine_machine
from reportgen.options.settings_file import FILE_NAME, existing_sources, load_settings
from reportgen.terminal import console

if TYPE_CHECKING:
    from reportgen.terminal.filing_flags import DoctorFlags

LACKING = 4
"""Exit code where the machine lacks something."""


def run_doctor(words: tuple[str, ...], flags: DoctorFlags) -> int:
    """Print what the machine has and lacks; the exit code."""
    here = Path(FILE_NAME)
    config = flags.config or (here if here.is_file() else None)
    settings = load_settings(existing(config)) if config else None
    out = flags.out or (settings.options.get("out") if settings else None) or Path("output")
    mail = settings.mail if settings else None
    found = []
    for each in examine_machine(out, mail, existing_sources(words), insecure=flags.insecure):
        found.append(each)
        if not flags.json:
            console.print_line(f"{each.health:<5}  {each.what}: {each.seen}")
            if each.remedy:
                console.print_line(f"         {each.remedy}")
    if flags.json:
        console.print_json({"checks": [asdict(each) for each in found]})
    return LACKING if any(each.health is Health.LACKING for each in found) else 0
