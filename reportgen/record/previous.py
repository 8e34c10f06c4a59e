"""The earlier months that a build goes on from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.errors import InputError, Place
from reportgen.features.table import FeatureKind
from reportgen.record.run_record import MANIFEST, RunRecord, read_manifest, read_record

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.features.table import Customers
    from reportgen.options.history import HistoryOptions
    from reportgen.record.manifest import Manifest
    from reportgen.segments.values import SavedModel

MOST_MONTHS = 24
"""Earlier months that charts and control limits look back on."""


@dataclass(frozen=True)
class Previous:
    """The month that a build is compared with, and those before it."""

    record: RunRecord
    earlier: tuple[Manifest, ...]
    """Up to 24 months that count, newest first, the record's own among them."""

    @property
    def manifest(self) -> Manifest:
        """The manifest of the month compared with."""
        return self.record.manifest


def find_previous(out: Path, name: str, month: str | None, history: HistoryOptions) -> Previous | None:
    """The newest earlier month of the same name that counts, or the one that the user names.

    Months that are held and not accepted do not count, nor do partial ones.

    Args:
        out: output folder.
        name: of the report.
        month: YYYY-MM of this build; None for data without dates, which have no earlier month.
        history: what the user wishes.

    Raises:
        InputError: the record cannot be read.
    """
    if history.fresh or month is None:
        return None
    earlier = _earlier(out / "record" / name, month)
    if history.previous is not None:
        record = read_record(_folder(history.previous))
        _refuse_later(record.manifest, month, history.previous)
        before = tuple(m for m in earlier if m.month < record.manifest.month)
        return Previous(record, (record.manifest, *before)[:MOST_MONTHS])
    if not earlier:
        return None
    return Previous(read_record(out / "record" / name / earlier[0].month), earlier[:MOST_MONTHS])


def _earlier(folder: Path, month: str) -> tuple[Manifest, ...]:
    manifests = (read_manifest(path.parent) for path in folder.glob(f"*/{MANIFEST}"))
    counting = (m for m in manifests if m.month < month and m.baseline and not m.partial and _passes(m))
    return tuple(sorted(counting, key=lambda manifest: manifest.month, reverse=True))


def _passes(manifest: Manifest) -> bool:
    return not manifest.held or bool(manifest.accepted)


def _folder(named: Path) -> Path:
    """A user may name the record's folder or a file in it."""
    return named.parent if named.is_file() else named


def _refuse_later(manifest: Manifest, month: str, named: Path) -> None:
    if manifest.baseline is None or manifest.month >= month:
        raise InputError(
            f"{manifest.month} is no month before {month}",
            "name an earlier month's record",
            Place(str(named)),
        )


def adapted_model(previous: Previous, customers: Customers) -> SavedModel | None:
    """The saved model with this file's names of the measures; None where one is missing, or measures no more.

    A measure of a customer table is called by the place of its column, which may have changed.
    """
    names = _current_names(previous, customers)
    model = previous.record.model
    numbers = {feature.name for feature in customers.features if feature.kind is not FeatureKind.CATEGORY}
    measured = [column.name for column in model.columns if column.level is None]
    if any(column.name not in names for column in model.columns) or not numbers.issuperset(
        names[name] for name in measured
    ):
        return None
    columns = tuple(replace(column, name=names[column.name]) for column in model.columns)
    return replace(model, columns=columns)


def customers_before(previous: Previous, customers: Customers) -> Customers:
    """The earlier month's customers, under this file's names of the measures."""
    names = _current_names(previous, customers)
    kept = [name for name in previous.record.customers.columns if name in names]
    return replace(
        customers, frame=previous.record.customers[kept].rename(columns=names), scores=None, lifecycle=None
    )


def _current_names(previous: Previous, customers: Customers) -> dict[str, str]:
    """Name of a measure in the record -> its name in this file, by label."""
    manifest = previous.manifest
    now = {feature.label: feature.name for feature in customers.features}
    then = manifest.baseline.features if manifest.baseline else manifest.features
    if not then:  # a record without dates, of a version that kept no labels
        return {name: name for name in now.values()}
    return {name: now[label] for name, label in then.items() if label in now}
