"""What is said of the months: this one beside others, who is new, who came back, who lapsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.base.phrases import phrase
from reportgen.page.parts import ChartText
from reportgen.prose.comparisons import largest
from reportgen.prose.sentence import EMPTY, Sentence, joined, listed, say
from reportgen.shared.words import first_fitting, spoken

if TYPE_CHECKING:
    from reportgen.shared.figures import Shared
    from reportgen.topics.history.facts import HistoryFacts


NEW, RETURNING, BACK = (
    phrase("{n} for the first time"),
    phrase("{n} who had ordered in the {months} months before"),
    phrase("{n} after a longer break"),
)
"""Of who ordered: how long they have been customers."""
ALL_OF_THEM, SOME_OF_THEM = (
    phrase("{n} customers ordered in {month}: {ways}."),
    phrase("{n} customers ordered in {month}, among them {ways}."),
)


def history_heading(facts: HistoryFacts) -> Sentence:
    """This month's revenue, beside the year before where that is known."""
    this, earlier, revenue = facts.this, facts.year_before, facts.revenue
    if earlier is not None and revenue.on_year is not None:
        return say(
            "{month} brought {revenue}: {change} on {before}",
            month=this.month,
            revenue=this.revenue,
            change=revenue.on_year,
            before=earlier.month,
        )
    if revenue.on_three is None:
        return say("{month} brought {revenue} of revenue", month=this.month, revenue=this.revenue)
    if not revenue.on_three.shown:
        return say(
            "{month} brought {revenue}, daily average as in the three months before",
            month=this.month,
            revenue=this.revenue,
        )
    return say(
        "{month} brought {revenue}, daily average {change} on the three months before",
        month=this.month,
        revenue=this.revenue,
        change=revenue.on_three,
    )


BETWEEN, LEAST, MOST = (
    phrase("{month} lies between the worst and the best earlier month ({low}, {high}): no clear news."),
    phrase("{month} brought less than any earlier month ({low} to {high})."),
    phrase("{month} brought more than any earlier month ({low} to {high})."),
)
"""Of months that differ so much that no range of theirs tells anything."""
VARIES, PERHAPS_SEASON = (
    phrase(" Revenue varies too much from month to month to call that news."),
    phrase(" Whether that is the season or news, only an earlier year could tell."),
)
DOWN_AND_UP, UP_AND_DOWN = (
    phrase(
        "{month} brought less than a year before ({year}), though more a day than the three months before "
        "({three})."
    ),
    phrase(
        "{month} brought more than a year before ({year}), though less a day than the three months before "
        "({three})."
    ),
)
"""The same of a month that is up beside one, and down beside the other."""
WITHIN = phrase("Not unusual: revenue of {month} lies in its normal range ({low} to {high}).")


def is_outside(facts: HistoryFacts | None) -> bool:
    """Whether the month's revenue lies outside its normal range, as printed."""
    if facts is None or facts.normal is None:
        return False
    return not facts.normal.low.shown <= facts.this.revenue.shown <= facts.normal.high.shown


def steady_month(facts: HistoryFacts | None) -> Sentence:
    """That the month's revenue is no news; nothing where it is, or where too few months can tell.

    A range in which half of what is expected would lie, too, tells nobody anything: then it is told where the
    month lies among the earlier ones.
    """
    normal = None if facts is None else facts.normal
    if facts is None or normal is None or normal.is_signal:
        return EMPTY
    if is_outside(facts) or 2 * normal.low.shown < normal.expected.shown:
        return _among(facts)
    return say(WITHIN, month=facts.this.month, low=normal.low, high=normal.high)


def _among(facts: HistoryFacts) -> Sentence:
    """Where the month lies among the earlier ones."""
    year, three = facts.revenue.on_year, facts.revenue.on_three
    if year is not None and three is not None and year.shown * three.shown < 0:
        text = DOWN_AND_UP if year.shown < 0 else UP_AND_DOWN
        return say(text, month=facts.this.month, year=year, three=three) + say(VARIES)
    this = facts.this.revenue
    earlier = sorted((each.revenue for each in facts.months[:-1]), key=lambda each: each.shown)
    low, high = earlier[0], earlier[-1]
    text = LEAST if this.shown < low.shown else MOST if this.shown > high.shown else BETWEEN
    told = say(text, month=facts.this.month, low=low, high=high)
    if text is BETWEEN:
        return told
    perhaps = PERHAPS_SEASON if year is None else VARIES
    return told + say(perhaps)


