"""The pages that are made from the code are as the code is now."""

from __future__ import annotations

import importlib.util

from tests.conftest import ROOT

SCRIPT = ROOT / "docs" / "reference_pages.py"


def test_flags_settings_errors_and_doubts_are_up_to_date() -> None:
    found = importlib.util.spec_from_file_location("reference_pages", SCRIPT)
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    pages = made.pages()
    assert {path.name for path in pages} == {"options.md", "errors.md", "exit-codes.md"}
    for path, text in pages.items():
        assert path.read_text("utf-8") == text, f"{path.name}: run `make reference`"
