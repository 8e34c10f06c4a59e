"""Bring the catalogues of `reportgen/locales/` up to date with the words in the source: `make messages`.

English is the source: texts of `say`, `plainly`, `counted`, `phrase` and `gettext` in Python, of `_` in the
templates, of the playbook and of known exports. Translations of a text that was changed are lost, and stand
empty.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "reportgen" / "locales"
SAYING = ("say", "plainly", "phrase", "gettext", "_")
KEYWORDS = {**dict.fromkeys(SAYING), "counted": (1, 2), "ngettext": (1, 2)}
TRANSLATED = ("objective", "instruction", "action", "channel", "judge", "disproof")
"""What a play of the playbook says to readers."""


def playbook(
    source: BinaryIO, *_asked: object, **_options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """The words of a playbook, as Babel asks of an extractor."""
    for play in tomllib.loads(source.read().decode())["play"]:
        yield from ((1, "gettext", play[name], []) for name in TRANSLATED if name in play)


def known_exports(
    source: BinaryIO, *_asked: object, **_options: object
) -> Iterator[tuple[int, str, str, list[str]]]:
    """What known exports imply, in the same way; of one that is refused nothing is said."""
    exports = tomllib.loads(source.read().decode())["export"]
    yield from ((1, "gettext", export["implies"], []) for export in exports if "refuse" not in export)


METHODS = (
    ("reportgen/**/playbook.toml", playbook),
    ("reportgen/**/known_exports.toml", known_exports),
    ("reportgen/**.py", "python"),
    ("templates/**.jinja", "jinja2.ext:babel_extract"),
)


def template() -> Catalog:
    """Every text of the source, untranslated."""
    texts = Catalog()
    options = {"templates/**.jinja": {"extensions": "jinja2.ext.i18n", "trim_blocks": "true"}}
    folder = str(ROOT)
    for path, _line, text, _comments, context in extract_from_dir(folder, METHODS, options, KEYWORDS):
        if text:
            texts.add(text, locations=[(path, 1)], context=context)
    return texts


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands; an empty one where there is none yet."""
    path = _path(language)
    if not path.is_file():
        about = f"# The words of reportgen, language {language}."
        blank = dict.fromkeys(("version", "msgid_bugs_address", "last_translator", "language_team"), "-")
        return Catalog(language, header_comment=about, project="reportgen", fuzzy=False, **blank)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> None:
    """Take new texts in, and drop those that nobody says any more."""
    known, texts = catalogue(language), template()
    texts.creation_date = known.creation_date
    known.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    _path(language).parent.mkdir(parents=True, exist_ok=True)
    with _path(language).open("wb") as file:
        write_po(file, known, width=110, sort_by_file=True, ignore_obsolete=True, include_lineno=False)


def _path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "reportgen.po"


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(path.name for path in LOCALES.iterdir() if path.is_dir()):
        update(name)
