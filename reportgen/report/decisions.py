"""What to do first: the people a month is about, then the segments by what they were worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.narrative.recommendations import by_stake
from reportgen.narrative.words import spoken, value_word, window_words
from reportgen.page.parts import Head, Row, Table
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, listed, say
from reportgen.report.tables import named

if TYPE_CHECKING:
    from reportgen.analysis import Analysis
    from reportgen.narrative.recommendations import Recommendation
    from reportgen.prose.facts import Facts


def decisions(
    recommendations: tuple[Recommendation, ...],
    asked: tuple[Row, ...],
    analysis: Analysis,
    facts: Facts,
    most: int,
) -> Table | None:
    """What to do first, with whom, and how to judge it: whom this month is about, then most past value.

    Args:
        recommendations: for every segment; none where the user switched them off.
        asked: rows of whom this month is about, see `first_decisions`.
        analysis: all that is known.
        facts: all figures.
        most: segments that the table names.
    """
    specific = tuple(r for r in by_stake(recommendations) if r.play.when)
    asked = asked if recommendations else ()
    if not specific and not asked:
        return None
    heads = [Head(say("Segment")), Head(say("Decision")), Head(say("Customers"), numeric=True)]
    if analysis.has_value:
        heads.append(Head(capitalised(say("Past {word}", word=value_word(analysis))), numeric=True))
        title = say("Do first, by past {word}", word=value_word(analysis))
    else:
        title = say("Do first, by number of customers")
    heads.append(Head(say("Judge it by")))
    rows = (*asked, *(_decision(r) for r in specific[:most]))
    note = _past_note(analysis, facts) + _other_segments(specific[most:], recommendations)
    return Table(say("Do first, in this order") if asked else title, tuple(heads), rows, note=note)


def _decision(recommendation: Recommendation) -> Row:
    stake = () if recommendation.stake is None else (Sentence((recommendation.stake,)),)
    cells = (
        named(recommendation.segment),
        say(
            "{objective}: {action}",
            objective=recommendation.play.objective,
            action=recommendation.play.action,
        ),
        Sentence((recommendation.customers,)),
        *stake,
        just(recommendation.play.judge),
    )
    return Row(cells, recommendation.segment)


def _past_note(analysis: Analysis, facts: Facts) -> Sentence:
    judged = say(
        "Judge each against a comparison group of the same segment that is left alone. "
        "The private lists name the customers of each segment."
    )
    if not analysis.has_value:
        return judged
    word, window = value_word(analysis), window_words(facts)
    if window.pieces:
        past = say("Past {word}: what the segment spent in the {window}. ", word=word, window=window)
    else:
        past = say("Past {word}: the segment\u2019s value so far. ", word=word)
    return capitalised(past) + judged


def _other_segments(
    further: tuple[Recommendation, ...], recommendations: tuple[Recommendation, ...]
) -> Sentence:
    """Segments that the table leaves out, and why."""
    general = tuple(spoken(r.segment) for r in recommendations if not r.play.when)
    told = EMPTY
    if further:
        names = listed(tuple(spoken(r.segment) for r in further))
        told += say(" The report goes on with {names}.", names=names)
    if general:
        told += say(" No suggestion of their own: {names}.", names=listed(general))
    return told
