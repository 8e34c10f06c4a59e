"""What `reportgen doctor` finds on this machine."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from reportgen.cli import main
from reportgen.commands import doctor
from reportgen.errors import SurroundingsError
from tests.mail.mail_server import PASSWORD, configure, serving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANARY_PASSWORD", PASSWORD)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> dict[str, tuple[str, str]]:
    assert main(["doctor", "--json", *words]) == code
    checks = json.loads(capsys.readouterr().out)["checks"]
    return {each["what"]: (each["health"], f"{each['seen']} {each['remedy']}") for each in checks}


def test_a_machine_without_pango_lacks_it_and_is_told_the_package(monkeypatch, capsys) -> None:
    def missing() -> None:
        raise SurroundingsError("no PDF: Pango is missing", "apt install libpangoft2-1.0-0")

    monkeypatch.setattr(doctor, "require_pango", missing)
    health, words = found(capsys, 4)["PDF"]
    assert health == "lacks"
    assert "libpangoft2" in words


def test_without_settings_mail_is_only_a_note(capsys) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "note   mail: no settings for sending" in shown
    assert "reportgen init" in shown


def test_a_mail_server_is_reached_and_nothing_is_sent(here: Path, capsys) -> None:
    with serving() as server:
        configure(here, server, ["ann@harbour.example"])
        health, words = found(capsys, 0)["mail"]
        assert (health, "answers and lets us in" in words) == ("ok", True)
        assert not server.post.tried


def test_a_wrong_password_and_a_silent_server_are_told(here: Path, monkeypatch, capsys) -> None:
    with serving() as server:
        configure(here, server, ["ann@harbour.example"])
        monkeypatch.setenv("CANARY_PASSWORD", "wrong")
        assert "refuses the login" in found(capsys, 4)["mail"][1]
    assert "cannot be reached" in found(capsys, 4)["mail"][1]


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig is not here")
def test_letters_of_a_file_that_no_font_has_are_counted(here: Path, monkeypatch, capsys) -> None:
    (here / "members.csv").write_text("id,name,spend\n1,\U00012000\U00012001,3\n2,Ann,5\n", "utf-8")
    monkeypatch.setattr(doctor, "_some_font_has", lambda _listing, letter: letter != "\U00012001")
    health, words = found(capsys, 4, "members.csv")["fonts"]
    assert (health, "no font of this machine has 1 letter of the file: U+12001" in words) == ("lacks", True)
    assert "fonts-noto" in words


def test_java_is_asked_for_only_where_pyspark_is(monkeypatch) -> None:
    monkeypatch.setattr(doctor, "find_spec", lambda _name: None)
    assert not list(doctor._java())
    monkeypatch.setattr(doctor, "find_spec", lambda name: name)
    monkeypatch.setattr(doctor.shutil, "which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    (checkup,) = doctor._java()
    assert (checkup.health, "openjdk" in checkup.remedy) == (doctor.Health.LACKING, True)
