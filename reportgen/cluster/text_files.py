"""Reads CSV and other delimited text on a cluster: Spark brings lines, the reader of one machine reads them.

A task holds whole blocks of a file. Each is read as a file of its own, with the header in front of it, by the
form that the first lines of the first block show. A record that runs over the end of a block is broken: its
pieces are set aside and counted, as all records of another shape are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reportgen.base.engine import column_names, connect
from reportgen.cluster.table import (
    FILE,
    PLACE,
    KeptFrames,
    ReadPart,
    TextTable,
    numbered,
    placed_schema,
    spark_schema,
)
from reportgen.cluster.tasks import result_row, results, rows_of, task_folder
from reportgen.errors import InputError, Place
from reportgen.input.read import SAMPLE_LINES, TextForm, form_of, read_text
from reportgen.input.source import REPLACEMENT, inspect
from reportgen.input.source_file import unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pyspark.sql import SparkSession

    from reportgen.base.audit import AuditLine
    from reportgen.cluster.tasks import Batches

FORM = "delimited text"
_BLOCK = "block"


def text_files(spark: SparkSession, sources: Sequence[str], name: str, work: Path) -> TextTable:
    """The rows of files of text.

    Raises:
        InputError: the text is not in UTF-8, or its header is not its first line.
    """
    from pyspark.sql import functions as sf  # noqa: PLC0415 - only a build on a cluster needs it

    lines = spark.read.text(list(sources)).select(
        "value",
        sf.col("_metadata.file_path").alias(FILE),
        sf.col("_metadata.file_block_start").alias(_BLOCK),
    )
    first = [value for (value,) in lines.where(f"{_BLOCK} = 0").limit(SAMPLE_LINES).select("value").collect()]
    form, header = _form(first, name, work), first[0]
    schema = placed_schema(len(form.layout.labels))
    kept = KeptFrames()
    text = kept.keep(lines.mapInArrow(_read_task(form, header, schema), spark_schema(schema)))
    blocks: list[ReadPart] = results(text)
    table = TextTable(
        frame=text,
        labels=form.layout.labels,
        source=name,
        form=FORM,
        kept=kept,
        dialect=replace(form.dialect, header_line=form.layout.header_line),
        set_aside=_added_up(blocks),
        issues=(*form.dialect.issues(), *form.layout.issues),
        rejected_rows=sum(block.rejected for block in blocks),
    )
    return numbered(spark, table, blocks)


def _form(lines: Sequence[str], name: str, work: Path) -> TextForm:
    if any(REPLACEMENT in line for line in lines):
        raise InputError(
            "the text is not written in UTF-8", "Export it as UTF-8, or as Parquet.", Place(name)
        )
    path = work / "first_lines.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with unchanged(path) as file:
        form = form_of(inspect(file))
    if form.layout.header_line != 1 or form.headings is not None:
        hint = "Take out what stands above the header, or leave out --engine spark."
        raise InputError("the header is not the first line", hint, Place(name))
    return form


def _added_up(blocks: Sequence[ReadPart]) -> tuple[AuditLine, ...]:
    """What all blocks set aside, one line a cause."""
    lines = {line.cause: line for block in blocks for line in block.set_aside}
    rows = Counter[str]()
    for block in blocks:
        rows.update({line.cause: line.rows for line in block.set_aside})
    return tuple(replace(line, rows=rows[cause]) for cause, line in sorted(lines.items()))


def _read_task(form: TextForm, header: str, schema: pa.Schema) -> Any:  # noqa: ANN401 - a task of Spark
    """A task that reads blocks of lines: their rows, and for each block what else there is to know."""

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        every = (
            row for batch in batches for row in zip(*map(pa.Array.to_pylist, batch.columns), strict=True)
        )
        for (name, block), lines in groupby(every, key=lambda row: row[1:]):
            with task_folder() as folder:
                yield from _read_block(
                    folder, f"{name} {block:020}", [line for line, *_ in lines], (form, header, schema)
                )

    return run


def _read_block(
    folder: Path, name: str, lines: Sequence[str], known: tuple[TextForm, str, pa.Schema]
) -> Iterator[pa.RecordBatch]:
    form, header, schema = known
    begins = name.endswith(f" {0:020}")
    path = folder / "block.csv"
    path.write_text("\n".join([*(() if begins else (header,)), *lines]) + "\n", encoding="utf-8")
    with unchanged(path) as file:
        raw = read_text(file, folder, form)
    before, names = 1 if begins else 2, column_names(len(raw.labels))
    quoted = name.replace("'", "''")
    cells = f"{', '.join(names)}, '{quoted}' AS {FILE}, line - {before} AS {PLACE}"
    with connect(folder) as connection:
        connection.execute(f"CREATE TABLE texts AS SELECT {cells} FROM {raw.cells()}")
        yield from rows_of(connection, "FROM texts", schema)
        found = ReadPart().with_rows(connection, "texts", names)
    found = replace(
        found,
        lines={name: len(lines)},
        set_aside=raw.set_aside,
        rejected=raw.rejected_rows,
        totals=tuple((name, line - before) for line in raw.doubtful_totals),
    )
    yield result_row(found, schema)
