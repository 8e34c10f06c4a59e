"""reportgen.toml: which one counts for a source, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.base.named_files import existing, existing_file, read_toml
from reportgen.errors import InputError, Place
from reportgen.options.build_options import OPTIONS as BUILD
from reportgen.options.build_options import BuildOptions
from reportgen.options.column_flags import ONE_COLUMN
from reportgen.options.enums import EngineName
from reportgen.options.mail_options import OPTIONS as MAILING
from reportgen.options.mail_options import MailOptions
from reportgen.options.sources import expanded, file_of, is_address, seen_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.options.enums import Role
    from reportgen.options.option import Option

FILE_NAME = "reportgen.toml"
SOURCE, ENGINE = "source", "engine"
MAIL = "mail"
"""The table that concerns no build."""

_BY_ENTRY = {each.entry: each for each in (*BUILD.values(), *MAILING.values())}
_TABLES = frozenset(each.entry if each.own_keys else each.table for each in _BY_ENTRY.values()) - {""}


@dataclass(frozen=True)
class Settings:
    """What one reportgen.toml says."""

    file: Path
    sources: tuple[str, ...]
    """The sources it names, if any; a relative path counts from the file's own folder, as all do."""
    options: Mapping[str, Any]
    """Field of `BuildOptions` -> value, for what is set."""
    mail: MailOptions


@dataclass(frozen=True)
class Chosen:
    """Sources that exist, and the settings that go with them."""

    sources: tuple[str, ...]
    settings: Settings | None

    def options(self, flags: Mapping[str, Any]) -> BuildOptions:
        """All choices of a build: `flags` (field -> value) win over the file, the file over the defaults."""
        told = self.settings.options if self.settings else {}
        roles = _merged_roles(told.get("roles", {}), flags.get("roles", {}))
        return BuildOptions(sources=self.sources, **{**told, **flags, "roles": roles})


def choose(
    named: Sequence[str],
    config: Path | None = None,
    here: Path | None = None,
    engine: EngineName | None = None,
) -> Chosen:
    """The sources that are meant, and the settings that count for them.

    Args:
        named: files, patterns, "-" or addresses; or one folder with a reportgen.toml that names its source.
        config: settings that were asked for; else a reportgen.toml beside the first file or in `here`
            counts if it names these sources.
        here: the current folder.
        engine: what reads the sources, where a flag says so; what is on a cluster is looked for there.

    Raises:
        InputError: a source is missing, or the settings are not right.
        SurroundingsError: a file may not be read.
    """
    settings = None if config is None else load_settings(existing(config))
    if EngineName.SPARK in (engine, settings and settings.options.get(ENGINE)):
        return Chosen(tuple(named), settings)
    if len(named) == 1 and Path(named[0]).is_dir():
        return _from_folder(Path(named[0]), config)
    sources = existing_sources(named)
    if settings is not None:
        return Chosen(sources, settings)
    folders = dict.fromkeys((_folder_of(sources[0], here), (here or Path()).resolve()))
    files = (folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file())
    naming = (file for file in files if _names(file, sources))
    return Chosen(sources, next(map(load_settings, naming), None))


def existing_sources(named: Sequence[str]) -> tuple[str, ...]:
    """Sources as they are read, patterns as the files they stand for.

    Raises:
        InputError: there is no such file, or an address is not right.
        SurroundingsError: a file cannot be looked at.
    """
    sources = tuple(word for each in named for word in expanded(each))
    for source in sources:
        file = file_of(source)
        if file is not None:
            existing_file(file)
    return sources


def _folder_of(source: str, here: Path | None) -> Path:
    file = file_of(source)
    return (here or Path()).resolve() if file is None else file.resolve().parent


def load_settings(file: Path) -> Settings:
    """Read and check a reportgen.toml.

    Raises:
        InputError: it is no TOML, or an entry is unknown or does not fit; the place is `file:entry`.
    """
    content = read_toml(file)
    sources = _sources(file, content.pop(SOURCE, []))
    mail = {MAIL: content.pop(MAIL)} if MAIL in content else {}
    return Settings(file, sources, dict(_options(file, content)), MailOptions(**dict(_options(file, mail))))


def kept_settings(named: Path | None) -> Mapping[str, Any]:
    """Field of `BuildOptions` -> value, by a settings file that is named, else by the one here, if any."""
    here = Path(FILE_NAME)
    file = named or (here if here.is_file() else None)
    return {} if file is None else load_settings(existing(file)).options


def _from_folder(folder: Path, config: Path | None) -> Chosen:
    file = config or folder / FILE_NAME
    if not file.is_file():
        hint = f"name a file in it, or run: reportgen init FILE --config {folder / FILE_NAME}"
        raise InputError(f"this folder holds no {FILE_NAME}", hint, Place(str(folder)))
    settings = load_settings(file)
    if not settings.sources:
        raise InputError(
            "it names no source", 'add a first line such as: source = "orders.csv"', Place(str(file))
        )
    on_cluster = settings.options.get(ENGINE) is EngineName.SPARK
    return Chosen(settings.sources if on_cluster else existing_sources(settings.sources), settings)


def _names(file: Path, sources: Sequence[str]) -> bool:
    try:
        named = _sources(file, read_toml(file).get(SOURCE, []))
        return [_identity(each) for each in existing_sources(named)] == [_identity(each) for each in sources]
    except InputError:
        return False


def _identity(source: str) -> str | Path:
    file = file_of(source)
    return source if file is None or is_address(source) else file.resolve()


def _sources(file: Path, given: object) -> tuple[str, ...]:
    named = [given] if isinstance(given, str) else given
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        hint = "give the path of a file, or a list of paths"
        raise InputError(f"{given!r} does not fit", hint, Place(str(file), column=SOURCE))
    return tuple(seen_from(file.parent, each) for each in named)


# --- reading


def _options(file: Path, content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for entry, value in _entries(file, content):
        place = Place(str(file), column=entry)
        option = _known(entry, place)
        if option.own_keys is None:
            taken = option.take(value, place)
            yield option.field, file.parent / taken if isinstance(taken, Path) else taken
        else:
            yield option.field, {key: option.take(item, _below(place, key)) for key, item in value.items()}


def _entries(file: Path, content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Entries with their tables, such as ("data.month", "2026-10"); a table of the user's own keys whole."""
    for key, value in content.items():
        if (key in _TABLES) != isinstance(value, Mapping):
            cause = "this is a table" if key in _TABLES else "there is no such table"
            hint = f"write it as [{key}]" if key in _TABLES else _nearest(key, _TABLES)
            raise InputError(cause, hint, Place(str(file), column=key))
        if not isinstance(value, Mapping) or (key in _BY_ENTRY and _BY_ENTRY[key].own_keys):
            yield key, value
        else:
            yield from ((f"{key}.{inner}", item) for inner, item in value.items())


def _known(entry: str, place: Place) -> Option:
    if entry not in _BY_ENTRY:
        raise InputError("there is no such setting", _nearest(entry, {*_BY_ENTRY, SOURCE, *_TABLES}), place)
    return _BY_ENTRY[entry]


def _nearest(entry: str, known: Iterable[str]) -> str:
    """A hint: the same key in another table, else the one that is spelt most like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

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
