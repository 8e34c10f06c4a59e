"""A file that a user names is opened only if it is one, and of a size that fits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reportgen.base.named_files import existing_folder, read_named, read_named_text
from reportgen.errors import InputError
from reportgen.options.build_options import OPTIONS, BuildOptions, refuse_absent_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def named(tmp_path: Path) -> Path:
    (tmp_path / "logo.svg").write_text("<svg/>")
    return tmp_path / "logo.svg"


def test_a_file_is_read(named: Path) -> None:
    assert read_named(named, 6) == b"<svg/>"


def test_more_than_fits_is_refused_before_it_is_read(named: Path) -> None:
    with pytest.raises(InputError, match="has 6 bytes, and at most 5"):
        read_named(named, 5)


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for each in (tmp_path / "pipe", type(tmp_path)("/dev/zero")):
        with pytest.raises(InputError, match="neither a file nor a folder"):
            read_named(each, 5)


def test_a_mistyped_name_is_told_its_neighbour(named: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_named(named.with_name("lgoo.svg"), 5)
    assert "logo.svg" in refused.value.hint


def test_a_file_is_no_folder_and_bytes_are_no_text(named: Path) -> None:
    with pytest.raises(InputError, match="this is a file"):
        existing_folder(named)
    named.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="no text in UTF-8"):
        read_named_text(named)


FILES = [name for name, option in OPTIONS.items() if option.reads.check]


@pytest.mark.parametrize("option", FILES)
def test_every_file_of_an_option_is_looked_for_before_work_begins(option: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        refuse_absent_files(BuildOptions(("orders.csv",), **{option: tmp_path / "none"}))


def test_they_are_all_that_are_read() -> None:
    assert sorted(FILES) == [
        "exclude_ids", "heading_font", "logo", "playbook", "semibold_font", "templates", "text_font",
    ]  # fmt: skip
