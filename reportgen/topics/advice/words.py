"""What is recommended, in words: for a segment's card, for the table of decisions and below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, listed, say, within
from reportgen.shared.words import spoken, window_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.topics.advice.facts import AdviceFacts
    from reportgen.topics.advice.playbook import Play


def tried(play: Play) -> tuple[Sentence, Sentence]:
    """What is commonly tried with a segment: in a few words, and in full."""
    return (
        say("Commonly tried: {objective}.", objective=within(just(play.objective))),
        say(
            "{action}. Channel: {channel}. Judge it by: {judge}.",
            action=capitalised(just(play.action)),
            channel=play.channel,
            judge=play.judge,
        ),
    )


def decision(play: Play) -> Sentence:
    """The objective and how to go about it."""
    return say("{objective}: {action}", objective=play.objective, action=play.action)


def decisions_title(shared: Shared) -> Sentence:
    """In which order segments stand."""
    if shared.has_value:
        return say("Do first, by past {word}", word=shared.value_word)
    return say("Do first, by number of customers")


def decisions_note(further: Sequence[SegmentFigures], advice: AdviceFacts, shared: Shared) -> Sentence:
    """How to judge a decision, and which segments the table leaves out."""
    judged = say(
        "To know what worked, leave out a random control group from each segment and compare. "
        "The private lists name the customers of each segment."
    )
    return _past(shared) + judged + _further(further) + _general(advice, shared)


def _past(shared: Shared) -> Sentence:
    """What past value is; nothing without value."""
    if not shared.has_value:
        return EMPTY
    word, window = shared.value_word, window_words(shared.window)
    if window.pieces:
        return capitalised(
            say("Past {word}: what the segment spent in the {window}. ", word=word, window=window)
        )
    return capitalised(say("Past {word}: the segment\u2019s value so far. ", word=word))


def _further(figures: Sequence[SegmentFigures]) -> Sentence:
    if not figures:
        return EMPTY
    names = listed(tuple(spoken(each.segment) for each in figures))
    return say(" The report also covers {names}.", names=names)


def _general(advice: AdviceFacts, shared: Shared) -> Sentence:
    """Segments for which no play of the playbook is meant."""
    names = tuple(
        spoken(each.segment) for each in shared.segments if not advice.plays[each.segment.key].specific
    )
    return say(" Nothing is recommended for {names}.", names=listed(names)) if names else EMPTY
