"""What takes long to make is made once, and never taken from a damaged file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportgen.base import kept_files
from reportgen.base.kept_files import kept

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept_files, "user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache"


class Maker:
    """Counts how often it is asked."""

    def __init__(self, data: bytes = b"made") -> None:
        self.data, self.times = data, 0

    def __call__(self) -> bytes:
        self.times += 1
        return self.data


def test_it_is_made_once_and_anew_for_other_ingredients(cache: Path) -> None:
    maker = Maker()
    assert [kept("thing", b"1", maker) for _ in range(3)] == [b"made"] * 3
    assert maker.times == 1
    assert kept("thing", b"2", maker) == b"made"
    assert maker.times == 2
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"x", lambda _: b""])
def test_a_damaged_file_is_made_anew(cache: Path, damage) -> None:
    maker = Maker()
    kept("thing", b"1", maker)
    (file,) = cache.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert kept("thing", b"1", maker) == b"made"
    assert maker.times == 2
    assert kept("thing", b"1", maker) == b"made"
    assert maker.times == 2


def test_without_a_cache_it_is_made_each_time(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    maker = Maker()
    assert [kept("thing", b"1", maker) for _ in range(2)] == [b"made"] * 2
    assert maker.times == 2


def test_it_is_readable_by_its_owner_only(cache: Path) -> None:
    kept("thing", b"1", Maker())
    assert [path.stat().st_mode & 0o077 for path in (cache, *cache.iterdir())] == [0, 0]
