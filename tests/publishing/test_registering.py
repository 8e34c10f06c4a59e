"""A list that was used is kept with who was assigned to what, and with one reading date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportgen.commands.forget import forget
from reportgen.errors import InputError
from reportgen.options.build_options import BuildOptions
from reportgen.publishing.registering import (
    UsedList,
    actions_until,
    keep_actions,
    prepare,
    register,
    unregister,
)
from reportgen.record.manifest import Baseline, RecordedPlan, RecordedSegment
from reportgen.record.registered import GROUP, LISTED, action_file, registered_actions
from reportgen.record.run_record import RunRecord, write_record
from tests.record.test_run_record import a_record

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.record.registered import RegisteredAction

AT_RISK, OTHERS = "at-risk", "new"
IDS = [f"c{number:02d}" for number in range(40)]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """March: 20 at risk, of whom 12 are contacted, 6 left out, and two opted out; 20 others are contacted."""
    record = a_record()
    groups = ["contact"] * 12 + ["control"] * 6 + ["", ""] + ["contact"] * 20
    people = pd.DataFrame(
        {
            "segment": ["s1"] * 20 + ["s2"] * 20,
            "confidence": 1.0,
            "set_aside": False,
            "spend": 1.0,
            GROUP: groups,
            LISTED: [group != "" for group in groups],
        },
        index=pd.Index(IDS, name="customer"),
    )
    manifest = replace(
        record.manifest,
        month="2026-03",
        segments=(RecordedSegment("s1", "At risk", 1), RecordedSegment("s2", "New", 2)),
        baseline=Baseline("2025-04-01", "2026-03-31", "2025-01-01", "2026-03-31", 9, (), {}, "", None, ()),
        plans=(RecordedPlan("s1", "win-back", "Win them back", 2),),
    )
    folder = tmp_path / "record" / "shop" / "2026-03"
    folder.mkdir(parents=True)
    write_record(folder, RunRecord(manifest, record.model, people))
    return tmp_path


def the_list(segment: str = AT_RISK) -> UsedList:
    return UsedList("shop", "2026-03", segment)


def names_in(out: Path, action: RegisteredAction) -> str:
    return action_file(out, action).read_text("utf-8")


@pytest.mark.parametrize("called", ["at-risk", "At risk", "s1", "at-risk.csv", "at-risk-overdue"])
def test_assigned_is_who_stood_in_the_lists(out: Path, called: str) -> None:
    action = prepare(out, the_list(called))
    assert (action.contact.ids, action.control.ids) == (tuple(IDS[:12]), tuple(IDS[12:18]))
    assert (action.on, action.read) == ("2026-03-31", "2026-05-31")
    assert not (out / "record" / "shop" / "actions").exists()


def test_the_day_of_contact_sets_the_reading_date_and_neither_changes(out: Path) -> None:
    register(out, prepare(out, the_list(), dt.date(2026, 4, 5)))
    register(out, prepare(out, the_list(), dt.date(2026, 4, 5)))
    (kept,) = registered_actions(out, "shop")
    assert (kept.on, kept.read) == ("2026-04-05", "2026-06-05")
    with pytest.raises(InputError, match="registered already"):
        register(out, prepare(out, the_list(), dt.date(2026, 4, 6)))
    assert unregister(out, the_list()) == kept
    assert registered_actions(out, "shop") == ()


def test_reached_is_told_and_assigns_nobody(out: Path) -> None:
    action = prepare(out, the_list(), reached=[*IDS[:3], "stranger"])
    assert action.reached == tuple(IDS[:3])
    assert len(action.contact.ids) == 12


def test_people_of_an_action_that_runs_are_no_part_of_another(out: Path) -> None:
    earlier = prepare(out, the_list())
    some = replace(earlier, month="2026-02", contact=replace(earlier.contact, ids=tuple(IDS[:5])))
    register(out, replace(some, control=replace(earlier.control, ids=())))
    action = prepare(out, the_list())
    assert (len(action.contact.ids), len(action.control.ids), action.aside) == (7, 6, 5)


def test_what_cannot_be_read_back_is_refused(out: Path) -> None:
    with pytest.raises(InputError, match="there is no segment 'gone'"):
        prepare(out, the_list("gone"))
    with pytest.raises(InputError, match="holds no orders: nothing can be read back"):
        prepare(out, the_list(OTHERS))
    with pytest.raises(InputError, match="lies before it"):
        prepare(out, the_list(), dt.date(2026, 3, 30))
    with pytest.raises(InputError, match="is registered"):
        unregister(out, the_list())


def test_a_line_of_the_settings_does_the_same(out: Path) -> None:
    lines = {"2026-03 at-risk": dt.date(2026, 4, 5), "2026-09 at-risk": dt.date(2026, 10, 5)}
    options = BuildOptions(("shop.csv",), out=out, name="shop", contacted=lines)
    assert actions_until(options, "2026-02") == ()
    actions = actions_until(options, "2026-04")
    assert actions == (prepare(out, the_list(), dt.date(2026, 4, 5)),)
    keep_actions(out, actions)
    assert actions_until(options, "2026-04") == registered_actions(out, "shop") == actions
    moved = replace(options, contacted={"2026-03 at-risk": dt.date(2026, 4, 6)})
    with pytest.raises(InputError, match="registered already"):
        actions_until(moved, "2026-04")


def test_the_forgotten_leave_the_action_and_are_still_counted(out: Path) -> None:
    action = prepare(out, the_list(), reached=IDS[:3])
    register(out, action)
    forget(out, [IDS[0], IDS[12]], only_look=True)
    assert IDS[0] in names_in(out, action)
    (month,) = forget(out, [IDS[0], IDS[12]])
    assert "actions/2026-03-s1.json" in month.files
    (left,) = registered_actions(out, "shop")
    assert IDS[0] not in names_in(out, action)
    assert IDS[12] not in names_in(out, action)
    assert (left.contact.assigned, left.contact.forgotten, left.control.forgotten) == (12, 1, 1)
    assert action_file(out, action).stat().st_mode & 0o777 == 0o600
