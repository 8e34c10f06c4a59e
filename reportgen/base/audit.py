"""Audit of a build: rows and money that each step left out by cause, and issues with the data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self


class Step(StrEnum):
    """The step of the pipeline that an audit line comes from."""

    READ = "read"
    CLEAN = "clean"
    CUSTOMERS = "customers"
    MATRIX = "matrix"


@dataclass(frozen=True)
class AuditLine:
    """Rows that one step left out for one cause, and their money.

    `rows` counts source rows (order lines, or customers in a customer table); `amount` is exact
    and None where the source has no money column.
    """

    step: Step
    cause: str
    """A stable key, such as `guest` or `cancelled`."""
    label: str
    """The cause in plain words, such as "lines without a customer"."""
    rows: int
    amount: Decimal | None = None


@dataclass(frozen=True)
class Waterfall:
    """From the rows of the file to those analysed: start - every line = end, in rows and in money."""

    start_rows: int
    start_amount: Decimal | None
    lines: tuple[AuditLine, ...]
    end_rows: int
    end_amount: Decimal | None

    def closes(self) -> bool:
        """Whether no row and no cent is unaccounted for."""
        rows = self.start_rows - sum(line.rows for line in self.lines)
        if rows != self.end_rows:
            return False
        if self.start_amount is None or self.end_amount is None:
            return self.start_amount is None and self.end_amount is None
        return (
            self.start_amount - sum((line.amount or Decimal(0) for line in self.lines), Decimal(0))
            == self.end_amount
        )


@dataclass(frozen=True)
class Issue:
    """A doubt about the data, or a default that was taken for the user.

    `code` is a Frictionless error code where one fits (blank-row, extra-cell, duplicate-label,
    type-error, ...), else our own. `message` never holds a cell's value: it stands in the report.
    """

    code: str
    message: str
    line: int | None = None
    column: str | None = None
    hint: str = ""

    @classmethod
    def of(cls, code: str, message: str, hint: str = "") -> Self:
        """An issue of the whole file."""
        return cls(code, message, hint=hint)
