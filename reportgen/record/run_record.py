"""What a run leaves for next month: who was where, the model, and what it was made from.

<folder>/customers.parquet   one row a customer: id, segment, how sure, features
<folder>/model.json          the fitted model
<folder>/fit.json            what was measured when the segments were made
<folder>/manifest.json       format, fingerprints, versions, segments, summary, checksums
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.options.changed import changed_choices
from reportgen.record.flows import Forgotten
from reportgen.record.manifest import RECORD_FORMAT, Manifest, content_of, manifest_of
from reportgen.segments.fit import FitEvidence
from reportgen.segments.model import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reportgen.features.table import Customers
    from reportgen.options.build_options import BuildOptions
    from reportgen.segments.values import SavedModel, Segmentation

MANIFEST = "manifest.json"
MODEL = "model.json"
FIT = "fit.json"
CUSTOMERS = "customers.parquet"
LIBRARIES = ("altair", "duckdb", "narwhals", "numpy", "pandas", "scikit-learn", "scipy", "weasyprint")


@dataclass(frozen=True)
class RunRecord:
    """One finished run as the next one reads it."""

    manifest: Manifest
    model: SavedModel
    customers: pd.DataFrame
    """Indexed by id, sorted; columns segment (key), confidence, set_aside, then features by name.

    Behind them stand group and listed, see `registered`; older records have neither.
    """
    fit: FitEvidence | None = None
    """What was measured when the segments were made."""


def recorded_customers(customers: Customers, segmentation: Segmentation) -> pd.DataFrame:
    """The frame of a `RunRecord`."""
    places = pd.DataFrame(
        {
            "segment": segmentation.key_of_each,
            "confidence": segmentation.confidence.round(6),
            "set_aside": segmentation.set_aside,
        },
        index=customers.frame.index,
    )
    features = customers.frame[sorted(customers.frame.columns)]
    return places.join(features).sort_index().rename_axis("customer")


def settings_hash(options: BuildOptions) -> str:
    """SHA-256 of the choices that differ from their defaults, by their entries in reportgen.toml.

    Of files and of a folder with templates the content counts, not the place. What is read and where the
    report goes does not count.
    """
    return hashlib.sha256(_canonical(changed_choices(options))).hexdigest()


def library_versions() -> dict[str, str]:
    """Versions of the libraries that can change a result."""
    return {library: version(library) for library in LIBRARIES}


def tree_checksums(folder: Path, part: str = "") -> dict[str, str]:
    """Path below `folder`, after `part`, -> SHA-256 of every file, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"{part}{path.relative_to(folder).as_posix()}": checksum(path) for path in files}


def write_record(folder: Path, record: RunRecord, published: Mapping[str, Path] | None = None) -> Manifest:
    """Write the record's three files; equal records give equal bytes.

    Args:
        folder: An existing, empty folder.
        record: What to keep; the manifest's own `files` are replaced.
        published: Part (`site`, `private`) -> folder with the files that belong to this run.

    Returns:
        The manifest as written, with the checksums of all files.

    Raises:
        SurroundingsError: if the disk is full or the folder cannot be written.
    """
    try:
        _write_customers(folder / CUSTOMERS, record.customers)
        (folder / MODEL).write_bytes(to_json(record.model).encode())
        if record.fit is not None:
            (folder / FIT).write_bytes(record.fit.to_json().encode())
        manifest = replace(record.manifest, files=_all_checksums({"record": folder, **(published or {})}))
        (folder / MANIFEST).write_bytes(_readable(content_of(manifest)))
    except (OSError, duckdb.IOException) as error:
        raise SurroundingsError(
            "the run's record cannot be written", "free some disk space or check the folder's permissions"
        ) from error
    return manifest


