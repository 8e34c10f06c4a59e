"""One of every kind of trouble in `benchmarks/unseen_files.py`: read right, named, or refused; no silence."""

from __future__ import annotations

from itertools import chain, groupby, islice

import pytest

from tests.troubled.broken import broken_rows
from tests.troubled.case import Case, Must, customers, shop
from tests.troubled.encoded import encoded_files
from tests.troubled.faulty import Fault, faulty_dates, faulty_ids, faulty_numbers
from tests.troubled.judge import judged, said_of
from tests.troubled.published import published_files
from tests.troubled.sound import sound_files
from tests.troubled.whole import whole_files

A_GROUP = 1
RIGHT = {
    Must.LOAD: {"exact"},
    Must.FLAG: {"named", "refused"},
    Must.SAY: {"exact", "doubted", "named", "refused"},
    Must.REFUSE: {"refused"},
}
DATES = ("ISO", "day first", "two orders", "swapped by Excel", "swapped without zeros", "two-digit years")
IDS = ("leading zeros", "some zeros lost", "scientific")


def sample() -> list[Case]:
    """One of every group."""
    files = sorted(
        chain(broken_rows(shop(14)), whole_files(customers(14)), published_files(), encoded_files()),
        key=lambda case: case.group,
    )
    groups = (list(group) for _, group in groupby(files, key=lambda case: case.group))
    return [case for group in groups for case in islice(group, len(group) // 3, len(group) // 3 + A_GROUP)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.group}: {case.name}") for case in sample()])
def test_a_troubled_file_is_read_right_or_told_of(case: Case) -> None:
    outcome, why = judged(case)
    assert outcome in RIGHT[case.must], why


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name) for case in islice(sound_files(), 3, None, 29)]
)
def test_a_sound_file_raises_no_doubt(case: Case) -> None:
    assert judged(case) == ("exact", "")


def spoilt() -> list[Fault]:
    """Values that a spreadsheet or a person has spoilt, and sound ones beside them."""
    chosen = [fault for fault in faulty_dates() if fault.name in DATES]
    chosen += [fault for fault in faulty_ids() if fault.name in IDS]
    return chosen + [fault for fault in faulty_numbers() if fault.group == "a single quantity"]


@pytest.mark.parametrize(
    "fault", [pytest.param(fault, id=f"{fault.group}: {fault.name}") for fault in spoilt()]
)
def test_spoilt_values_are_told_of_and_sound_ones_are_not(fault: Fault) -> None:
    assert said_of(fault) in ({"named", "refused"} if fault.said else {"exact"})
