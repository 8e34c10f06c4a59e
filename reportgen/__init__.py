"""Customer segmentation reports from one command: `reportgen build data.csv`.

From Python: `build` writes a report, `read` gives a file's rows as text, `segment` groups a table
of customers. Each imports its heavy libraries when it is first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "build", "read", "segment"]

if TYPE_CHECKING:
    from reportgen.api import build, read, segment


def __dir__() -> list[str]:
    return sorted(__all__)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - one of the three functions of `reportgen.api`
    if name in __all__:
        from reportgen import api  # noqa: PLC0415 - pandas and scikit-learn wait until they are needed

        return getattr(api, name)
    raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
