"""Many brands: one failure stays one failure, and everybody is named."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from reportgen.cli import main
from tests.mail.mail_server import Faults, serving
from tests.mail.sealed_builds import a_sealed_build, settings

ROOT = Path(__file__).parents[2]
LINES = (
    'from = "reports@{name}.example"',
    'owner = "ops@agency.example"',
    'server = "localhost"',
    'security = "none"',
)


def a_brand(folder: Path, name: str, port: int, *lines: str) -> Path:
    own = [line.format(name=name) for line in LINES]
    settings(folder / name, name, *own, f'to = ["boss@{name}.example"]', f"port = {port}", *lines)
    return folder / name


def statuses(folder: Path) -> dict[str, dict[str, object]]:
    return {each["brand"]: each for each in json.loads((folder / "status.json").read_text("utf-8"))["brands"]}


def test_of_many_brands_three_broken_and_one_stale_the_others_are_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"brand-{each:02}" for each in range(8)]
    altered, unbuilt, garbled, stale = names[1], names[3], names[4], names[-2]
    with serving(tls=False, login=False) as server:
        for name in names:
            out = a_brand(tmp_path, name, server.port) / "output"
            a_sealed_build(out, name, "2026-09")
            if name not in (unbuilt, stale):
                a_sealed_build(out, name, "2026-10")
        (tmp_path / altered / f"output/site/{altered}/2026-10/{altered}-2026-10-brief.pdf").write_bytes(
            b"%PDF"
        )
        (tmp_path / garbled / "reportgen.toml").write_text("name = ")
        for month in (tmp_path / unbuilt / f"output/record/{unbuilt}").iterdir():
            (month / "manifest.json").unlink()
        code = main(["send", "--all", str(tmp_path), "--insecure", "--quiet"])
        told = capsys.readouterr()
    found = statuses(tmp_path)
    fit = [name for name in names if name not in (altered, unbuilt, garbled, stale)]
    assert {name: found[name]["state"] for name in names} == dict.fromkeys(fit, "sent") | {
        altered: "failed",
        unbuilt: "failed",
        garbled: "failed",
        stale: "stale",
    }
    assert code == 2  # the altered and the garbled brand need somebody more than the stale one
    assert all(f"{name}: " in told.out for name in (altered, unbuilt, garbled, stale))
    boxes = server.post.per_address
    assert boxes.pop("ops@agency.example") == 3  # the garbled settings name nobody to tell
    assert boxes == {f"boss@{name}.example": 1 for name in fit}
    assert {key: found[fit[0]][key] for key in ("data_until", "rows", "rows_before", "sent")} == {
        "data_until": "2026-10-31",
        "rows": 1200,
        "rows_before": 1200,
        "sent": {"sent": 1},
    }


def test_data_without_dates_are_never_stale(tmp_path: Path) -> None:
    with serving(tls=False, login=False) as server:
        for name, month in (("dated", "2026-10"), ("club", "undated")):
            a_sealed_build(a_brand(tmp_path, name, server.port) / "output", name, month)
        assert main(["send", "--all", str(tmp_path), "--insecure", "--quiet"]) == 0
    assert set(server.post.per_address) == {"boss@dated.example", "boss@club.example"}


def test_one_brand_never_writes_over_anothers_report(tmp_path: Path) -> None:
    for folder, brand in (("one", "shop"), ("two", "shop"), ("three", "club")):
        file = settings(tmp_path / folder, brand, 'from = "a@b.example"', 'to = ["a@b.example"]')
        file.write_text(file.read_text().replace('out = "output"', 'out = "../output"'))
    a_sealed_build(tmp_path / "output", "shop")
    a_sealed_build(tmp_path / "output", "club")
    assert main(["send", "--all", str(tmp_path), "--quiet"]) == 2
    found = statuses(tmp_path)
    assert found["three"]["cause"] == "mail.server: no mail server is named"
    assert {found[name]["cause"] for name in ("one", "two")} == {
        "another brand has the same name and output folder"
    }


def test_brands_are_built_and_sent_each_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A real build, small; beside it one whose file is missing and one whose mail server is busy."""
    with (ROOT / "data" / "customers.csv").open(encoding="utf-8") as source:
        rows = list(csv.reader(source))[:201]
    with serving(Faults(always_busy=frozenset({"boss@late.example"})), tls=False, login=False) as server:
        for name in ("early", "gone", "late"):
            choices = ("[report]", 'formats = ["brief", "email"]', "[segments]", "k = 5")
            folder = a_brand(tmp_path, name, server.port, "waits = [0]", *choices)
            with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as target:
                csv.writer(target).writerows(rows)
        (tmp_path / "gone" / "orders.csv").unlink()
        words = ["build", "--all", str(tmp_path), "--jobs", "2", "--send", "--insecure", "--quiet", "--json"]
        code = main(words)
        answer = json.loads(capsys.readouterr().out)
    assert {each["brand"]: (each["state"], each["exit_code"]) for each in answer["brands"]} == {
        "early": ("sent", 0),
        "gone": ("failed", 2),
        "late": ("not sent to all", 3),
    }
    assert (code, answer) == (2, json.loads((tmp_path / "status.json").read_text("utf-8")))
    (message,) = server.post.messages("boss@early.example")
    assert message["Subject"].startswith("Early: ")
    assert server.post.per_address["ops@agency.example"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--all", "."],
        ["build", "--all", "missing"],
        ["build", "x.csv", "--all", "."],
        ["build", "--all", ".", "--accept", "it is right"],
        ["build"],
        ["send"],
    ],
)
def test_commands_that_name_nothing_say_so(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert "hint: " in capsys.readouterr().err
