"""Whether slides can be made here: python-pptx is an extra."""

from __future__ import annotations

from importlib.util import find_spec

from reportgen.errors import SurroundingsError


def refuse_without_library() -> None:
    """Say before any work that slides cannot be made.

    Raises:
        SurroundingsError: python-pptx is not installed.
    """
    if find_spec("pptx") is None:
        hint = "install it with: pip install 'reportgen[pptx]', or leave pptx out of --formats"
        raise SurroundingsError("python-pptx, which writes slides, is not installed", hint)
