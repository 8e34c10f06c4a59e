"""What can go wrong, as the user meets it.

ReportgenError                       exit code 1: our fault; please report it with what was printed
├── InputError                       2: the input, or how it was named or described
│   └── UnsegmentableError           2: readable, but there is nothing to segment
├── DeliveryError                    3: some mail was not delivered; running again is safe
├── SurroundingsError                4: disk, lock, memory, library, mail server; what could be made was made
└── HeldError                        5: built, but not to be sent before somebody has looked at it
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where in a source something was seen; lines are physical lines of the file, from 1."""

    source: str
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = (self.source, None if self.line is None else str(self.line), self.column)
        return ":".join(part for part in parts if part is not None)


class ReportgenError(Exception):
    """A cause in one line, what to do in another, and the exit code that goes with it."""

    exit_code = 1

    def __init__(self, cause: str, hint: str, place: Place | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.hint = hint
        self.place = place

    @property
    def remedy(self) -> str:
        """What to do: `hint` by another name."""
        return self.hint

    def __reduce__(self) -> tuple[type[ReportgenError], tuple[str, str, Place | None]]:
        """Survives the way from one process to another whole."""
        return type(self), (self.cause, self.hint, self.place)

    def __str__(self) -> str:
        return self.cause if self.place is None else f"{self.place}: {self.cause}"


class InputError(ReportgenError):
    """The source cannot be read, or not as it was described."""

    exit_code = 2


class UnsegmentableError(InputError):
    """The source can be read, but holds nothing that could be segmented."""


class SurroundingsError(ReportgenError):
    """The machine does not let us: disk full, folder locked, library missing."""

    exit_code = 4


class DeliveryError(ReportgenError):
    """Some mail was not delivered; running again is safe."""

    exit_code = 3


class HeldError(ReportgenError):
    """Built, but too doubtful to be sent before somebody has looked at it."""

    exit_code = 5
