"""reportgen.toml: which one counts for a source, and what it says."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.config import BuildOptions, Role
from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.settings.choices import CHOICES, OWN_WORDS, Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILE_NAME = "reportgen.toml"
SOURCE = "source"
ONE_COLUMN = frozenset(
    {
        Role.CUSTOMER,
        Role.ORDER,
        Role.DATE,
        Role.QUANTITY,
        Role.UNIT_PRICE,
        Role.AMOUNT,
        Role.PRODUCT,
        Role.PLACE,
    }
)
"""Roles with a flag of their own; a flag moves the role away from the column that the file names."""

_BY_ENTRY = {choice.entry: choice for choice in CHOICES}
_OWN_WORDS = {choice.entry: choice for choice in OWN_WORDS}
_TABLES = frozenset(choice.table for choice in CHOICES if choice.table) | frozenset(_OWN_WORDS)
_PATHS = frozenset({"out", "templates", "playbook"})


@dataclass(frozen=True)
class Settings:
    """What one reportgen.toml says."""

    file: Path
    source: Path | None
    """The source it names; a relative path counts from the file's own folder, as all its paths do."""
    options: Mapping[str, Any]
    """Field of `BuildOptions` -> value, for what is set."""


@dataclass(frozen=True)
class Chosen:
    """A source that exists, and the settings that go with it."""

    source: Path
    settings: Settings | None

    def options(self, flags: Mapping[str, Any]) -> BuildOptions:
        """All choices of a build: `flags` (field -> value) win over the file, the file over the defaults."""
        told = self.settings.options if self.settings else {}
        roles = _merged_roles(told.get("roles", {}), flags.get("roles", {}))
        return BuildOptions(source=self.source, **{**told, **flags, "roles": roles})


def choose(source: Path, config: Path | None = None, here: Path | None = None) -> Chosen:
    """The source that is meant, and the settings that count for it.

    Args:
        source: a file, or a folder with a reportgen.toml that names one.
        config: settings that were asked for; else a reportgen.toml beside the source or in `here`
            counts if it names this source.
        here: the current folder.

    Raises:
        InputError: the source is missing, or the settings are not right.
        SurroundingsError: a file may not be read.
    """
    if existing(source).is_dir():
        return _from_folder(source, config)
    if config is not None:
        return Chosen(source, load_settings(existing(config)))
    folders = dict.fromkeys((source.resolve().parent, (here or Path()).resolve()))
    files = (folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file())
    naming = (file for file in files if _names(file, source))
    return Chosen(source, next(map(load_settings, naming), None))


def existing(path: Path) -> Path:
    """The same path, if a file or a folder stands there.

    Raises:
        InputError: there is none; the hint names the nearest one that there is.
        SurroundingsError: it cannot be looked at.
    """
    place = Place(str(path))
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise InputError("there is no such file", _nearest_file(path), place) from None
    except OSError as error:
        raise SurroundingsError(
            f"it cannot be read: {error.strerror}", "check its permissions", place
        ) from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError("this is neither a file nor a folder", "save the data as a file first", place)
    return path


def existing_file(path: Path) -> Path:
    """The same path, if a file stands there; raises as `existing` does."""
    if existing(path).is_dir():
        raise InputError("this is a folder", "name a file in it", Place(str(path)))
    return path


def load_settings(file: Path) -> Settings:
    """Read and check a reportgen.toml.

    Raises:
        InputError: it is no TOML, or an entry is unknown or does not fit; the place is `file:entry`.
    """
    content = _parsed(file)
    source = content.pop(SOURCE, None)
    if source is not None and not isinstance(source, str):
        raise InputError(
            f"{source!r} does not fit", "give the path of a file", Place(str(file), column=SOURCE)
        )
    options = dict(_options(file, content))
    return Settings(file, None if source is None else file.parent / Path(source).expanduser(), options)


def _from_folder(folder: Path, config: Path | None) -> Chosen:
    file = config or folder / FILE_NAME
    if not file.is_file():
        hint = f"name a file in it, or run: reportgen init FILE --config {folder / FILE_NAME}"
        raise InputError(f"this folder holds no {FILE_NAME}", hint, Place(str(folder)))
    settings = load_settings(file)
    if settings.source is None:
        raise InputError(
            "it names no source", 'add a first line such as: source = "orders.csv"', Place(str(file))
        )
    return Chosen(existing_file(settings.source), settings)


def _names(file: Path, source: Path) -> bool:
    named = _parsed(file).get(SOURCE)
    return isinstance(named, str) and (file.parent / Path(named).expanduser()).resolve() == source.resolve()


def _nearest_file(path: Path) -> str:
    folder = path.parent
    if not folder.is_dir():
        return f"check the path; there is no folder {folder}"
    try:
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return "check the path"
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(path.name.casefold(), folded, n=1)
    return f"did you mean {str(folder / folded[near[0]])!r}?" if near else "check the path"


# --- reading


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\s*\(at line (\d+), column \d+\)", str(error))
        cause = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(found[1]) if found else None
        hint = 'write entries as: name = "text"; a column\'s name stands in quotes'
        raise InputError(f"not TOML: {cause[:1].lower()}{cause[1:]}", hint, Place(str(file), line)) from None
    except UnicodeDecodeError:
        raise InputError("not UTF-8", "save the file as UTF-8", Place(str(file))) from None
    except OSError as error:
        raise SurroundingsError(
            f"it cannot be read: {error.strerror}", "check its permissions", Place(str(file))
        ) from None


def _options(file: Path, content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for entry, value in _entries(file, content):
        place = Place(str(file), column=entry)
        if entry in _OWN_WORDS:
            own = _OWN_WORDS[entry]
            yield own.field, {key: own.take(item, _below(place, key)) for key, item in value.items()}
            continue
        choice = _known(entry, place)
        taken = choice.take(value, place)
        yield choice.field, file.parent / taken if choice.field in _PATHS else taken


def _entries(file: Path, content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Entries with their tables, such as ("data.month", "2026-10"); tables of the user's own words whole."""
    for key, value in content.items():
        if (key in _TABLES) != isinstance(value, Mapping):
            cause = "this is a table" if key in _TABLES else "there is no such table"
            hint = f"write it as [{key}]" if key in _TABLES else _nearest(key, _TABLES)
            raise InputError(cause, hint, Place(str(file), column=key))
        if key in _OWN_WORDS or not isinstance(value, Mapping):
            yield key, value
        else:
            yield from ((f"{key}.{inner}", item) for inner, item in value.items())


def _known(entry: str, place: Place) -> Choice:
    if entry not in _BY_ENTRY:
        raise InputError("there is no such setting", _nearest(entry, [*_BY_ENTRY, SOURCE, *_TABLES]), place)
    return _BY_ENTRY[entry]


def _nearest(entry: str, known: Iterable[str]) -> str:
    """A hint: the same key in another table, else the one that is spelt most like it."""
    ordered = sorted(known)
    table, _, key = entry.rpartition(".")
    moved = [name for name in ordered if name.rpartition(".")[2] == key]
    near = moved or get_close_matches(entry, ordered, n=1)
    beside = [name for name in ordered if name.rpartition(".")[0] == table]
    return f"did you mean {near[0]!r}?" if near else f"known here are: {', '.join(beside)}"


def _below(place: Place, key: str) -> Place:
    return Place(place.source, column=f"{place.column}.{key}")


def _merged_roles(told: Mapping[str, Role], flagged: Mapping[str, Role]) -> dict[str, Role]:
    moved = ONE_COLUMN & frozenset(flagged.values())
    kept = {label: role for label, role in told.items() if role not in moved}
    return {**kept, **flagged}
