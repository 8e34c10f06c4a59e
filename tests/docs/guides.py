"""The pages that show commands, and what stands in their fenced blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"
NAMED = ("tutorial", "months", "schedules", "branding", "audiences", "deck", "actions", "mail")
GUIDES = [*(DOCS / f"{name}.md" for name in NAMED), *sorted((DOCS / "how-to").glob("*.md"))]
FENCED = re.compile(r"^```([a-z]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path, *languages: str) -> Iterator[str]:
    """The fenced blocks of a page in these languages; "" is a block of none."""
    return (text for language, text in FENCED.findall(page.read_text("utf-8")) if language in languages)


def commands(block: str) -> list[tuple[str, str]]:
    """Each `$ command` at the beginning of a line, and the output that stands below it."""
    return re.findall(r"(?m)^\$ (.*)\n((?:(?!\$ ).*\n)*)", block)


def as_pattern(output: str) -> re.Pattern[str]:
    """Output as a pattern: blanks at the ends of lines do not count, and `...` is any text."""
    return re.compile(
        r"(?s)\s*" + ".*".join(re.escape(part) for part in output.strip().split("...")) + r"\s*"
    )