def history_lead(facts: HistoryFacts, shared: Shared) -> Sentence:
    """Who ordered this month, and who lapsed."""
    this, window = facts.this, shared.window
    if window is None or this.new is None or this.returning is None or this.reactivated is None:
        return say("{n} customers ordered in {month}.", n=this.ordered, month=this.month)
    ways = (
        (NEW, this.new),
        (RETURNING, this.returning),
        (BACK, this.reactivated),
    )
    told = tuple(say(text, n=n, months=window.months) for text, n in ways if n.value and n.shown)
    if not told:
        ordered = say("{n} customers ordered in {month}.", n=this.ordered, month=this.month)
    else:
        whole = all(n.shown or not n.value for _, n in ways)
        text = ALL_OF_THEM if whole else SOME_OF_THEM
        ordered = say(text, n=this.ordered, month=this.month, ways=listed(told))
    if this.lapsed is None or not this.lapsed.value:
        return ordered
    lapsed = say(
        "{n} customers lapsed: their last order is now more than {months} months ago.",
        n=this.lapsed,
        months=window.months,
    )
    return joined((ordered, lapsed))


def revenue_text(facts: HistoryFacts, shared: Shared) -> ChartText:
    """Around the columns of revenue."""
    first, this = facts.months[0], facts.this
    alt = say(
        "{start} in {first}, {now} in {month}.",
        start=first.revenue,
        first=first.month,
        now=this.revenue,
        month=this.month,
    )
    if not facts.mostly_split:
        return ChartText(say("Revenue by month"), _columns_told(facts), alt)
    unsplit = shared.window is not None and any(not month.segments for month in facts.months)
    note = (
        say(
            "Grey: the file does not hold the {months} months up to the end of that month, so nobody can "
            "tell who was in which segment.",
            months=shared.window.months,
        )
        if unsplit and shared.window is not None
        else EMPTY
    )
    return ChartText(
        first_fitting((_largest_part(facts, shared),), say("Revenue by month")),
        say("Revenue by month and by segment at the end of that month"),
        alt,
        note + _hidden(facts, shared),
    )


def _columns_told(facts: HistoryFacts) -> Sentence:
    """What the columns show, and the three months before where the heading tells of the year before."""
    columns, on_three = say("Revenue of each month; dark: this month"), facts.revenue.on_three
    if facts.year_before is None or on_three is None or not on_three.shown:
        return columns
    return columns + say("; daily average {change} on the three months before", change=on_three)


def _largest_part(facts: HistoryFacts, shared: Shared) -> Sentence | None:
    """Which segment brought most this month."""
    parts = {key: each.revenue for key, each in facts.this.segments.items() if each.revenue.text}
    most = largest(tuple(parts.values()))
    if most is None:
        return None
    key = next(key for key, fact in parts.items() if fact is most)
    return say(
        "{name} brought {part} of {total} in {month}",
        name=spoken(shared.of(key).segment),
        part=most,
        total=facts.this.revenue,
        month=facts.this.month,
    )


def _hidden(facts: HistoryFacts, shared: Shared) -> Sentence:
    """That a segment's revenue is not drawn where too few of its customers ordered."""
    some = any(not each.revenue.text for month in facts.months for each in month.segments.values())
    if not some:
        return EMPTY
    return say(
        " Pale: segments of which fewer than {cell} customers ordered in that month.",
        cell=shared.limits.min_cell,
    )


def flows_text(facts: HistoryFacts, shared: Shared) -> ChartText | None:
    """Around the columns of who came and who lapsed; None where this month's are not known."""
    this = facts.this
    if this.new is None or this.lapsed is None or this.reactivated is None or shared.window is None:
        return None
    return ChartText(
        say(
            "In {month}, {new} customers were new and {lapsed} lapsed",
            month=this.month,
            new=this.new,
            lapsed=this.lapsed,
        ),
        say(
            "Customers by month; above: new, or back after {months} months without an order; "
            "below: lapsed, with {months} months since their last order",
            months=shared.window.months,
        ),
        say(
            "{new} new, {back} back, {lapsed} lapsed.",
            new=this.new,
            back=this.reactivated,
            lapsed=this.lapsed,
        ),
    )


def lines_text(facts: HistoryFacts, shared: Shared) -> ChartText:
    """Around the lines of customers by segment."""
    rows = tuple(
        say("{name}: {n} now.", name=spoken(shared.of(key).segment), n=each.customers)
        for key, each in facts.this.segments.items()
    )
    return ChartText(
        say("Customers by segment, month by month"),
        say("Customers in each segment at the end of each month"),
        joined(rows),
    )
