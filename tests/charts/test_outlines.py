"""Outlines of marks: written by Altair once, and the same afterwards without it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reportgen.base import kept_files
from reportgen.charts import outlines

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def every() -> list[outlines.Specification]:
    outlines._all.cache_clear()
    outlines.outline.cache_clear()
    bars = [
        outlines.outline("rect", hints=hints, slots=slots)
        for hints in (True, False)
        for slots in (True, False)
    ]
    return [*bars, outlines.outline("line", hints=False, slots=True), outlines.frame("Serif")]


def test_a_second_build_draws_the_same_outlines_without_altair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_files, "user_cache_path", lambda _: tmp_path / "cache")
    first = every()
    monkeypatch.setitem(sys.modules, "altair", None)
    assert every() == first
    assert [{"tooltip", "opacity"} & bar["encoding"].keys() for bar in first[:4]] == [
        {"tooltip", "opacity"},
        {"tooltip"},
        {"opacity"},
        set(),
    ]