def without_customers(record: RunRecord, ids: Collection[str]) -> RunRecord:
    """The same record of fewer customers; of the others it keeps how many, and their worth, by segment."""
    gone = record.customers.index.isin(list(ids))
    forgotten = {each.key: each for each in record.manifest.forgotten}
    for key, people in record.customers[gone].groupby("segment", sort=True):
        known = forgotten.get(str(key), Forgotten(str(key), 0, 0.0))
        column = record.manifest.value
        worth = float(people[column].fillna(0).sum()) if column in people else 0.0
        forgotten[str(key)] = Forgotten(
            known.key, known.customers + len(people), round(known.value + worth, 2)
        )
    return replace(
        record,
        manifest=replace(record.manifest, forgotten=tuple(forgotten[key] for key in sorted(forgotten))),
        customers=record.customers[~gone],
    )


def rewrite_record(folder: Path, record: RunRecord, changed: Mapping[str, Path]) -> None:
    """Write customers and manifest anew; of all other files the checksums stay, so that no change is hidden.

    Args:
        folder: the record's folder, or a copy of it.
        record: what to keep.
        changed: path in the manifest -> a file that was written anew besides.
    """
    _write_customers(folder / CUSTOMERS, record.customers)
    written = {**changed, f"record/{CUSTOMERS}": folder / CUSTOMERS}
    digests = {path: checksum(file) for path, file in written.items()}
    manifest = replace(record.manifest, files={**record.manifest.files, **digests})
    (folder / MANIFEST).write_bytes(_readable(content_of(manifest)))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a finished run.

    Raises:
        InputError: if there is none, it is damaged, or a newer program wrote it.
    """
    path = folder / MANIFEST
    content = _read_json(path)
    if content.get("format") != RECORD_FORMAT:
        raise InputError(
            f"its format is {content.get('format')}, this program reads {RECORD_FORMAT}",
            "use the version of reportgen that wrote it, or build without it (--fresh)",
            Place(str(path)),
        )
    try:
        return manifest_of(content)
    except (KeyError, TypeError) as error:
        raise _damaged(path) from error


def read_record(folder: Path) -> RunRecord:
    """A finished run, after its files were checked against their checksums.

    Raises:
        InputError: if a file is missing, was changed, or a newer program wrote it.
    """
    manifest = read_manifest(folder)
    for name in (CUSTOMERS, MODEL):
        _check(folder / name, manifest.files.get(f"record/{name}"))
    model = from_json((folder / MODEL).read_text("utf-8"))
    return RunRecord(manifest, model, _read_customers(folder / CUSTOMERS), _read_fit(folder, manifest))


def _all_checksums(parts: Mapping[str, Path]) -> dict[str, str]:
    checksums = [tree_checksums(folder, f"{part}/") for part, folder in sorted(parts.items())]
    return {path: digest for files in checksums for path, digest in files.items()}


def _write_customers(path: Path, frame: pd.DataFrame) -> None:
    # Columns as they lie: a frame with its index among them would be a copy of the whole.
    columns = {"customer": frame.index.array, **{str(name): column.array for name, column in frame.items()}}
    with duckdb.connect(config={"threads": 1}) as connection:
        people = connection.from_df(pd.DataFrame(columns, copy=False))
        people.write_parquet(str(path), compression="zstd")


def _read_customers(path: Path) -> pd.DataFrame:
    with duckdb.connect(config={"threads": 1}) as connection:
        frame: pd.DataFrame = connection.read_parquet(str(path)).df()
    return frame.set_index("customer")


def _read_fit(folder: Path, manifest: Manifest) -> FitEvidence | None:
    digest = manifest.files.get(f"record/{FIT}")
    if digest is None:
        return None
    _check(folder / FIT, digest)
    try:
        return FitEvidence.from_json((folder / FIT).read_text("utf-8"))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(folder / FIT) from error


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _check(path: Path, digest: str | None) -> None:
    if not path.is_file() or checksum(path) != digest:
        raise _damaged(path)


def _damaged(path: Path) -> InputError:
    return InputError(
        "this record is missing or was changed since it was written",
        "build that month again, or start without it (--fresh)",
        Place(str(path)),
    )


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _readable(content: object) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _canonical(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, sort_keys=True, default=_as_json).encode()


def _as_json(value: object) -> object:
    """Of a path what lies there; anything else (days, amounts) as text."""
    if not isinstance(value, Path):
        return str(value)
    return tree_checksums(value) if value.is_dir() else checksum(value)
