"""The stages of a build, as its progress shows them."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """One stage, in order."""

    STARTING = "Starting"
    READING = "Reading"
    CLEANING = "Cleaning"
    CHOOSING = "Choosing the number of segments"
    SEGMENTING = "Segmenting"
    DRAWING = "Drawing"
    WRITING = "Writing"
    PUBLISHING = "Publishing"

    def of_rows(self, rows: int) -> str:
        """The stage, with what it works on."""
        return f"{self}: {rows:,} {'row' if rows == 1 else 'rows'}"

    def of_customers(self, customers: int) -> str:
        """The stage, with whom it is about."""
        return f"{self}: {customers:,} {'customer' if customers == 1 else 'customers'}"
