"""What a run leaves for next month: who was where, the model, and what it was made from.

<folder>/customers.parquet   one row a customer: id, segment, how sure, features
<folder>/model.json          the fitted model
<folder>/fit.json            what was measured when the segments were made
<folder>/manifest.json       format, fingerprints, versions, segments, summary, checksums
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from reportgen.customers.months import MonthSum
from reportgen.errors import InputError, Place, SurroundingsError
from reportgen.periods.fit import Fit
from reportgen.periods.migration import Activity, Flow
from reportgen.segments.model import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportgen.config import BuildOptions
    from reportgen.customers.table import Customers
    from reportgen.segments.values import SavedModel, Segmentation

# 1: customers, model, segments with names and colours
RECORD_FORMAT = 1

MANIFEST = "manifest.json"
MODEL = "model.json"
FIT = "fit.json"
CUSTOMERS = "customers.parquet"
LIBRARIES = ("altair", "duckdb", "narwhals", "numpy", "pandas", "scikit-learn", "scipy", "weasyprint")

_FILES = ("playbook", "logo", "text_font", "semibold_font", "heading_font", "exclude_ids")
_ELSEWHERE = frozenset({"sources", "out", "templates", *_FILES})
"""Options that are paths: where things lie must not change what a run is, only what is in them."""


@dataclass(frozen=True)
class RecordedSegment:
    """How a segment was called and coloured, so that next month can keep both."""

    key: str
    name: str
    slot: int
    """Colour slot, 1 to 8."""
    group: str | None = None
    """Group of the recency x frequency map whose name it carries, or None."""
    customers: int = 0
    value: float | None = None
    """What they are worth together; None where the data do not tell."""


@dataclass(frozen=True)
class Trail:
    """What a later month's file is held against."""

    start: str
    end: str
    """First and last day of the window, ISO."""
    data_from: str
    data_until: str
    """First and last date found in the file, ISO."""
    rows: int
    """Of the file, whether they count or not."""
    columns: tuple[str, ...]
    """Headers, in the order of the file."""
    features: dict[str, str]
    """Name of a measure -> its label."""
    value_definition: str
    currency: str | None
    months: tuple[MonthSum, ...]
    """Order lines by month; empty for a table of customers."""


@dataclass(frozen=True)
class Movement:
    """How customers moved since the month that this one was compared with."""

    since: str
    """YYYY-MM."""
    days: int
    flows: tuple[Flow, ...]
    activity: tuple[Activity, ...]


@dataclass(frozen=True)
class Summary:
    """What the index pages say of a report. It is public: no person's data."""

    company: str
    """Empty where the user named none."""
    month_label: str
    """The period as readers see it, such as "October 2026"."""
    headline: str
    customers: int
    segments: int
    accent: str = ""
    """#RRGGBB, and a small logo as a data: URL; empty where the user gave none."""
    logo: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a run was made from, and every file that it left."""

    name: str
    month: str
    """YYYY-MM, or `undated`."""
    fingerprint: str
    """SHA-256 of the source's bytes."""
    settings: str
    """SHA-256 of the options, see `settings_hash`."""
    reportgen: str
    """Version of the program."""
    libraries: dict[str, str]
    summary: Summary
    segments: tuple[RecordedSegment, ...]
    files: dict[str, str]
    """Path below the part, such as `site/mall-2026-10-report.html`, -> SHA-256."""
    held: tuple[str, ...] = ()
    """Why this month cannot be compared with earlier ones; while `accepted` is empty, it is not sent."""
    accepted: str = ""
    """The user's reason to let a held month pass."""
    partial: bool = False
    """Whether the data end before the month does: no change is drawn from it, nor from it to the next."""
    fitted: str | None = None
    """Month in which the segments were made, YYYY-MM."""
    approved_by: str = ""
    """Who approved segments made anew."""
    trail: Trail | None = None
    movement: Movement | None = None
    format: int = RECORD_FORMAT


@dataclass(frozen=True)
class RunRecord:
    """One finished run as the next one reads it."""

    manifest: Manifest
    model: SavedModel
    customers: pd.DataFrame
    """Indexed by id, sorted; columns segment (key), confidence, set_aside, then features by name."""
    fit: Fit | None = None
    """What was measured when the segments were made."""


