"""Opens the source of a build: files and databases are read here, order lines on a cluster stay there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.base.stages import Stage
from reportgen.cleaning.clean import clean
from reportgen.cleaning.unread import refuse_unread
from reportgen.cluster.session import refuse_without_spark
from reportgen.columns.roles import assign_roles
from reportgen.input.reshape import read_plain
from reportgen.options.enums import EngineName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportgen.cleaning.clean import CleanRows
    from reportgen.cluster.source import ClusterSource
    from reportgen.columns.assigned_roles import Roles
    from reportgen.input.raw_rows import RawRows
    from reportgen.options.build_options import BuildOptions


@dataclass(frozen=True)
class Source:
    """A source as it was read, and what its columns are for: the same for every month of it."""

    raw: RawRows
    roles: Roles
    on_cluster: ClusterSource | None = None
    """Where the rows are, if not here; `raw` is then a sample of them."""

    def close(self) -> None:
        """Let go of what a cluster keeps of it."""
        if self.on_cluster is not None:
            self.on_cluster.close()

    def clean(self, options: BuildOptions, work: Path) -> CleanRows:
        """The rows that count."""
        if self.on_cluster is not None:
            return self.on_cluster.clean(options, work)
        return clean(self.raw, self.roles, options, work)


def read_source(
    options: BuildOptions, work: Path, on_stage: Callable[[str], None], data: object = None
) -> Source:
    """Read the source, or `data`, a data frame; its rows stay in `work`, or on their cluster.

    Raises:
        InputError: it cannot be read.
        SurroundingsError: a file may not be read, or Spark cannot be used.
    """
    on_stage(Stage.READING)
    if options.engine is EngineName.SPARK:
        refuse_without_spark()
        from reportgen.cluster.source import open_source  # noqa: PLC0415 - needs the extra

        table = open_source(options, work, data)
        refuse_unread(table.raw, accepted=options.accept_rejected)
        return Source(table.raw, table.roles, table)
    raw = read_plain(options.sources if data is None else data, work, options.sheet, options.repeats)
    refuse_unread(raw, accepted=options.accept_rejected)
    return Source(raw, assign_roles(raw, options))
