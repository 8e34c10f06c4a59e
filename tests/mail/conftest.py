from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mail.mail_server import PASSWORD
from tests.mail.sealed_builds import a_sealed_build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a finished build, and where commands are run."""
    a_sealed_build(tmp_path / "output")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANARY_PASSWORD", PASSWORD)
    return tmp_path