def recorded_customers(customers: Customers, segmentation: Segmentation) -> pd.DataFrame:
    """The frame of a `RunRecord`."""
    places = pd.DataFrame(
        {
            "segment": [segmentation.keys[label] for label in segmentation.labels.tolist()],
            "confidence": segmentation.confidence.round(6),
            "set_aside": segmentation.set_aside,
        },
        index=customers.frame.index,
    )
    features = customers.frame[sorted(customers.frame.columns)]
    return places.join(features).sort_index().rename_axis("customer")


def settings_hash(options: BuildOptions) -> str:
    """SHA-256 of every choice that can change a report; of files the content counts, not the place."""
    choices = {
        field.name: getattr(options, field.name) for field in fields(options) if field.name not in _ELSEWHERE
    }
    templates = tree_checksums(options.templates) if options.templates else None
    files = {name: getattr(options, name) for name in _FILES}
    contents = {name: _checksum(file) if file else None for name, file in files.items()}
    return hashlib.sha256(_canonical({**choices, **contents, "templates": templates})).hexdigest()


def library_versions() -> dict[str, str]:
    """Versions of the libraries that can change a result."""
    return {library: version(library) for library in LIBRARIES}


def tree_checksums(folder: Path, part: str = "") -> dict[str, str]:
    """Path below `folder`, after `part`, -> SHA-256 of every file, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {f"{part}{path.relative_to(folder).as_posix()}": _checksum(path) for path in files}


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
        (folder / MANIFEST).write_bytes(_readable(asdict(manifest)))
    except (OSError, duckdb.IOException) as error:
        raise SurroundingsError(
            "the run's record cannot be written", "free some disk space or check the folder's permissions"
        ) from error
    return manifest


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
    return _manifest(content, path)


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
    found = [tree_checksums(folder, f"{part}/") for part, folder in sorted(parts.items())]
    return {path: digest for files in found for path, digest in files.items()}


def _write_customers(path: Path, frame: pd.DataFrame) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.from_df(frame.reset_index()).write_parquet(str(path), compression="zstd")


def _read_customers(path: Path) -> pd.DataFrame:
    with duckdb.connect(config={"threads": 1}) as connection:
        frame: pd.DataFrame = connection.read_parquet(str(path)).df()
    return frame.set_index("customer")


def _read_fit(folder: Path, manifest: Manifest) -> Fit | None:
    digest = manifest.files.get(f"record/{FIT}")
    if digest is None:
        return None
    _check(folder / FIT, digest)
    try:
        return Fit.from_json((folder / FIT).read_text("utf-8"))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(folder / FIT) from error


def _manifest(content: dict[str, Any], path: Path) -> Manifest:
    try:
        return Manifest(
            **{
                **content,
                "summary": Summary(**content["summary"]),
                "segments": tuple(RecordedSegment(**segment) for segment in content["segments"]),
                "held": tuple(content.get("held", ())),
                "trail": _trail(content.get("trail")),
                "movement": _movement(content.get("movement")),
            }
        )
    except (KeyError, TypeError) as error:
        raise _damaged(path) from error


def _trail(stored: dict[str, Any] | None) -> Trail | None:
    if stored is None:
        return None
    months = tuple(MonthSum(**month) for month in stored["months"])
    return Trail(**{**stored, "columns": tuple(stored["columns"]), "months": months})


def _movement(stored: dict[str, Any] | None) -> Movement | None:
    if stored is None:
        return None
    flows = tuple(Flow(**flow) for flow in stored["flows"])
    activity = tuple(Activity(**each) for each in stored["activity"])
    return Movement(**{**stored, "flows": flows, "activity": activity})


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _check(path: Path, digest: str | None) -> None:
    if not path.is_file() or _checksum(path) != digest:
        raise _damaged(path)


def _damaged(path: Path) -> InputError:
    return InputError(
        "this record is missing or was changed since it was written",
        "build that month again, or start without it (--fresh)",
        Place(str(path)),
    )


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _readable(content: object) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _canonical(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, sort_keys=True, default=_as_json).encode()


def _as_json(value: object) -> object:
    """Sets sorted, everything else (dates) as text."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
