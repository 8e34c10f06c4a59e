"""What is commonly tried for a segment like this, from the playbook."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reportgen.base.language import gettext
from reportgen.errors import InputError, Place
from reportgen.prose.sentence import Sentence, capitalised, just, say, within
from reportgen.segments.effects import SOMEWHAT, is_shown

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.analysis import Analysis
    from reportgen.features.table import Feature
    from reportgen.prose.facts import Fact, Facts
    from reportgen.segments.naming import Segment

WORDS = ("objective", "action", "channel", "judge", "disproof")
"""What a play says; the catalogues hold the texts of our own playbook."""


@dataclass(frozen=True)
class Play:
    """One entry of the playbook."""

    key: str
    when: tuple[str, ...]
    objective: str
    action: str
    channel: str
    judge: str
    disproof: str


@dataclass(frozen=True)
class Playbook:
    """Plays in order of preference, and the words that give a column its tags."""

    plays: tuple[Play, ...]
    tags: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Recommendation:
    """What to try with one segment, and what would show that it does not work."""

    segment: Segment
    play: Play
    customers: Fact
    stake: Fact | None
    """Past value of the segment's customers; None without a value column."""


def recommend(analysis: Analysis, facts: Facts) -> tuple[Recommendation, ...]:
    """One play a segment, in segment order; none where the user switched them off."""
    if not analysis.options.recommendations:
        return ()
    playbook = load_playbook(analysis.options.playbook)
    plays = _deal(analysis, playbook)
    return tuple(
        Recommendation(
            segment,
            play,
            facts[f"segment.{segment.key}.customers"],
            facts.get(f"segment.{segment.key}.value"),
        )
        for segment, play in zip(analysis.segments, plays, strict=True)
    )


def by_stake(recommendations: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """Most past value first (customers where there is none), in the order of segments where they tie."""
    return tuple(sorted(recommendations, key=lambda r: -(r.stake or r.customers).shown))


def tried(play: Play) -> tuple[Sentence, Sentence]:
    """What is commonly tried: in a few words, and in full."""
    return (
        say("Commonly tried: {objective}.", objective=within(just(play.objective))),
        say(
            "{action}. Channel: {channel}. Judge it by: {judge}.",
            action=capitalised(just(play.action)),
            channel=play.channel,
            judge=play.judge,
        ),
    )


def load_playbook(path: Path | None) -> Playbook:
    """The user's playbook, or the one that comes with the package; InputError where it is not one."""
    try:
        text = (
            files("reportgen.narrative").joinpath("playbook.toml").read_text("utf-8")
            if path is None
            else path.read_text("utf-8")
        )
        data = tomllib.loads(text)
        plays = tuple(_play(entry) for entry in data["play"])
        tags = tuple((tag, tuple(words)) for tag, words in data.get("tags", {}).items())
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise InputError(
            f"the playbook cannot be read: {error}",
            "take reportgen/narrative/playbook.toml as the pattern",
            Place(str(path)),
        ) from error
    return Playbook(plays, tags)


def _play(entry: dict[str, Any]) -> Play:
    words = {name: gettext(entry[name]) for name in WORDS}
    return Play(key=entry["key"], when=tuple(entry["when"]), **words)


def _deal(analysis: Analysis, playbook: Playbook) -> tuple[Play, ...]:
    """The best fitting play for each segment, most demanding first, none twice while another fits."""
    fitting = {
        segment.key: [play for play in playbook.plays if _fits(play, segment, analysis, playbook)]
        for segment in analysis.segments
    }
    ranked = {
        key: sorted(plays, key=lambda play: (-len(play.when), playbook.plays.index(play)))
        for key, plays in fitting.items()
    }
    dealt: dict[str, Play] = {}
    for segment in analysis.segments:
        plays = ranked[segment.key]
        if not plays:
            raise InputError("no play of the playbook fits every segment", "add a play with `when = []`")
        unused = [play for play in plays if play not in dealt.values()]
        dealt[segment.key] = (unused or plays)[0]
    return tuple(dealt[segment.key] for segment in analysis.segments)


def _fits(play: Play, segment: Segment, analysis: Analysis, playbook: Playbook) -> bool:
    return all(_holds(condition, segment, analysis, playbook) for condition in play.when)


def _holds(condition: str, segment: Segment, analysis: Analysis, playbook: Playbook) -> bool:
    """Whether the segment is high or low on the measures with a tag: on average over all of them."""
    if condition == "once":
        return analysis.has_orders and segment.profile.means["frequency"] <= 1
    tag, _, level = condition.partition(":")
    sign = 1 if level == "high" else -1
    tagged = [
        (sign * effect.size, is_shown(effect, feature.kind))
        for effect in segment.profile.effects
        if tag in _tags(feature := analysis.customers.feature(effect.feature), playbook)
    ]
    if not any(size >= SOMEWHAT and shown for size, shown in tagged):
        return False
    return sum(size for size, _ in tagged) >= SOMEWHAT * len(tagged)


def _tags(feature: Feature, playbook: Playbook) -> frozenset[str]:
    if feature.definition:
        return frozenset({feature.name})
    label = feature.label.casefold()
    return frozenset(tag for tag, words in playbook.tags if any(word in label for word in words))
