"""The brief's one table of segments: each told once, with its figures, what changed, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from reportgen.page.parts import Head, Row, Table, cell, name_cell, numeric_heads
from reportgen.prose.sentence import EMPTY, Sentence, capitalised, just, listed, say
from reportgen.shared.comparisons import largest_segment, largest_segments, leader
from reportgen.shared.words import first_fitting, label_of, rounding_note, spoken
from reportgen.topics.segments.descriptions import describe_briefly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import SegmentFigures, Shared
    from reportgen.shared.measures import MeasureFigures


@dataclass(frozen=True)
class BriefColumns:
    """Columns that other topics fill, by key of the segment."""

    changes: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    """Customers more or fewer than in the earlier month."""
    on_year: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    """The same since the year before."""
    total_change: Fact | None = None
    """The same of all segments; None where it is not told."""
    to_do: Mapping[str, Sentence] = field(default_factory=lambda: MappingProxyType({}))
    """What is recommended, in a few words."""
    note: Sentence = EMPTY
    """What to know of it, below the table."""


def brief_table(shared: Shared, others: BriefColumns) -> Table:
    """A row a segment: who they are, how many, what they bring, who is overdue, what to do."""
    heads = [Head(say("Segment")), *_about(shared), *numeric_heads(say("Customers"))]
    if others.changes:
        heads += numeric_heads(say("Change in a month"))
    if others.on_year:
        heads += numeric_heads(say("Change in a year"))
    if shared.has_value:
        heads += numeric_heads(capitalised(just(shared.value_word)), say("Share"))
    else:
        heads += numeric_heads(say("Share"))
    if shared.overdue is not None:
        heads += numeric_heads(say("Overdue"))
    if others.to_do:
        heads.append(Head(say("What to do")))
    rows = tuple(_row(each, shared, others) for each in shared.segments)
    return Table(_title(shared), tuple(heads), rows, _total(shared, others), _note(shared) + others.note)


def _title(shared: Shared) -> Sentence:
    """How many segments there are, which is the largest, which brings most, where one does alone."""
    k, neutral = shared.total.segments, say("{k} segments", k=shared.total.segments)
    largest = largest_segment(shared)
    most = leader(shared, lambda each: None if each.worth is None else each.worth.value)
    if largest is None:
        return first_fitting((_as_large(shared),), neutral)
    name = spoken(largest.segment)
    alone = say("{k} segments; {name} is the largest", k=k, name=name)
    if most is None:
        return first_fitting((alone,), neutral)
    word = shared.value_word
    both = (
        say("{k} segments; {name} is the largest, with most {word}", k=k, name=name, word=word)
        if most is largest
        else say(
            "{k} segments: {name} is the largest, the most {word} comes from {most}",
            k=k,
            name=name,
            most=spoken(most.segment),
            word=word,
        )
    )
    return first_fitting((both, alone), neutral)


def _as_large(shared: Shared) -> Sentence:
    """Where no segment is the largest alone."""
    alike, k = largest_segments(shared), shared.total.segments
    if len(alike) == len(shared.segments):
        return say("{k} segments of about the same size", k=k)
    return say(
        "{k} segments; the largest are {names}",
        k=k,
        names=listed(tuple(spoken(each.segment) for each in alike)),
    )


def _rhythm(shared: Shared) -> tuple[MeasureFigures, ...]:
    """How often and how lately they ordered; empty for other data."""
    found = (shared.measures.get("frequency"), shared.measures.get("recency"))
    return tuple(each for each in found if each is not None) if all(found) else ()


def _about(shared: Shared) -> Sequence[Head]:
    """Heads of the columns that tell who they are."""
    rhythm = _rhythm(shared)
    if rhythm:
        return numeric_heads(*(capitalised(just(label_of(each.feature))) for each in rhythm))
    return (Head(say("The typical customer (in brackets: of all customers)")),)


def _row(figures: SegmentFigures, shared: Shared, others: BriefColumns) -> Row:
    key = figures.segment.key
    rhythm = [cell(measure.segments[key]) for measure in _rhythm(shared)]
    who = rhythm or [describe_briefly(figures, shared)]
    cells = [name_cell(figures.segment), *who, cell(figures.customers)]
    if others.changes:
        cells.append(cell(others.changes.get(key)))
    if others.on_year:
        cells.append(cell(others.on_year.get(key)))
    if figures.worth is None:
        cells.append(cell(figures.share))
    else:
        cells += [cell(figures.worth.value), cell(figures.worth.share)]
    if shared.overdue is not None:
        group, nobody = shared.overdue.segments.get(key), shared.overdue.none.get(key)
        late = nobody if group is None else group.customers
        cells.append(say("\u2013") if late is None else cell(late))
    if others.to_do:
        cells.append(others.to_do.get(key, EMPTY))
    return Row(tuple(cells), figures.segment)


def _total(shared: Shared, others: BriefColumns) -> Row:
    total = shared.total
    who = [cell(measure.everyone) for measure in _rhythm(shared)] or [EMPTY]
    cells = [say("All customers"), *who, cell(total.customers)]
    if others.changes:
        cells.append(cell(others.total_change))
    if others.on_year:
        cells.append(EMPTY)
    if total.worth is None:
        cells.append(cell(total.share))
    else:
        cells += [cell(total.worth.value), cell(total.share)]
    if shared.overdue is not None:
        cells.append(cell(shared.overdue.customers))
    if others.to_do:
        cells.append(EMPTY)
    return Row(tuple(cells))


def _misnamed(shared: Shared) -> Sentence:
    """Names that are kept from an earlier month and no longer fit, so that no name is taken at its word."""
    names = tuple(
        spoken(each.segment)
        for each in shared.segments
        if each.name_fits is not None and not each.segment.still_fits
    )
    return (
        say(" The name is kept from an earlier month and no longer fits: {names}.", names=listed(names))
        if names
        else EMPTY
    )


def _note(shared: Shared) -> Sentence:
    share = (
        say("Share: of the {word} of all customers here.", word=shared.value_word)
        if shared.has_value
        else say("Share: of all customers.")
    )
    typical = say(" Order days and days since the last order: medians.") if _rhythm(shared) else EMPTY
    note = share + typical + rounding_note(shared) + _misnamed(shared)
    late = shared.overdue
    if late is None or len(late.segments) + len(late.none) == len(shared.segments):
        return note
    return note + say(
        " \u2013: fewer than {n} customers, who are not in the sum.",
        n=shared.limits.min_cell,
    )
