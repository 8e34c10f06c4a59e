"""Who is contacted and who is left out: drawn by a hash of customer id and seed, not by row or chance."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Group(StrEnum):
    """The column `group` of the lists."""

    CONTACT = "contact"
    CONTROL = "control"
    RUNNING = "running"
    """Contacted by an action that is not read yet: nobody contacts them again before."""
    NOBODY = ""
    """Of people who opted out: they are in neither."""


def draw_control(ids: Sequence[str], number: int, salt: str) -> np.ndarray:
    """Which of some people are the control group: the `number` of lowest hash; shape (n,).

    The same people come out whatever the order of rows, and most of them again in a later month.

    Args:
        ids: customers, each once.
        number: how many are left out.
        salt: seed and action; another one gives another draw.
    """
    drawn = np.zeros(len(ids), dtype=bool)
    if number:
        hashes, number = _hashes(ids, salt), min(number, len(ids))
        last = np.partition(hashes, number - 1)[number - 1]
        drawn = hashes < last
        alike = sorted(np.flatnonzero(hashes == last).tolist(), key=ids.__getitem__)
        drawn[alike[: number - np.count_nonzero(drawn)]] = True
    return drawn


def salt_of(seed: int, play: str, rounds: int) -> str:
    """What a draw hangs on besides the ids.

    Once an action has been read, the next one of the same play draws anew: its control group would else be
    people who were never contacted, and those left in the segment would differ by what the first one did.

    Args:
        seed: of the report.
        play: key of the play.
        rounds: actions of this play that have been read.
    """
    return f"{seed}/{play}/{rounds}"


def in_either(ids: Sequence[str], some: Iterable[Iterable[str]]) -> np.ndarray:
    """Whether each id stands in one of some collections; shape (n,)."""
    known = frozenset().union(*some)
    if not known:
        return np.zeros(len(ids), dtype=bool)
    return np.fromiter((each in known for each in ids), dtype=bool, count=len(ids))


def _hashes(ids: Sequence[str], salt: str) -> np.ndarray:
    salted = blake2b(digest_size=8, key=blake2b(salt.encode(), digest_size=32).digest())
    hashes = bytearray()
    for each in ids:
        own = salted.copy()
        own.update(each.encode())
        hashes += own.digest()
    return np.frombuffer(hashes, dtype=">u8")
