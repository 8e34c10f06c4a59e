"""Customers of a file in the segments of a finished build, one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.base.names import common_name, slug
from reportgen.base.scratch import scratch_folder
from reportgen.cleaning.clean import clean
from reportgen.cleaning.unread import refuse_unread
from reportgen.columns.roles import assign_roles
from reportgen.errors import InputError, Place
from reportgen.exports.customer_lists import assigned_csv
from reportgen.features.build_features import build_features
from reportgen.features.matrix import encode_as
from reportgen.input.reshape import read_plain
from reportgen.options.enums import Role
from reportgen.record.previous import Previous, adapted_model
from reportgen.record.run_record import MANIFEST, read_manifest, read_record
from reportgen.segments.segment_map import assign_customers

if TYPE_CHECKING:
    from reportgen.options.build_options import BuildOptions
    from reportgen.record.run_record import RunRecord


def place_customers(options: BuildOptions, record: Path | None = None) -> tuple[bytes, str]:
    """Every customer of a source with segment, confidence and second nearest segment, as CSV.

    Args:
        options: how the source is read; its `out` and `name` find the record where none is named.
        record: a record's folder; None takes the newest of the name.

    Returns:
        The table, and the month in which its segments were made.

    Raises:
        InputError: there is no record, or the source lacks a measure of its segments.
    """
    if record is not None and not (record / MANIFEST).is_file():
        hint = "name the folder of a month below record/, such as output/record/shop/2026-10"
        raise InputError("there is no record here", hint, Place(str(record)))
    saved = read_record(record) if record else _newest(options)
    with scratch_folder() as folder:
        work = Path(folder)
        raw = read_plain(options.sources, work, options.sheet, options.repeats)
        refuse_unread(raw, accepted=options.accept_rejected)
        options = replace(options, roles=_roles_of(saved, raw.labels, options.roles))
        rows = clean(raw, assign_roles(raw, options), options, work)
        refuse_unread(raw, rows, accepted=options.accept_rejected)
        customers = build_features(rows, options)
        model = adapted_model(Previous(saved, (saved.manifest,)), customers)
        if model is None:
            raise InputError(
                "the file lacks a measure that the segments are made of",
                "give a file with the same columns; where each customer stands once, name them: "
                "--id, --date, --amount",
            )
        names = {segment.key: segment.name for segment in saved.manifest.segments}
        segmentation = assign_customers(model, customers, encode_as(customers, model.columns))
        listed = assigned_csv(customers, segmentation, names, work)
    return listed, saved.manifest.fitted or saved.manifest.month


def _roles_of(record: RunRecord, labels: tuple[str, ...], chosen: dict[str, Role]) -> dict[str, Role]:
    """What columns of the recorded file were taken for, where this one has them; the user's wishes win."""
    manifest = record.manifest
    recorded = manifest.baseline.roles if manifest.baseline else manifest.roles
    known = {label: Role(role) for label, role in recorded.items() if label in labels}
    taken = frozenset(chosen.values())
    return {label: role for label, role in known.items() if role not in taken} | chosen


def _newest(options: BuildOptions) -> RunRecord:
    name = slug(options.name or common_name(options.sources))
    folders = [path.parent for path in (options.out / "record" / name).glob(f"*/{MANIFEST}")]
    if not folders:
        raise InputError(
            f"there is no finished build called {name!r} in {options.out}",
            "name one with --name, or its record with --record",
        )
    return read_record(max(folders, key=lambda folder: read_manifest(folder).recency))
