"""On what a build runs: the table [run] of reportgen.toml. None of it changes a figure."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.options.enums import EngineName
from reportgen.options.option import Flag, Panel, option
from reportgen.options.readers import MEMORY, any_of, text

RUN = "run"


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """What does the work, and how much of the machine it may take."""

    engine: EngineName = option(
        default=EngineName.DUCKDB,
        entry="run.engine",
        help="What reads, cleans and adds up order lines: duckdb on this machine, or spark on a cluster.",
        reads=any_of(EngineName),
        flag=Flag(Panel.RUN, "duckdb|spark"),
    )
    spark_master: str | None = option(
        default=None,
        entry="run.spark_master",
        help="Spark's master: spark://HOST:7077, yarn or local[*]; else the one of Spark's own settings.",
        reads=text("a master"),
        example='"spark://head:7077"',
        flag=Flag(Panel.RUN, "MASTER"),
    )
    memory: str | None = option(
        default=None,
        entry="run.memory",
        help="Most memory that DuckDB takes before it writes to the disk, such as 4GB; else 1GB.",
        reads=MEMORY,
        example='"4GB"',
        flag=Flag(Panel.RUN, "AMOUNT"),
    )
