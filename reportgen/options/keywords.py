"""What `build` takes from Python besides the source. Written by `make keywords`: do not change it by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from reportgen.options.enums import (
        Algorithm,
        EngineName,
        Format,
        Paper,
        Repeats,
        Role,
        SegmentsBy,
        Service,
        Vocabulary,
    )


class Options(TypedDict, total=False):
    """What `build` takes besides the source: the fields of `reportgen.options.build_options.BuildOptions`."""

    name: str | None
    out: Path | str
    company: str | None
    contact: str | None
    logo: Path | str | None
    accent: str | None
    text_font: Path | str | None
    semibold_font: Path | str | None
    heading_font: Path | str | None
    currency: str | None
    locale: str
    vocabulary: Vocabulary | str
    formats: Collection[Format | str] | str
    audiences: Collection[Service | str] | str
    country: str | None
    paper: Paper | str
    static: bool
    recommendations: bool
    control_groups: bool
    min_cell: int
    describe: Sequence[str]
    site_url: str | None
    templates: Path | str | None
    playbook: Path | str | None
    engine: EngineName | str
    spark_master: str | None
    memory: str | None
    sheet: str | None
    accept_rejected: bool
    repeats: Repeats | str | None
    exclude_ids: Path | str | None
    not_sales: Sequence[str]
    month: str | None
    until: dt.date | str | None
    window_months: int
    day_first: bool | None
    value: Sequence[str]
    control_total: Decimal | float | str | None
    carry: Sequence[str]
    contact_cost: float | None
    margin: float | None
    budget: float | None
    k: int | None
    max_segments: int
    algorithm: Algorithm | str
    segments: SegmentsBy | str
    never_basis: Sequence[str]
    by: Sequence[str]
    seed: int
    roles: Mapping[str, Role | str]
    rates: Mapping[str, Decimal | float | str]
    labels: Mapping[str, str]
    rules: Mapping[str, Sequence[int]]
    names: Mapping[str, str]
    contacted: Mapping[str, dt.date | str]
    responsible: Mapping[str, str]
    allocation: Mapping[str, Mapping[str, float]]
