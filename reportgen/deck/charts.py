"""The numbers of the slides' charts: the same facts as the report's figures, rounded as it prints them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.charts.palette import tones
from reportgen.charts.theme import EDGE, slot
from reportgen.deck.content import ChartSeries, Form, Measured, NativeChart
from reportgen.page.parts import ChartText
from reportgen.prose.sentence import EMPTY, capitalised, plainly, say
from reportgen.shared.words import within_window
from reportgen.topics.history.words import lines_text, revenue_text
from reportgen.topics.money.words import lorenz_text, marimekko_text
from reportgen.topics.movement.words import trend_text
from reportgen.topics.overview.words import pairs_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.base.formatting import Formatter
    from reportgen.prose.facts import Fact
    from reportgen.shared.figures import Shared
    from reportgen.topics.history.facts import HistoryFacts, MonthFigures
    from reportgen.topics.money.facts import MoneyFacts
    from reportgen.topics.movement.facts import MonthMoves

_LEAST_MONTHS = 3
"""Months that make a line."""
_STEPS = 10
"""Steps of the concentration curve: a tenth of the customers each."""


def share_bars(shared: Shared, fmt: Formatter) -> NativeChart:
    """Share of customers beside share of value, by segment; of customers alone without value."""
    people = _series(plainly("Share of customers"), [each.share for each in shared.segments], EDGE, fmt)
    series = [people]
    if shared.has_value:
        label = plainly("Share of {word}", word=shared.value_word)
        series.insert(0, _series(label, [own.share for _, own in shared.worth], tones().brand, fmt))
    return NativeChart(
        Form.BARS,
        Measured.SHARE,
        _names(shared),
        tuple(series),
        pairs_text(shared),
        () if shared.has_value else _colours(shared),
    )


def worth_bars(shared: Shared, fmt: Formatter) -> NativeChart | None:
    """Value of one customer, by segment and of all; None without value."""
    total = shared.total.worth
    if total is None:
        return None
    facts = [*(own.each for _, own in shared.worth), total.each]
    label = capitalised(say("{word} per customer", word=shared.value_word)).plain
    text = marimekko_text(total, shared)
    return NativeChart(
        Form.BARS,
        Measured.MONEY,
        (*_names(shared), plainly("All customers")),
        (_series(label, facts, tones().brand, fmt, Measured.MONEY),),
        ChartText(text.title, within_window(label, shared.covers), text.alt),
        (*_colours(shared), EDGE),
    )


def concentration_lines(money: MoneyFacts, shared: Shared, fmt: Formatter) -> NativeChart | None:
    """How value is spread over customers, at every tenth of them; None without such a curve."""
    curve = money.concentration
    if curve is None:
        return None
    steps = [step / _STEPS for step in range(_STEPS + 1)]
    told = tuple(_along(curve.curve, step) for step in steps)
    return NativeChart(
        Form.LINES,
        Measured.SHARE,
        tuple(fmt.share(step).text for step in steps),
        (
            ChartSeries(plainly("Share of {word}", word=shared.value_word), told, tones().brand),
            ChartSeries(plainly("If all were alike"), tuple(steps), EDGE, dashed=True),
        ),
        lorenz_text(curve, shared),
    )


def _along(curve: Sequence[tuple[float, float]], place: float) -> float:
    """The curve at a share of the customers, in whole per cent."""
    for (start, low), (end, high) in pairwise(curve):
        if start <= place <= end:
            part = 0.0 if end == start else (place - start) / (end - start)
            return round(low + part * (high - low), 2)
    return 1.0


def segment_lines(
    history: HistoryFacts | None, moves: MonthMoves, shared: Shared, fmt: Formatter
) -> NativeChart:
    """Customers of each segment at every month's end: from the months of the file, else from the records."""
    known = () if history is None else _known(history)
    if history is not None and len(known) >= _LEAST_MONTHS:
        months = _short(known, fmt)
        sizes = {key: _customers(key, known) for key in known[-1].segments}
        text = lines_text(history, shared)
    else:
        now = shared.window.month.text if shared.window else ""
        months = (*moves.past_months, now)
        text = trend_text(shared)
        sizes = {
            each.segment.key: (*moves.past_sizes[each.segment.key], each.customers.shown)
            for each in shared.segments
        }
    lines = tuple(
        ChartSeries(each.segment.name, sizes[each.segment.key], slot(each.segment.slot).fill)
        for each in shared.segments
        if each.segment.key in sizes
    )
    return NativeChart(Form.LINES, Measured.COUNT, months, lines, text)


def _known(history: HistoryFacts) -> tuple[MonthFigures, ...]:
    months = tuple(month for month in history.months if month.segments and month.active is not None)
    return months if months and months[-1] is history.this else ()


def _customers(key: str, months: Sequence[MonthFigures]) -> tuple[float | None, ...]:
    facts = (month.segments[key].customers if key in month.segments else None for month in months)
    return tuple(fact.shown if fact is not None and isinstance(fact.value, int) else None for fact in facts)


def _short(months: Sequence[MonthFigures], fmt: Formatter) -> tuple[str, ...]:
    """Such as Oct 2026."""
    return tuple(fmt.months(str(month.month.value))[1] for month in months)


def revenue_columns(history: HistoryFacts, shared: Shared, fmt: Formatter) -> NativeChart:
    """Revenue of every month."""
    values = tuple(month.revenue.shown for month in history.months)
    label = plainly("Revenue")
    return NativeChart(
        Form.COLUMNS,
        Measured.MONEY,
        _short(history.months, fmt),
        (ChartSeries(label, values, tones().brand),),
        ChartText(say("Revenue by month"), EMPTY, revenue_text(history, shared).alt),
    )


def stability_bars(shared: Shared, text: ChartText) -> NativeChart:
    """How much of each segment is found again in resampled customers."""
    values = tuple(each.stability.shown for each in shared.segments)
    series = ChartSeries(plainly("Stability"), values, tones().brand)
    return NativeChart(Form.BARS, Measured.DEGREE, _names(shared), (series,), text, _colours(shared))


def _series(
    name: str,
    facts: Sequence[Fact],
    colour: str,
    fmt: Formatter,
    measured: Measured = Measured.SHARE,
) -> ChartSeries:
    shares = measured is Measured.SHARE
    texts = (fact.text if shares and fmt.share(fact.shown).text != fact.text else None for fact in facts)
    return ChartSeries(name, tuple(fact.shown for fact in facts), colour, tuple(texts))


def _names(shared: Shared) -> tuple[str, ...]:
    return tuple(each.segment.name for each in shared.segments)


def _colours(shared: Shared) -> tuple[str, ...]:
    return tuple(slot(each.segment.slot).fill for each in shared.segments)
