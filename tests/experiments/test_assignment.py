"""Who is left out hangs on customer and seed alone."""

from __future__ import annotations

import numpy as np

from reportgen.experiments.assignment import draw_control, salt_of

IDS = [f"{i:05d}" for i in range(2000)]
SALT = salt_of(0, "win-back", 0)


def drawn(ids: list[str], number: int, salt: str = SALT) -> set[str]:
    return set(np.array(ids)[draw_control(ids, number, salt)])


def test_the_order_of_rows_changes_nothing() -> None:
    assert drawn(IDS, 300) == drawn(IDS[::-1], 300)
    assert len(drawn(IDS, 300)) == 300


def test_next_month_leaves_out_mostly_the_same() -> None:
    later = IDS[200:] + [f"new{i}" for i in range(200)]
    stayed = drawn(IDS, 300) & set(later)
    assert len(stayed & drawn(later, 300)) > 0.8 * len(stayed)


def test_another_seed_or_a_later_round_draws_anew() -> None:
    first = drawn(IDS, 1000)
    for salt in (salt_of(1, "win-back", 0), salt_of(0, "win-back", 1), salt_of(0, "bring-back", 0)):
        assert 400 < len(first & drawn(IDS, 1000, salt)) < 600
