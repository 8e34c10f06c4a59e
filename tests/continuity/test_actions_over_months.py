"""One registered action from March to June: what each month's report says, and who is in which list."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pytest

from reportgen.cli import main
from reportgen.commands.forget import forget
from reportgen.demo.changes import HEADER, changing_shop
from reportgen.demo.draw import Draw
from reportgen.options.build_options import BuildOptions
from reportgen.options.history import HistoryOptions
from reportgen.pipeline import build
from reportgen.record.registered import registered_actions
from tests.reports import READERS, Report, nothing_drawn, section, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.record.registered import RegisteredAction

PERSON = "person-"
LIFT = 0.2


def rows_until(month: str) -> list[tuple[str, ...]]:
    rows = changing_shop(Draw(3), frozenset()).rows
    return [(number, day, f"{PERSON}{who}", *more) for number, day, who, *more in rows if day[:7] <= month]


def planted(action: RegisteredAction) -> list[tuple[str, ...]]:
    """One order more in April of some of those who were contacted."""
    chance = random.Random(5)  # noqa: S311 - made-up orders
    came = [who for who in action.contact.ids if chance.random() < LIFT]
    return [(f"P{number}", "2026-04-20", who, "39.90", "yes") for number, who in enumerate(came)]


def a_build(out: Path, month: str, extra: list[tuple[str, ...]], excluded: str = "", **how: bool) -> Report:
    source, gone = out.parent / "orders.csv", out.parent / "gone.txt"
    gone.write_text(excluded, "utf-8")
    with source.open("w", newline="") as file:
        csv.writer(file).writerows(
            [HEADER, *rows_until(month), *(row for row in extra if row[1][:7] <= month)]
        )
    options = BuildOptions(
        (str(source),), out=out, name="shop", month=month, formats=READERS, k=3, exclude_ids=gone
    )
    with nothing_drawn():
        build(options, history=HistoryOptions(**how))
    return Report(out, "shop", month)


def ids_in(report: Report, path: str) -> set[str]:
    with (report.private / "lists" / path).open(encoding="utf-8-sig", newline="") as file:
        return {row["customer"] for row in csv.DictReader(file)}


@pytest.mark.slow
def test_from_march_to_june(tmp_path: Path) -> None:
    out = tmp_path / "out"
    march = a_build(out, "2026-03", [])
    names = sorted(path.name for path in (march.private / "lists" / "control").iterdir())
    command = ["contacted", "shop", "2026-03"]
    for name in names:  # a play that is read after two months
        assert main([*command, name, "--out", str(out)]) == 0
        (action,) = registered_actions(out, "shop")
        if action.read == "2026-05-31":
            break
        assert main([*command, name, "--undo", "--out", str(out)]) == 0
    contact, control = ids_in(march, name), ids_in(march, f"control/{name}")
    assert not contact & control
    assert set(march.customers.loc[sorted(control), "group"]) == {"control"}
    assert not contact & set(march.customers.index[march.customers["opted out"] == "yes"])

    assert set(action.control.ids) == control
    extra = planted(action)

    april = a_build(out, "2026-04", extra, refit=True)
    assert "The result is due on 31 May 2026." in lead(april)
    assert "ordered" not in lead(april)
    contacted_now = set().union(
        *(ids_in(april, path.name) for path in (april.private / "lists").glob("*.csv"))
    )
    assert not contacted_now & control

    forget(out, [action.control.ids[0]])
    may = a_build(out, "2026-05", extra, excluded=action.contact.ids[0])
    assert "brought orders" in lead(may)
    assert "closed" not in lead(may)
    key = f"action.{action.key}"
    for arm, group in (("contact", action.contact), ("control", action.control)):
        assert may.value(f"{key}.{arm}.customers") + 1 == group.assigned
        assert may.text(f"{key}.{arm}.removed") == "fewer than 10"

    june = a_build(out, "2026-06", extra)
    assert lead(june) == f"{lead(may)} Its result was read on 31 May 2026; it is closed."
    shared = [path for path in (out / "site").rglob("*") if path.is_file()]
    assert [path for path in shared if PERSON in path.read_text("utf-8")] == []


def lead(report: Report) -> str:
    """What the section on actions says below its heading."""
    found = section(report.page, "actions")
    return next(text for element in found.iter("p") if "\u201c" in (text := text_of(element)))
