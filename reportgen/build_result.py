"""What a build gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import HeldError
from reportgen.exports.private_files import has_workbook
from reportgen.options.enums import Format
from reportgen.record.run_record import recorded_customers
from reportgen.report.notebook import notebook_view

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from reportgen.analysis import Analysis
    from reportgen.errors import SurroundingsError
    from reportgen.exports.audiences import AudienceCounts

HELD = HeldError.exit_code
"""Exit code of a month that was built and cannot be compared."""


@dataclass(frozen=True)
class Unchanged:
    """A report that stands already, made from the very same things."""

    name: str
    month: str
    files: tuple[Path, ...]
    """Finished files, the HTML report first."""
    held: tuple[str, ...]
    """Why the month cannot be compared with the earlier one, unless the user let it pass."""

    @property
    def exit_code(self) -> int:
        """0; 5 where the month is held."""
        return HELD if self.held else 0


@dataclass(frozen=True, repr=False)
class BuildResult:
    """What a build made, and where it stands."""

    name: str
    month: str
    headline: str
    """The report's main finding in one sentence."""
    files: tuple[Path, ...]
    """Finished files, the HTML report first."""
    analysis: Analysis
    missing: SurroundingsError | None
    """Why the PDFs could not be made here; None when all went well."""
    audiences: tuple[AudienceCounts, ...] = ()
    """Who stands in the files for upload, by service."""
    replaced: tuple[str, ...] = ()
    """What set the report that stood under this name and month apart from this one, if anything did."""

    def __repr__(self) -> str:
        segments = f"{len(self.analysis.segments)} segments"
        return f"<BuildResult {self.name} {self.month}: {segments}, {self._first or 'no report'}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebook_view(self.analysis, self.headline).html(self._first)

    @property
    def _first(self) -> Path | None:
        return next((path for path in self.files if path.suffix in {".html", ".pdf"}), None)

    def to_pandas(self) -> pd.DataFrame:
        """Every customer by id: the segment's key and name, confidence, and the measures."""
        analysis = self.analysis
        frame = recorded_customers(analysis.customers, analysis.segmentation)
        names = frame["segment"].map({each.key: each.name for each in analysis.segments})
        frame.insert(1, "name", names)
        return frame

    @property
    def held(self) -> tuple[str, ...]:
        """Why the month cannot be compared with the earlier one, unless the user let it pass."""
        comparison = self.analysis.comparison
        return comparison.held if comparison.stopped else ()

    @property
    def lacks_workbook(self) -> bool:
        """Whether there are lists, and no workbook beside them because of the number of customers."""
        formats = self.analysis.options.formats
        return Format.LISTS in formats and not has_workbook(formats, len(self.analysis.customers.frame))

    @property
    def exit_code(self) -> int:
        """0; 4 where something of the machine kept a file from being made; 5 where the month is held."""
        if self.missing is not None:
            return self.missing.exit_code
        return HELD if self.held else 0
