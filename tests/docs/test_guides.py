"""Whoever follows a guide from top to bottom sees what stands there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from reportgen.cli import main
from tests.conftest import ROOT
from tests.docs.guides import FENCED, GUIDES, as_pattern, blocks, commands
from tests.reports import nothing_drawn

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = [page for page in GUIDES if any(blocks(page, "console"))]
SERVER = re.compile(r"(?m)^(server|security|user|password_\w+) = .*\n")
FOLDER = 'by = "folder"\nfolder = "outbox"\n'
QUICK = '[report]\nformats = ["html", "brief", "lists", "email"]\n'
"""Settings of the desk: no guide's words hang on the report's PDF."""
OBJECTED = "001266"


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the guides take it: the demo shop's orders, and its report of October."""
    folder = tmp_path_factory.mktemp("desk")
    lines = (ROOT / "data" / "orders.csv").read_text("utf-8").splitlines(keepends=True)
    for name, digits in (("orders.csv", "2369"), ("export.csv", "269")):
        (folder / name).write_text(_of_some(lines, digits), "utf-8")
    (folder / "objected.txt").write_text(f"{OBJECTED}\n", "utf-8")
    (folder / "reportgen.toml").write_text(QUICK, "utf-8")
    for brand in ("harbour", "finch"):
        (folder / "brands" / brand).mkdir(parents=True)
        (folder / "brands" / brand / "reportgen.toml").write_text(
            f'name = "{brand}"\nsource = "orders.csv"\n'
            f'{QUICK}[mail]\nfrom = "ops@{brand}.example"\nto = ["ann@{brand}.example"]\n{FOLDER}',
            "utf-8",
        )
        (folder / "brands" / brand / "orders.csv").write_text(_of_some(lines, "7"), "utf-8")
    with pytest.MonkeyPatch.context() as patch, nothing_drawn():
        patch.chdir(folder)
        assert main(["build", "orders.csv"]) == 0
    return folder


def _of_some(lines: list[str], digits: str) -> str:
    """The lines of customers whose number ends so: commands do the same with a part of the shop, sooner."""
    kept = [line for line in lines[1:] if line.split(",")[2][-1:] in set(digits)]
    return "".join([lines[0], *kept])


def write(folder: Path, language: str, block: str, before: str) -> None:
    """What a guide says to put into a file: the one named before the block, else the settings."""
    named = re.search(r"as `([\w./-]+)`:?\s*$", before)
    if named:
        path = folder / named[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, "utf-8")
    elif language == "toml" and "[[play]]" in block:
        (folder / "playbook.toml").write_text(block, "utf-8")
    elif language == "toml":
        settings = SERVER.sub("", block)
        if settings != block:
            settings = settings.replace("[mail]\n", "[mail]\n" + FOLDER, 1)
        path = folder / "reportgen.toml"
        written = path.read_text("utf-8") if path.exists() else ""
        if "[mail]\n" in written and settings.startswith("[mail]\n"):
            settings = written.replace("[mail]\n", settings, 1)
        elif "[report]" not in settings:
            settings += f"\n{QUICK}"
        path.write_text(settings, "utf-8")


def run(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints."""
    capsys.readouterr()
    if command.startswith("reportgen "):
        assert main(shlex.split(command)[1:]) == 0, capsys.readouterr().err
        return capsys.readouterr().out
    return subprocess.run(["sh", "-c", command], check=True, capture_output=True, text=True).stdout  # noqa: S607


@pytest.mark.slow
@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_a_guide_does_what_it_shows(
    page: Path,
    desk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "desk"
    if page.stem == "tutorial":
        folder.mkdir()
    else:
        shutil.copytree(desk, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    text = page.read_text("utf-8")
    with nothing_drawn():
        for found in FENCED.finditer(text):
            language, block = found.groups()
            if language != "console":
                write(folder, language, block, text[: found.start()])
            for command, output in commands(block) if language == "console" else ():
                printed = "\n".join(line.rstrip() for line in run(command, capsys).splitlines())
                assert as_pattern(output).fullmatch(printed), f"{command}\n{printed}"


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_commands_stand_where_they_are_run(page: Path) -> None:
    for language, block in FENCED.findall(page.read_text("utf-8")):
        run_here = "--engine spark" not in block  # tests/cluster runs those
        assert language == "console" or not (run_here and re.search(r"(?m)^\$? ?reportgen \w+ ", block)), (
            block
        )
