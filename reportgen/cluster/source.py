"""Finds what a build on a cluster reads: files of Parquet or CSV, a table, a frame of Spark."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from reportgen.cluster.clean import clean_on_cluster
from reportgen.cluster.sampling import draw_sample
from reportgen.cluster.session import LOOK, STOPPED, open_session, spark_errors
from reportgen.cluster.table import FRAME, PARQUET, TABLE, text_table
from reportgen.cluster.text_files import text_files
from reportgen.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pyspark.sql import SparkSession

    from reportgen.cleaning.clean_rows import CleanRows
    from reportgen.cluster.sampling import Sample
    from reportgen.cluster.table import TextTable
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.raw_rows import RawRows
    from reportgen.options.build_options import BuildOptions

_TABLE_NAME = re.compile(r"\w+(?:\.\w+){0,2}")


@dataclass(frozen=True)
class ClusterSource:
    """A table on a cluster, read once for every month that is built of it."""

    table: TextTable
    sample: Sample

    @property
    def raw(self) -> RawRows:
        """The sample, with the number of all rows."""
        return replace(self.sample.raw, rows=self.table.rows)

    @property
    def roles(self) -> Roles:
        """What its columns are for."""
        return self.sample.roles

    def close(self) -> None:
        """Free the disks of the cluster."""
        self.table.kept.let_go()

    def clean(self, options: BuildOptions, work: Path) -> CleanRows:
        """See `clean_on_cluster`."""
        with spark_errors(STOPPED, LOOK):
            return clean_on_cluster(self.table, self.sample, options, work)


def open_source(options: BuildOptions, work: Path, data: object = None) -> ClusterSource:
    """Read the source, or `data`, a frame of Spark; its rows stay on the cluster.

    Raises:
        InputError: it cannot be read, or is no table of order lines.
        SurroundingsError: Spark cannot be used.
    """
    spark = open_session(options.spark_master) if data is None else frame_session(data)
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    spark.conf.set("spark.sql.parquet.binaryAsString", "true")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "50000")
    with spark_errors(STOPPED, LOOK):
        named = data is None
        table = _named(spark, options.sources, work) if named else text_table(spark, data, FRAME, FRAME)
        sample = draw_sample(table, options, work)
    if sample.roles.refusal is None and not sample.roles.grain.sells:
        hint = "Leave out --engine spark: a table with a row for each customer is read on one machine."
        raise InputError("only order lines are cleaned on a cluster", hint, Place(table.source))
    return ClusterSource(table, sample)


def frame_session(frame: Any) -> SparkSession:  # noqa: ANN401 - a frame of Spark
    """The session that a frame belongs to."""
    if type(frame).__module__.startswith("pyspark.sql.connect"):
        hint = "Pass a frame of a classic session, or name its table with --engine spark."
        raise InputError("frames of Spark Connect are not read", hint)
    session: SparkSession = frame.sparkSession
    return session


def _named(spark: SparkSession, sources: Sequence[str], work: Path) -> TextTable:
    """The table behind the words of the user."""
    if len(sources) == 1 and _TABLE_NAME.fullmatch(sources[0]) and spark.catalog.tableExists(sources[0]):
        return text_table(spark, spark.table(sources[0]), sources[0], TABLE)
    files = _files(spark, sources)
    kinds = {_kind(file) for file in files}
    name = PurePosixPath(sources[0]).name + (f" and {len(sources) - 1} more" if len(sources) > 1 else "")
    if kinds == {".parquet"}:
        return text_table(spark, spark.read.parquet(*sources), name, PARQUET)
    if kinds <= _TEXT:
        return text_files(spark, sources, name, work)
    hint = "Name a folder or files of Parquet or CSV, or a table of Spark's catalog."
    cause = f"files of this kind are not read on a cluster: {', '.join(sorted(kinds))}"
    raise InputError(cause, hint, Place(name))


def _files(spark: SparkSession, sources: Sequence[str]) -> list[str]:
    """The first files that these words stand for."""
    listed = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    with spark_errors(
        f"Spark cannot read {sources[0]}", "Check the path, and that every machine reaches it."
    ):
        found = listed.load(list(sources)).select("path").limit(_LOOKED_AT).collect()
    if not found:
        raise InputError("there are no files in it", "Check the path.", Place(sources[0]))
    return [path for (path,) in found]


_LOOKED_AT = 1000
_TEXT = frozenset({".csv", ".tsv", ".txt"})


def _kind(file: str) -> str:
    """How a file is called at its end, less a packing."""
    return PurePosixPath(file.removesuffix(".gz")).suffix.lower()
