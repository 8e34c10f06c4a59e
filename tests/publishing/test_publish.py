from __future__ import annotations

import errno
import json
import os
import signal
import stat
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportgen.base import atomic_swap as swap
from reportgen.errors import InputError, SurroundingsError
from reportgen.publishing import publish as publishing
from reportgen.publishing.publish import PARTS, open_staging, publish, refuse_unwritable
from reportgen.report.templates import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATES = environment()
STRIDE = 29
"""Every so many lines a build is killed; 1 has been run, and takes a minute."""
CODE = frozenset({publishing.__file__, swap.__file__})


@pytest.fixture(autouse=True)
def plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of what is published, without manifests and templates."""
    monkeypatch.setattr(publishing, "index_pages", lambda out, _templates: index_pages(out))


def index_pages(out: Path) -> dict[str, str]:
    shown = sorted(path.read_text("utf-8") for path in (out / "site").glob("*/*/page"))
    return {"site/index.html": f"index of {shown}", "site/shop/index.html": f"{shown}"}


def build(out: Path, version: str, month: str = "2026-10", wait_seconds: float = 60.0) -> None:
    with open_staging(out, "shop", month, TEMPLATES, wait_seconds) as staging:
        for part in (staging.site, staging.private, staging.record):
            (part / "page").write_text(version, "utf-8")
            (part / f"only-{version}").write_bytes(b"x" * 100)
            (part / "lists").mkdir()
            (part / "lists" / "a.csv").write_text(version, "utf-8")
        publish(staging)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def published(out: Path) -> dict[str, bytes]:
    return {f"{part}/{path}": data for part in PARTS for path, data in tree(out / part).items()}


def version(out: Path, part: str) -> str | None:
    """Which build a part shows; fails if it is a mixture."""
    folder = out / part / "shop" / "2026-10"
    if not folder.exists():
        return None
    shown = (folder / "page").read_text("utf-8")
    assert set(tree(folder)) == {"page", f"only-{shown}", "lists/a.csv"}
    assert (folder / "lists" / "a.csv").read_text("utf-8") == shown
    return shown


def in_a_child(work) -> int:
    """Exit status of a forked process that does `work`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads, Python 3.12
        child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def killed_at(line: int, work) -> bool:
    """Run `work` in a child that kills itself after n lines of publishing; False if it ran through."""

    def doomed() -> None:
        left = line

        def trace(frame, event, _):
            nonlocal left
            if frame.f_code.co_filename not in CODE:
                return None
            left -= event == "line"
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        work()

    return os.WIFSIGNALED(in_a_child(doomed))


