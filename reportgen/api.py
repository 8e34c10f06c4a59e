"""reportgen from Python: `build` a report, `read` a file as text, `segment` a table of customers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, Unpack

from reportgen import pipeline
from reportgen.base.engine import connect
from reportgen.base.scratch import scratch_folder
from reportgen.build_result import BuildResult
from reportgen.errors import Place
from reportgen.input import read as reading
from reportgen.options.build_options import OPTIONS, BuildOptions
from reportgen.options.enums import EngineName, Role
from reportgen.options.keywords import Options
from reportgen.report.notebook import notebook_view
from reportgen.source import read_source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from reportgen.analysis import Analysis
    from reportgen.base.audit import Issue
    from reportgen.report.notebook import NotebookView
    from reportgen.segments.values import SegmentProfile, Verdict

__all__ = ["BuildResult", "Options", "Rows", "Segments", "build", "read", "segment"]

FRAME = ("data frame",)
"""Stands for the source where there is no file; a report on it is called data-frame unless named."""


@dataclass(frozen=True, repr=False)
class Rows:
    """A source as text, in memory."""

    labels: tuple[str, ...]
    """Headers as written."""
    issues: tuple[Issue, ...]
    """Doubts about the file, each with its line where it has one."""
    _frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self._frame)

    def __repr__(self) -> str:
        size = f"{len(self)} row{'' if len(self) == 1 else 's'} of {len(self.labels)} columns"
        return f"<Rows: {size}, {len(self.issues)} doubt{'' if len(self.issues) == 1 else 's'}>"

    def to_pandas(self) -> pd.DataFrame:
        """Cells as written, in the order of the file; missing ones are empty texts."""
        return self._frame.copy()


@dataclass(frozen=True, repr=False)
class Segments:
    """Groups of customers."""

    k: int
    labels: tuple[str | None, ...]
    """The segment's key for each row, in the order of the frame; None where its customer is in none."""
    names: Mapping[str, str]
    """Key -> name."""
    verdict: Verdict
    """Whether the segments are natural groups, at least reproducible, or neither."""
    profiles: tuple[SegmentProfile, ...]
    _view: NotebookView

    def __repr__(self) -> str:
        counts = Counter(self.labels)
        sizes = " \u00b7 ".join(f"{counts[key]} {name}" for key, name in self.names.items())
        return f"<Segments: {self.k}, {self.verdict}; {sizes}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self._view.html()

    def to_pandas(self) -> pd.DataFrame:
        """For each row of the frame, in its order, the segment's key and name; None where there is none."""
        import pandas as pd  # noqa: PLC0415 - only who asks for it needs it

        names = [None if key is None else self.names[key] for key in self.labels]
        return pd.DataFrame({"segment": self.labels, "name": names}, dtype=object)


def build(source: str | Path | Any, **options: Unpack[Options]) -> BuildResult:  # noqa: ANN401 - any library's data frame
    """Write a report. A reportgen.toml is not looked for: what is not given takes its default.

    Args:
        source: a path, the address of a database, or several of them as a list; or a data frame of any
            library that Narwhals knows. The rows of a PySpark frame stay on its cluster.
        options: fields of `BuildOptions`, such as `k=5` or `formats=["html"]`.

    Raises:
        InputError: the source or an option is not right.
        SurroundingsError: the machine does not let us.
    """
    named = [source] if isinstance(source, str | Path) else source
    if isinstance(named, list | tuple) and all(isinstance(each, str | Path) for each in named):
        return pipeline.build(_options(tuple(map(str, named)), options))
    if _is_spark_frame(source):
        options = {**options, "engine": EngineName.SPARK}
    return pipeline.build(_options(FRAME, options), data=source)


def _is_spark_frame(source: object) -> bool:
    """Whether a frame lies on a cluster, where its rows are read."""
    return type(source).__module__.startswith("pyspark.sql")


def read(source: str | Path | Any, sheet: str | None = None) -> Rows:  # noqa: ANN401 - any library's data frame
    """Read a table of any known format, or a data frame, as text; nothing is typed, nothing guessed.

    Args:
        source: as for `build`.
        sheet: the sheet of a workbook; None takes the fullest.

    Raises:
        InputError: it cannot be read as a table.
    """
    with scratch_folder() as work:
        raw = reading.read(source, work, sheet)
        return Rows(raw.labels, raw.issues, raw.to_pandas())


def segment(
    frame: Any,  # noqa: ANN401 - any library's data frame
    by: Sequence[str] | None = None,
    k: int | Literal["auto"] = "auto",
    seed: int = 0,
) -> Segments:
    """Group the customers of a table with one row for each, or of order lines.

    Args:
        frame: a data frame of any library that Narwhals knows.
        by: columns to group by; None takes those that measure behaviour or value.
        k: number of segments, 2 to 10, or "auto".
        seed: starts the random draws.

    Raises:
        InputError: the frame or an argument is not right.
        UnsegmentableError: there is nothing to segment.
    """
    given: Options = {"by": by or (), "k": None if k == "auto" else k, "seed": seed}
    options = _options(FRAME, given)
    with scratch_folder() as rows, scratch_folder() as work:
        source = read_source(options, rows, _silent, frame)
        analysis = pipeline.analyse(source, options, work, _silent)
        labels = _labels(analysis, work)
    return Segments(
        k=analysis.model.k,
        labels=labels,
        names=MappingProxyType({segment.key: segment.name for segment in analysis.segments}),
        verdict=analysis.structure.verdict,
        profiles=tuple(segment.profile for segment in analysis.segments),
        _view=notebook_view(analysis, f"{analysis.model.k} segments"),
    )


def _silent(_stage: str) -> None:
    """Nobody watches the progress."""


def _options(sources: tuple[str, ...], given: Options) -> BuildOptions:
    taken = {field: _taken(field, value) for field, value in given.items() if value is not None}
    return BuildOptions(sources=sources, **taken)


def _taken(field: str, value: Any) -> Any:  # noqa: ANN401 - any option's value
    if field not in OPTIONS:
        raise TypeError(f"build() got an unexpected option {field!r}")
    option, place = OPTIONS[field], Place(field)
    if option.own_keys is not None:
        return {key: option.take(item, place) for key, item in value.items()}
    return option.take(value, place)


def _labels(analysis: Analysis, work: Path) -> tuple[str | None, ...]:
    """Keys along the rows of the source; a row that does not count has the key of its customer, if any."""
    customer_id = analysis.rows.roles.first(Role.CUSTOMER)
    who = f"raw.{customer_id.column}" if customer_id else "raw.line"
    with connect(work) as connection:
        rows = connection.execute(
            f"""SELECT raw.line, {who}, CAST(customer AS VARCHAR) FROM {analysis.raw.cells()} AS raw
            LEFT JOIN {analysis.rows.table} AS counted USING (line) ORDER BY raw.line"""
        ).fetchall()
    keys = dict(zip(analysis.customers.frame.index, analysis.segmented.keys, strict=True))
    by_id = {written: keys[customer] for _, written, customer in rows if customer in keys}
    return tuple(by_id.get(written) for _, written, _ in rows)
