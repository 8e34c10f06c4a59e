"""How the words of a command line are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from reportgen.errors import InputError
from reportgen.options.option import Panel
from reportgen.options.readers import whole_number
from reportgen.terminal.command_line import Command, FlagGroup, Words, flag


@dataclass(frozen=True, kw_only=True)
class Fishing(FlagGroup):
    """Flags of each sort."""

    rod: Path | None = flag(
        default=None, names=("-r", "--rod"), help="Rod.", panel=Panel.RUN, metavar="FILE", typed=Path
    )
    depth: int = flag(
        default=3,
        names=("-d", "--depth"),
        help="Depth.",
        panel=Panel.RUN,
        metavar="N",
        typed=int,
        reads=whole_number(1, 9),
    )
    bait: list[str] | None = flag(
        default=None, names=("--bait",), help="Bait.", panel=Panel.RUN, metavar="BAIT", repeatable=True
    )
    night: bool | None = flag(default=None, names=("--night",), off=("--day",), help="When.", panel=Panel.RUN)


SEEN: list[tuple[tuple[str, ...], Fishing]] = []


def fish(words: tuple[str, ...], flags: Fishing) -> int:
    SEEN.append((words, flags))
    return 0


FISH = Command("fish", "Go fishing.", Words("POND...", "Where."), (Fishing,), fish, ("reportgen fish x",))


@pytest.mark.parametrize(
    ("line", "words", "flags"),
    [
        ("pond", ("pond",), Fishing()),
        ("pond -r a.txt --depth=4", ("pond",), Fishing(rod=Path("a.txt"), depth=4)),
        ("-d5 pond lake", ("pond", "lake"), Fishing(depth=5)),
        ("--bait worm - --bait fly", ("-",), Fishing(bait=["worm", "fly"])),
        ("--night x --day", ("x",), Fishing(night=False)),
        ("-- --night -d", ("--night", "-d"), Fishing()),
        ("x --bait -3", ("x",), Fishing(bait=["-3"])),
        ("x -d 4 -d 6", ("x",), Fishing(depth=6)),
    ],
)
def test_words_and_flags_in_any_order(line: str, words: tuple[str, ...], flags: Fishing) -> None:
    assert FISH.start(line.split()) == 0
    assert SEEN[-1] == (words, flags)


@pytest.mark.parametrize(
    ("line", "told", "hint"),
    [
        ("x --dept 4", "fish has no flag --dept", "did you mean --depth?"),
        ("x --zzz", "fish has no flag --zzz", "see reportgen fish --help-all"),
        ("x -d", "-d: its value is missing", "write -d N"),
        ("x --rod --night", "--rod: its value is missing", "write --rod FILE"),
        ("x -d deep", "--depth: 'deep' does not fit", "give a whole number from 1 to 9"),
        ("x --night=no", "--night: it takes no value", "write --night alone"),
        ("--night", "POND... is missing", "such as: reportgen fish x"),
    ],
)
def test_a_mistake_is_told_in_our_own_words(line: str, told: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        FISH.start(line.split())
    assert (str(caught.value), caught.value.hint) == (told, hint)
