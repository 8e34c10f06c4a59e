"""`python -m reportgen` is `reportgen`."""

from __future__ import annotations

from reportgen.cli import program

if __name__ == "__main__":
    program()
