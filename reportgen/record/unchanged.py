"""Whether a report stands already that was built from the very same things."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place
from reportgen.record.registered import actions_folder
from reportgen.record.run_record import MANIFEST, checksum, library_versions, read_manifest, settings_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.options.build_options import BuildOptions
    from reportgen.options.history import HistoryOptions
    from reportgen.record.manifest import Manifest

PACKAGE = Path(__file__).parents[1]
_CODE = frozenset({".css", ".jinja", ".js", ".po", ".py", ".svg", ".toml"})


def inputs_hash(
    fingerprint: str, options: BuildOptions, history: HistoryOptions, name: str, month: str
) -> str:
    """SHA-256 of all that a report is made from: data, options, this program, and the records before `month`.

    Args:
        fingerprint: SHA-256 of the source's bytes.
        options: the content of the files that they name counts, not their place.
        history: what the build does with earlier months; a reason to let a month pass is no input, as it is
            kept with the month.
        name: of the report.
        month: YYYY-MM, or `undated`.
    """
    parts = (
        fingerprint,
        settings_hash(options),
        repr((history.fresh, history.refit, history.approved_by)),
        repr(sorted(library_versions().items())),
        _program(),
        *(checksum(path) for path in _records_before(options.out, history, name, month)),
        *(checksum(path) for path in _actions_until(options.out, name, month)),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_unchanged(
    fingerprint: str, options: BuildOptions, history: HistoryOptions, name: str
) -> Manifest | None:
    """The manifest of a month that was built from the same things and whose files all stand as they were."""
    for path in sorted((options.out / "record" / name).glob(f"*/{MANIFEST}")):
        manifest = read_manifest(path.parent)
        same = not manifest.forgotten and manifest.inputs == inputs_hash(
            fingerprint, options, history, name, manifest.month
        )
        passes = not manifest.held or history.accept in {"", manifest.accepted}
        if (
            same
            and passes
            and all(_stands(path, digest) for path, digest in _published(options.out, manifest))
        ):
            return manifest
    return None


def published_files(out: Path, manifest: Manifest) -> tuple[Path, ...]:
    """Every file of a month, by the record."""
    return tuple(path for path, _ in _published(out, manifest))


def _published(out: Path, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    for written, digest in manifest.files.items():
        part, below = written.split("/", 1)
        yield out / part / manifest.name / manifest.month / below, digest


def _stands(path: Path, digest: str) -> bool:
    return path.is_file() and checksum(path) == digest


def _records_before(out: Path, history: HistoryOptions, name: str, month: str) -> list[Path]:
    if history.fresh:
        return []
    paths = sorted((out / "record" / name).glob(f"*/{MANIFEST}"))
    before = [path for path in paths if path.parent.name < month]
    named = history.previous
    if named is None:
        return before
    manifest = named if named.is_file() else named / MANIFEST
    if not manifest.is_file():
        hint = f"name a folder of a finished build, such as {out / 'record' / name / '2026-10'}"
        raise InputError("there is no record here", hint, Place(str(named)))
    return [*before, manifest]


def _actions_until(out: Path, name: str, month: str) -> list[Path]:
    """Files of registered actions, whose names begin with the month of their list."""
    return [path for path in sorted(actions_folder(out, name).glob("*.json")) if path.name[:7] <= month]


@cache
def _program() -> str:
    """SHA-256 of the program's own text: a version stands still while somebody works on it."""
    whole = hashlib.sha256()
    for folder in (PACKAGE, PACKAGE.parent / "templates"):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _CODE):
            whole.update(path.read_bytes())
    return whole.hexdigest()
