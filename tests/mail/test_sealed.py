"""Only what was finished, passed and left alone can be sent."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from reportgen.errors import HeldError, InputError
from reportgen.mail.sealed import read_sealed
from tests.mail.sealed_builds import SUBJECT, a_sealed_build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALTERED: dict[str, Callable[[Path], object]] = {
    "the brief": lambda out: (out / "site/shop/2026-10/shop-2026-10-brief.pdf").write_bytes(b"%PDF other"),
    "the message": lambda out: (out / "record/shop/2026-10/mail/mail.json").write_text("{}"),
    "the picture": lambda out: (out / "record/shop/2026-10/mail/picture.png").write_bytes(b""),
    "the model": lambda out: (out / "record/shop/2026-10/model.json").write_text("[]"),
    "a lost brief": lambda out: (out / "site/shop/2026-10/shop-2026-10-brief.pdf").unlink(),
    "a lost site": lambda out: shutil.rmtree(out / "site"),
    "the manifest": lambda out: (out / "record/shop/2026-10/manifest.json").write_text('{"name": "shop"'),
    "another month's": lambda out: shutil.copytree(
        out / "record/shop/2026-09", out / "record/shop/2026-10", dirs_exist_ok=True
    ),
}


def test_what_was_sealed_comes_back_with_one_digest(tmp_path: Path) -> None:
    a_sealed_build(tmp_path)
    build = read_sealed(tmp_path, "shop", "2026-10")
    assert (build.subject, build.text, build.attachment) == (
        SUBJECT,
        "All is well.\n",
        "shop-segment-brief-2026-10.pdf",
    )
    again = read_sealed(tmp_path, "shop", "2026-10")
    a_sealed_build(tmp_path, text="All is changed.\n")
    assert build.content == again.content != read_sealed(tmp_path, "shop", "2026-10").content


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_build_is_refused(tmp_path: Path, what: str) -> None:
    a_sealed_build(tmp_path)
    a_sealed_build(tmp_path, month="2026-09")
    ALTERED[what](tmp_path)
    with pytest.raises(InputError, match="missing or was changed"):
        read_sealed(tmp_path, "shop", "2026-10")


def test_people_may_edit_their_private_lists(tmp_path: Path) -> None:
    a_sealed_build(tmp_path)
    (tmp_path / "private/shop/2026-10/customers.csv").write_text("edited")
    assert read_sealed(tmp_path, "shop", "2026-10").subject == SUBJECT


def test_an_unfinished_build_is_refused(tmp_path: Path) -> None:
    (a_sealed_build(tmp_path) / "manifest.json").unlink()
    for month in ("2026-10", "2026-11"):
        with pytest.raises(InputError, match="no finished build"):
            read_sealed(tmp_path, "shop", month)


def test_a_held_build_needs_a_reason(tmp_path: Path) -> None:
    a_sealed_build(tmp_path, held=["the file ends two weeks early"])
    with pytest.raises(HeldError, match="ends two weeks early") as told:
        read_sealed(tmp_path, "shop", "2026-10")
    assert told.value.exit_code == 5
    assert read_sealed(tmp_path, "shop", "2026-10", accepted="the shop was closed").subject == SUBJECT
    a_sealed_build(tmp_path, held=["the file ends two weeks early"], accepted="the shop was closed")
    assert read_sealed(tmp_path, "shop", "2026-10").subject == SUBJECT


def test_a_build_without_a_message_is_refused(tmp_path: Path) -> None:
    record = a_sealed_build(tmp_path)
    manifest = json.loads((record / "manifest.json").read_text())
    del manifest["files"]["record/mail/mail.json"]
    (record / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(InputError, match="no e-mail or no brief"):
        read_sealed(tmp_path, "shop", "2026-10")