@pytest.fixture
def out() -> Iterator[Path]:
    """A folder that a plain user owns: root could write anywhere."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield Path(folder) / "output"
        finally:
            for path in Path(folder).rglob("*"):
                if path.is_dir():
                    path.chmod(0o700)
            if os.getuid() == 0:
                os.seteuid(0)


def test_the_parts_arrive_whole_and_what_names_customers_is_the_owners_alone(out: Path) -> None:
    build(out, "old")
    build(out, "new")
    assert [version(out, part) for part in PARTS] == ["new", "new", "new"]
    for part in ("private", "record"):
        for folder in (out / part, out / part / "shop", out / part / "shop" / "2026-10"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (out / "site" / "index.html").read_text("utf-8") == "index of ['new']"
    assert [path.name for path in (out / ".reportgen").iterdir()] == ["lock"]
    assert not any(path.is_symlink() for path in out.rglob("*"))


def test_a_private_folder_that_was_opened_is_closed_again(out: Path) -> None:
    build(out, "old")
    (out / "private").chmod(0o755)
    build(out, "new")
    assert stat.S_IMODE((out / "private").stat().st_mode) == 0o700


def test_no_link_in_the_output_is_followed(out: Path) -> None:
    """Else whoever may write into the shared folder has other files overwritten, or reports written there."""
    victim = out.parent / "victim"
    victim.write_text("mine")
    build(out, "old")
    for name in ("site/.index.html.part", "site/shop/.index.html.part", "site/index.html"):
        (out / name).unlink(missing_ok=True)
        (out / name).symlink_to(victim)
    build(out, "new")
    assert victim.read_text() == "mine"
    assert (out / "site" / "index.html").read_text("utf-8") == "index of ['new']"
    assert not any(path.is_symlink() for path in out.rglob("*"))
    elsewhere = out.parent / "elsewhere"
    (out / "site" / "shop").rename(elsewhere)
    (out / "site" / "shop").symlink_to(elsewhere)
    before = tree(elsewhere)
    with pytest.raises(SurroundingsError, match="a link stands where a folder is needed"):
        build(out, "newer")
    assert tree(elsewhere) == before
    assert (version(out, "private"), version(out, "record")) == ("new", "new")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system in which nobody can write")
def test_where_nothing_can_be_written_is_found_out_before_work() -> None:
    with pytest.raises(SurroundingsError, match="cannot be published"):
        refuse_unwritable(Path("/proc/reports"))


def test_a_journal_that_somebody_laid_there_moves_nothing(out: Path) -> None:
    build(out, "old")
    staged = out / ".reportgen" / "staging-x"
    (staged / "site").mkdir(parents=True)
    begun = {"name": "..", "month": "../../elsewhere", "inodes": {"site": (staged / "site").stat().st_ino}}
    (staged / "journal.json").write_text(json.dumps(begun))
    with pytest.raises(SurroundingsError, match="none of ours"):
        build(out, "new")
    assert not (out.parent / "elsewhere").exists()
    assert version(out, "site") == "old"


def test_a_pipe_where_a_page_is_written_holds_nobody(out: Path) -> None:
    build(out, "old")
    os.mkfifo(out / "site" / ".index.html.part")
    build(out, "new")
    assert (out / "site" / "index.html").read_text("utf-8") == "index of ['new']"


def test_other_months_stay(out: Path) -> None:
    build(out, "september", "2026-09")
    build(out, "october")
    assert (out / "site" / "shop" / "2026-09" / "page").read_text("utf-8") == "september"
    assert (out / "site" / "index.html").read_text("utf-8") == "index of ['october', 'september']"


def test_a_build_that_fails_before_publishing_leaves_nothing(out: Path) -> None:
    build(out, "old")
    before = published(out)

    def fail() -> None:
        with open_staging(out, "shop", "2026-10", TEMPLATES) as staging:
            (staging.site / "page").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert published(out) == before
    assert [path.name for path in (out / ".reportgen").iterdir()] == ["lock"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are tested where processes fork")
@pytest.mark.parametrize("one_step", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "again"])
def test_killed_at_any_line_it_shows_old_or_new_and_the_next_start_makes_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, first: bool, one_step: bool
) -> None:
    if not one_step:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)  # noqa: ARG005
    allowed = {"new", None if first else "old", None if first or not one_step else "old"}
    outcomes = set()
    for line in range(0, 1000, STRIDE):
        out = tmp_path / str(line)
        if not first:
            build(out, "old")
        if not killed_at(line, lambda out=out: build(out, "new")):
            break
        assert {version(out, part) for part in PARTS} <= allowed
        with open_staging(out, "shop", "2026-11", TEMPLATES):
            assert len(list((out / ".reportgen").glob("staging-*"))) == 1
        (seen,) = {version(out, part) for part in PARTS}
        assert seen in {"new", None if first else "old"}
        if seen or (out / "site" / "index.html").exists():
            assert (out / "site" / "index.html").read_text("utf-8") == f"index of {[seen]}"
        assert not list(out.rglob("*.part"))
        assert [path.name for path in (out / ".reportgen").iterdir()] == ["lock"]
        outcomes.add(seen)
    assert line > 10 * STRIDE
    assert outcomes == {"new", None if first else "old"}


@pytest.mark.parametrize("locked", ["site/shop", "private/shop", "record/shop", "site"])
@pytest.mark.parametrize("one_step", [True, False], ids=["exchange", "two renames"])
def test_without_permission_every_byte_stays(
    out: Path, monkeypatch: pytest.MonkeyPatch, locked: str, *, one_step: bool
) -> None:
    if not one_step:
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)  # noqa: ARG005
    build(out, "old")
    before = published(out)
    (out / locked).chmod(0o500)
    with pytest.raises(SurroundingsError, match="may not be written") as caught:
        build(out, "new")
    assert "\n" not in str(caught.value)
    assert published(out) == before
    (out / locked).chmod(0o700)
    build(out, "new")
    assert [version(out, part) for part in PARTS] == ["new", "new", "new"]


def test_an_output_folder_that_cannot_be_made_is_told(out: Path) -> None:
    out.mkdir(mode=0o500)
    for folder in (out, out / "a" / "b"):
        with pytest.raises(SurroundingsError, match="may not be written"):
            build(folder, "new")


def test_on_a_full_disk_every_byte_stays(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The n-th write fails, for every n until the build succeeds."""
    build(out, "old")
    before = published(out)
    write, opened, room = Path.write_text, os.fdopen, 0

    def take_room() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def write_text(path: Path, *args, **kwargs) -> int:
        path.touch()
        take_room()
        return write(path, *args, **kwargs)

    def fdopen(handle: int, *args, **kwargs):
        stream = opened(handle, *args, **kwargs)
        try:
            take_room()
        except OSError:
            stream.close()
            raise
        return stream

    monkeypatch.setattr(Path, "write_text", write_text)
    monkeypatch.setattr(os, "fdopen", fdopen)
    while version(out, "site") == "old":
        left = room
        try:
            build(out, "new")
        except SurroundingsError as error:
            assert "the disk is full" in str(error)  # noqa: PT017 - the last round does not raise
            assert published(out) == before
        room += 1
    assert room > 9


def test_a_second_build_waits_or_says_who_is_busy(tmp_path: Path) -> None:
    with open_staging(tmp_path, "shop", "2026-10", TEMPLATES):
        with pytest.raises(SurroundingsError, match=rf"process {os.getpid()} is building shop 2026-10"):
            build(tmp_path, "new", wait_seconds=0.1)
        waiting = threading.Thread(target=build, args=(tmp_path, "new"))
        waiting.start()
        time.sleep(0.1)
        assert version(tmp_path, "site") is None
    waiting.join(10)
    assert version(tmp_path, "site") == "new"


@pytest.mark.parametrize(
    ("name", "month"), [("..", "2026-10"), ("a/b", "2026-10"), ("shop", "../x"), ("CON", "x")]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str, month: str) -> None:
    with pytest.raises(InputError), open_staging(tmp_path / "out", name, month, TEMPLATES):
        pass
    assert not (tmp_path / "out").exists()
